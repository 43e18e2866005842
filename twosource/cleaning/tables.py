"""Whether a table of a page holds data, row by row, or only lays out the page.

Belongs here: looking at a table element. Does not: whether its rows are the article's (see `wholes`).
"""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

CELLS = frozenset({"td", "th"})
ROWS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "caption", "colgroup", "col"})
"""Elements of a table that part its rows; all else in it stands in a cell."""
MOST_ROWS, LONGEST_CELL = 300, 90
FEWEST_ROWS, FEWEST_CELLS = 2, 2


def is_of_data(table: HtmlElement) -> bool:
    """Whether the table has rows of several short cells, and nothing in them that lays out a page."""
    laid_out = next(table.iter("form", "input", "h1", "h2", "article"), None) is not None
    if (
        laid_out
        or table.get("role") == "presentation"
        or any(inner is not table for inner in islice(table.iter("table"), 2))
    ):
        return False
    rows = list(islice(table.iter("tr"), MOST_ROWS + 1))
    cells = [[child for child in row if child.tag in CELLS] for row in rows]
    several = sum(len(row) >= FEWEST_CELLS for row in cells)
    if not FEWEST_ROWS <= several <= MOST_ROWS or several * 2 < len(rows):
        return False
    return all(len("".join(cell.itertext()).strip()) <= LONGEST_CELL for row in cells for cell in row)
