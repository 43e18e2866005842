"""Which stages had nothing left to do, so that a run in which nothing came in searches nothing.

Belongs here: noting writes stage by stage, and the state in which a stage was done. Does not: what is pending
(`stages.pending`, the full search, which every other case goes back to).
"""

from __future__ import annotations

import duckdb

from twosource import declarations
from twosource.declarations import Stage
from twosource.warehouse import set_aside
from twosource.warehouse.ledger import shape

TAKEN_IN = "captures"
"""What stands before all stages: the inputs."""


def note_write(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Note that a stage, or `TAKEN_IN`, changes rows; called inside the transaction that changes them."""
    changed = con.execute("UPDATE quality.settled SET n_writes = n_writes + 1 WHERE stage = ?", [name]).fetchone()
    if not changed or not changed[0]:
        con.execute("INSERT INTO quality.settled (stage, n_writes) VALUES (?, 1)", [name])


def is_settled(con: duckdb.DuckDBPyConnection, stage: Stage, version: str) -> bool:
    """Whether nothing can be pending or gone: this version of the stage had nothing left to do, and all that it reads
    is as it was then."""
    sql = "SELECT count(*) FROM quality.settled WHERE stage = ? AND version = ? AND state = ?"
    found = con.execute(sql, [stage.name, _version(version), _state(con, stage)]).fetchone()
    return bool(found and found[0])


def settle(con: duckdb.DuckDBPyConnection, stage: Stage, version: str) -> None:
    """Note that the stage has done all that was pending and gone, unless a unit waits for another try."""
    waiting = con.execute(
        "SELECT count(*) FROM quality.set_aside WHERE stage = ? AND released_at IS NULL "
        f"AND reason IN {set_aside.TRIED_AGAIN} AND coalesce(attempts, 1) < ?",
        [stage.name, set_aside.TRIES],
    ).fetchone()
    state = None if waiting and waiting[0] else _state(con, stage)
    con.execute(
        "INSERT INTO quality.settled (stage, n_writes) SELECT $1, 0 WHERE NOT EXISTS "
        "(FROM quality.settled WHERE stage = $1)",
        [stage.name],
    )
    con.execute(
        "UPDATE quality.settled SET version = ?, state = ? WHERE stage = ?", [_version(version), state, stage.name]
    )


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Have every stage search in the next run."""
    con.execute("UPDATE quality.settled SET state = NULL")


def _version(version: str) -> str:
    return f"{version} {shape()}"


def _state(con: duckdb.DuckDBPyConnection, stage: Stage) -> str:
    """The writes of all that the stage reads, and how many rows there are: a row that somebody else removed counts."""
    names = list(declarations.stages())
    before = [TAKEN_IN, *names[: names.index(stage.name)]]
    found = con.execute(
        """
        SELECT concat_ws(' ',
            (SELECT coalesce(sum(n_writes), 0) FROM quality.settled WHERE list_contains($before, stage)),
            (SELECT count(*) FROM raw.captures), (SELECT count(*) FROM clean.articles),
            (SELECT count(*) FROM quality.marks WHERE list_contains($before, stage) OR stage = $own))
        """,
        {"before": before, "own": stage.name},
    ).fetchone()
    return str(found[0]) if found else ""
