"""The views of the published copy, narrowed to some articles, so that a page costs what it shows and not what there is.

Belongs here: views of the same SQL over fewer articles. Does not: what a page asks of them (`queries`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import duckdb

BASE = "main.articles"
"""What every view of facts joins; it is worked out whole, whatever a query asks of it."""
NAMES = ("regions", "quotes", "quantities", "times", "events", "mentions", "claims", "arithmetic", "stances", "origins")
"""The views that are asked for some articles; each reads other tables for these articles alone."""


def remember(con: duckdb.DuckDBPyConnection) -> None:
    """Work out once what all pages ask for: `known`, the newest article of each document without its text (with a view
    `known_…` for each of `NAMES`), the stories as `told`, the conflicts as `apart`; `chosen` is empty as yet."""
    if con.execute("SELECT 1 FROM duckdb_tables() WHERE temporary AND table_name = 'known'").fetchone():
        return
    con.execute('CREATE TEMP TABLE known AS SELECT * EXCLUDE (text, "by") FROM main.articles')
    con.execute("CREATE TEMP TABLE told AS SELECT * FROM main.stories")
    con.execute("CREATE TEMP TABLE apart AS SELECT * FROM main.conflicts")
    con.execute("CREATE TEMP TABLE chosen AS SELECT k.*, '' AS text FROM known k LIMIT 0")
    found = con.execute(
        "SELECT view_name, sql FROM duckdb_views() WHERE schema_name = 'main' AND view_name IN (SELECT unnest(?))",
        [list(NAMES)],
    ).fetchall()
    for base, (name, sql) in product(("known", "chosen"), found):
        _, _, select = sql.partition(" AS ")
        narrowed = select.rstrip("; \n").replace(BASE, f"temp.{base}")
        con.execute(f"CREATE TEMP VIEW {base}_{name} AS {narrowed}")


def narrow(con: duckdb.DuckDBPyConnection, column: str, wanted: Sequence[str]) -> None:
    """Make `chosen` the articles whose `column` is among `wanted`, with their texts; the views `chosen_…` follow.

    To be called after `remember`.
    """
    con.execute(
        "CREATE OR REPLACE TEMP TABLE chosen AS SELECT k.*, t.text FROM known k "
        f"JOIN clean.articles t USING (article_id, capture_id) WHERE k.{column} IN (SELECT unnest(?))",
        [list(wanted)],
    )
