"""Base tables and views in the file, and frames of rows, by the declaration alone.

Belongs here: DDL execution, Polars schemas. Does not: records into rows (see `mapping`), when rows are written (see
`stages`), older shapes of a file (see `migrate`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb

from twosource import analyst_views, declarations
from twosource.declarations import Column, Table

if TYPE_CHECKING:  # slow to load, and whoever only reads the database does without
    import polars as pl

LEFT_OUT = ("COMMENT ON COLUMN main.", "COMMENT ON MACRO", "CREATE OR REPLACE MACRO")
"""How the statements begin that a lake cannot keep: comments on columns of views, and macros whose parameters may be
NULL. Its readers make the macros for themselves (`lake.reading`)."""


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Create every declared table that is not there."""
    con.execute(";\n".join(s for table in declarations.tables().values() for s in declarations.ddl(table)))


def create_views(con: duckdb.DuckDBPyConnection) -> None:
    """Create or replace the analyst views with their comments, in the order of their numbers; then the index of texts,
    where it is not there, and the macros that read it. A lake keeps comments of tables and views alone."""
    made = [s for table in declarations.index_tables().values() for s in declarations.ddl(table)]
    for view in analyst_views.views().values():
        made += [f"CREATE OR REPLACE VIEW main.{view.name} AS {view.sql}", *analyst_views.comments(view)]
    made += [s for macro in analyst_views.macros().values() for s in analyst_views.macro_ddl(macro)]
    left_out = LEFT_OUT if _is_lake(con) else ()
    con.execute(";\n".join(statement for statement in made if not statement.startswith(left_out)))


def _is_lake(con: duckdb.DuckDBPyConnection) -> bool:
    found = con.execute("SELECT type FROM duckdb_databases() WHERE database_name = current_database()").fetchone()
    return found == ("ducklake",)


# ------------------------------------------------------------------ types


@cache
def _scalars() -> Mapping[str, pl.DataType]:
    import polars as pl

    return {
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


def polars_type(duckdb_type: str) -> pl.DataType:
    """The Polars type of a declared DuckDB type. A map travels as a list of key-value structs."""
    import polars as pl

    if duckdb_type in _scalars():
        return _scalars()[duckdb_type]
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


# ------------------------------------------------------------------ rows


def frame(table: Table, rows: Iterable[Mapping[str, Any]] | pl.DataFrame) -> pl.DataFrame:
    """Rows as a frame of the table's schema; a column that a row lacks is NULL. A frame of that schema stays."""
    import polars as pl

    schema = polars_schema(table)
    if isinstance(rows, pl.DataFrame):
        return rows.match_to_schema(schema)
    columns: dict[str, list[Any]] = {name: [] for name in schema}
    for row in rows:
        for name, values in columns.items():
            values.append(row.get(name))
    return pl.DataFrame(columns, schema=schema, strict=True)
