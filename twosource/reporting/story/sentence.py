"""The sentence that a story opens on: how many of its facts differ, agree, rest on one origin, could not be compared.

Belongs here: counts to words. Does not: counting in the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from twosource.reporting.story.standing import Standing, standing, standings

NONE = "No fact is told by two of its articles."


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the sentence: a number of facts and how they stand."""

    standing: Standing
    number: int
    words: str


def parts(statuses: Iterable[str]) -> list[Part]:
    """The parts in a reader's order; what could not be compared comes last, as it stands in the vocabulary."""
    counts = Counter(statuses)
    known = [one.status for one in standings()]
    order = [*(one for one in known if one in counts), *sorted(counts.keys() - set(known))]
    found = []
    for place, status in enumerate(order):
        told, number = standing(status), counts[status]
        facts = "" if place else f" fact{'' if number == 1 else 's'}"
        found.append(Part(told, number, f"{number}{facts} {told.one if number == 1 else told.many}"))
    return found


def sentence(statuses: Iterable[str]) -> str:
    """The whole sentence, such as "2 facts differ, 14 agree, 27 rest on one origin and 16 could not be compared."."""
    told = [part.words for part in parts(statuses)]
    if not told:
        return NONE
    return (", ".join(told[:-1]) + " and " if len(told) > 1 else "") + told[-1] + "."
