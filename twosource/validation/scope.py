"""What a run has to check: which tables, and which of their rows.

Belongs here: what was written since a table was last checked, and when everything has to be looked at again.
Does not: checking (`run`), the rules (`declarations`).
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata

import duckdb

from twosource import declarations, expectations
from twosource.declarations import Expectation, Table
from twosource.identity import content_id
from twosource.validation.results import CheckResult, of_table
from twosource.warehouse.ledger import written_since

ALL = "true"
"""The WHERE clause for all rows."""


def rules(table: Table, whole: bool) -> tuple[Expectation, ...]:
    """The rules of a table that are asked: those about single rows first."""
    wanted = (*expectations.row_rules(table.full_name), *expectations.table_rules(table.full_name))
    return tuple(rule for rule in wanted if whole or not rule.whole)


def checker() -> str:
    """A digest of what decides whether rows hold: the version of twosource and every rule."""
    told = [metadata.version("twosource")]
    for table in declarations.tables().values():
        told += [f"{table.full_name} {rule.name} {rule.severity} {rule.sql}" for rule in rules(table, whole=True)]
    return content_id(*told)


def must_be_whole(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether all rows have to be looked at: by this version they never were, or a critical rule failed when they
    were last."""
    last = con.execute(
        "SELECT r.checked_by, EXISTS (FROM quality.checks c WHERE c.run_id = r.run_id AND NOT c.success "
        "AND c.severity = 'critical') FROM quality.runs r WHERE r.checked_by IS NOT NULL ORDER BY r.number DESC LIMIT 1"
    ).fetchone()
    return last is None or last[0] != checker() or last[1]


def standing(con: duckdb.DuckDBPyConnection, table: Table) -> list[CheckResult] | None:
    """The last results when they still hold: same rules, nothing critical failed, and nothing written since."""
    last = last_run(con, table)
    if last is None or written_since(con, last[1]):
        return None
    results = of_table(con, table, last[0])
    return results if _settled(table, results) and not _other_news(con, table, results) else None


def last_run(con: duckdb.DuckDBPyConnection, table: Table) -> tuple[str, int] | None:
    """Id and number of the run that last checked the table."""
    return con.execute(
        "SELECT c.run_id, r.number FROM quality.checks c JOIN quality.runs r USING (run_id) "
        "WHERE c.table_name = ? ORDER BY r.number DESC LIMIT 1",
        [table.full_name],
    ).fetchone()


def _settled(table: Table, results: Sequence[CheckResult]) -> bool:
    """Whether the rows checked then need no second look: by the same rules, and none failed a critical one."""
    told = {r.expectation for r in results}
    same = {rule.name for rule in rules(table, whole=False)} <= told <= {r.name for r in rules(table, whole=True)}
    return same and all(r.success for r in results if r.severity == "critical")


def _other_news(con: duckdb.DuckDBPyConnection, table: Table, results: Sequence[CheckResult]) -> bool:
    """Whether a ledger's new rows change its results: every run adds some, also one that finds an outage or no news."""
    if not table.ledger:
        return False
    good = " AND ".join(f"coalesce(({rule.sql}), false)" for rule in expectations.row_rules(table.full_name))
    sql = f"SELECT count(*), count(*) FILTER (NOT ({good})) FROM {table.full_name} WHERE {touched(con, table)}"
    n, bad = con.execute(sql).fetchone() or (0, 0)
    return bool(bad or (n and not all(r.success for r in results)))


def touched(con: duckdb.DuckDBPyConnection, table: Table) -> str:
    """A WHERE clause for the rows that runs since the table's last check have written.

    All rows when a critical rule failed in that check or the rules are others: the row may still be there. What an
    earlier check reported as a warning was true of the rows of then, and is not said of every run after it.
    """
    last = last_run(con, table)
    if last is None or not _settled(table, of_table(con, table, last[0])):
        return ALL
    names = {c.name for c in table.columns}
    runs = f"SELECT run_id FROM quality.runs WHERE number > {last[1]}"
    stage = next((s for s in declarations.stages().values() if table.full_name in s.writes), None)
    if stage is not None:
        marked = f"SELECT unit FROM quality.marks WHERE stage = '{stage.name}' AND run_id IN ({runs})"
        return " OR ".join(f'"{column}" IN ({marked})' for column in table.unit)
    if "run_id" in names:
        return f"run_id IN ({runs})"
    return f"first_run > {last[1]}" if "first_run" in names else ALL
