"""Names whose country is known: countries, peoples, capitals, government metonyms, cities, leaders.

Belongs here: looking names up and finding them in a text. Does not: deciding what a mention is in its article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from twosource import reference

WORD = re.compile(r"\w+")
KINDS = ("country", "people", "capital", "government", "leader", "place", "body", "region")
"""In order of preference when a name stands for several. A `body` is an organisation, a `region` a place of no one
country; these two, and some peoples, may have no country."""
LABEL_OF = {
    "country": "LOC", "people": "NORP", "capital": "LOC", "government": "ORG", "leader": "PER", "place": "LOC",
    "body": "ORG", "region": "LOC",
}  # fmt: skip
COLUMNS = {"names": "country", "people": "people", "capital": "capital", "government": "government"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A known name: its kind (see KINDS) and its countries, the likeliest first (alpha-3)."""

    name: str
    kind: str
    countries: tuple[str, ...]


def _plural(name: str) -> str | None:
    """The plural in -s of a word for a people ("Malians"); None when the word has another or none."""
    return None if name.endswith(("s", "sh", "ch", "ese", "men", "man", "women", "ic")) else name + "s"


def _rows() -> Iterator[tuple[str, str, str | None]]:
    """(name, kind, country) of every table, plurals of peoples included."""
    for country, columns in reference.table("countries").items():
        for column, kind in COLUMNS.items():
            for name in columns.get(column, []):
                yield name, kind, country
                if kind == "people" and (plural := _plural(name)):
                    yield plural, kind, country
    for kind, table in (("leader", "leaders"), ("leader", "former_leaders"), ("place", "places")):
        for country, names in reference.table(table).items():
            for name in names:
                yield name, kind, country
    bodies = reference.table("organisations")
    for country, names in bodies["national"].items():
        for name in names:
            yield name, "body", country
    for name_of, others in bodies["international"].items():
        for name in (name_of, *others):
            yield name, "body", None
    for country, names in reference.table("regions")["peoples_of"].items():
        for name in names:
            yield from ((form, "people", country) for form in (name, _plural(name)) if form)
    for name in reference.table("regions")["regions"]:
        yield name, "region", None
    for name in reference.table("regions")["peoples"]:
        yield name, "people", None
        if plural := _plural(name):
            yield plural, "people", None


@cache
def entries() -> Mapping[str, Entry]:
    """All known names, keyed by the name as written in the tables."""
    found: dict[str, Entry] = {}
    for name, kind, country in sorted(_rows(), key=lambda row: KINDS.index(row[1])):
        known = found.get(name)
        if known is None:
            found[name] = Entry(name, kind, (country,) if country else ())
        elif country and country not in known.countries:
            found[name] = Entry(name, known.kind, (*known.countries, country))
    return found


@cache
def _by_first_word() -> Mapping[str, list[Entry]]:
    index: dict[str, list[Entry]] = {}
    for entry in entries().values():
        match = WORD.search(entry.name)
        if match:
            index.setdefault(match.group().lower(), []).append(entry)
    return {word: sorted(found, key=lambda entry: -len(entry.name)) for word, found in index.items()}


@cache
def leader_surnames() -> Mapping[str, frozenset[str]]:
    """Last word of a leader's name to the countries of the leaders who bear it."""
    found: dict[str, set[str]] = {}
    for entry in entries().values():
        if entry.kind == "leader":
            found.setdefault(entry.name.split()[-1], set()).update(entry.countries)
    return {surname: frozenset(countries) for surname, countries in found.items()}


def look_up(name: str) -> Entry | None:
    """The entry of exactly this name, also in capitals ("ITALY") and without an article; None when unknown."""
    known = entries()
    plain = re.sub(r"^[Tt]he ", "", name)
    if plain in known:
        return known[plain]
    return known.get(plain.title()) if plain.isupper() and len(plain) > 3 else None


def scan(text: str) -> Iterator[tuple[int, int, Entry]]:
    """Known names in `text`, left to right, the longest at each place, never overlapping."""
    index, after = _by_first_word(), 0
    for match in WORD.finditer(text):
        start = match.start()
        if start < after or not (text[start].isupper() or text[start].isdigit() or text[start : start + 3] == "al-"):
            continue
        for entry in index.get(match.group().lower(), ()):
            end = start + len(entry.name)
            written = text[start:end]
            same = written == entry.name or (len(written) > 3 and written == entry.name.upper())
            if same and (not written[-1].isalnum() or not text[end : end + 1].isalnum()):
                yield start, end, entry
                after = end
                break
