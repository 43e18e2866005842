"""Running the suites over what a run touched, and over whole tables; keeping every result.

Belongs here: narrow frames out of DuckDB, one Great Expectations run per table, rows of `quality.checks`.
Does not: stopping anything: the caller reads the results.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from twosource import declarations
from twosource.declarations import Expectation, Table
from twosource.validation import suites
from twosource.warehouse import tables as warehouse_tables
from twosource.warehouse.stages import Run

SAMPLE = 3
"""Failing rows shown with a result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One expectation's result. `carried` is the id of the earlier run whose result still stands."""

    table_name: str
    expectation: str
    column_name: str | None
    severity: str
    success: bool
    n_checked: int
    n_failed: int
    description: str
    sample: str | None
    carried: str | None = None


def validate(con: duckdb.DuckDBPyConnection, run: Run, names: Iterable[str]) -> list[CheckResult]:
    """Check the tables of those names. A table that nothing touched since its last check keeps that check's results.

    Great Expectations is imported only when there is something to check.
    """
    kept = {name: _standing(con, declarations.table(name)) for name in names}
    fresh = _check(con, [declarations.table(name) for name, standing in kept.items() if standing is None])
    _keep(con, run, [result for results in fresh.values() for result in results])
    return [result for name, standing in kept.items() for result in standing or fresh[name]]


# ------------------------------------------------------------------ what has to be checked


def _last(con: duckdb.DuckDBPyConnection, table: Table) -> tuple[str, datetime] | None:
    """The run that last checked the table."""
    return con.execute(
        "SELECT c.run_id, r.started_at FROM quality.checks c JOIN quality.runs r USING (run_id) "
        "WHERE c.table_name = ? ORDER BY r.started_at DESC LIMIT 1",
        [table.full_name],
    ).fetchone()


def _standing(con: duckdb.DuckDBPyConnection, table: Table) -> list[CheckResult] | None:
    """The last results when they still hold: same rules, nothing critical failed, and nothing written since."""
    last = _last(con, table)
    if last is None or _written_since(con, last[1]):
        return None
    results = _results_of(con, table, last[0])
    return results if _settled(table, results) and not _other_news(con, table, results) else None


def _results_of(con: duckdb.DuckDBPyConnection, table: Table, run_id: str) -> list[CheckResult]:
    names = [f for f in CheckResult.__dataclass_fields__ if f != "carried"]
    rows = con.execute(
        f"SELECT {', '.join(names)} FROM quality.checks WHERE run_id = ? AND table_name = ? ORDER BY rowid",
        [run_id, table.full_name],
    ).fetchall()
    return [CheckResult(**dict(zip(names, row, strict=True)), carried=run_id) for row in rows]


def _settled(table: Table, results: Sequence[CheckResult]) -> bool:
    """Whether the rows checked then need no second look: by the same rules, and none failed a critical one."""
    same = [r.expectation for r in results] == [rule.name for rule in _rules(table)]
    return same and all(r.success for r in results if r.severity == "critical")


def _other_news(con: duckdb.DuckDBPyConnection, table: Table, results: Sequence[CheckResult]) -> bool:
    """Whether a ledger's new rows change its results: every run adds some, also one that finds an outage or no news."""
    if not table.ledger:
        return False
    rules = declarations.row_rules(table.full_name)
    good = " AND ".join(f"coalesce(({rule.sql}), false)" for rule in rules)
    sql = f"SELECT count(*), count(*) FILTER (NOT ({good})) FROM {table.full_name} WHERE {_touched(con, table)}"
    touched, bad = con.execute(sql).fetchone() or (0, 0)
    return bool(bad or (touched and not all(r.success for r in results)))


def _written_since(con: duckdb.DuckDBPyConnection, when: datetime) -> bool:
    row = con.execute(
        "SELECT count(*) FROM quality.runs r WHERE r.started_at > $1 AND ("
        "EXISTS (FROM quality.marks m WHERE m.run_id = r.run_id) "
        "OR EXISTS (FROM raw.captures c WHERE c.first_seen_at = r.started_at) "
        "OR EXISTS (FROM quality.set_aside s WHERE s.first_seen_at = r.started_at OR s.released_at = r.started_at))",
        [when],
    ).fetchone()
    return bool(row and row[0])


def _touched(con: duckdb.DuckDBPyConnection, table: Table) -> str:
    """A WHERE clause for the rows that runs since the table's last check have written.

    All rows when that check is not settled, and when a row failed any rule in it: the row may still be there. Only the
    records of single runs are left alone: an outage of yesterday is not one of today.
    """
    last = _last(con, table)
    names = {c.name for c in table.columns}
    if last is None:
        return "true"
    results = _results_of(con, table, last[0])
    if not _settled(table, results) or ("run_id" not in names and not all(r.success for r in results)):
        return "true"
    since = f"TIMESTAMPTZ {declarations.quote(last[1].isoformat())}"
    runs = f"SELECT run_id FROM quality.runs WHERE started_at > {since}"
    stage = next((s for s in declarations.stages().values() if table.full_name in s.writes), None)
    if stage is not None:
        marked = f"SELECT unit FROM quality.marks WHERE stage = '{stage.name}' AND run_id IN ({runs})"
        return " OR ".join(f'"{column}" IN ({marked})' for column in table.unit)
    if "run_id" in names:
        return f"run_id IN ({runs})"
    return f"first_seen_at > {since}" if "first_seen_at" in names else "true"


def _rules(table: Table) -> tuple[Expectation, ...]:
    return (*declarations.row_rules(table.full_name), *declarations.table_rules(table.full_name))


# ------------------------------------------------------------------ checking


def _check(con: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> dict[str, list[CheckResult]]:
    """Results by table: row rules over the rows touched, table by table, then all rules about whole tables at once."""
    results = {table.full_name: _check_rows(con, table) for table in tables}
    rules = {f"{t.full_name}.{r.name}": (t, r) for t in tables for r in declarations.table_rules(t.full_name)}
    if rules:
        facts = con.sql(_table_query(rules)).df()
        found = _run(facts, suites.table_suite({column: rule for column, (_, rule) in rules.items()}))
        for column, (table, rule) in rules.items():
            result = _table_result(con, table, rule, found[column][0], float(facts[column].iloc[0]))
            results[table.full_name].append(result)
    return results


def _check_rows(con: duckdb.DuckDBPyConnection, table: Table) -> list[CheckResult]:
    rules = declarations.row_rules(table.full_name)
    touched = _touched(con, table)
    con.execute(f"CREATE OR REPLACE TEMP VIEW touched_rows AS SELECT * FROM {table.full_name} WHERE {touched}")
    found = _run(con.sql(_row_query(rules)).df(), suites.row_suite(table, rules))
    results = [_row_result(con, table, rule, found[rule.name]) for rule in rules]
    con.execute("DROP VIEW touched_rows")
    return results


def _row_query(rules: Sequence[Expectation]) -> str:
    """The columns that native rules need and a flag per predicate, over the rows touched."""
    wanted = dict.fromkeys(f'touched_rows."{rule.column}"' for rule in rules if rule.type in suites.NATIVE)
    flags = [rule for rule in rules if rule.type not in suites.NATIVE]
    wanted |= dict.fromkeys(f'coalesce(({rule.sql}), false) AS "{rule.name}"' for rule in flags)
    return f"SELECT {', '.join(wanted)} FROM {declarations.with_reads(flags, 'touched_rows')}"


def _table_query(rules: Mapping[str, tuple[Table, Expectation]]) -> str:
    """One row: for each rule the number of violations, or the share of good rows (1 for an empty table)."""
    parts = [
        f"coalesce((SELECT avg(CASE WHEN {rule.sql} THEN 1.0 ELSE 0.0 END) FROM {table.full_name}), 1.0)"
        if rule.type == "share"
        else f"(SELECT count(*) FROM ({rule.sql}))"
        for table, rule in rules.values()
    ]
    return "SELECT " + ", ".join(f'{part} AS "{column}"' for part, column in zip(parts, rules, strict=True))


def _run(frame: Any, suite: Any) -> Mapping[str, tuple[bool, int, int]]:
    """Run a suite over a frame: rule to success, rows checked, rows failed."""
    context = _context()
    source = context.data_sources.add_or_update_pandas(name="frames")
    asset = source.add_dataframe_asset(name=suite.name)
    batch = asset.add_batch_definition_whole_dataframe("whole")
    outcome = batch.get_batch({"dataframe": frame}).validate(suite)
    return {
        r.expectation_config.meta["rule"]: (
            bool(r.success),
            int(r.result.get("element_count", len(frame))),
            int(r.result.get("unexpected_count", 0)),
        )
        for r in outcome.results
    }


def _context() -> Any:
    """An ephemeral Great Expectations context: it writes nothing and reports to nobody."""
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    # the usual ephemeral context leaves a folder for its documentation behind
    stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    context = gx.get_context(mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=stores))
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context


# ------------------------------------------------------------------ results


def _row_result(
    con: duckdb.DuckDBPyConnection, table: Table, rule: Expectation, found: tuple[bool, int, int]
) -> CheckResult:
    success, checked, failed = found
    sample = None
    if not success:
        keys = ", ".join(f'"{k}"' for k in table.key)
        source = declarations.with_reads([rule], "touched_rows")
        sample = _sample(con, f"SELECT {keys} FROM {source} WHERE NOT coalesce(({rule.sql}), false)")
    return _result(table, rule, success, checked, failed, sample)


def _table_result(
    con: duckdb.DuckDBPyConnection, table: Table, rule: Expectation, success: bool, value: float
) -> CheckResult:
    total = int((con.execute(f"SELECT count(*) FROM {table.full_name}").fetchone() or (0,))[0])
    if rule.type != "share":
        return _result(table, rule, success, total, int(value), None if success else _sample(con, rule.sql))
    keys = ", ".join(f'"{k}"' for k in table.key)
    bad = f"SELECT {keys} FROM {table.full_name} WHERE NOT coalesce(({rule.sql}), false)"
    return _result(table, rule, success, total, round((1 - value) * total), None if success else _sample(con, bad))


def _result(
    table: Table, rule: Expectation, success: bool, checked: int, failed: int, sample: str | None
) -> CheckResult:
    return CheckResult(
        table_name=table.full_name,
        expectation=rule.name,
        column_name=rule.column,
        severity=rule.severity,
        success=success,
        n_checked=checked,
        n_failed=failed,
        description=suites.description(rule),
        sample=sample,
    )


def _sample(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    rows = con.execute(f"SELECT * FROM ({sql}) LIMIT {SAMPLE}").fetchall()
    return "; ".join(", ".join(str(value) for value in row) for row in rows)


def _keep(con: duckdb.DuckDBPyConnection, run: Run, results: Sequence[CheckResult]) -> None:
    table = declarations.table("quality.checks")
    now = datetime.now(UTC)
    rows = [warehouse_tables.row(table, r, run_id=run.run_id, checked_at=now) for r in results]
    con.register("new_checks", warehouse_tables.frame(table, rows))
    con.execute(
        "DELETE FROM quality.checks WHERE run_id = ? AND table_name IN (SELECT table_name FROM new_checks)",
        [run.run_id],
    )
    con.execute(f"INSERT INTO quality.checks BY NAME SELECT {warehouse_tables.insert_list(table)} FROM new_checks")
    con.unregister("new_checks")
