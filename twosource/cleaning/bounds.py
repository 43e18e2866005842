"""How much of an input is judged: the head of a page or a text; what stands beyond it is one region of its own.

Belongs here: these bounds. Does not: the bounds of markup (see `html`), or what becomes of the head.
"""

from __future__ import annotations

from collections.abc import Iterable

from twosource.cleaning.html import Block
from twosource.cleaning.regions import Draft

MOST_PIECES = 10_000
"""Blocks or lines that are judged; the largest of 587 news pages has 1,500."""
LONGEST_JUDGED = 3_000_000
"""Code points that are judged: three times the longest article."""
RULE = "beyond_limit"


def head_of_page(blocks: Iterable[Block]) -> tuple[list[Block], list[Draft]]:
    """The blocks that are judged, and all others as one draft (none when there are no others)."""
    judged: list[Block] = []
    beyond: list[str] = []
    length = 0
    for block in blocks:
        length += len(block.text)
        if len(judged) < MOST_PIECES and length <= LONGEST_JUDGED:
            judged.append(block)
        else:
            beyond.append(block.text)
    return judged, _beyond(" ".join(beyond))


def head_of_text(text: str) -> tuple[str, list[Draft]]:
    """The whole lines that are judged, and all others as one draft (none when there are no others)."""
    cut = len(text)
    if text.count("\n") >= MOST_PIECES:
        cut = -1
        for _ in range(MOST_PIECES):
            cut = text.index("\n", cut + 1)
    if cut > LONGEST_JUDGED:
        cut = text.rfind("\n", 0, LONGEST_JUDGED) + 1
    return text[:cut], _beyond(text[cut:])


def _beyond(words: str) -> list[Draft]:
    return [Draft(words, "other", RULE, 1.0)] if words.strip() else []
