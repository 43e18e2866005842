"""Lists and tables that belong to the article as wholes: an item or a row stays with those around it.

Belongs here: completing what was kept in part, rows of tables between paragraphs, remarks within a paragraph. Does not:
the choice of the body (see `body`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twosource.cleaning.html import Block
from twosource.cleaning.regions import Draft

MOSTLY_LINKS = 0.5
LONGEST_LIST = 60
LOOSE = frozenset({"not_extracted", "block_trees", "mostly_links", "repeated_line", "no_rule"})
"""Rules that say no more than that a block was not chosen."""


def completed(blocks: Sequence[Block], drafts: Sequence[Draft]) -> list[Draft]:
    """Both: whole lists, then tables."""
    out = list(drafts)
    for start, end in _runs(blocks, "li"):
        _complete_list(blocks, out, start, end)
    for start, end in _runs(blocks, "tr"):
        _keep_table(blocks, out, start, end)
    return out


def _runs(blocks: Sequence[Block], tag: str) -> Iterator[tuple[int, int]]:
    """Start and exclusive end of the stretches of blocks of one tag."""
    start = None
    for index, block in enumerate([*blocks, None]):
        inside = block is not None and block.tag == tag
        if inside and start is None:
            start = index
        elif not inside and start is not None:
            yield start, index
            start = None


def _complete_list(blocks: Sequence[Block], drafts: list[Draft], start: int, end: int) -> None:
    """The items that were left out of a list that is the article's: half of it or more is kept, or a paragraph before
    it ends in a colon.
    """
    items = range(start, end)
    if not start or not drafts[start - 1].kept or end - start > LONGEST_LIST:
        return
    if any(blocks[at].role != "other" or blocks[at].links > MOSTLY_LINKS for at in items):
        return
    kept = sum(drafts[at].kept for at in items)
    if 2 * kept >= end - start or (blocks[start - 1].text.endswith((":", "：")) and _closes(drafts, end)):
        for at in items:
            if not drafts[at].kept and drafts[at].rule in LOOSE:
                drafts[at] = drafts[at].as_role("body", "whole_list")


def _closes(drafts: Sequence[Draft], end: int) -> bool:
    """Whether the article goes on right behind a place."""
    return end < len(drafts) and drafts[end].kept


def _keep_table(blocks: Sequence[Block], drafts: list[Draft], start: int, end: int) -> None:
    """The rows of a table with a kept paragraph right before it; at the end of the article it must hold numbers."""
    rows = range(start, end)
    if not start or not drafts[start - 1].kept or any(blocks[at].role != "other" for at in rows):
        return
    linked = sum(blocks[at].links > MOSTLY_LINKS for at in rows)
    numbered = sum(any(map(str.isdigit, blocks[at].text)) for at in rows)
    if 2 * linked < len(rows) and (_closes(drafts, end) or 2 * numbered >= len(rows)):
        for at in rows:
            drafts[at] = drafts[at].as_role("table", "table_in_article")


def with_asides(blocks: Sequence[Block], drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of all blocks, those with remarks within them in pieces, so that the regions are the page in order."""
    return [piece for block, draft in zip(blocks, drafts, strict=True) for piece in _pieces(block, draft)]


def _pieces(block: Block, draft: Draft) -> Iterator[Draft]:
    if not block.asides:
        yield draft
        return
    at, joint = 0, draft.joint
    for aside in block.asides:
        if aside.at > at:
            yield Draft(block.text[at : aside.at], draft.role, draft.rule, draft.score, joint)
            at, joint = aside.at, " " if block.text[aside.at] == " " else ""
        yield Draft(aside.text, aside.role, aside.rule, 0.9)
    yield Draft(block.text[at:], draft.role, draft.rule, draft.score, joint)
