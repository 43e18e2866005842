"""Write, audit, publish: the rules that new rows are held to before they are stored.

Belongs here: finding the units of a batch whose rows break a critical rule. Does not: the rules (`schemas/tables`),
storing, checks over what is stored (`validation`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from twosource import declarations, expectations
from twosource.declarations import Expectation, ForeignKey, Stage, Table
from twosource.records import SetAside
from twosource.warehouse import tables

if TYPE_CHECKING:
    import polars as pl

Audited = Mapping[str, str]
"""Table to the view of its new rows."""


def failures(con: duckdb.DuckDBPyConnection, stage: Stage, frames: Mapping[str, pl.DataFrame]) -> list[SetAside]:
    """Units with a row that fails a critical rule, each with the first rule that failed.

    Decided on the new rows before they are stored; what a rule reads of another table of the same batch is read there.
    Rules about single rows, the key, and references: a fault inside one unit never comes to close the house.
    """
    found: dict[str, SetAside] = {}
    with _views(con, frames) as audited:
        for name, frame in frames.items():
            table = declarations.table(name)
            for rule, units in _broken(con, table, audited) if not frame.is_empty() else ():
                for unit in units:
                    found.setdefault(unit, _failed_rule(stage, table, rule, unit))
    return list(found.values())


@contextmanager
def _views(con: duckdb.DuckDBPyConnection, frames: Mapping[str, pl.DataFrame]) -> Iterator[Audited]:
    audited = {name: f"audited_{name.replace('.', '_')}" for name in frames}
    for name, frame in frames.items():
        con.register(f"{audited[name]}_frame", frame)
        columns = tables.insert_list(declarations.table(name))
        con.execute(f"CREATE TEMP VIEW {audited[name]} AS SELECT {columns} FROM {audited[name]}_frame")
    yield audited
    for name in frames:
        con.execute(f"DROP VIEW {audited[name]}")
        con.unregister(f"{audited[name]}_frame")


def _broken(
    con: duckdb.DuckDBPyConnection, table: Table, audited: Audited
) -> Iterator[tuple[Expectation, Sequence[str]]]:
    """Each critical rule that does not hold, with the units that break it."""
    for rule in _failing(con, table, audited):
        source = expectations.with_reads([rule], audited[table.full_name], audited)
        sql = f'SELECT DISTINCT "{table.unit[0]}" FROM {source} WHERE NOT coalesce({rule.sql}, false)'
        yield rule, _units(con, sql)
    keys = {f"{key.column}_exists": key for key in table.foreign_keys if _can_dangle(table, key, audited)}
    for rule in expectations.table_rules(table.full_name):
        if rule.name == "key_is_unique":
            yield rule, _units(con, _doubled(table, audited[table.full_name]))
        elif rule.name in keys:
            yield rule, _dangling(con, table, keys[rule.name], audited)


def _failing(con: duckdb.DuckDBPyConnection, table: Table, audited: Audited) -> list[Expectation]:
    """The critical rules about single rows that some new row breaks, all asked in one query: nearly always none."""
    rules = [rule for rule in expectations.row_rules(table.full_name) if rule.severity == "critical"]
    if not rules:
        return []
    source = expectations.with_reads(rules, audited[table.full_name], audited)
    asked = ", ".join(f"bool_and(coalesce(({rule.sql}), false))" for rule in rules)
    holds = con.execute(f"SELECT {asked} FROM {source}").fetchone() or ()
    return [rule for rule, all_hold in zip(rules, holds, strict=True) if not all_hold]


def _units(con: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    return [unit for (unit,) in con.execute(sql).fetchall()]


def _can_dangle(table: Table, key: ForeignKey, audited: Audited) -> bool:
    """The unit itself was read from an earlier stage's table, so that it is there."""
    return key.table in audited or key.column != table.unit[0]


def _doubled(table: Table, rows: str) -> str:
    key = ", ".join(f'"{k}"' for k in table.key)
    counted = f'SELECT "{table.unit[0]}" AS unit FROM {rows} QUALIFY count(*) OVER (PARTITION BY {key}) > 1'
    return f"SELECT DISTINCT unit FROM ({counted})"


def _dangling(con: duckdb.DuckDBPyConnection, table: Table, key: ForeignKey, audited: Audited) -> list[str]:
    """Units with a value that is neither among the stored nor among the new values it refers to.

    What was stored before is asked only for the values that the batch itself does not hold.
    """
    new = (
        f'SELECT "{key.target}" AS v FROM {audited[key.table]}'
        if key.table in audited
        else "SELECT CAST(NULL AS VARCHAR) AS v"
    )
    own = f'SELECT "{table.unit[0]}" AS unit, {expectations.values_of(table, key)} AS v FROM {audited[table.full_name]}'
    units: dict[str, set[str]] = {}
    left = f"SELECT DISTINCT unit, v FROM ({own}) ANTI JOIN ({new}) t USING (v) WHERE v IS NOT NULL"
    for unit, value in con.execute(left).fetchall():
        units.setdefault(value, set()).add(unit)
    if not units:
        return []
    stored = f'SELECT DISTINCT "{key.target}" FROM {key.table} WHERE "{key.target}" IN (SELECT unnest(?))'
    there = {value for (value,) in con.execute(stored, [list(units)]).fetchall()}
    return sorted({unit for value, of in units.items() if value not in there for unit in of})


def _failed_rule(stage: Stage, table: Table, rule: Expectation, unit: str) -> SetAside:
    return SetAside(
        item=unit,
        source=None,
        address=None,
        stage=stage.name,
        disposition="quarantined",
        reason="failed_rule",
        message=f"A row for {table.full_name} fails the rule {rule.name} ({rule.reason}); nothing of it was stored.",
    )
