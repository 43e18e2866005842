"""The rules as a table: each with its sentence, its reason, and the query that lists the rows which break it.

Belongs here: bringing `quality.expectations` up to date. Does not: any rule, asking one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from twosource import declarations, expectations
from twosource.validation import copy_fits, scope
from twosource.validation.own_rules import FOLDER, Own
from twosource.warehouse import tables

NAME = "quality.expectations"
OURS = "twosource"


def note(con: duckdb.DuckDBPyConnection, own: Own) -> None:
    """Make the table hold the rules of this version and those of the data folder, and no other."""
    table = declarations.table(NAME)
    columns = [column.name for column in table.columns]
    wanted = list(_rows(own))
    stored = con.execute(f"SELECT {', '.join(columns)} FROM {NAME}").fetchall()
    if {tuple(row[c] for c in columns) for row in wanted} == set(stored):
        return
    con.register("rules_now", tables.frame(table, wanted))
    con.execute(f"DELETE FROM {NAME}")
    con.execute(f"INSERT INTO {NAME} BY NAME SELECT {tables.insert_list(table)} FROM rules_now")
    con.unregister("rules_now")


def _rows(own: Own) -> Iterator[dict[str, Any]]:
    for table in declarations.tables().values():
        theirs = own.get(table.full_name, ())
        for rule in scope.rules(table, True, own):
            yield {
                "table_name": table.full_name,
                "expectation": rule.name,
                "column_name": rule.column,
                "severity": rule.severity,
                "scope": rule.scope,
                "sentence": rule.sentence,
                "reason": rule.reason,
                "query": expectations.breaking(table, rule),
                "declared_in": FOLDER if rule in theirs else OURS,
            }
    yield {
        "table_name": copy_fits.TABLE,
        "expectation": copy_fits.NAME,
        "column_name": None,
        "severity": "warning",
        "scope": "table",
        "sentence": copy_fits.SENTENCE,
        "reason": copy_fits.REASON,
        "query": copy_fits.QUERY,
        "declared_in": OURS,
    }
