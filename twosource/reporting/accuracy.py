"""The accuracy card as the report shows it: plain rows of the view `accuracy`, with their words.

Belongs here: that. Does not: how figures come about (`twosource/evaluation`), what a page looks like.
"""

from __future__ import annotations

import duckdb

from twosource.reporting.queries import Row, rows


def figures(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """The newest figures of every table: the columns of `accuracy`, and `told`, the figure in words. Empty when nobody
    has evaluated yet."""
    found = rows(con, "SELECT * FROM accuracy WHERE rule = 'all' ORDER BY table_name, measure")
    return [row | {"told": told(row)} for row in found]


def told(row: Row) -> str:
    """A figure in words: "0.91 (0.84 to 0.95) of 104", or how many items are missing."""
    if row["n_needed"]:
        return f"no figure yet: {row['n']} judged, {row['n_needed']} more are needed"
    if row["value"] is None:
        return f"no figure: both judges give all {row['n']} the same label"
    between = f" ({row['low']:.2f} to {row['high']:.2f})" if row["low"] is not None else ""
    return f"{row['value']:.2f}{between} of {row['n']}"
