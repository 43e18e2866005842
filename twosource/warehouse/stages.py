"""The one mechanism of every stage: what is pending, and writing a batch whole or not at all.

Belongs here: done-marks, replacing the rows of units. Does not: what a stage computes (the rooms) or when it runs
(`assets/`), the rules that rows are held to before they are written (`audit`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

from twosource import declarations, words
from twosource.declarations import Stage, Table
from twosource.records import SetAside
from twosource.warehouse import audit, outbox, set_aside, settled, tables
from twosource.warehouse.connect import transaction
from twosource.warehouse.contents import Changes
from twosource.warehouse.ledger import Run, note_write

if TYPE_CHECKING:
    import polars as pl

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pending:
    """Units that a stage has to make anew, with the fingerprint that their mark will carry, in the order of work."""

    version: str
    fingerprints: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.fingerprints)

    def batches(self, size: int) -> Iterator[list[str]]:
        """The units in bounded batches."""
        units = list(self.fingerprints)
        for start in range(0, len(units), size):
            yield units[start : start + size]


MANY = 200
"""Units of a stage from which on memory counts for more than loading a model once more in the same process."""


@dataclass(slots=True)
class Counts:
    """What a stage did: units by outcome, rows by table, units that are gone."""

    done: int = 0
    quarantined: int = 0
    skipped: int = 0
    gone: int = 0
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def many(self) -> bool:
        """Whether so much was done that what only this stage uses is let go before the next begins."""
        return self.done >= MANY

    def count(self, outcome: words.Outcome) -> None:
        """Count one unit."""
        self.done += outcome == "done"
        self.quarantined += outcome == "quarantined"
        self.skipped += outcome == "skipped"

    def __iadd__(self, other: Counts) -> Counts:
        self.done += other.done
        self.quarantined += other.quarantined
        self.skipped += other.skipped
        self.gone += other.gone
        for table, n in other.rows.items():
            self.rows[table] = self.rows.get(table, 0) + n
        return self


def pending(
    con: duckdb.DuckDBPyConnection, stage: Stage, version: str, run: Run | None = None, *, touched: bool = False
) -> Pending:
    """Units whose fingerprint or version differs from their mark, and those on which the stage failed in runs before
    `run`, for as many tries as `set_aside.TRIES`.

    `version` holds everything beside the unit's own input that the stage's result depends on: the version of its
    code, the digest of the reference tables, the model. With `touched`, only units are looked at that were touched
    since the stage last had nothing left to do; the result is the same when it has looked through all before.
    """
    if touched and not outbox.ask(con, stage):
        return Pending(version, {})
    found = con.execute(
        f"""
        SELECT u.unit, u.fingerprint
        FROM ({stage.units(outbox.ASKED if touched else None)}) u
        LEFT JOIN quality.marks m ON m.stage = $stage AND m.unit = u.unit
        LEFT JOIN (FROM quality.set_aside WHERE {set_aside.WAITING}) s ON s.stage = $stage AND s.item = u.unit
        WHERE m.unit IS NULL OR m.fingerprint <> u.fingerprint OR m.version <> $version
            OR (m.outcome <> 'done' AND s.item IS NOT NULL AND m.run_id IS DISTINCT FROM $run)
        ORDER BY u.position, u.unit
        """,
        {
            "stage": stage.name,
            "version": version,
            "run": run.run_id if run else None,
        },
    ).fetchall()
    return Pending(version, dict(found))


def gone(con: duckdb.DuckDBPyConnection, stage: Stage, *, touched: bool = False) -> list[str]:
    """Units that have a mark but are no longer there, such as the earlier reading of a page cleaned anew.

    With `touched`, only units are looked at that were touched.
    """
    if touched and not outbox.ask(con, stage):
        return []
    asked = f" AND m.unit IN (FROM {outbox.ASKED})" if touched else ""
    sql = (
        f"SELECT m.unit FROM quality.marks m ANTI JOIN ({stage.units(outbox.ASKED if touched else None)}) u "
        f"ON u.unit = m.unit WHERE m.stage = ?{asked} ORDER BY m.unit"
    )
    return [unit for (unit,) in con.execute(sql, [stage.name]).fetchall()]


def write(
    con: duckdb.DuckDBPyConnection,
    run: Run,
    stage: Stage,
    todo: Pending,
    units: Sequence[str],
    rows: Mapping[str, Iterable[Row] | pl.DataFrame],
    refusals: Sequence[SetAside] = (),
) -> Counts:
    """Replace, in one transaction, all rows of `units`, and set their marks, also for a unit that gave no rows.

    Rows whose unit is not among `units` replace the row of the same key (a new article may rewrite the origin of an
    older one). `refusals` are units that gave no rows, with their reasons. A unit whose rows break a critical rule is
    set aside with none of its rows written.
    """
    frames = {name: tables.frame(declarations.table(name), rows.get(name, ())) for name in stage.writes}
    with transaction(con):
        failed = audit.failures(con, stage, frames)
        asides = [*refusals, *failed]
        aside: dict[str, words.Outcome] = {item.item: item.disposition for item in asides}
        refused = {item.item for item in failed}
        changes, touches = Changes(con, stage), outbox.Touches(con, stage, units, frames)
        touches.look()
        _remove(con, changes, stage, units)
        counts = Counts()
        for name, frame in frames.items():
            table = declarations.table(name)
            counts.rows[name] = _insert(con, changes, table, _without(name, frame, refused), units)
        outcomes: dict[str, words.Outcome] = {unit: aside.get(unit, "done") for unit in units}
        _mark(con, run, stage, todo, outcomes)
        touches.look()
        touches.note()
        changes.note()
        set_aside.record(con, run, asides)
        set_aside.release(con, run, stage.name, [unit for unit, outcome in outcomes.items() if outcome == "done"])
        note_write(con, run)
    for outcome in outcomes.values():
        counts.count(outcome)
    return counts


def forget(
    con: duckdb.DuckDBPyConnection, run: Run, stage: Stage, units: Sequence[str], again: Collection[str] = ()
) -> Counts:
    """Delete the rows and marks of units that are gone, and have the units `again` made anew because of it.

    Both in one transaction: which units they are is known from rows that go.
    """
    if units:
        with transaction(con):
            reopen(con, stage, again)
            changes, touches = Changes(con, stage), outbox.Touches(con, stage, units)
            touches.look()
            _remove(con, changes, stage, units, marks=True)
            touches.note()
            changes.note()
            note_write(con, run)
            for table, column in (("quality.set_aside", "item"), ("quality.corrected", "unit")):
                con.execute(
                    f"DELETE FROM {table} WHERE stage = ? AND {column} IN (SELECT unnest(?))",
                    [stage.name, list(units)],
                )
    return Counts(gone=len(units))


def reopen(con: duckdb.DuckDBPyConnection, stage: Stage, units: Collection[str]) -> None:
    """Make the stage do units anew. Their marks stay, without a fingerprint: a mark tells that there are rows.

    To be called inside the transaction that makes it necessary.
    """
    con.execute(
        "UPDATE quality.marks SET fingerprint = '' WHERE stage = ? AND unit IN (SELECT unnest(?))",
        [stage.name, list(units)],
    )
    outbox.touch(con, stage.name, units)
    for later, read in outbox.later(con, stage.name, units).items():
        outbox.touch(con, later, read)


# ------------------------------------------------------------------ the parts of a write


def _remove(
    con: duckdb.DuckDBPyConnection, changes: Changes, stage: Stage, units: Sequence[str], marks: bool = False
) -> None:
    """Delete the units' rows. Units without a mark have none, and most units are new: then nothing is scanned."""
    known = con.execute(
        "SELECT count(*) FROM quality.marks WHERE stage = ? AND unit IN (SELECT unnest(?))", [stage.name, list(units)]
    ).fetchone()
    if not known or not known[0]:
        return
    for name in stage.writes:
        table = declarations.table(name)
        belongs = " OR ".join(f'o."{column}" IN (SELECT unnest($units))' for column in table.unit)
        changes.delete(table, f"WHERE {belongs}", {"units": list(units)}, units)
    if marks:
        con.execute(
            "DELETE FROM quality.marks WHERE stage = ? AND unit IN (SELECT unnest(?))", [stage.name, list(units)]
        )
        settled.note_marks(con, stage.name, -known[0])


def _insert(
    con: duckdb.DuckDBPyConnection, changes: Changes, table: Table, frame: pl.DataFrame, units: Sequence[str]
) -> int:
    if frame.is_empty():
        return 0
    con.register("new_rows", frame)
    if not frame[table.unit[0]].is_in(list(units)).all() or len(table.unit) > 1:
        same = " AND ".join(f'o."{k}" = n."{k}"' for k in table.key)
        changes.delete(table, f"USING new_rows n WHERE {same}", {})
    written = changes.insert(table, f"SELECT {tables.insert_list(table)} FROM new_rows")
    con.unregister("new_rows")
    return written


def _mark(con: duckdb.DuckDBPyConnection, run: Run, stage: Stage, todo: Pending, outcomes: Mapping[str, str]) -> None:
    table = declarations.table("quality.marks")
    frame = tables.frame(
        table,
        (
            {
                "stage": stage.name,
                "version": todo.version,
                "unit": unit,
                "fingerprint": todo.fingerprints[unit],
                "outcome": outcome,
                "run_id": run.run_id,
                "n_rows": 0,
                "digest": 0,
            }
            for unit, outcome in outcomes.items()
        ),
    )
    con.register("new_marks", frame)
    sql = "DELETE FROM quality.marks o USING new_marks n WHERE o.stage = n.stage AND o.unit = n.unit"
    before = (con.execute(sql).fetchone() or (0,))[0]
    con.execute(f"INSERT INTO quality.marks BY NAME SELECT {tables.insert_list(table)} FROM new_marks")
    con.unregister("new_marks")
    settled.note_marks(con, stage.name, len(outcomes) - before)


def _without(name: str, frame: pl.DataFrame, refused: set[str]) -> pl.DataFrame:
    import polars as pl

    if not refused:
        return frame
    keep = [~pl.col(column).is_in(list(refused)) for column in declarations.table(name).unit]
    return frame.filter(keep)
