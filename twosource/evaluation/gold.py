"""Gold: what a careful reader finds in one article, as a file; read strictly, and drafted from the facts to correct.

Belongs here: the file's form (that of `seeds/captures/README.md`, with `article`, `judge` and `complete`). Does not:
holding facts against it (`judging`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from twosource import plain_yaml

Item = Mapping[str, Any]
Row = Mapping[str, Any]
KINDS: Mapping[str, tuple[str, ...]] = {
    "quotes": ("kind", "speaker", "relayed_from", "said_on", "force"),
    "quantities": ("value", "value_high", "unit", "mod", "modality"),
    "times": ("value",),
    "events": ("type", "actor", "recipient", "modality"),
    "claims": ("attributed_to", "negated", "hedge"),
    "mentions": ("label", "entity", "country"),
}
"""Kinds of facts that are judged, with what an item may say of one beside its text."""
DRAFTED = {
    "quotes": ("kind", "speaker"),
    "quantities": ("value", "value_high", "unit", "mod"),
    "times": ("value",),
    "events": ("type", "actor", "recipient"),
    "claims": ("attributed_to", "negated"),
    "mentions": ("label", "entity"),
}
"""What a draft asks a person to correct; more may be added from `KINDS`."""
ABOUT = ("article", "judge", "complete")
OTHER = (
    "headline", "outlet", "agency", "located", "language", "genre", "published", "modified", "rejected", "by", "keep",
    "drop", "not_quotes", "not_quantities", "not_times", "people", "organisations", "not_people", "countries",
    "arithmetic",
)  # fmt: skip
"""Keys of the samples' gold that say nothing of a kind of facts as a whole: read over."""
BESIDE = ("text", "at", "rule", "not_yet")
HEAD = """\
# Facts of one article, as twosource reads them: {headline}
# Correct what is wrong, delete what is no fact, add what is missing; `at` is where the words begin in the text, and may
# be left out where they stand once. A kind under `complete` is judged whole: what is not listed there counts as wrong.
# Then: twosource evaluate {name}
"""


class GoldError(ValueError):
    """A gold file cannot be used; the message names the file, the place, and what to write."""


@dataclass(frozen=True, slots=True)
class Gold:
    """One judge's reading of one article: its id (None: the caller knows it), items by kind, and which kinds are listed
    whole."""

    path: Path
    article: str | None
    judge: str
    complete: frozenset[str]
    items: Mapping[str, Sequence[Item]]


def read(path: Path) -> Gold:
    """A file of gold. Raises GoldError."""
    try:
        content = plain_yaml.read(path)
    except plain_yaml.PlainYamlError as error:
        raise GoldError(f"{path} {error}.") from error
    except OSError as error:
        raise GoldError(f"{path} cannot be read: {error.strerror}.") from error
    if not isinstance(content, dict):
        raise GoldError(f"{path} is no gold: `twosource gold ARTICLE` writes a draft to begin with.")
    return of(content, path)


def of(content: Mapping[str, Any], path: Path) -> Gold:
    """Gold from the values of a file. Raises GoldError."""
    known = (*ABOUT, *KINDS, *OTHER)
    if unknown := [key for key in content if key not in known]:
        near = difflib.get_close_matches(str(unknown[0]), known, n=1)
        meant = f" Do you mean {near[0]}?" if near else ""
        raise GoldError(f"{path}: {unknown[0]} is not known.{meant} Known are {', '.join((*ABOUT, *KINDS))}.")
    complete = content.get("complete") or []
    if not isinstance(complete, list) or (odd := [kind for kind in complete if kind not in tuple(KINDS)]):
        told = f"{odd[0]} is none" if isinstance(complete, list) else "it is no list"
        raise GoldError(f"{path}: `complete` lists kinds of facts, but {told}. Kinds are {', '.join(KINDS)}.")
    items = {kind: [_item(raw, kind, path) for raw in _listed(content, kind, path)] for kind in KINDS}
    article, judge = content.get("article"), content.get("judge") or path.stem
    return Gold(path, article and str(article), str(judge), frozenset(complete), items)


def _listed(content: Mapping[str, Any], kind: str, path: Path) -> list[Any]:
    found = content.get(kind) or []
    if not isinstance(found, list):
        raise GoldError(f"{path}, {kind}: it is no list. Each item begins with `- `; [] says that there is none.")
    return found


def _item(raw: Any, kind: str, path: Path) -> Item:
    allowed = (*BESIDE, *KINDS[kind])
    if not isinstance(raw, dict):
        raise GoldError(
            f"{path}, {kind}: {str(raw)[:60]!r} is no mapping such as {{text: ..., {KINDS[kind][0]}: ...}}."
        )
    if unknown := [key for key in raw if key not in allowed]:
        raise GoldError(f"{path}, {kind}: {unknown[0]} is not known. Known are {', '.join(allowed)}.")
    if kind not in ("events", "mentions") and not raw.get("text"):
        raise GoldError(f"{path}, {kind}: an item has no `text`, the words as they stand in the article.")
    # YAML takes 2025-04-17 for a date, and facts hold it as text
    item = {name: value.isoformat() if isinstance(value, date) else value for name, value in raw.items()}
    for name, value in item.items():
        if wanted := _misfit(name, value):
            raise GoldError(f"{path}, {kind}: `{name}` is {str(value)[:60]!r}, but must be {wanted}.")
    return item


def _misfit(name: str, value: Any) -> str | None:
    """What a value of this name has to be, when it is not."""
    if name == "text":
        parts = value if isinstance(value, list) else [value]
        fits = value is None or (bool(parts) and all(isinstance(part, str) for part in parts))
        return None if fits else "a text, in quotes if it is only a number, or a list of texts"
    if name == "at":
        return None if value is None or type(value) is int else "a whole number"
    if name in ("value", "value_high"):
        return None if value is None or isinstance(value, str | int | float) else "a number or a text"
    if name in ("negated", "not_yet"):
        return None
    return None if value is None or (isinstance(value, str) and value) else "a text"


# ------------------------------------------------------------------ a draft


def draft(article: Row, judge: str, facts: Mapping[str, Sequence[Row]], name: str) -> str:
    """The facts of an article as a file of that name to correct. `article` and `facts` are rows of the views."""
    content: dict[str, Any] = {"article": article["article_id"], "judge": judge, "complete": list(KINDS)}
    headline = " ".join((article["headline"] or "no headline").split())
    parts = [HEAD.format(headline=headline, name=name), _dumped(content)]
    for kind in KINDS:
        items = list(_drafted(kind, facts.get(kind, ()), article["text"]))
        parts.append(f"{kind}:\n" + "".join(f"  - {_line(item)}\n" for item in items) if items else f"{kind}: []\n")
    return "\n".join(parts)


def _drafted(kind: str, rows: Iterable[Row], text: str) -> Iterator[Item]:
    """Each row as an item; of names one for each person, place or body."""
    seen = set()
    for row in rows:
        told = {name: value for name in DRAFTED[kind] if (value := _value(row, name)) is not None}
        if kind == "mentions":
            if (row["label"], row["entity"]) in seen:
                continue
            seen.add((row["label"], row["entity"]))
            yield told | {"rule": row["rule"]}
        else:
            pieces = [text[piece["char_start"] : piece["char_end"]] for piece in row.get("fragments") or ()]
            words = pieces if len(pieces) > 1 else row["text"]
            yield {"text": words, "at": row["char_start"]} | told | {"rule": row["rule"]}


def _value(row: Row, name: str) -> Any:
    if name in ("actor", "recipient"):
        return next(iter(row[f"{name}_countries"]), None)
    value = row[name]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def _dumped(content: Mapping[str, Any]) -> str:
    return str(yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=10_000))


def _line(item: Item) -> str:
    """An item on one line."""
    line = yaml.safe_dump(dict(item), sort_keys=False, allow_unicode=True, width=1_000_000, default_flow_style=True)
    return str(line).strip()
