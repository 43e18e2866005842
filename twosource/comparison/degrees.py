"""How far a subject went: "a key point of contention in the meeting" against "did not delve deeply into it".

Belongs here: the rows of `seeds/reference/degrees.yml` read in a sentence, and the verdict on two of them. Does not:
whether the subject came up at all (`polarity`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from twosource import reference
from twosource.comparison.shingles import words
from twosource.comparison.slots import Said
from twosource.comparison.tellings import Telling
from twosource.comparison.terms import COMMON, stem
from twosource.comparison.verdicts import Reason, Verdict, Word

MOST_IN_STORY = 60
STRENGTH = 0.7
ANY = r"(?:[\w’'-]+ ){0,3}"


@dataclass(frozen=True, slots=True)
class Row:
    """A degree with the phrases that tell it."""

    degree: str
    pattern: re.Pattern[str]
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a sentence says that a subject went, in which forum and at which level."""

    said: Said
    degree: str
    subjects: frozenset[str]
    forums: frozenset[str]
    levels: frozenset[str]


@cache
def rows() -> tuple[Row, ...]:
    """The rows of the table."""
    return tuple(
        Row(
            row["degree"],
            re.compile(r"\b(?:" + "|".join(map(_phrase, row["phrases"])) + r")\b", re.IGNORECASE),
            row["example"],
            row["counter_example"],
        )
        for row in reference.table("degrees")["degrees"]
    )


def _phrase(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ \*\ ", " " + ANY).replace(r"\ \*", "").replace(r"\ ", " ")


@cache
def _subjects() -> Mapping[str, str]:
    """A word to the name of its subject."""
    return {stem(word): row[0] for row in reference.table("degrees")["subjects"] for word in row}


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(map(stem, reference.table("degrees")[name]))


def extent_of(telling: Telling) -> Extent | None:
    """How far a sentence says that something went; None where it says nothing of that, or both."""
    hits = [(row.degree, hit) for row in rows() if (hit := row.pattern.search(telling.text)) is not None]
    if len(hits) != 1:
        return None
    degree, hit = hits[0]
    spoken = {stem(word) for word in words(telling.text)}
    forums, levels = spoken & _listed("forums"), spoken & _listed("levels")
    named = {_subjects()[word] for word in spoken if word in _subjects()}
    if not named or not forums:
        return None
    said = Said(
        slot="how_far",
        kind="claim",
        telling=telling,
        start=telling.start,
        end=telling.end,
        text=telling.text,
        value=" ".join(hit[0].split()),
    )
    return Extent(said, degree, frozenset(named), frozenset(forums - COMMON), frozenset(levels))


def extent_pairs(told: Sequence[Telling]) -> Iterator[tuple[Said, Said, Verdict]]:
    """What two articles say of how far one subject went, the earlier first, with the verdict."""
    found = [extent for one in told if (extent := extent_of(one)) is not None][:MOST_IN_STORY]
    for one, two in combinations(found, 2):
        if one.said.article != two.said.article and one.subjects & two.subjects:
            yield one.said, two.said, _verdict(one, two)


def _verdict(one: Extent, two: Extent) -> Verdict:
    if one.levels != two.levels:
        return Verdict(Word.NOT_COMPARABLE, Reason.OTHER_SCOPE, STRENGTH)
    if one.degree == two.degree:
        return Verdict(Word.AGREE, Reason.TOLD_ALIKE, STRENGTH)
    return Verdict(Word.CONFLICTING, Reason.DEGREES_APART, STRENGTH)


def question(members: Sequence[Said]) -> str:
    """What the members answer, by the subject that most of them name."""
    counts: dict[str, int] = {}
    forums: dict[str, int] = {}
    for extent in (extent_of(one.telling) for one in members):
        for name in sorted(extent.subjects) if extent else ():
            counts[name] = counts.get(name, 0) + 1
        for name in sorted(extent.forums) if extent else ():
            forums[name] = forums.get(name, 0) + 1
    subject = max(counts, key=lambda name: (counts[name], name))
    return f"How far did {subject} go in the {max(forums, key=lambda name: (forums[name], name))}?"
