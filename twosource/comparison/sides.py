"""Who stands with whom in one comparison: facts that agree are one side, and the two sides of a conflict come first.

Belongs here: sides from verdicts. Does not: the verdicts (`conflicts`, `statements`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from twosource.comparison.measures import Measured
from twosource.comparison.statements import Statement

Fact: TypeAlias = Measured | Statement
Judged: TypeAlias = tuple[Fact, Fact, str]
Key: TypeAlias = tuple[int, int, int]


def sides(members: Sequence[Fact], verdicts: Sequence[Judged], origin: Mapping[int, str]) -> dict[Key, int]:
    """Each fact's side. 0 and 1 contradict one another where any two do, those with most origins on the weaker side
    first; then the others, the larger first.
    """
    camp = {item.key: {item.key} for item in members}
    for one, two, word in verdicts:
        if word == "agree" and camp[one.key] is not camp[two.key]:
            camp[one.key] |= camp[two.key]
            for key in camp[two.key]:
                camp[key] = camp[one.key]
    held = {id(keys): keys for keys in camp.values()}
    origins = {
        identity: {origin[item.article] for item in members if item.key in keys} for identity, keys in held.items()
    }

    def weight(identity: int) -> tuple[int, int, Key]:
        """More origins first, then more articles, then the earliest."""
        return -len(origins[identity]), -len(held[identity]), min(held[identity])

    order = sorted(held, key=weight)
    apart = [
        sorted((id(camp[one.key]), id(camp[two.key])), key=weight)
        for one, two, word in verdicts
        if word == "conflicting" and camp[one.key] is not camp[two.key]
    ]
    if apart:
        strongest = min(apart, key=lambda pair: (weight(pair[1]), weight(pair[0])))
        order = strongest + [identity for identity in order if identity not in strongest]
    return {key: place for place, identity in enumerate(order) for key in held[identity]}
