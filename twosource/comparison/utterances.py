"""What people are quoted with: one utterance in the wordings of several articles.

Belongs here: quoted words that are the same, and which quotations meet. Does not: numbers or other slots.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from twosource.comparison.sameness import probability
from twosource.comparison.shingles import words
from twosource.comparison.slots import Key, Said
from twosource.comparison.tellings import Telling, Weights
from twosource.comparison.verdicts import Reason, Verdict, Word
from twosource.comparison.wording import content_words

FEWEST_WORDS = 5
"""Shorter quotations are the same by chance."""
SHARED = 0.7
"""The share of the neighbouring words of the shorter quotation that stand in the longer one."""
MOST_IN_BLOCK = 60
REWORDED = 0.5
"""The weight of the shared words over that of the shorter quotation, from which one speaker says one thing."""
LIKELY = 0.3


def said_of(telling: Telling) -> list[Said]:
    """The quotations that begin in a telling and are long enough to be told by their words in a row."""
    return [said for said in _quoted(telling) if len(words(said.text)) >= FEWEST_WORDS]


def _quoted(telling: Telling) -> list[Said]:
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


# ------------------------------------------------------------------ one utterance in other words


def reworded_pairs(told: Sequence[Telling], weights: Weights) -> Iterator[tuple[Said, Said, Verdict]]:
    """Quotations of one speaker in two articles that share most of the words of the shorter, though not in a row:
    "big progress" and "significant progress"."""
    blocks: dict[tuple[str, str], list[Said]] = {}
    for telling in told:
        for said in _quoted(telling):
            for word in sorted(content_words(said.text)):
                if said.speaker and word not in telling.names:
                    blocks.setdefault((said.speaker, word), []).append(said)
    seen: set[tuple[Key, Key]] = set()
    for block in blocks.values():
        if len(block) <= MOST_IN_BLOCK:
            for one, two in itertools.combinations(block, 2):
                if one.article != two.article and (one.key, two.key) not in seen:
                    seen.add((one.key, two.key))
                    if (verdict := _reworded(one, two, weights)) is not None:
                        yield one, two, verdict


def _reworded(one: Said, two: Said, weights: Weights) -> Verdict | None:
    first, second = content_words(one.text), content_words(two.text)
    shared = weights.sum(sorted(first & second)) / max(1e-9, min(weights.sum(first), weights.sum(second)))
    if shared < REWORDED or probability(one.telling, two.telling, weights) < LIKELY:
        return None
    return Verdict(Word.AGREE, Reason.SAME_WORDS, round(shared * 0.9, 4))
