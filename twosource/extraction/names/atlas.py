"""Which country a place lies in, when its name alone may stand for several.

Belongs here: cities and divisions by name, and the choice among countries by what the article speaks of.
Does not: finding places in a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from twosource import reference
from twosource.extraction.names import gazetteer

CERTAIN = 5
"""Weight of a country's own name or a large capital: the article's other places do not overturn it."""
HAND_MADE = 4
"""Weight of a place of the hand-made table, which stands there for being the best known of its name."""
WEIGHT_OF_BAND = {1_000_000: 4, 100_000: 3, 15_000: 2, 0: 1}
COMPASS = re.compile(
    r"^(?:far )?(?:(?:north|south|east|west|central|upper|lower|greater|downtown)"
    r"(?:ern|east|west)?(?:eastern|western)?[ -])+",
    re.I,
)
KIND_OF_PLACE = re.compile(
    r" (?:city|town|village|county|province|prefecture|district|region|governorate|oblast)$", re.I
)
ON_THE_RIVER = re.compile(r"(?:-| )(?:am|an der|im|in der|ob der|bei|sur|upon|on)(?:-| ).*")
"""What a town's full name adds to tell it from others of its name: "Lornby am Torv"."""
LONG_ENOUGH = 7
"""Letters of a name in which one wrong letter still leaves no doubt."""
COUNTY = re.compile(r"[A-Z][\w.' -]+ (?:County|COUNTY|Township|Parish)$")


def folded(name: str) -> str:
    """A name without case and accents."""
    if name.isascii():
        return name.casefold()
    plain = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    return "".join(character for character in plain if not unicodedata.combining(character))


@cache
def cities() -> Mapping[str, Mapping[str, int]]:
    """Folded name of a city to its countries, each with the weight of its largest city of that name."""
    found: dict[str, dict[str, int]] = {}
    for country, bands in reference.table("cities").items():
        for least, names in bands.items():
            for name in names.replace("\n", " ").split("; "):
                for form in {name, ON_THE_RIVER.sub("", name)}:
                    countries = found.setdefault(folded(form), {})
                    countries[country] = max(countries.get(country, 0), WEIGHT_OF_BAND[least])
    return found


@cache
def divisions() -> Mapping[str, Mapping[str, int]]:
    """Folded name of a division of ISO 3166-2, or a city of the time-zone table, to its countries."""
    import pycountry
    from babel.core import get_global

    alpha3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    found: dict[str, dict[str, int]] = {}
    for division in pycountry.subdivisions:
        for name in (division.name, division.name.split(",")[0], KIND_OF_PLACE.sub("", division.name)):
            found.setdefault(folded(name), {})[alpha3[division.country_code]] = 3
    for zone, territory in get_global("zone_territories").items():
        if "/" in zone and territory in alpha3:
            found.setdefault(folded(zone.rsplit("/", 1)[1].replace("_", " ")), {})[alpha3[territory]] = 3
    return {name: countries for name, countries in found.items() if len(name) > 3}


def _weight(entry: gazetteer.Entry) -> int:
    """How surely a name of the hand-made tables is the place that it is best known for."""
    if entry.kind in ("country", "people", "government", "body"):
        return CERTAIN
    if entry.kind == "capital":
        band = cities().get(folded(entry.name), {}).get(entry.countries[0], 3)
        return CERTAIN if band >= 3 else band
    return HAND_MADE


def options(name: str) -> dict[str, int]:
    """Countries that a place's name may stand for, each with its weight (1 to CERTAIN); empty when unknown.

    Compass words before the name and words such as "Province" behind it may be left away to find it.
    """
    short = COMPASS.sub("", name)
    for form in (name, short, name.split(",")[0], KIND_OF_PLACE.sub("", short)):
        found: dict[str, int] = {}
        entry = gazetteer.look_up(form)
        if entry and entry.kind == "region":
            return {}
        if entry and entry.kind != "leader":
            found = {country: _weight(entry) for country in entry.countries}
        for source in (divisions(), cities()):
            for country, weight in source.get(folded(form), {}).items():
                found[country] = max(weight, found.get(country, 0))
        if found:
            return found
        if COUNTY.match(form):
            return {"USA": 2}
    return {}


def country_of(found: Mapping[str, int], spoken_of: Mapping[str, int]) -> str | None:
    """The country among `found` (country to weight), given how often the article speaks of each country.

    Of equally weighty ones the more spoken of, of differing ones the weightiest unless the article never speaks of
    it but does of another, and it is not certain; None when nothing tells small places apart.
    """
    if not found:
        return None
    ranked = sorted(found, key=lambda country: (-found[country], -spoken_of.get(country, 0)))
    best = ranked[0]
    others = [country for country in ranked[1:] if spoken_of.get(country, 0) > spoken_of.get(best, 0)]
    if not others:
        tied = len(ranked) > 1 and found[ranked[1]] == found[best] < HAND_MADE and not spoken_of.get(best, 0)
        return best if not tied else None
    other = max(others, key=lambda country: (spoken_of[country], found[country]))
    if found[best] < CERTAIN and not spoken_of.get(best, 0) and spoken_of[other] > found[best] - found[other]:
        return other
    return best


def _shortened(word: str) -> frozenset[str]:
    """The word with each one of its letters left away."""
    return frozenset(word[:at] + word[at + 1 :] for at in range(len(word)))


@cache
def _countries_with_a_letter_missing() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for entry in gazetteer.entries().values():
        if entry.kind in ("country", "people") and len(entry.countries) == 1 and len(entry.name) >= LONG_ENOUGH:
            for form in _shortened(folded(entry.name)) | {folded(entry.name)}:
                found.setdefault(form, set()).add(entry.countries[0])
    return {form: frozenset(countries) for form, countries in found.items()}


def misspelt(name: str) -> str | None:
    """The country whose name or people `name` is but for one letter ("Afganistan"); None for short and known names."""
    word = folded(name)
    if len(word) < LONG_ENOUGH or options(name) or not name[:1].isupper():
        return None
    index = _countries_with_a_letter_missing()
    countries = {country for form in _shortened(word) | {word} for country in index.get(form, ())}
    return countries.pop() if len(countries) == 1 else None
