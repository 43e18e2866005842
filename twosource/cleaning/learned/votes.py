"""The votes of the trained trees on the lines of a capture and on the blocks of a page.

Belongs here: which trees hear what. Does not: what a vote changes (see `text` and `body`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from twosource.cleaning.html import Block
from twosource.cleaning.learned import markup, surroundings
from twosource.cleaning.learned.forest import forest
from twosource.cleaning.learned.surroundings import Table
from twosource.cleaning.stretch import Page

Votes = npt.NDArray[np.float64]
"""One number per line, 0 (certainly not the article's) to 1."""
TEXT, TEXT_IN_CONTEXT = "text_lines", "text_lines_in_context"
HTML, HTML_HEARING = "html_blocks", "html_blocks_hearing"
"""The names of the trained files: those of pages that hear nobody, and those that hear extractor and rules."""
SETTLED, NEAR = 0.05, 3
"""A first vote below which a line is settled, unless one of so many lines above or below has a higher one."""


def on_lines(page: Page) -> Votes:
    """Votes on the lines of a plain capture: first each line, then each line again with the votes around it."""
    if not page.lines:
        return np.zeros(0)
    names, values = surroundings.table(page)
    found = forest(TEXT).predict(names, values)
    near = unsettled(found)
    more, context = surroundings.context_of_votes(found)
    found[near] = forest(TEXT_IN_CONTEXT).predict([*names, *more], np.column_stack([values[near], context[near]]))
    return found


def unsettled(first: Votes) -> npt.NDArray[np.bool_]:
    """The lines that are voted on again: those with a line near that may be the article's."""
    return surroundings.around(first > SETTLED, NEAR) > 0


def on_blocks(page: Page, blocks: Sequence[Block], voices: markup.Voices) -> Votes:
    """Votes on the blocks of a web page: the mean of trees that hear the other voices and of trees that do not.

    `page`: the same blocks as lines.
    """
    if not blocks:
        return np.zeros(0)
    names, values = tables_of_blocks(page, blocks)
    more, heard = markup.heard(blocks, voices)
    alone = forest(HTML).predict(names, values)
    return (alone + forest(HTML_HEARING).predict([*names, *more], np.column_stack([values, heard]))) / 2


def tables_of_blocks(page: Page, blocks: Sequence[Block]) -> tuple[list[str], Table]:
    """The features of blocks that need no other voice: words, surroundings, markup."""
    names, values = surroundings.table(page)
    more, marked = markup.columns(blocks)
    return [*names, *more], np.column_stack([values, marked])
