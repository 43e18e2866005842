"""One entry of `corrections.yml` as corrections: which keys go together, and what each value must be.

Belongs here: the form of an entry. Does not: the file around it (reading), what a correction does.
"""

from __future__ import annotations

import codecs
import difflib
import json
import re
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, get_args

from twosource import words
from twosource.identity import content_id
from twosource.records import Correction

FILE_NAME = "corrections.yml"


class CorrectionsError(ValueError):
    """A correction cannot be used. The message is a sentence: where it stands, what is wrong with it, what to do."""


Where = Callable[[str], str]
"""The place of a key of the entry in the file, for messages."""

Kind = words.CorrectionKind
OF_ARTICLE: tuple[Kind, ...] = (
    "headline",
    "outlet",
    "published",
    "by",
    "language",
    "encoding",
    "not_an_article",
    "an_article",
)
OF_QUOTE: tuple[Kind, ...] = ("speaker", "not_a_quotation")
OF_QUANTITY: tuple[Kind, ...] = ("value", "unit", "measure")
OF_NAMES: tuple[Kind, ...] = ("one_name", "not_a_name")
OF_STORIES: tuple[Kind, ...] = ("same_story", "own_story")
OF_ITEM: tuple[Kind, ...] = ("again", "drop")
LEADS = ("article", *OF_NAMES, *OF_STORIES, "no_conflict", "set_aside")
ABOUT = ("note", "signed")
YEARS = range(1900, 2101)
"""Those that cleaning takes for a date; days around one are reckoned, which the calendar's own ends do not have."""
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def correction(kind: Kind, value: Any = True, **told: Any) -> Correction:
    """A correction with its id, which holds all that it says but who says so and why."""
    as_json = json.dumps(value, ensure_ascii=False, sort_keys=True)
    parts = [told.get(name) or () for name in ("articles", "evidence")]
    own = content_id("correction", kind, *parts, told.get("within"), told.get("label"), as_json)
    return Correction(correction_id=own, kind=kind, value=as_json, **told)


def of_entry(entry: Any, where: Where) -> dict[str, Correction]:
    """The corrections of an entry, each by the key that says it. Raises CorrectionsError."""
    if not isinstance(entry, dict):
        raise CorrectionsError(f"{where('')}: must be a mapping that begins with one of: {', '.join(LEADS)}.")
    leads = [key for key in LEADS if key in entry and not (key == "article" and "not_a_name" in entry)]
    if len(leads) != 1:
        found = f"has {' and '.join(leads)}" if leads else "has none"
        raise CorrectionsError(f"{where('')}: must have one of these keys, but {found}: {', '.join(LEADS)}.")
    about = {name: _text(entry[name], where(name)) for name in ABOUT if entry.get(name) is not None}
    read = {"article": _of_article, "no_conflict": _of_passages, "set_aside": _of_item}
    own = {key: value for key, value in entry.items() if key not in ABOUT}
    return read.get(leads[0], _of_list)(own, where, about)


# ------------------------------------------------------------------ the kinds of entries


def _of_article(entry: Mapping[str, Any], where: Where, about: Mapping[str, str]) -> dict[str, Correction]:
    article = _text(entry["article"], where("article"))
    if "name" in entry:
        _allow(entry, ("article", "name", "is", "label"), where)
        told = {
            "articles": (article,),
            "evidence": (_text(entry["name"], where("name")),),
            "label": _label(entry, where),
        }
        return {"is": correction("name_is", _text(entry.get("is"), where("is")), **told, **about)}
    fact = next((key for key in ("quote", "quantity") if key in entry), None)
    kinds = {"quote": OF_QUOTE, "quantity": OF_QUANTITY, None: OF_ARTICLE}[fact]
    _allow(entry, ("article", *((fact, "in") if fact else ()), *kinds), where)
    told = {"articles": (article,)}
    if fact is not None:
        told["evidence"] = (_text(entry[fact], where(fact)),)
        told |= {"within": _text(entry["in"], where("in"))} if "in" in entry else {}
    made: dict[str, Correction] = {
        key: correction(key, _VALUES[key](entry[key], where(key)), **told, **about) for key in kinds if key in entry
    }
    if not made:
        raise CorrectionsError(f"{where('')}: says nothing of the {fact or 'article'}. Add one of: {', '.join(kinds)}.")
    if {"not_an_article", "not_a_quotation"} & made.keys() and len(made) > 1:
        raise CorrectionsError(f"{where('')}: says that it is none, and more of it. Keep one of the two.")
    return made


def _of_list(entry: Mapping[str, Any], where: Where, about: Mapping[str, str]) -> dict[str, Correction]:
    """Names of one entity, a name that is none, articles of one story."""
    kind: Kind = next(key for key in (*OF_NAMES, *OF_STORIES) if key in entry)
    if kind in OF_STORIES:
        _allow(entry, (kind,), where)
        articles = _texts(entry[kind], where(kind), 1 if kind == "own_story" else 2)
        return {kind: correction(kind, articles=articles, **about)}
    if kind == "one_name":
        _allow(entry, (kind, "label"), where)
        name, *others = _texts(entry[kind], where(kind), 2)
        told: dict[str, Any] = {"evidence": tuple(others), "label": _label(entry, where)}
        return {kind: correction(kind, name, **told, **about)}
    _allow(entry, (kind, "label", "article"), where)
    articles = (_text(entry["article"], where("article")),) if "article" in entry else ()
    told = {"articles": articles, "evidence": (_text(entry[kind], where(kind)),), "label": _label(entry, where)}
    return {kind: correction(kind, **told, **about)}


def _of_passages(entry: Mapping[str, Any], where: Where, about: Mapping[str, str]) -> dict[str, Correction]:
    _allow(entry, ("no_conflict",), where)
    found = entry["no_conflict"]
    place = where("no_conflict")
    if not isinstance(found, list) or len(found) < 2 or not all(isinstance(one, dict) for one in found):
        raise CorrectionsError(f"{place}: must list two or more passages, each with `article` and `words`.")
    for one in found:
        _allow(one, ("article", "words"), lambda _: place)
    articles = tuple(_text(one.get("article"), place) for one in found)
    evidence = tuple(_text(one.get("words"), place) for one in found)
    return {"no_conflict": correction("no_conflict", articles=articles, evidence=evidence, **about)}


def _of_item(entry: Mapping[str, Any], where: Where, about: Mapping[str, str]) -> dict[str, Correction]:
    _allow(entry, ("set_aside", *OF_ITEM), where)
    kinds = [key for key in OF_ITEM if key in entry]
    if len(kinds) != 1:
        raise CorrectionsError(f"{where('')}: says what becomes of it in one of: {', '.join(OF_ITEM)}.")
    kind = kinds[0]
    # a date makes a second try of one item another correction than the first
    value = (_yes if kind == "drop" else _text_of_time)(entry[kind], where(kind))
    return {kind: correction(kind, value, evidence=(_text(entry["set_aside"], where("set_aside")),), **about)}


# ------------------------------------------------------------------ values


def _allow(entry: Mapping[str, Any], known: tuple[str, ...], where: Where) -> None:
    for key in entry:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            listed = ", ".join((*known, *ABOUT))
            raise CorrectionsError(f"{where(str(key))}: the key does not go here.{hint} Known here are: {listed}.")


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise CorrectionsError(
            f"{where}: must be a text, but is {value!r}. Put it in quotes if it looks like something else."
        )
    return value.strip()


def _texts(value: Any, where: str, least: int) -> tuple[str, ...]:
    found = tuple(_text(one, where) for one in value) if isinstance(value, list) else ()
    if len(found) < least or len(set(found)) < len(found):
        raise CorrectionsError(f"{where}: must list {'two' if least == 2 else 'one'} or more, none of them twice.")
    return found


def _text_or_null(value: Any, where: str) -> str | None:
    return None if value is None else _text(value, where)


def _yes(value: Any, where: str) -> bool:
    if value is not True:
        raise CorrectionsError(f"{where}: must be true, but is {value!r}. To take it back, leave the entry out.")
    return True


def _number(value: Any, where: str) -> float | list[float]:
    """A number, or the two ends of a range."""
    ends = value if isinstance(value, list) and len(value) == 2 else [value]
    for one in ends:
        if isinstance(one, bool) or not isinstance(one, int | float) or not abs(one) <= sys.float_info.max:
            raise CorrectionsError(f"{where}: must be a number, or a list of two for a range, but is {value!r}.")
    return [float(one) for one in ends] if len(ends) == 2 else float(ends[0])


def _date(value: Any, where: str) -> str:
    told = value.isoformat() if isinstance(value, date | datetime) else value
    try:
        year = datetime.fromisoformat(told).year
    except (ValueError, TypeError):
        what = f"{where}: {value!r} is no date. Write 2025-04-17, or 2025-04-17T06:30:00+02:00."
        raise CorrectionsError(what) from None
    if year not in YEARS:
        raise CorrectionsError(f"{where}: {told} is not in a year from {YEARS[0]} to {YEARS[-1]}. Write it with these.")
    return str(told)


def _text_of_time(value: Any, where: str) -> str:
    return _date(value, where)


def _names(value: Any, where: str) -> list[str]:
    return list(_texts(value if isinstance(value, list) else [value], where, 1))


def _language(value: Any, where: str) -> str:
    if not LANGUAGE.fullmatch(_text(value, where)):
        raise CorrectionsError(f"{where}: {value!r} is no language. Write its code, such as en or pt-BR.")
    return str(value).strip()


def _encoding(value: Any, where: str) -> str:
    try:
        name = codecs.lookup(_text(value, where)).name
        b"a".decode(name, "replace")  # Python knows codecs that read no text, such as zlib, or refuse all, as undefined
        return name
    except (LookupError, ValueError):
        raise CorrectionsError(f"{where}: {value!r} is no encoding. Write utf-8, cp1252, shift_jis …") from None


def _label(entry: Mapping[str, Any], where: Where) -> str:
    label = entry.get("label", "PER")
    known = get_args(words.Label)
    if label not in known:
        raise CorrectionsError(f"{where('label')}: {label!r} is no kind of name. Known are: {', '.join(known)}.")
    return str(label)


_VALUES: Mapping[str, Callable[[Any, str], Any]] = {
    "headline": _text,
    "outlet": _text,
    "published": _date,
    "by": _names,
    "language": _language,
    "encoding": _encoding,
    "not_an_article": _yes,
    "an_article": _yes,
    "speaker": _text_or_null,
    "not_a_quotation": _yes,
    "value": _number,
    "unit": _text_or_null,
    "measure": _text_or_null,
}
"""How the value of each key is read."""
