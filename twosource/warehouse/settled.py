"""Which stages have looked through all their units, so that from then on they look only at what is touched.

Belongs here: noting it, and what makes it void: another version, rows that somebody else removed or added. Does not:
what is touched (`outbox`), what is pending (`stages`).
"""

from __future__ import annotations

import duckdb

from twosource import declarations
from twosource.declarations import Stage
from twosource.warehouse import outbox
from twosource.warehouse.connect import transaction
from twosource.warehouse.ledger import shape

INPUTS = ("raw.captures", "clean.articles")
"""Tables whose rows are held against those that were written: who lists units reads them."""


def note_marks(con: duckdb.DuckDBPyConnection, name: str, more: int) -> None:
    """Note done-marks that a stage has now more (or less) than before; called inside the transaction that sets them."""
    changed = con.execute("UPDATE quality.settled SET n_marks = n_marks + ? WHERE stage = ?", [more, name]).fetchone()
    if not changed or not changed[0]:
        con.execute("INSERT INTO quality.settled (stage, n_marks) VALUES (?, ?)", [name, more])


def is_settled(con: duckdb.DuckDBPyConnection, stage: Stage, version: str) -> bool:
    """Whether only touched units can be pending or gone: this version of the stage has looked through all, and rows
    have come and gone by runs alone since.

    If not, it is noted that all have to be looked through until `settle`: a run of another version that is killed
    leaves units behind that the version before it takes for its own.
    """
    sql = "SELECT count(*) FROM quality.settled WHERE stage = ? AND version = ? AND state = ?"
    found = con.execute(sql, [stage.name, _version(version), _state(con, stage)]).fetchone()
    if found and found[0]:
        return True
    con.execute("UPDATE quality.settled SET version = NULL WHERE stage = ?", [stage.name])
    return False


def settle(con: duckdb.DuckDBPyConnection, stage: Stage, version: str) -> None:
    """Note that the stage has done all that was pending and gone."""
    with transaction(con):
        outbox.clear(con, stage)
        note_marks(con, stage.name, 0)
        con.execute(
            "UPDATE quality.settled SET version = ?, state = ? WHERE stage = ?",
            [_version(version), _state(con, stage), stage.name],
        )


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Have every stage look through all its units in the next run."""
    con.execute("UPDATE quality.settled SET version = NULL")


def _version(version: str) -> str:
    return f"{version} {shape()}"


def _state(con: duckdb.DuckDBPyConnection, stage: Stage) -> str:
    """By how much the rows that are there differ from those written: the inputs, and the marks up to this stage's."""
    counts = [
        f"(SELECT count(*) FROM {name}) - coalesce((SELECT n_rows FROM quality.row_counts WHERE table_name = '{name}'), 0)"
        for name in INPUTS
    ]
    names = list(declarations.stages())
    marks = """
        (SELECT string_agg(n - coalesce(s.n_marks, 0), ' ' ORDER BY m.stage) FROM
            (SELECT stage, count(*) AS n FROM quality.marks GROUP BY stage) m LEFT JOIN quality.settled s USING (stage)
            WHERE list_contains($names, m.stage))"""
    known = {"names": names[: names.index(stage.name) + 1]}
    found = con.execute(f"SELECT concat_ws(' ', {', '.join(counts)}, {marks})", known).fetchone()
    return str(found[0]) if found else ""
