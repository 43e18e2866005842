"""The front matter of a Markdown file: `key: value` lines between two lines of dashes, at the very head.

Belongs here: finding and reading it line by line. Does not: YAML as a whole, or the Markdown after it (see `text`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from twosource.cleaning.records import USUAL_NAMES

MOST_LINES = 80
FENCE = re.compile(r"(?:-{3,}|\+{3,})\s*")
CLOSE = re.compile(r"(?:-{3,}|\+{3,}|\.{3})\s*")
PAIR = re.compile(r"([A-Za-z][\w .-]{0,40}?)\s?[:=](?:\s+(.*)|\s*)")
ENTRY = re.compile(r"\s*- (\S.*)")
CONTINUED = re.compile(r"\s{2,}\S.*|\s*|#.*")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Our fields (as in JSON records) to their values, the lines it stood in, and the text after it."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lines: Sequence[str] = ()
    rest: str = ""


def front_matter(text: str) -> FrontMatter:
    """The front matter of a text and what follows it; without one, no fields and the whole text as the rest."""
    head = text.lstrip("\ufeff\n ").split("\n", MOST_LINES)
    close = next((n for n, line in enumerate(head[1:MOST_LINES], 1) if CLOSE.fullmatch(line)), None)
    if close is None or not FENCE.fullmatch(head[0]):
        return FrontMatter(rest=text)
    values = _values(head[1:close])
    fields = {ours: found for ours, names in USUAL_NAMES.items() if (found := _first(values, (ours, *names)))}
    if not fields.keys() & {"headline", "published", "by"}:
        return FrontMatter(rest=text)
    return FrontMatter(fields, head[: close + 1], "\n".join(head[close + 1 :]))


def _values(lines: Sequence[str]) -> dict[str, list[str]]:
    """Keys in lower case to their values; empty when a line is none that front matter has."""
    values: dict[str, list[str]] = {}
    key = ""
    for line in lines:
        if pair := PAIR.fullmatch(line):
            key = pair[1].strip().lower()
            values[key] = _listed(pair[2] or "")
        elif key and (entry := ENTRY.fullmatch(line)):
            values[key].append(_unquoted(entry[1]))
        elif not CONTINUED.fullmatch(line):
            return {}
    return values


def _listed(value: str) -> list[str]:
    """The entries of `[a, b]`, else the value alone; none for a blank."""
    value = value.strip()
    parts = value[1:-1].split(",") if value.startswith("[") and value.endswith("]") else [value]
    return [words for part in parts if (words := _unquoted(part))]


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value


def _first(values: Mapping[str, Sequence[str]], names: Sequence[str]) -> Sequence[str]:
    return next((values[name.lower()] for name in names if values.get(name.lower())), ())
