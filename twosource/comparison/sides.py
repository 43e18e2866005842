"""Who stands with whom in one comparison: things said that agree are one side, and the two sides of a conflict come
first.

Belongs here: sides from verdicts. Does not: the verdicts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twosource.comparison.slots import Judged, Key, Said
from twosource.comparison.verdicts import Word


def sides(members: Sequence[Said], verdicts: Sequence[Judged], origin: Mapping[int, str]) -> dict[Key, int]:
    """Each thing's side. 0 and 1 contradict one another where any two do, those with most origins on the weaker side
    first; then the others, the larger first.
    """
    camp = {item.key: {item.key} for item in members}
    for pair in verdicts:
        one, two = pair.one.key, pair.two.key
        if pair.verdict.word is Word.AGREE and camp[one] is not camp[two]:
            camp[one] |= camp[two]
            for key in camp[two]:
                camp[key] = camp[one]
    held = {id(keys): keys for keys in camp.values()}
    origins = {
        identity: {origin[item.article] for item in members if item.key in keys} for identity, keys in held.items()
    }

    def weight(identity: int) -> tuple[int, int, Key]:
        """More origins first, then more articles, then the earliest."""
        return -len(origins[identity]), -len(held[identity]), min(held[identity])

    order = sorted(held, key=weight)
    apart = [
        sorted((id(camp[pair.one.key]), id(camp[pair.two.key])), key=weight)
        for pair in verdicts
        if pair.verdict.word is Word.CONFLICTING and camp[pair.one.key] is not camp[pair.two.key]
    ]
    if apart:
        strongest = min(apart, key=lambda pair: (weight(pair[1]), weight(pair[0])))
        order = strongest + [identity for identity in order if identity not in strongest]
    return {key: place for place, identity in enumerate(order) for key in held[identity]}
