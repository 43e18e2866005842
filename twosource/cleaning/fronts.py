"""Whether a page is a list of other articles: titles that are links, each with a standfirst at most.

Belongs here: telling a front, a topic or a search page by the order of its blocks. Does not: pages without any text
(see `judging`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from twosource.cleaning.html import Block
from twosource.cleaning.scoring import ends_sentence, word_count

FEWEST_CARDS = 5
"""Linked titles with a standfirst each from which a page is a list."""
LONGEST_STANDFIRST = 60
"""Words of prose between two titles; an article has more in one stretch."""
LONGEST_DESCRIPTION = 12
"""Words of sentences before the first linked title: what a section says of itself, where an article has its text."""
FEWEST_WORDS_OF_TITLE = 2
FEWEST_WORDS_OF_SENTENCE = 6
HEADINGS = frozenset({"h2", "h3", "h4", "h5"})
MOSTLY = 0.8


def is_front(blocks: Iterable[Block]) -> bool:
    """Whether prose stands under linked titles only, and little under each."""
    before, under = 0, []
    for title, words in _stretches(blocks):
        if title:
            under.append(words)
        else:
            before = words
    cards = sum(words > 0 for words in under)
    return cards >= FEWEST_CARDS and before < LONGEST_DESCRIPTION and max(under) < LONGEST_STANDFIRST


def _stretches(blocks: Iterable[Block]) -> Iterator[tuple[bool, int]]:
    """Words of prose before the first linked title, then under each, with whether a title stands above."""
    title, words = False, 0
    for block in blocks:
        if _is_title(block):
            yield title, words
            title, words = True, 0
        elif block.links < 0.5 and block.role not in ("navigation", "legal") and ends_sentence(block.text):
            count = word_count(block.text)
            words += count if count >= FEWEST_WORDS_OF_SENTENCE else 0
    yield title, words


def _is_title(block: Block) -> bool:
    return block.tag in HEADINGS and block.links >= MOSTLY and word_count(block.text) >= FEWEST_WORDS_OF_TITLE
