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
from twosource.validation.own_rules import NONE, Own
from twosource.validation.results import CheckResult, of_table
from twosource.warehouse.ledger import written_since

ALL = "true"
"""The WHERE clause for all rows."""


def row_rules(table: Table, own: Own) -> tuple[Expectation, ...]:
    """The rules of a table that are about single rows, one's own last."""
    return (*expectations.row_rules(table.full_name), *(r for r in own.get(table.full_name, ()) if r.per_row))


def rules(table: Table, whole: bool, own: Own = NONE) -> tuple[Expectation, ...]:
    """The rules of a table that are asked: those about single rows first."""
    others = (*expectations.table_rules(table.full_name), *own.get(table.full_name, ()))
    wanted = (*row_rules(table, own), *(rule for rule in others if not rule.per_row))
    return tuple(rule for rule in wanted if whole or not rule.whole)


def checker(own: Own) -> str:
    """A digest of what decides whether rows hold: the version of twosource and every rule."""
    told = [metadata.version("twosource")]
    for table in declarations.tables().values():
        told += [f"{table.full_name} {rule.name} {rule.severity} {rule.sql}" for rule in rules(table, True, own)]
    return content_id(*told)


def must_be_whole(con: duckdb.DuckDBPyConnection, own: Own) -> bool:
    """Whether all rows have to be looked at: by this version they never were, or a critical rule failed when they
    were last."""
    last = con.execute(
        "SELECT r.checked_by, EXISTS (FROM quality.checks c WHERE c.run_id = r.run_id AND NOT c.success "
        "AND c.severity = 'critical') FROM quality.runs r WHERE r.checked_by IS NOT NULL ORDER BY r.number DESC LIMIT 1"
    ).fetchone()
    return last is None or last[0] != checker(own) or last[1]


def standing(con: duckdb.DuckDBPyConnection, table: Table, own: Own) -> list[CheckResult] | None:
    """The last results when they still hold: same rules, nothing critical failed, nothing written since, and as many
    rows there as were written."""
    last = last_run(con, table)
    if last is None or written_since(con, last[1]):
        return None
    results = of_table(con, table, last[0])
    same = _settled(table, results, own) and not _other_news(con, table, results, own)
    return results if same and not _broken(con, table, expectations.AS_MANY) else None


def _broken(con: duckdb.DuckDBPyConnection, table: Table, *names: str, history: bool = False) -> bool:
    """Whether a rule over the whole table fails: one of these names, or one that looks at a ledger's history."""
    asked = [r for r in expectations.table_rules(table.full_name) if r.name in names or (history and r.history)]
    return any(con.execute(f"SELECT 1 FROM ({rule.sql}) LIMIT 1").fetchone() for rule in asked)


def last_run(con: duckdb.DuckDBPyConnection, table: Table) -> tuple[str, int] | None:
    """Id and number of the run that last checked the table."""
    return con.execute(
        "SELECT c.run_id, r.number FROM quality.checks c JOIN quality.runs r USING (run_id) "
        "WHERE c.table_name = ? ORDER BY r.number DESC LIMIT 1",
        [table.full_name],
    ).fetchone()


def _settled(table: Table, results: Sequence[CheckResult], own: Own) -> bool:
    """Whether the rows checked then need no second look: by the same rules, and none failed a critical one."""
    told = {r.expectation for r in results}
    same = {rule.name for rule in rules(table, False, own)} <= told <= {r.name for r in rules(table, True, own)}
    return same and all(r.success for r in results if r.severity == "critical")


def _other_news(con: duckdb.DuckDBPyConnection, table: Table, results: Sequence[CheckResult], own: Own) -> bool:
    """Whether a ledger's new rows change its results: every run adds some, also one that finds an outage or no news."""
    if not table.ledger:
        return False
    good = " AND ".join(f"coalesce(({rule.sql}), false)" for rule in row_rules(table, own)) or "true"
    sql = f"SELECT count(*), count(*) FILTER (NOT ({good})) FROM {table.full_name} WHERE {touched(con, table, own)}"
    n, bad = con.execute(sql).fetchone() or (0, 0)
    return bool(bad or (n and (not all(r.success for r in results) or _broken(con, table, history=True))))


def touched(con: duckdb.DuckDBPyConnection, table: Table, own: Own) -> str:
    """A WHERE clause for the rows that runs since the table's last check have written.

    All rows when a critical rule failed in that check or the rules are others: the row may still be there. What an
    earlier check reported as a warning was true of the rows of then, and is not said of every run after it.
    """
    last = last_run(con, table)
    if last is None or not _settled(table, of_table(con, table, last[0]), own):
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
