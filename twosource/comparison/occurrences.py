"""Tellings of different articles that tell of one occurrence, brought together.

Belongs here: groups of tellings from the probabilities of their pairs. Does not: the probabilities (`sameness`), or
what the tellings say of the occurrence (`slots`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twosource.comparison.candidates import likest
from twosource.comparison.sameness import probability
from twosource.comparison.tellings import Telling, Weights

JOINED = 0.78
"""From this probability on two tellings may be brought together."""
KEPT = 0.82
"""The mean over the pairs of two groups that lets these become one."""
ASKED = 4
"""Tellings of a group that are asked when it meets another: the first of each, so that long stories cost no more."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Tellings of one occurrence, one of an article, in the order of the story; `likely` is the least probability by
    which they came together."""

    tellings: tuple[Telling, ...]
    likely: float


@dataclass(frozen=True, slots=True)
class Met:
    """Two tellings that were set side by side, the earlier first, and how likely they tell of one occurrence."""

    one: Telling
    two: Telling
    likely: float


def meetings(told: Sequence[Telling], weights: Weights) -> list[Met]:
    """The likest pairs of a story's tellings with their probability."""
    return [Met(told[a], told[b], probability(told[a], told[b], weights)) for a, b in likest(told, weights)]


def occurrences(met: Sequence[Met], weights: Weights) -> list[Occurrence]:
    """The occurrences that two articles or more tell of, in the order of their first telling. The surest pairs go
    first, and a group holds one telling of an article."""
    pairs = sorted((pair for pair in met if pair.likely >= JOINED), key=lambda p: (-p.likely, p.one.key, p.two.key))
    known = {(pair.one.key, pair.two.key): pair.likely for pair in met}
    group: dict[tuple[int, int], list[Telling]] = {}
    least: dict[int, float] = {}

    def asked(one: Telling, two: Telling) -> float:
        first, second = (one, two) if one.key < two.key else (two, one)
        key = first.key, second.key
        if key not in known:
            known[key] = probability(first, second, weights)
        return known[key]

    for pair in pairs:
        left, right = group.setdefault(pair.one.key, [pair.one]), group.setdefault(pair.two.key, [pair.two])
        if left is right or {one.article for one in left} & {one.article for one in right}:
            continue
        likely = [asked(one, two) for one in left[:ASKED] for two in right[:ASKED]]
        if sum(likely) / len(likely) < KEPT:
            continue
        left.extend(right)
        left.sort(key=lambda one: one.key)
        least[id(left)] = min(pair.likely, least.get(id(left), 1.0), least.get(id(right), 1.0))
        for one in right:
            group[one.key] = left
    joined = {id(members): members for members in group.values() if len(members) > 1}
    found = [Occurrence(tuple(members), least[identity]) for identity, members in joined.items()]
    return sorted(found, key=lambda one: one.tellings[0].key)
