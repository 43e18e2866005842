"""The views of the published copy, narrowed to some articles, so that a page costs what it shows and not what there is.

Belongs here: views of the same SQL over fewer articles. Does not: what a page asks of them (`queries`).
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

BASE = "main.articles"
"""What every view of facts joins; it is worked out whole, whatever a query asks of it."""
NAMES = ("regions", "quotes", "quantities", "times", "events", "mentions", "claims", "arithmetic", "stances")
"""The views that are asked for some articles; each reads other tables for these articles alone."""


def remember(con: duckdb.DuckDBPyConnection) -> None:
    """Work out once which article is the newest of each document, as the table `known`: `articles` without its text."""
    there = con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'known'").fetchone()
    if there and there[0]:
        return
    con.execute('CREATE TEMP TABLE known AS SELECT * EXCLUDE (text, "by") FROM main.articles')
    _views(con, "known")


def narrow(con: duckdb.DuckDBPyConnection, column: str, wanted: Sequence[str]) -> None:
    """Make `chosen`, the articles whose `column` is among `wanted`, and a view `chosen_…` for each of `NAMES`."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE chosen AS SELECT * FROM {BASE} WHERE {column} IN (SELECT unnest(?))",
        [list(wanted)],
    )
    _views(con, "chosen")


def _views(con: duckdb.DuckDBPyConnection, base: str) -> None:
    found = con.execute(
        "SELECT view_name, sql FROM duckdb_views() WHERE schema_name = 'main' AND view_name IN (SELECT unnest(?))",
        [list(NAMES)],
    ).fetchall()
    for name, sql in found:
        _, _, select = sql.partition(" AS ")
        narrowed = select.rstrip("; \n").replace(BASE, f"temp.{base}")
        con.execute(f"CREATE OR REPLACE TEMP VIEW {base}_{name} AS {narrowed}")
