"""Results of checks: what is kept of them in `quality.checks`, run by run.

Belongs here: the record, storing and reading it. Does not: checking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from twosource import declarations
from twosource.declarations import Table
from twosource.warehouse import mapping, tables
from twosource.warehouse.ledger import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One expectation's result: `n_checked` of the table's `n_rows` rows were looked at, `n_failed` of them failed.

    `carried` is the id of the earlier run whose result still stands.
    """

    table_name: str
    expectation: str
    column_name: str | None
    severity: str
    success: bool
    n_checked: int
    n_failed: int
    n_rows: int | None
    description: str
    sample: str | None
    carried: str | None = None


def of_table(con: duckdb.DuckDBPyConnection, table: Table, run_id: str) -> list[CheckResult]:
    """The results of a table in that run, in the order of its rules."""
    names = [f for f in CheckResult.__dataclass_fields__ if f != "carried"]
    rows = con.execute(
        f"SELECT {', '.join(names)} FROM quality.checks WHERE run_id = ? AND table_name = ? ORDER BY rowid",
        [run_id, table.full_name],
    ).fetchall()
    return [CheckResult(**dict(zip(names, row, strict=True)), carried=run_id) for row in rows]


def keep(con: duckdb.DuckDBPyConnection, run: Run, results: Sequence[CheckResult]) -> None:
    """Store the results of the run; a second check of a table in the same run replaces the first."""
    if not results:
        return
    table = declarations.table("quality.checks")
    now = datetime.now(UTC)
    as_row = mapping.of(table.full_name, CheckResult).row
    rows = [as_row(result, run_id=run.run_id, checked_at=now) for result in results]
    con.register("new_checks", tables.frame(table, rows))
    con.execute(
        "DELETE FROM quality.checks WHERE run_id = ? AND table_name IN (SELECT table_name FROM new_checks)",
        [run.run_id],
    )
    con.execute(f"INSERT INTO quality.checks BY NAME SELECT {tables.insert_list(table)} FROM new_checks")
    con.unregister("new_checks")
