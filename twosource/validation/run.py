"""Checking: over what a run touched, or over everything; counted in SQL, judged by one Great Expectations run a job.

Belongs here: counting violations, the one frame and the one suite of a job. Does not: stopping anything: the caller
reads the results.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from twosource import declarations, expectations
from twosource.declarations import Expectation, Table
from twosource.validation import catalogue, copy_fits, own_rules, profiles, results, scope, suites
from twosource.validation.own_rules import Own
from twosource.validation.results import CheckResult
from twosource.warehouse import connect, settled
from twosource.warehouse.ledger import Run

SAMPLE = 3
"""Failing rows shown with a result."""
Rule = tuple[Table, Expectation]


def validate(
    con: duckdb.DuckDBPyConnection,
    run: Run,
    names: Iterable[str] | None = None,
    whole: bool = False,
    own: Own = own_rules.NONE,
    copy: Path | None = None,
) -> list[CheckResult]:
    """Check the tables of those names (all when none is given). A table that nothing touched since its last check keeps
    that check's results.

    With `whole`, and when this version has never looked at all rows or a critical rule failed when it did, all rows are
    looked at. `own` are the rules of the data folder, `copy` is the copy for analysts. Great Expectations is imported
    only when there is something to check. Raises OwnRulesError when the database cannot ask one of the own rules.
    """
    own_rules.try_out(con, own)
    catalogue.note(con, own)
    profiles.note(con, run)
    wanted = [declarations.table(name) for name in (declarations.tables() if names is None else names)]
    if whole:
        settled.forget(con)
    whole = whole or (names is None and scope.must_be_whole(con, own))
    kept = {table.full_name: None if whole else scope.standing(con, table, own) for table in wanted}
    # one state of the data for all that is counted, which a lake then looks up once and not for each statement
    with own_rules.blamed(con, own), connect.one_state(con):
        fresh = _check(con, [table for table in wanted if kept[table.full_name] is None], whole, own)
    beside = copy_fits.check(con, copy) if copy else []
    results.keep(con, run, [*(result for found in fresh.values() for result in found), *beside])
    if whole and names is None:
        con.execute("UPDATE quality.runs SET checked_by = ? WHERE run_id = ?", [scope.checker(own), run.run_id])
    return [*(result for name, standing in kept.items() for result in standing or fresh[name]), *beside]


def _check(
    con: duckdb.DuckDBPyConnection, tables: Sequence[Table], whole: bool, own: Own
) -> dict[str, list[CheckResult]]:
    """Results by table. The one frame has one row and a column per rule: its violations, or its share of good rows."""
    asked = {f"{t.full_name}.{rule.name}": (t, rule) for t in tables for rule in scope.rules(t, whole, own)}
    if not asked:
        return {}
    totals = {t.full_name: _count(con, f"SELECT count(*) FROM {t.full_name}") for t in tables}
    for table in tables:
        where = scope.ALL if whole else scope.touched(con, table, own)
        con.execute(f"CREATE OR REPLACE TEMP VIEW {_looked_at(table)} AS SELECT * FROM {table.full_name} WHERE {where}")
    checked, values = _count_rows(con, tables, own)
    values |= _count_tables(con, {name: rule for name, rule in asked.items() if not rule[1].per_row})
    failing = _judge(asked, values)
    found: dict[str, list[CheckResult]] = {t.full_name: [] for t in tables}
    for name, (table, rule) in asked.items():
        total = totals[table.full_name]
        n = checked[table.full_name] if rule.per_row else total
        failed = round((1 - values[name]) * total) if rule.type == "share" else int(values[name])
        holds = name not in failing
        sample = None if holds else _sample(con, table, rule)
        found[table.full_name].append(_result(table, rule, holds, (n, failed, total), sample))
    for table in tables:
        con.execute(f"DROP VIEW {_looked_at(table)}")
    return found


def _looked_at(table: Table) -> str:
    """The view of the table's rows that are looked at."""
    return f"looked_at_{table.full_name.replace('.', '_')}"


# ------------------------------------------------------------------ counting


def _count_rows(
    con: duckdb.DuckDBPyConnection, tables: Sequence[Table], own: Own
) -> tuple[dict[str, int], dict[str, float]]:
    """Rows looked at by table, and violations by rule about single rows."""
    checked: dict[str, int] = {}
    violations: dict[str, float] = {}
    for table in tables:
        rules = scope.row_rules(table, own)
        counts = "".join(f", count(*) FILTER (NOT coalesce(({rule.sql}), false))" for rule in rules)
        source = expectations.with_reads(rules, _looked_at(table))
        n, *failed = con.execute(f"SELECT count(*){counts} FROM {source}").fetchone() or (0,)
        checked[table.full_name] = n
        violations |= {f"{table.full_name}.{rule.name}": float(m) for rule, m in zip(rules, failed, strict=True)}
    return checked, violations


def _count_tables(con: duckdb.DuckDBPyConnection, rules: Mapping[str, Rule]) -> dict[str, float]:
    """Violations, or the share of good rows (1 for an empty table), by rule about whole tables: in one query."""
    parts = [
        f"coalesce((SELECT avg(CASE WHEN {rule.sql} THEN 1.0 ELSE 0.0 END) FROM {table.full_name}), 1.0)"
        if rule.type == "share"
        else f"(SELECT count(*) FROM ({rule.sql}))"
        for table, rule in rules.values()
    ]
    if not parts:
        return {}
    row = con.execute("SELECT " + ", ".join(parts)).fetchone() or ()
    return dict(zip(rules, map(float, row), strict=True))


def _count(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    return int(row[0]) if row else 0


# ------------------------------------------------------------------ judging


def _frame(asked: Mapping[str, Rule], values: Mapping[str, float]) -> Any:
    """What was counted, for Great Expectations: a row per rule, its violations, or its share and the least share."""
    import pandas as pd

    rows = [
        (name, rule.severity, None, values[name], rule.minimum)
        if rule.type == "share"
        else (name, rule.severity, values[name], None, None)
        for name, (_, rule) in asked.items()
    ]
    names = (suites.NAMES, "severity", "violations", "share", "minimum")
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    kinds = dict.fromkeys(("violations", "share", "minimum"), "float64")
    return pd.DataFrame(columns).astype(kinds)


def _judge(asked: Mapping[str, Rule], values: Mapping[str, float]) -> set[str]:
    """The names of the rules that do not hold, as Great Expectations finds over the frame of what was counted.

    Raises RuntimeError when it could not judge, so that nothing passes for checked that was not.
    """
    context = suites.context()
    source = context.data_sources.add_or_update_pandas(name="twosource")
    asset = source.add_dataframe_asset(name="counts")
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": _frame(asked, values)})
    wanted = {"result_format": "COMPLETE", "unexpected_index_column_names": [suites.NAMES]}
    outcome = batch.validate(suites.counted(), result_format=wanted)
    failing: set[str] = set()
    for result in outcome.results:
        if result.exception_info.get("raised_exception") or (not result.success and not result.result):
            raise RuntimeError(f"Great Expectations could not judge: {result.exception_info}")
        failing |= {found[suites.NAMES] for found in result.result.get("unexpected_index_list") or ()}
    return failing


def _sample(con: duckdb.DuckDBPyConnection, table: Table, rule: Expectation) -> str:
    """Up to three failing rows: their keys, or what the rule itself selects."""
    sql = expectations.breaking(table, rule, _looked_at(table) if rule.per_row else None)
    shown = "*" if rule.type == "violations" else ", ".join(f'"{k}"' for k in table.key)
    rows = con.execute(f"SELECT {shown} FROM ({sql}) LIMIT {SAMPLE}").fetchall()
    return "; ".join(", ".join(str(value) for value in row) for row in rows)


def _result(
    table: Table, rule: Expectation, success: bool, counts: tuple[int, int, int], sample: str | None
) -> CheckResult:
    checked, failed, total = counts
    return CheckResult(
        table_name=table.full_name,
        expectation=rule.name,
        column_name=rule.column,
        severity=rule.severity,
        success=success,
        n_checked=checked,
        n_failed=failed,
        n_rows=total,
        description=suites.description(rule),
        sample=sample,
    )
