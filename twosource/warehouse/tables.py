"""Base tables and views in the file, as declared; records into rows and back, by the declaration alone.

Belongs here: DDL execution, Polars schemas, the generic mapping between a record and a row.
Does not: when rows are written (see `stages`), older shapes of a file (see `migrate`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, TypeVar, get_type_hints

import duckdb
import polars as pl

from twosource import declarations, records
from twosource.declarations import Column, Table

Record = TypeVar("Record")

SCALARS: Mapping[str, pl.DataType] = {
    "VARCHAR": pl.String(),
    "BLOB": pl.Binary(),
    "DOUBLE": pl.Float64(),
    "REAL": pl.Float32(),
    "INTEGER": pl.Int32(),
    "BIGINT": pl.Int64(),
    "UBIGINT": pl.UInt64(),
    "BOOLEAN": pl.Boolean(),
    "DATE": pl.Date(),
    "TIMESTAMPTZ": pl.Datetime("us", "UTC"),
}
RENAMED = {"char_start": "start", "char_end": "end"}
"""Columns whose record field has another name: `end` is a word of SQL."""


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Create every declared table that is not there."""
    for table in declarations.tables().values():
        for statement in declarations.ddl(table):
            con.execute(statement)


def create_views(con: duckdb.DuckDBPyConnection) -> None:
    """Create or replace the analyst views, in the order of their numbers."""
    for name, select in declarations.views().items():
        con.execute(f"CREATE OR REPLACE VIEW main.{name} AS {select}")


# ------------------------------------------------------------------ types


def polars_type(duckdb_type: str) -> pl.DataType:
    """The Polars type of a declared DuckDB type. A map travels as a list of key-value structs."""
    if duckdb_type in SCALARS:
        return SCALARS[duckdb_type]
    if duckdb_type.endswith("[]"):
        return pl.List(polars_type(duckdb_type[:-2]))
    if found := re.fullmatch(r"MAP\((\w+), (\w+)\)", duckdb_type):
        return pl.List(pl.Struct({"key": polars_type(found[1]), "value": polars_type(found[2])}))
    if found := re.fullmatch(r"STRUCT\((.+)\)", duckdb_type):
        parts = (part.split() for part in found[1].split(", "))
        return pl.Struct({name: polars_type(kind) for name, kind in parts})
    raise declarations.DeclarationError(f"the column type {duckdb_type} is not one that tables use.")


def polars_schema(table: Table) -> dict[str, pl.DataType]:
    """Column name to Polars type."""
    return {c.name: polars_type(c.type) for c in table.columns}


def insert_list(table: Table) -> str:
    """The SELECT list that turns a frame of `polars_schema` into rows of the table."""
    return ", ".join(_from_frame(c) for c in table.columns)


def _from_frame(column: Column) -> str:
    name = f'"{column.name}"'
    return f"map_from_entries({name}) AS {name}" if column.type.startswith("MAP") else name


# ------------------------------------------------------------------ records and rows


def frame(table: Table, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as a frame of the table's schema; a column that a row lacks is NULL."""
    schema = polars_schema(table)
    columns: dict[str, list[Any]] = {name: [] for name in schema}
    for row in rows:
        for name, kind in schema.items():
            value = row.get(name)
            columns[name].append(date.fromisoformat(value) if kind == pl.Date and isinstance(value, str) else value)
    return pl.DataFrame(columns, schema=schema, strict=True)


def row(table: Table, record: object, **more: Any) -> dict[str, Any]:
    """A record as a row: fields by column name, nested records flattened (`published.value` → `published_value`)."""
    made = {c.name: more[c.name] if c.name in more else _value(record, c.name) for c in table.columns}
    return {name: _plain(value) for name, value in made.items()}


def _value(record: object, name: str) -> Any:
    field = RENAMED.get(name, name)
    if hasattr(record, field):
        return getattr(record, field)
    outer, _, inner = field.partition("_")
    return getattr(getattr(record, outer, None), inner, None)


def _plain(value: Any) -> Any:
    """Spans as structs, mappings as entries, other values as they are."""
    if isinstance(value, Mapping):
        return [{"key": k, "value": v} for k, v in value.items()]
    if isinstance(value, Sequence) and value and isinstance(value[0], tuple):
        return [{"char_start": a, "char_end": b} for a, b in value]
    return value


def record(kind: type[Record], row: Mapping[str, Any]) -> Record:
    """A row as a record of `kind`; columns that the record has no field for are left out."""
    hints = get_type_hints(kind)
    back = {new: old for old, new in RENAMED.items()}
    values: dict[str, Any] = {}
    for field in fields(kind):  # type: ignore[arg-type]
        column = field.name if field.name in row else back.get(field.name, field.name)
        if column in row:
            values[field.name] = _lively(row[column])
        elif nested := _nested(hints[field.name]):
            values[field.name] = _nested_record(nested, field.name, row)
    return kind(**values)


def _lively(value: Any) -> Any:
    """Structs as spans, and days as the ISO strings that records hold."""
    if isinstance(value, list) and value and isinstance(value[0], dict) and "char_start" in value[0]:
        return [(v["char_start"], v["char_end"]) for v in value]
    return value.isoformat() if type(value) is date else value


def _nested(hint: Any) -> type | None:
    """The record type in `X | None`, if it is one."""
    return next((a for a in getattr(hint, "__args__", ()) if is_dataclass(a) and a is records.Published), None)


def _nested_record(kind: type, prefix: str, row: Mapping[str, Any]) -> Any:
    values = {f.name: row.get(f"{prefix}_{f.name}") for f in fields(kind)}
    return None if all(v is None for v in values.values()) else kind(**values)
