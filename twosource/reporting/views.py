"""The views of the published copy, narrowed to some articles, so that a page costs what it shows and not what there is.

Belongs here: views of the same SQL over fewer articles. Does not: what a page asks of them (`queries`).
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

BASE = "main.articles"
"""What every view of facts joins; it is worked out whole, whatever a query asks of it."""
NAMES = ("regions", "quotes", "quantities", "times", "events", "mentions", "claims", "arithmetic", "stances", "origins")
"""The views that are asked for some articles; each reads other tables for these articles alone."""


def remember(con: duckdb.DuckDBPyConnection) -> None:
    """Work out once what all pages ask for: `known`, the newest article of each document without its text (with a view
    `known_…` for each of `NAMES`), the stories as `told`, the conflicts as `apart`."""
    if con.execute("SELECT 1 FROM duckdb_tables() WHERE temporary AND table_name = 'known'").fetchone():
        return
    con.execute('CREATE TEMP TABLE known AS SELECT * EXCLUDE (text, "by") FROM main.articles')
    con.execute("CREATE TEMP TABLE told AS SELECT * FROM main.stories")
    con.execute("CREATE TEMP TABLE apart AS SELECT * FROM main.conflicts")
    _views(con, "known")


def narrow(con: duckdb.DuckDBPyConnection, column: str, wanted: Sequence[str]) -> None:
    """Make `chosen`, the articles whose `column` is among `wanted`, with their texts, and a view `chosen_…` for each of
    `NAMES`. To be called after `remember`."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE chosen AS SELECT k.*, t.text FROM known k "
        f"JOIN clean.articles t USING (article_id, capture_id) WHERE k.{column} IN (SELECT unnest(?))",
        [list(wanted)],
    )
    _views(con, "chosen")


def _views(con: duckdb.DuckDBPyConnection, base: str) -> None:
    there = con.execute("SELECT 1 FROM duckdb_views() WHERE temporary AND view_name = ?", [f"{base}_{NAMES[0]}"])
    if there.fetchone():
        return  # they look at the table of that name, whichever it is by now
    found = con.execute(
        "SELECT view_name, sql FROM duckdb_views() WHERE schema_name = 'main' AND view_name IN (SELECT unnest(?))",
        [list(NAMES)],
    ).fetchall()
    for name, sql in found:
        _, _, select = sql.partition(" AS ")
        narrowed = select.rstrip("; \n").replace(BASE, f"temp.{base}")
        con.execute(f"CREATE OR REPLACE TEMP VIEW {base}_{name} AS {narrowed}")
