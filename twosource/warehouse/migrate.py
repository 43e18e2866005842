"""Bringing a file to today's shape: made new from the declarations, or carried forward by numbered migrations.

Belongs here: `schemas/migrations/NNNN_name.sql` and the record of those applied. Does not: today's shape itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import duckdb

from twosource import analyst_views, declarations, paths
from twosource.warehouse import contents, rules, tables, versions
from twosource.warehouse.connect import WarehouseError, transaction

COUNTED = 5
"""The migration from which on a file knows how many rows each table should have."""


def migrations() -> Mapping[int, tuple[str, str]]:
    """Number to name and SQL, in order."""
    found = {}
    for path in sorted(paths.schemas("migrations").glob("[0-9]*.sql")):
        number, _, name = path.stem.partition("_")
        found[int(number)] = (name.replace("_", " "), path.read_text(encoding="utf-8"))
    return found


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make the file ready for writing: create or migrate its tables, and put today's views in place.

    Raises WarehouseError when a newer twosource wrote the file, or when it has a shape that no migration explains.
    """
    with transaction(con):
        if not _exists(con):
            tables.create(con)
            _note(con, migrations())
        else:
            _bring_forward(con)
        # before the views, which cannot be made over tables of another shape
        if differences := shape_differences(con):
            raise WarehouseError(
                "The database does not have the tables that this version of twosource uses: "
                + "; ".join(differences[:3])
                + ". Move the file away and run again, or use the version that wrote it."
            )
        contents.begin(con)
        rules.note(con)
        tables.create_views(con)


def shape_differences(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Where the file's tables differ from the declarations, in words; empty when they agree."""
    there: dict[str, dict[str, tuple[str, bool]]] = {}
    for schema, table, column, kind, nullable in con.execute(
        "SELECT schema_name, table_name, column_name, data_type, is_nullable FROM duckdb_columns() "
        "WHERE NOT internal AND database_name = current_database() AND schema_name <> 'main'"
    ).fetchall():
        there.setdefault(f"{schema}.{table}", {})[column] = (
            kind.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ"),
            nullable,
        )
    wanted = {**declarations.tables(), **declarations.index_tables()}
    found = [f"{name} is not declared" for name in there if name not in wanted]
    for name, table in wanted.items():
        if name in declarations.index_tables() and name not in there:
            continue  # it is made with the views
        have = there.get(name, {})
        want = {c.name: (c.type, not c.required) for c in table.columns}
        for column in sorted(set(have) | set(want)):
            if _plain(have.get(column)) != _plain(want.get(column)):
                found.append(f"{name}.{column} is {have.get(column)}, declared {want.get(column)}")
    return found


def _plain(shape: tuple[str, bool] | None) -> tuple[str, bool] | None:
    return (shape[0].replace('"', ""), shape[1]) if shape else None


def _exists(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether it is a file of ours, though some of its tables may be gone."""
    return not _tables(con).isdisjoint(declarations.tables())


def _tables(con: duckdb.DuckDBPyConnection) -> set[str]:
    found = con.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() "
        "WHERE NOT internal AND database_name = current_database()"
    ).fetchall()
    return {name for (name,) in found}


def _bring_forward(con: duckdb.DuckDBPyConnection) -> None:
    known = migrations()
    if "quality.schema_versions" not in _tables(con):
        raise WarehouseError(_gone([("quality.schema_versions", None)]))
    applied = {number for (number,) in con.execute("SELECT version FROM quality.schema_versions").fetchall()}
    if newer := applied - set(known):
        raise WarehouseError(
            f"A newer twosource wrote this database (schema {max(newer)}, this version knows {max(known, default=0)}). "
            "Upgrade twosource."
        )
    if gone := contents.lost(con, _tables(con), COUNTED in applied):
        raise WarehouseError(_gone(gone))
    todo = {number: known[number] for number in known if number not in applied}
    if todo:
        for view in reversed(list(analyst_views.views())):
            con.execute(f"DROP VIEW IF EXISTS main.{view}")
    for _, sql in todo.values():
        con.execute(sql)
    if todo and "quality.row_counts" in _tables(con):
        contents.forget_digests(con)
    new = set(declarations.tables()) - _tables(con)
    if todo or new:
        tables.create(con)  # tables that are new need no migration; comments follow the declarations
    if versions.VERSIONS in new:
        versions.fill(con)
    _note(con, todo)


def _gone(tables_gone: Sequence[tuple[str, int | None]]) -> str:
    told = ", ".join(name if n is None else f"{name} ({n} rows)" for name, n in tables_gone)
    return (
        f"Tables of the database are gone: {told}. Something else than twosource removed them. "
        "`twosource restore` begins again from the copy for analysts."
    )


def _note(con: duckdb.DuckDBPyConnection, done: Mapping[int, tuple[str, str]]) -> None:
    now = datetime.now(UTC)
    for number, (name, _) in done.items():
        con.execute(
            "INSERT INTO quality.schema_versions (version, name, applied_at) VALUES (?, ?, ?)", [number, name, now]
        )
