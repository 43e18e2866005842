"""What of a page is the article, by a gold text; and how well a choice of lines gives that text.

Belongs here: aligning lines with a gold text, the measure of the model's card. Does not: features, training.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST = 0.5
"""Share of a line's words that must stand in the gold text, in order, for the line to be the article's."""
SHINGLE = 4
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


def words_of(text: str) -> list[str]:
    """Words; a Chinese or Japanese character is one of its own."""
    return WORD.findall(text)


def aligned(lines: Sequence[str], gold: str) -> list[bool]:
    """Whether each line is the gold text's: most of its words are matched with the gold's, both in order."""
    split = [words_of(line.lower()) for line in lines]
    owner = [at for at, words in enumerate(split) for _ in words]
    matcher = SequenceMatcher(None, [w for words in split for w in words], words_of(gold.lower()), autojunk=False)
    hits = Counter(owner[a + k] for a, _, n in matcher.get_matching_blocks() for k in range(n))
    return [hits[at] >= MOST * max(1, len(words)) for at, words in enumerate(split)]


@dataclass(frozen=True, slots=True)
class Fit:
    """Precision and recall of a text against a gold one, in runs of four words; None where a text has none."""

    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float:
        """Their harmonic mean; 0 when either is missing."""
        p, r = self.precision or 0.0, self.recall or 0.0
        return 2 * p * r / (p + r) if p + r else 0.0


def fit(text: str, gold: str) -> Fit:
    """How well a text gives the gold one."""
    found, wanted = _shingles(text), _shingles(gold)
    both = (found & wanted).total()
    return Fit(both / found.total() if found else None, both / wanted.total() if wanted else None)


def best_fit(text: str, golds: Sequence[str]) -> Fit:
    """The better of the fits against several readings of the same page."""
    return max((fit(text, gold) for gold in golds), key=lambda found: found.f1)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = words_of(text)
    if len(words) < SHINGLE:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[at:] for at in range(SHINGLE)), strict=False))
