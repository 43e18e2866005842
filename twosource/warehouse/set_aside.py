"""The ledger of what was set aside: inputs and units that went no further, each with its reason.

Belongs here: noting and releasing them. Does not: deciding about any of them (the rooms, the row rules of `stages`).
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from twosource import declarations
from twosource.identity import content_id
from twosource.records import SetAside
from twosource.warehouse import mapping, tables
from twosource.warehouse.ledger import Run, note_write

TRIED_AGAIN = ("error", "time_limit")
"""The reasons of units that later runs try again."""
TRIES = 5
"""Runs that try a unit on which a stage failed, before only another version of the stage or a person tries it again."""
WAITING = f"released_at IS NULL AND reason IN {TRIED_AGAIN} AND coalesce(attempts, 1) < {TRIES}"
"""The condition on units that the next run tries again."""


def record(con: duckdb.DuckDBPyConnection, run: Run, items: Sequence[SetAside]) -> None:
    """Note items as set aside; one that was set aside before keeps the time at which it first was, and is counted."""
    if not items:
        return
    table = declarations.table("quality.set_aside")
    as_row = mapping.of(table.full_name, SetAside).row
    rows = {}
    for item in items:
        item_id = content_id(item.stage, item.item)
        rows[item_id] = as_row(item, item_id=item_id, attempts=1, first_seen_at=run.started_at, released_at=None)
    frame = tables.frame(table, rows.values())
    con.register("new_set_aside", frame)
    news = con.execute(
        "SELECT count(*) FROM new_set_aside n ANTI JOIN (FROM quality.set_aside WHERE released_at IS NULL) o "
        "ON o.item_id = n.item_id AND o.reason = n.reason AND o.message = n.message"
    ).fetchone()
    con.execute(
        """
        MERGE INTO quality.set_aside o USING new_set_aside n ON o.item_id = n.item_id
        WHEN MATCHED THEN UPDATE SET source = n.source, address = n.address, disposition = n.disposition,
            reason = n.reason, message = n.message, released_at = NULL,
            attempts = CASE WHEN o.released_at IS NULL THEN coalesce(o.attempts, 1) + 1 ELSE 1 END
        WHEN NOT MATCHED THEN INSERT BY NAME
        """
    )
    con.unregister("new_set_aside")
    if news and news[0]:
        note_write(con, run)


def release(con: duckdb.DuckDBPyConnection, run: Run, stage: str, items: Sequence[str]) -> None:
    """Note that items which were set aside have now gone through."""
    _release(con, run, "stage = ? AND item IN (SELECT unnest(?::VARCHAR[]))", [stage, list(items)])


def release_others(con: duckdb.DuckDBPyConnection, run: Run, stage: str, source: str, still: Sequence[str]) -> None:
    """After a whole pass over a source: what was set aside of it before and is not any more has gone through."""
    condition = "stage = ? AND source = ? AND item NOT IN (SELECT unnest(?::VARCHAR[]))"
    _release(con, run, condition, [stage, source, list(still)])


def _release(con: duckdb.DuckDBPyConnection, run: Run, condition: str, values: Sequence[object]) -> None:
    those = f"WHERE released_at IS NULL AND {condition}"
    # asked first, as mostly there is nothing to release and a lake takes its time for a change of no row
    if con.execute(f"SELECT 1 FROM quality.set_aside {those} LIMIT 1", list(values)).fetchone():
        con.execute(f"UPDATE quality.set_aside SET released_at = ? {those}", [run.started_at, *values])
        note_write(con, run)
