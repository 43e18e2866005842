"""The words around a fact: its sentence, its content words, and how alike two of them are.

Belongs here: text to sets of words. Does not: what the likeness means (`measures`, `statements`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from twosource.comparison.shingles import SIZE, words
from twosource.comparison.terms import COMMON, stem

SENTENCE_END = re.compile(
    r"(?<!\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec))(?<!\bSept)[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n+"
)
KEPT_TEXTS = 20_000
"""Short texts whose words are kept: the same arguments and spans are asked for again and again within a story."""
REACH = 600
"""Code points looked at on each side for the ends of a sentence."""
COPIED = 0.6
"""A sentence is the same words when as much of its shingles stands in the other one."""
FEWEST = 5
"""Runs that are shared where less than most of them will do."""
ROW = 7
"""As many runs of five words that follow one another, eleven words in a row, are hardly written twice."""
FIGURE = re.compile(
    r"\d[\d.,:]*(?:\s?\d{3})*(?:\s*-\s*)?"
    r"(?:(?:square|cubic)\s*-?\s*)?(?:met(?:re|er)s?|feet|foot|miles?|kilomet(?:re|er)s?|km|m|acres?|hectares?)?\b"
)
"""A figure with the unit in which it is told."""


def sentence_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around `text[start:end]` begins and ends; abbreviations may cut it short."""
    floor = max(0, start - REACH)
    begin = max((hit.end() for hit in SENTENCE_END.finditer(text, floor, start)), default=floor)
    hit = SENTENCE_END.search(text, max(begin, end - 1), min(len(text), end + REACH))
    return begin, hit.start() + 1 if hit else min(len(text), end + REACH)


@lru_cache(maxsize=KEPT_TEXTS)
def content_words(text: str) -> frozenset[str]:
    """The stems of a text without common words and numbers."""
    stems = (stem(word) for word in words(text) if not word[0].isdigit())
    short = {shortened(word) for word in stems if word not in COMMON}
    return frozenset(word for word in short if word not in COMMON and len(word) > 1)


def shortened(word: str) -> str:
    """A stem without the endings of verbs, so that "injured" meets "injuring"."""
    for ending in ("ing", "ed", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            return word[:-1] if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "sl" else word
    return word


def rarity(sentences: Iterable[Collection[str]]) -> dict[str, float]:
    """How much each word tells within a story: the rarer among its sentences, the more."""
    counts: Counter[str] = Counter()
    total = 0
    for sentence in sentences:
        counts.update(set(sentence))
        total += 1
    return {word: math.log(1 + total / count) for word, count in counts.items()}


def likeness(left: frozenset[str], right: frozenset[str], weight: Mapping[str, float]) -> float:
    """Shared weight over the mean of both weights, 0 to 1; 0 when either is empty."""
    if not left or not right:
        return 0.0
    both = sum(weight.get(word, 1.0) for word in sorted(left & right))
    each = sum(weight.get(word, 1.0) for word in sorted(left)) + sum(weight.get(word, 1.0) for word in sorted(right))
    return 2 * both / each if each else 0.0


def copied_from(texts: Sequence[str], share: float = COPIED, figures: bool = True) -> list[int | None]:
    """For each text the place of the first earlier one that it shares its words with, in runs of five; None where there
    is none. `share` of the shorter of the two stands in the longer (`FEWEST` runs at least, where less than most will
    do), or eleven words do in a row. Without `figures` these are passed over: who converts them takes the sentence all
    the same.
    """
    runs = [list(dict.fromkeys(_runs(text if figures else FIGURE.sub(" ", text)))) for text in texts]
    holders: dict[str, list[int]] = {}
    found: list[int | None] = []
    least = 1 if share >= COPIED else FEWEST
    for place, own in enumerate(runs):
        shared: Counter[int] = Counter(other for run in own for other in holders.get(run, ()))
        enough = (
            other
            for other in sorted(shared)
            if (shared[other] >= least and shared[other] / min(len(own), len(runs[other])) >= share)
            or _in_a_row(own, set(runs[other])) >= ROW
        )
        found.append(next(enough, None))
        for run in own:
            holders.setdefault(run, []).append(place)
    return found


def _runs(text: str) -> list[str]:
    """The runs of five words of a text in order; the text where it is shorter."""
    order = words(text)
    return [" ".join(order[at : at + SIZE]) for at in range(max(1, len(order) - SIZE + 1))] if order else []


def _in_a_row(own: Sequence[str], others: Collection[str]) -> int:
    """How many runs of a text that follow one another stand in another text."""
    longest = now = 0
    for run in own:
        now = now + 1 if run in others else 0
        longest = max(longest, now)
    return longest
