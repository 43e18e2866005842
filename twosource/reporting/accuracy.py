"""The accuracy card as the report shows it: plain rows of the view `accuracy`, with their words.

Belongs here: that. Does not: how figures come about (`twosource/evaluation`), what a page looks like.
"""

from __future__ import annotations

from typing import Any

import duckdb

Row = dict[str, Any]


def figures(con: duckdb.DuckDBPyConnection, *, rules: bool = False) -> list[Row]:
    """The newest figures of every table, with `rules` those of single rules too: the columns of `accuracy`, and `told`,
    the figure in words. Empty when nobody has evaluated yet."""
    where = "" if rules else "WHERE rule = 'all'"
    cursor = con.execute(f"SELECT * FROM accuracy {where} ORDER BY table_name, rule <> 'all', rule, measure")
    names = [column[0] for column in cursor.description or ()]
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [row | {"told": told(row)} for row in found]


def told(row: Row) -> str:
    """A figure in words: "0.91 (0.84 to 0.95) of 104", or how many items are missing."""
    if row["n_needed"]:
        return f"no figure yet: {row['n']} judged, {row['n_needed']} more are needed"
    if row["value"] is None:
        return f"no figure: both judges give all {row['n']} the same label"
    between = f" ({row['low']:.2f} to {row['high']:.2f})" if row["low"] is not None else ""
    return f"{row['value']:.2f}{between} of {row['n']}"
