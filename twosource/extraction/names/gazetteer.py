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
COMPASS = re.compile(
    r"^(?:(?:north|south|east|west|central|upper|lower)(?:ern|east|west)?(?:eastern|western)?[ -])+", re.I
)
KINDS = ("country", "people", "capital", "government", "leader", "place")
"""In order of preference when a name stands for several."""
LABEL_OF = {"country": "LOC", "people": "NORP", "capital": "LOC", "government": "ORG", "leader": "PER", "place": "LOC"}
COLUMNS = {"names": "country", "people": "people", "capital": "capital", "government": "government"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A known name: its kind (see KINDS) and its countries, the likeliest first (alpha-3)."""

    name: str
    kind: str
    countries: tuple[str, ...]


def _rows() -> Iterator[tuple[str, str, str]]:
    """(name, kind, country) of every table, plurals of peoples included."""
    for country, columns in reference.table("countries").items():
        for column, kind in COLUMNS.items():
            for name in columns.get(column, []):
                yield name, kind, country
                if kind == "people" and not name.endswith(("s", "sh", "ch", "ese", "men", "man", "women")):
                    yield name + "s", kind, country
    for kind, table in (("leader", "leaders"), ("place", "places")):
        for country, names in reference.table(table).items():
            for name in names:
                yield name, kind, country


@cache
def entries() -> Mapping[str, Entry]:
    """All known names, keyed by the name as written in the tables."""
    found: dict[str, Entry] = {}
    for name, kind, country in sorted(_rows(), key=lambda row: KINDS.index(row[1])):
        known = found.get(name)
        if known is None:
            found[name] = Entry(name, kind, (country,))
        elif country not in known.countries:
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


@cache
def _regions() -> Mapping[str, str]:
    """Divisions of ISO 3166-2 and cities of the time-zone table whose name stands for one country only."""
    import pycountry
    from babel.core import get_global

    alpha3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    found: dict[str, set[str]] = {}
    for division in pycountry.subdivisions:
        found.setdefault(division.name, set()).add(alpha3[division.country_code])
    for zone, territory in get_global("zone_territories").items():
        if "/" in zone and territory in alpha3:
            found.setdefault(zone.rsplit("/", 1)[1].replace("_", " "), set()).add(alpha3[territory])
    return {name: next(iter(countries)) for name, countries in found.items() if len(countries) == 1 and len(name) > 4}


def look_up(name: str) -> Entry | None:
    """The entry of exactly this name, also in capitals ("ITALY") and without an article; None when unknown."""
    known = entries()
    plain = re.sub(r"^[Tt]he ", "", name)
    if plain in known:
        return known[plain]
    return known.get(plain.title()) if plain.isupper() and len(plain) > 3 else None


def place_country(name: str) -> tuple[str, ...]:
    """Countries of a place name, the likeliest first; empty when unknown. Compass words may stand before it."""
    for form in (name, COMPASS.sub("", name), name.split(",")[0], name.title() if name.isupper() else name):
        entry = look_up(form)
        if entry and entry.kind != "leader":
            return entry.countries
    region = _regions().get(name) or _regions().get(COMPASS.sub("", name))
    return (region,) if region else ()


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
