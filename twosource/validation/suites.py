"""Great Expectations suites from the declarations: the one that a run is judged by, and a table's own to take away.

Belongs here: which expectation class stands for which kind of rule, the quiet context. Does not: running a suite, or
any rule of its own.
"""

from __future__ import annotations

import re
from typing import Any

from twosource import expectations, put_off, settings
from twosource.declarations import SEVERITIES, Column, Expectation, Table

NATIVE = ("not_null", "allowed", "minimum", "maximum", "pattern")
"""Rules that Great Expectations has a class for; the others are said in SQL."""


NOT_OURS = ("scipy.stats", "altair")
"""What Great Expectations imports for expectations that no rule of ours is, at a third of the time of its own start."""


def description(rule: Expectation) -> str:
    """The rule in words, with its reason."""
    rows = {
        "violations": "no row may break it",
        "share": f"at least {rule.minimum or 0:.0%} of the rows must keep it",
    }.get(rule.type, "every row must keep it")
    return f"rule “{rule.name.replace('_', ' ')}” ({rows}): {rule.reason}"


def context() -> Any:
    """An ephemeral Great Expectations context: it writes nothing and reports to nobody."""
    settings.keep_great_expectations_quiet()
    put_off.let_in("pandas")
    with put_off.put_off(*NOT_OURS):
        import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    # the usual ephemeral context leaves a folder for its documentation behind
    stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    made = gx.get_context(mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=stores))
    made.variables.progress_bars = ProgressBarsConfig(globally=False)
    return made


NAMES = "rule"
"""The column of the frame of counts that names the rule; beside it are `severity`, `violations`, `share`, `minimum`."""


def counted() -> Any:
    """The suite over a frame with a row per rule: its violations are none, its share of good rows is large enough.

    One expectation per kind and severity and not one per rule, since each costs more than to count all rows.
    """
    import great_expectations.expectations as gxe
    from great_expectations.expectations.row_conditions import Column

    wanted = []
    for severity in SEVERITIES:
        common = {"severity": severity, "row_condition": Column("severity") == severity}
        wanted.append(gxe.ExpectColumnValuesToBeInSet(column="violations", value_set=[0], **common))
        wanted.append(
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="share", column_B="minimum", or_equal=True, ignore_row_if="either_value_is_missing", **common
            )
        )
    return _suite("counted", wanted)


def of_table(table: Table) -> Any:
    """The suite of a table as people who know Great Expectations would write it, to run over the table wherever it is.

    Rules of columns are of Great Expectations' own classes; the others select the rows that break them.
    """
    rules = (*expectations.row_rules(table.full_name), *expectations.table_rules(table.full_name))
    return _suite(table.full_name, [_native(table, rule) for rule in rules])


def _suite(name: str, wanted: list[Any]) -> Any:
    import great_expectations as gx

    return gx.ExpectationSuite(name=name, expectations=wanted)


def _native(table: Table, rule: Expectation) -> Any:
    import great_expectations.expectations as gxe

    common = _common(rule, rule.name)
    column: Column | None = table.column(rule.column) if rule.column and rule.type in NATIVE else None
    if column is None:
        return gxe.UnexpectedRowsExpectation(unexpected_rows_query=_breaking(table, rule), **common)
    if rule.type == "not_null":
        return gxe.ExpectColumnValuesToNotBeNull(column=column.name, **common)
    if rule.type == "allowed":
        return gxe.ExpectColumnValuesToBeInSet(column=column.name, value_set=list(column.allowed or ()), **common)
    if rule.type == "pattern":
        return gxe.ExpectColumnValuesToMatchRegex(column=column.name, regex=f"^(?:{column.pattern})$", **common)
    bounds = {"min_value": column.minimum} if rule.type == "minimum" else {"max_value": column.maximum}
    return gxe.ExpectColumnValuesToBeBetween(column=column.name, **bounds, **common)


def _breaking(table: Table, rule: Expectation) -> str:
    """SQL for the rows that break the rule. Great Expectations puts the table where `{batch}` stands."""
    if rule.type == "violations":
        sql = rule.sql
    elif rule.type == "share":
        share = f"SELECT avg(CASE WHEN {rule.sql} THEN 1.0 ELSE 0.0 END) AS share FROM {table.full_name}"
        sql = f"SELECT share FROM ({share}) WHERE share < {rule.minimum}"
    else:
        sql = (
            f"SELECT * FROM {expectations.with_reads([rule], table.full_name)} WHERE NOT coalesce(({rule.sql}), false)"
        )
    return re.sub(rf"\b{re.escape(table.full_name)}\b", "{batch}", sql.replace("{", "{{").replace("}", "}}"))


def _common(rule: Expectation, name: str) -> dict[str, Any]:
    return {"severity": rule.severity, "description": description(rule), "meta": {"rule": name}}
