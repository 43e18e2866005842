"""Which tellings of a story are worth setting side by side: those that share the rarest words.

Belongs here: blocks and the likest partners of each telling. Does not: whether they tell the same (`sameness`). All
pairs are never looked at: the work for a telling is bounded, however long the story is.
"""

from __future__ import annotations

from collections.abc import Sequence

from twosource.comparison.tellings import Telling, Weights

MOST_IN_BLOCK = 120
"""A word that stands in more tellings of the story than this brings nobody together."""
PARTNERS = 8
"""The likest partners of a telling that are looked at; the right one is nearly always among the first three."""
LEADS = 2
"""The first sentences of an article tell what the story is about; they meet in blocks of their own."""


def likest(told: Sequence[Telling], weights: Weights) -> list[tuple[int, int]]:
    """Pairs of places in `told`, smaller first, each among the likest of one of its two; in order."""
    blocks = _blocks(told)
    found: set[tuple[int, int]] = set()
    for place, one in enumerate(told):
        shared: dict[int, float] = {}
        for word in sorted(one.words):
            block = blocks.get(word, ())
            if 1 < len(block) <= MOST_IN_BLOCK:
                weight = weights.of[word]
                for other in block:
                    shared[other] = shared.get(other, 0.0) + weight
        partners = sorted(
            (other for other in shared if told[other].article != one.article),
            key=lambda other: (-shared[other], told[other].number, other),
        )
        found.update((min(place, other), max(place, other)) for other in partners[:PARTNERS])
    return sorted(found)


def _blocks(told: Sequence[Telling]) -> dict[str, list[int]]:
    """Each word to the places of the tellings that hold it."""
    blocks: dict[str, list[int]] = {}
    for place, one in enumerate(told):
        for word in one.words:
            blocks.setdefault(word, []).append(place)
    return blocks
