"""Articles and their facts as the database holds them, and figures as they are kept.

Belongs here: reading for the accuracy card, storing it. Does not: judging.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import duckdb

from twosource import declarations
from twosource.evaluation.card import Figure, Read
from twosource.evaluation.gold import KINDS
from twosource.warehouse import connect, ledger, mapping, tables
from twosource.warehouse.ledger import Run

TABLE = "quality.accuracy"


def read(con: duckdb.DuckDBPyConnection, article_id: str) -> Read | None:
    """The article with its facts; None when there is no version of that id."""
    found = con.execute("SELECT text FROM article_versions WHERE article_id = ?", [article_id]).fetchone()
    if found is None:
        return None
    facts = {
        kind: connect.rows_of(
            con.execute(f"SELECT * FROM facts.{kind} WHERE article_id = ? ORDER BY char_start, char_end", [article_id])
        )
        for kind in KINDS
    }
    return Read(found[0], facts)


def keep(con: duckdb.DuckDBPyConnection, run: Run, figures: Sequence[Figure]) -> None:
    """Store the figures of the evaluation; the next run publishes them."""
    table = declarations.table(TABLE)
    as_row = mapping.of(TABLE, Figure).row
    now = datetime.now(UTC)
    rows = [as_row(figure, run_id=run.run_id, evaluated_at=now) for figure in figures]
    con.register("new_figures", tables.frame(table, rows))
    con.execute(f"INSERT INTO {TABLE} BY NAME SELECT {tables.insert_list(table)} FROM new_figures")
    con.unregister("new_figures")
    ledger.note_write(con, run)
