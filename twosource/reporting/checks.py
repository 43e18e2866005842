"""The pages of checks: every rule with its last result, its history, the rows that fail it and the query for them.

Belongs here: reading results, and the rows behind a failure. Does not: deciding whether a rule holds (`validation`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from twosource.reporting.queries import Row, grouped, rows

HISTORY = 30
"""Runs that a history shows; older ones stay in the database."""
SHOWN = 20
"""Failing rows on a page; the query gives all."""
Run = tuple[datetime, bool, int]
"""When, whether the rule held, rows that failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule: its last result, its history with the newest last, the query for rows that fail it (None: there is
    no such rule any more), some of these rows, and which of their articles have a page."""

    last: Row
    history: list[Run]
    query: str | None
    failing: list[Row]
    articles: frozenset[str]

    @property
    def anchor(self) -> str:
        """Its place on the page of its table."""
        return f"{self.last['expectation']}-{self.last['column_name'] or 'table'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChecks:
    """A table's checks, failed ones first, and (time, passed, failed, critical) run by run."""

    table: str
    checks: list[Check]
    history: list[tuple[datetime, int, int, int]]

    @property
    def failed(self) -> list[Check]:
        """Those whose last result is a failure."""
        return [check for check in self.checks if not check.last["success"]]


def checks(con: duckdb.DuckDBPyConnection) -> list[TableChecks]:
    """Every table's checks, tables with failures first."""
    latest = rows(
        con,
        # a rule of which there is no query any more is one that only another version had
        "SELECT * FROM checks QUALIFY run_number = CASE WHEN query IS NULL "
        "THEN max(run_number) OVER (PARTITION BY table_name) "
        "ELSE max(run_number) OVER (PARTITION BY table_name, expectation, column_name) END "
        "ORDER BY success, list_position(['critical', 'warning', 'info'], severity), expectation, column_name",
    )
    single: dict[tuple[str, str, str | None], list[Run]] = {}
    for table, expectation, column, *run in con.execute(
        "SELECT table_name, expectation, column_name, checked_at, success, n_failed FROM checks "
        "QUALIFY row_number() OVER (PARTITION BY table_name, expectation, column_name ORDER BY run_number DESC) <= ? "
        "ORDER BY run_number",
        [HISTORY],
    ).fetchall():
        single.setdefault((table, expectation, column), []).append(tuple(run))
    found = [
        TableChecks(
            table=table,
            checks=[_check(con, last, single[table, last["expectation"], last["column_name"]]) for last in own],
            history=_together(con, table),
        )
        for table, own in sorted(grouped(latest, "table_name").items())
    ]
    return sorted(found, key=lambda one: (-_worst(one.failed), one.table))


def _together(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[datetime, int, int, int]]:
    found = con.execute(
        "SELECT max(checked_at), count_if(success), count_if(NOT success), "
        "count_if(NOT success AND severity = 'critical') FROM checks WHERE table_name = ? GROUP BY run_number "
        "QUALIFY row_number() OVER (ORDER BY run_number DESC) <= ? ORDER BY run_number",
        [table, HISTORY],
    ).fetchall()
    return [(at, held, failed, critical) for at, held, failed, critical in found]


def _worst(failed: Sequence[Check]) -> int:
    return max((("info", "warning", "critical").index(check.last["severity"]) + 1 for check in failed), default=0)


def _check(con: duckdb.DuckDBPyConnection, last: Row, history: list[Run]) -> Check:
    query = last["query"]
    failing = _failing(con, query) if query and not last["success"] else []
    return Check(last=last, history=history, query=query, failing=failing, articles=_with_page(con, failing))


def _with_page(con: duckdb.DuckDBPyConnection, failing: Sequence[Row]) -> frozenset[str]:
    named = [row["article_id"] for row in failing if row.get("article_id")]
    if not named:
        return frozenset()
    found = con.execute("SELECT article_id FROM articles WHERE article_id IN (SELECT unnest(?))", [named])
    return frozenset(own for (own,) in found.fetchall())


def _failing(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """Some rows that fail; none where the copy cannot answer, as of a rule that another version had."""
    try:
        return rows(con, f"SELECT * FROM ({query.rstrip('; ')}) LIMIT {SHOWN}")
    except (duckdb.BinderException, duckdb.CatalogException):
        return []
