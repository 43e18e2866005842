"""A Great Expectations suite from a table's declaration.

Belongs here: which expectation class stands for which kind of rule. Does not: running one, or any rule of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from twosource.declarations import Column, Expectation, Table

NATIVE = ("not_null", "allowed", "minimum", "maximum", "pattern")
"""Rules that Great Expectations decides on the column's values; a predicate is decided in SQL and read as a flag."""


def description(rule: Expectation) -> str:
    """The rule in words, with its reason."""
    rows = {
        "violations": "no row may break it",
        "share": f"at least {rule.minimum or 0:.0%} of the rows must keep it",
    }.get(rule.type, "every row must keep it")
    return f"rule “{rule.name.replace('_', ' ')}” ({rows}): {rule.reason}"


def row_suite(table: Table, rules: tuple[Expectation, ...]) -> Any:
    """The suite for rules decided row by row, over a frame of the columns they need and a flag per predicate."""
    return _suite(f"{table.full_name} rows", [_row_expectation(table, rule) for rule in rules])


def table_suite(rules: Mapping[str, Expectation]) -> Any:
    """The suite for rules about whole tables, over a frame of one row: a column with violations or share per rule."""
    return _suite("tables", [_table_expectation(column, rule) for column, rule in rules.items()])


def _suite(name: str, expectations: list[Any]) -> Any:
    import great_expectations as gx

    return gx.ExpectationSuite(name=name, expectations=expectations)


def _row_expectation(table: Table, rule: Expectation) -> Any:
    import great_expectations.expectations as gxe

    common = {"severity": rule.severity, "description": description(rule), "meta": {"rule": rule.name}}
    column: Column | None = table.column(rule.column) if rule.column and rule.type in NATIVE else None
    if column is None:
        return gxe.ExpectColumnValuesToBeInSet(column=rule.name, value_set=[True], **common)
    if rule.type == "not_null":
        return gxe.ExpectColumnValuesToNotBeNull(column=column.name, **common)
    if rule.type == "allowed":
        return gxe.ExpectColumnValuesToBeInSet(column=column.name, value_set=list(column.allowed or ()), **common)
    if rule.type == "pattern":
        return gxe.ExpectColumnValuesToMatchRegex(column=column.name, regex=f"^(?:{column.pattern})$", **common)
    bounds = {"min_value": column.minimum} if rule.type == "minimum" else {"max_value": column.maximum}
    return gxe.ExpectColumnValuesToBeBetween(column=column.name, **bounds, **common)


def _table_expectation(column: str, rule: Expectation) -> Any:
    import great_expectations.expectations as gxe

    common = {"severity": rule.severity, "description": description(rule), "meta": {"rule": column}}
    if rule.type == "share":
        return gxe.ExpectColumnValuesToBeBetween(column=column, min_value=rule.minimum, **common)
    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=[0], **common)
