"""The country of each mention of an article: places, peoples, governments, and persons who hold an office.

Belongs here: what the article as a whole says about countries, and the choice for one mention.
Does not: which countries a name may stand for (see `atlas`, `gazetteer`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from twosource import reference
from twosource.extraction.names import atlas, gazetteer
from twosource.extraction.names.candidates import Candidate

POSSESSIVE = re.compile(r"(?:['’]s?)? $| ['’]s? $")
"""What may stand between a country and its body: "Norway's Supreme Court", "the Norwegian Supreme Court"."""
OF_PLACE = re.compile(r" of (?:the )?(?:\w+ern |\w+ )?$")
IN_PLACE = re.compile(r"(?: [a-z]+)? (?:in|of|from) (?:the )?(?:\w+ern |\w+ )?$")
MAKER = re.compile(r"(?:['’]s?)?(?: [a-z][a-z-]+){0,4} (?P<noun>[a-z][a-z-]+),? (?:the )?")
MADE_BEHIND = re.compile(r", (?:the |a |an |one of )?(?:[a-z]+ )?")
MAKER_BEHIND = re.compile(
    r"(?:['’]s?)?(?: [a-z][a-z-]+){0,4}? (?P<noun>[a-z][a-z-]+)(?=[,.;]| (?:that|which|and|with|has|is|was)\b)"
)
"""What may stand between a country and its company: "Japan's biggest steel manufacturer, X", "X, a Danish brewer"."""
REGION_BEHIND = re.compile(r" ?, ?$")
ETHNIC = re.compile(r"\bethnic $", re.I)
NATIONAL = frozenset(
    {"Ministry", "Parliament", "Cabinet", "Army", "Navy", "Senate", "Congress", "Assembly", "Government"}
)
"""Bodies that every state has one of: where an article speaks of one country only, they are its."""
NATIONAL_OFFICE = re.compile(
    r"\b(?:president|prime minister|premier|vice[ -]president|chancellor|minister|opposition leader|rebel leader|king|"
    r"queen|emir|sultan)$",
    re.I,
)


@cache
def _public() -> frozenset[str]:
    return frozenset(reference.table("organisations")["public"])


@dataclass(slots=True)
class Spoken:
    """What an article speaks of: mentions by country, and how many of these each name gave; towns told by a region."""

    votes: Counter[str] = field(default_factory=Counter)
    own: Counter[tuple[str, str]] = field(default_factory=Counter)
    located: dict[str, str] = field(default_factory=dict)
    beside: dict[int, str] = field(default_factory=dict)
    makers: dict[int, str] = field(default_factory=dict)

    def without(self, name: str) -> Mapping[str, int]:
        """Mentions by country, those of `name` itself left out: a name is no evidence for itself."""
        return {country: count - self.own[country, name] for country, count in self.votes.items()}


def learn(text: str, found: Sequence[Candidate]) -> Spoken:
    """Read the votes of an article out of its settled candidates, in order."""
    spoken = Spoken()
    for candidate in found:
        country = _sure_country(candidate)
        if country is not None:
            spoken.votes[country] += 1
            spoken.own[country, candidate.text] += 1
    for place, region in pairwise(found):
        _learn_pair(spoken, text, place, region)
    return spoken


def _sure_country(candidate: Candidate) -> str | None:
    """The only country that a name may stand for, None when there are several or none."""
    entry = candidate.entry
    if entry is not None and entry.kind != "leader":
        return entry.countries[0] if len(entry.countries) == 1 else None
    options = atlas.options(candidate.text) if candidate.label == "LOC" else {}
    return next(iter(options)) if len(options) == 1 else None


def _learn_pair(spoken: Spoken, text: str, first: Candidate, second: Candidate) -> None:
    """What two neighbours tell of each other: "London, Ky.", "Norway's Supreme Court", "ethnic Danes in Norway"."""
    between = text[first.end : second.start]
    entry = second.entry
    if first.label == "LOC" and entry is not None and entry.countries and REGION_BEHIND.match(between):
        town = first.entry is None or first.entry.kind in ("place", "capital")
        if town and entry.kind in (("place",) if first.entry else ("place", "country")):
            spoken.located.setdefault(first.text, entry.countries[0])
    land = first.entry if first.entry is not None and first.entry.kind in ("people", "country") else None
    if second.label == "ORG" and land is not None and land.countries and POSSESSIVE.match(between):
        spoken.beside[second.start] = land.countries[0]
    if second.label == "ORG" and land is not None and land.countries and _makes(MAKER.fullmatch(between)):
        spoken.makers[second.start] = land.countries[0]
    own = second.entry if second.entry is not None and second.entry.kind in ("people", "country") else None
    made = first.label == "ORG" and own is not None and MADE_BEHIND.fullmatch(between) is not None
    if made and own is not None and own.countries and _makes(MAKER_BEHIND.match(text, second.end)):
        spoken.makers[first.start] = own.countries[0]
    if first.label == "NORP" and second.label == "LOC":
        ethnic = ETHNIC.search(text, max(0, first.start - 8), first.start) is not None
        country = atlas.country_of(atlas.options(second.text), spoken.votes)
        if country and (OF_PLACE.match(between) or (ethnic and IN_PLACE.match(between))):
            spoken.beside[first.start] = country


def _makes(told: re.Match[str] | None) -> bool:
    """Whether words between a country and a company say what the company is."""
    return told is not None and told["noun"] in reference.table("organisations")["makers"]


def country_of(spoken: Spoken, text: str, candidate: Candidate) -> str | None:
    """Alpha-3 of a mention that is no person; None when unknown. `text` is the article's."""
    if candidate.label == "LOC":
        return _of_place(spoken, candidate)
    if candidate.label == "ORG":
        return _of_body(spoken, candidate)
    beside = spoken.beside.get(candidate.start)
    if candidate.label == "NORP" and ETHNIC.search(text, max(0, candidate.start - 8), candidate.start):
        return beside or _only(spoken.without(candidate.text))
    return beside or _voted(spoken, candidate) or _misspelt(candidate)


def _only(votes: Mapping[str, int]) -> str | None:
    """The one country that is spoken of, None when there are more or none."""
    countries = [country for country, count in votes.items() if count > 0]
    return countries[0] if len(countries) == 1 else None


def _voted(spoken: Spoken, candidate: Candidate) -> str | None:
    """Of an entry's countries the one that the article speaks of most, by default the likeliest."""
    countries = candidate.entry.countries if candidate.entry else ()
    votes = spoken.without(candidate.text)
    if len(countries) > 1 and candidate.label == "NORP" and not any(votes.get(country) for country in countries):
        return None
    return max(countries, key=lambda country: (votes.get(country, 0), -countries.index(country)), default=None)


def _misspelt(candidate: Candidate) -> str | None:
    return atlas.misspelt(candidate.text) if candidate.entry is None else None


def _of_place(spoken: Spoken, candidate: Candidate) -> str | None:
    if candidate.text in spoken.located:
        return spoken.located[candidate.text]
    options = atlas.options(candidate.text)
    if not options and candidate.entry is not None:
        options = atlas.options(candidate.entry.name)
    return atlas.country_of(options, spoken.without(candidate.text)) if options else _misspelt(candidate)


def _of_body(spoken: Spoken, candidate: Candidate) -> str | None:
    """The country of a public body: its neighbour's ("Norway's Supreme Court"), its table's, or that of the town whose
    name it begins with when the article speaks of that country elsewhere."""
    words = candidate.text.split()
    public = any(word in _public() for word in (words[0], words[-1]))
    beside = spoken.beside.get(candidate.start)
    if beside is not None and (public or (candidate.entry is not None and candidate.entry.kind == "body")):
        return beside
    country = spoken.makers.get(candidate.start) or _voted(spoken, candidate)
    if country is not None or not public:
        return country or (_misspelt(candidate) if len(words) == 1 else None)
    votes = spoken.without(candidate.text)
    for length in range(min(3, len(words) - 1), 0, -1):
        options = atlas.options(" ".join(words[:length]))
        town = atlas.country_of(options, votes)
        if town is not None:
            return town if votes.get(town, 0) > 0 else None
    national = words[-1] in NATIONAL or words[0] in NATIONAL
    return _only(votes) if national and len(words) < 4 else None


def of_leader(candidate: Candidate) -> str | None:
    """The country of a leader whom the tables know by full name."""
    words = candidate.text.split()
    entry = candidate.entry or gazetteer.look_up(candidate.text)
    if entry is None and len(words) == 2:
        entry = gazetteer.look_up(f"{words[1]} {words[0]}")  # the family name may stand first
    return entry.countries[0] if entry and entry.kind == "leader" and len(entry.countries) == 1 else None


def of_office(spoken: Spoken, role: str | None) -> str | None:
    """The country of somebody with a national office ("President") when the article speaks of one country only."""
    return _only(spoken.votes) if role and NATIONAL_OFFICE.search(role) else None
