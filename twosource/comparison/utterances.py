"""What people are quoted with: one utterance in the wordings of several articles.

Belongs here: quoted words that are the same, and which quotations meet. Does not: numbers or other slots.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from twosource.comparison.shingles import words
from twosource.comparison.slots import Said
from twosource.comparison.tellings import Telling
from twosource.comparison.verdicts import Reason, Verdict, Word

FEWEST_WORDS = 5
"""Shorter quotations are the same by chance."""
SHARED = 0.7
"""The share of the neighbouring words of the shorter quotation that stand in the longer one."""
MOST_IN_BLOCK = 60


def said_of(telling: Telling) -> list[Said]:
    """The quotations that begin in a telling."""
    return [
        Said(
            slot="wording",
            kind="quote",
            telling=telling,
            start=quote.start,
            end=quote.end,
            text=quote.text,
            stance="relays" if quote.relayed_from else "asserts",
            speaker=quote.speaker,
            statement=quote.statement,
        )
        for quote in telling.quotes
        if len(words(quote.text)) >= FEWEST_WORDS
    ]


def quote_pairs(quotes: Sequence[Said]) -> Iterator[tuple[Said, Said]]:
    """Pairs of quotations of two articles that share three words in a row that few others have."""
    blocks: dict[tuple[str, ...], list[int]] = {}
    for place, quote in enumerate(quotes):
        order = words(quote.text)
        for run in {tuple(order[at : at + 3]) for at in range(len(order) - 2)}:
            blocks.setdefault(run, []).append(place)
    found = {
        (one, two)
        for block in blocks.values()
        if len(block) <= MOST_IN_BLOCK
        for at, one in enumerate(block)
        for two in block[at + 1 : at + 13]
        if quotes[one].article != quotes[two].article
    }
    return ((quotes[one], quotes[two]) for one, two in sorted(found))


def judge(left: Said, right: Said) -> Verdict | None:
    """Whether both are one utterance: most words of the shorter stand in the longer, with most of their neighbours."""
    first, second = words(left.text), words(right.text)
    pairs = [set(itertools.pairwise(order)) for order in (first, second)]
    shared = len(pairs[0] & pairs[1]) / min(len(pairs[0]), len(pairs[1]))
    if shared < SHARED:
        return None
    return Verdict(Word.AGREE, Reason.SAME_VALUE if first == second else Reason.SAME_WORDS, shared)
