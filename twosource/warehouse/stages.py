"""The one mechanism of every stage: what is pending, and writing a batch whole or not at all.

Belongs here: done-marks, replacing the rows of units, the row rules on what is written, setting units aside.
Does not: what a stage computes (the rooms) or when it runs (`assets/`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import duckdb
import polars as pl

from twosource import declarations
from twosource.declarations import Stage, Table
from twosource.identity import content_id
from twosource.records import SetAside
from twosource.warehouse import tables
from twosource.warehouse.connect import transaction

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The run that writes: its id and its start, which is also the time at which it first sees anything."""

    run_id: str
    started_at: datetime


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


@dataclass(slots=True)
class Counts:
    """What a stage did: units by outcome, rows by table, units that are gone."""

    done: int = 0
    quarantined: int = 0
    skipped: int = 0
    gone: int = 0
    rows: dict[str, int] = field(default_factory=dict)

    def __iadd__(self, other: Counts) -> Counts:
        self.done += other.done
        self.quarantined += other.quarantined
        self.skipped += other.skipped
        self.gone += other.gone
        for table, n in other.rows.items():
            self.rows[table] = self.rows.get(table, 0) + n
        return self


def pending(con: duckdb.DuckDBPyConnection, stage: Stage, version: str) -> Pending:
    """Units whose fingerprint or version differs from their mark.

    `version` holds everything beside the unit's own input that the stage's result depends on: the version of its
    code, the digest of the reference tables, the model.
    """
    found = con.execute(
        f"""
        SELECT u.unit, u.fingerprint
        FROM ({stage.units}) u
        LEFT JOIN quality.marks m ON m.stage = ? AND m.unit = u.unit
        WHERE m.unit IS NULL OR m.fingerprint <> u.fingerprint OR m.version <> ?
        ORDER BY u.position, u.unit
        """,
        [stage.name, version],
    ).fetchall()
    return Pending(version, dict(found))


def gone(con: duckdb.DuckDBPyConnection, stage: Stage) -> list[str]:
    """Units that have a mark but are no longer there, such as the earlier reading of a page cleaned anew."""
    sql = (
        f"SELECT m.unit FROM quality.marks m ANTI JOIN ({stage.units}) u ON u.unit = m.unit "
        "WHERE m.stage = ? ORDER BY m.unit"
    )
    return [unit for (unit,) in con.execute(sql, [stage.name]).fetchall()]


def write(
    con: duckdb.DuckDBPyConnection,
    run: Run,
    stage: Stage,
    todo: Pending,
    units: Sequence[str],
    rows: Mapping[str, Iterable[Row]],
    set_aside: Sequence[SetAside] = (),
) -> Counts:
    """Replace, in one transaction, all rows of `units`, and set their marks, also for a unit that gave no rows.

    Rows whose unit is not among `units` replace the row of the same key (a new article may rewrite the origin of an
    older one). A unit with a row that fails a critical row rule is set aside with none of its rows written.
    """
    frames = {name: tables.frame(declarations.table(name), rows.get(name, ())) for name in stage.writes}
    with transaction(con):
        failed = _failures(con, stage, frames)
        asides = [*set_aside, *failed]
        aside = {item.item: item.disposition for item in asides}
        refused = {item.item for item in failed}
        _remove(con, stage, units)
        counts = Counts()
        for name, frame in frames.items():
            counts.rows[name] = _insert(con, declarations.table(name), _without(name, frame, refused), set(units))
        outcomes = {unit: aside.get(unit, "done") for unit in units}
        _mark(con, run, stage, todo, outcomes)
        record_set_aside(con, run, asides)
        release(con, run, stage.name, [unit for unit, outcome in outcomes.items() if outcome == "done"])
    for outcome in outcomes.values():
        setattr(counts, outcome, getattr(counts, outcome) + 1)
    return counts


def forget(con: duckdb.DuckDBPyConnection, stage: Stage, units: Sequence[str], again: Collection[str] = ()) -> Counts:
    """Delete the rows and marks of units that are gone, and have the units `again` made anew because of it.

    Both in one transaction: which units they are is known from rows that go.
    """
    if units:
        with transaction(con):
            reopen(con, stage, again)
            _remove(con, stage, units, marks=True)
            con.execute(
                "DELETE FROM quality.set_aside WHERE stage = ? AND item IN (SELECT unnest(?))",
                [stage.name, list(units)],
            )
    return Counts(gone=len(units))


def reopen(con: duckdb.DuckDBPyConnection, stage: Stage, units: Collection[str]) -> None:
    """Make the stage do units anew. Their marks stay, without a fingerprint: a mark tells that there are rows."""
    con.execute(
        "UPDATE quality.marks SET fingerprint = '' WHERE stage = ? AND unit IN (SELECT unnest(?))",
        [stage.name, list(units)],
    )


# ------------------------------------------------------------------ what was set aside


def record_set_aside(con: duckdb.DuckDBPyConnection, run: Run, items: Sequence[SetAside]) -> None:
    """Note items as set aside; one that was set aside before keeps the time at which it first was."""
    if not items:
        return
    table = declarations.table("quality.set_aside")
    rows = {
        content_id(i.stage, i.item): tables.row(
            table, i, item_id=content_id(i.stage, i.item), first_seen_at=run.started_at, released_at=None
        )
        for i in items
    }
    frame = tables.frame(table, rows.values())
    con.register("new_set_aside", frame)
    con.execute(
        """
        MERGE INTO quality.set_aside o USING new_set_aside n ON o.item_id = n.item_id
        WHEN MATCHED THEN UPDATE SET source = n.source, address = n.address, disposition = n.disposition,
            reason = n.reason, message = n.message, released_at = NULL
        WHEN NOT MATCHED THEN INSERT BY NAME
        """
    )
    con.unregister("new_set_aside")


def release(con: duckdb.DuckDBPyConnection, run: Run, stage: str, items: Sequence[str]) -> None:
    """Note that items which were set aside have now gone through."""
    con.execute(
        "UPDATE quality.set_aside SET released_at = ? "
        "WHERE released_at IS NULL AND stage = ? AND item IN (SELECT unnest(?::VARCHAR[]))",
        [run.started_at, stage, list(items)],
    )


def release_others(con: duckdb.DuckDBPyConnection, run: Run, stage: str, source: str, still: Sequence[str]) -> None:
    """After a whole pass over a source: what was set aside of it before and is not any more has gone through."""
    con.execute(
        "UPDATE quality.set_aside SET released_at = ? "
        "WHERE released_at IS NULL AND stage = ? AND source = ? AND item NOT IN (SELECT unnest(?::VARCHAR[]))",
        [run.started_at, stage, source, list(still)],
    )


# ------------------------------------------------------------------ the parts of a write


def _remove(con: duckdb.DuckDBPyConnection, stage: Stage, units: Sequence[str], marks: bool = False) -> None:
    """Delete the units' rows. Units without a mark have none, and most units are new: then nothing is scanned."""
    known = con.execute(
        "SELECT count(*) FROM quality.marks WHERE stage = ? AND unit IN (SELECT unnest(?))", [stage.name, list(units)]
    ).fetchone()
    if not known or not known[0]:
        return
    for name in stage.writes:
        belongs = " OR ".join(f'"{column}" IN (SELECT unnest($units))' for column in declarations.table(name).unit)
        con.execute(f"DELETE FROM {name} WHERE {belongs}", {"units": list(units)})
    if marks:
        con.execute(
            "DELETE FROM quality.marks WHERE stage = ? AND unit IN (SELECT unnest(?))", [stage.name, list(units)]
        )


def _insert(con: duckdb.DuckDBPyConnection, table: Table, frame: pl.DataFrame, units: set[str]) -> int:
    if frame.is_empty():
        return 0
    con.register("new_rows", frame)
    if not frame[table.unit[0]].is_in(list(units)).all() or len(table.unit) > 1:
        same = " AND ".join(f'o."{k}" = n."{k}"' for k in table.key)
        con.execute(f"DELETE FROM {table.full_name} o USING new_rows n WHERE {same}")
    con.execute(f"INSERT INTO {table.full_name} BY NAME SELECT {tables.insert_list(table)} FROM new_rows")
    con.unregister("new_rows")
    return frame.height


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
            }
            for unit, outcome in outcomes.items()
        ),
    )
    con.register("new_marks", frame)
    con.execute("DELETE FROM quality.marks o USING new_marks n WHERE o.stage = n.stage AND o.unit = n.unit")
    con.execute(f"INSERT INTO quality.marks BY NAME SELECT {tables.insert_list(table)} FROM new_marks")
    con.unregister("new_marks")


def _failures(con: duckdb.DuckDBPyConnection, stage: Stage, frames: Mapping[str, pl.DataFrame]) -> list[SetAside]:
    """Units with a row that fails a critical row rule, each with the first rule that failed.

    Decided on the new rows before they are stored; what a rule reads of another table of the same batch is read there.
    """
    audited = {name: f"audited_{name.replace('.', '_')}" for name in frames}
    for name, frame in frames.items():
        con.register(f"{audited[name]}_frame", frame)
        columns = tables.insert_list(declarations.table(name))
        con.execute(f"CREATE TEMP VIEW {audited[name]} AS SELECT {columns} FROM {audited[name]}_frame")
    found: dict[str, SetAside] = {}
    for name, frame in frames.items():
        table = declarations.table(name)
        for rule in declarations.row_rules(name) if not frame.is_empty() else ():
            if rule.severity == "critical":
                source = declarations.with_reads([rule], audited[name], audited)
                sql = f'SELECT DISTINCT "{table.unit[0]}" FROM {source} WHERE NOT coalesce({rule.sql}, false)'
                for (unit,) in con.execute(sql).fetchall():
                    found.setdefault(unit, _failed_rule(stage, table, rule, unit))
    for name in frames:
        con.execute(f"DROP VIEW {audited[name]}")
        con.unregister(f"{audited[name]}_frame")
    return list(found.values())


def _failed_rule(stage: Stage, table: Table, rule: declarations.Expectation, unit: str) -> SetAside:
    return SetAside(
        item=unit,
        source=None,
        address=None,
        stage=stage.name,
        disposition="quarantined",
        reason="failed_rule",
        message=f"A row for {table.full_name} fails the rule {rule.name} ({rule.reason}); nothing of it was stored.",
    )


def _without(name: str, frame: pl.DataFrame, refused: set[str]) -> pl.DataFrame:
    if not refused:
        return frame
    keep = [~pl.col(column).is_in(list(refused)) for column in declarations.table(name).unit]
    return frame.filter(keep)
