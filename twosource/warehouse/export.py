"""Answers of an SQL query in the formats people take away: CSV, JSON lines, Parquet.

Belongs here: running one query on the published copy and writing its answer. Does not: showing it in a terminal.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from twosource import declarations

FORMATS = {"csv": "FORMAT csv, HEADER", "json": "FORMAT json, ARRAY true", "parquet": "FORMAT parquet"}


class QueryError(ValueError):
    """A query cannot be run; the message is the database's own, which points to the place."""


def answer(con: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    """The answer as a Polars frame; raises QueryError."""
    try:
        relation = con.sql(query)
    except duckdb.Error as error:
        raise QueryError(str(error)) from error
    if relation is None:
        raise QueryError("The query gives no rows to show. Give one SELECT.")
    try:
        return _in_words(relation).pl()
    except (duckdb.Error, pl.exceptions.PolarsError) as error:
        raise QueryError(str(error)) from error


def write(con: duckdb.DuckDBPyConnection, query: str, kind: str, target: Path) -> None:
    """Write the answer to a file as `csv`, `json` or `parquet`; raises QueryError."""
    # the closing bracket stands on a line of its own, since the query may end with a comment
    select = query.rstrip().rstrip(";")
    try:
        con.execute(f"COPY ({select}\n) TO {declarations.quote(str(target))} ({FORMATS[kind]})")
    except duckdb.Error as error:
        raise QueryError(str(error)) from error


def _in_words(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The relation with its spans of time as text: Polars has no type for months and days together."""
    kinds = [str(kind) for kind in relation.types]
    if "INTERVAL" not in kinds:
        return relation
    names = ('"' + name.replace('"', '""') + '"' for name in relation.columns)
    return relation.project(
        ", ".join(
            f"CAST({name} AS VARCHAR) AS {name}" if kind == "INTERVAL" else name
            for name, kind in zip(names, kinds, strict=True)
        )
    )
