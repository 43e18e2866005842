"""Keeping a lake in order: small files are joined, rows leave the catalog, what nobody reads is let go.

Belongs here: when a table needs it, and DuckLake's statements for it. Does not: publishing (`lake`), which calls it as
the writer's last steps.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import duckdb

FILES = 8
"""So many small files of a table in one folder are joined: fewer cost a reader less than joining costs each run."""
SMALL = 128_000_000
"""Bytes below which a file is small."""
ROWS = 100
"""So many rows of a table in the catalog, where those of the smallest writes go, are moved into a file."""
REMOVED = 0.5
"""A file of whose rows more than this share was removed is written anew."""
UNREAD = "1 day"
"""How long a file lies that no snapshot has any more: a reader may be in the middle of it."""

TABLES = """
    SELECT s.schema_name, t.table_name, t.table_id FROM {catalog}.ducklake_table t
    JOIN {catalog}.ducklake_schema s USING (schema_id) WHERE t.end_snapshot IS NULL AND s.end_snapshot IS NULL
"""
CROWDED = """
    SELECT DISTINCT table_id FROM (
        SELECT table_id FROM {catalog}.ducklake_data_file WHERE end_snapshot IS NULL AND file_size_bytes < {small}
        GROUP BY table_id, regexp_replace(path, '[^/]*$', '') HAVING count(*) >= {files})
"""
WORN = """
    SELECT DISTINCT f.table_id FROM {catalog}.ducklake_data_file f JOIN {catalog}.ducklake_delete_file d
    USING (data_file_id) WHERE f.end_snapshot IS NULL AND d.end_snapshot IS NULL
        AND d.delete_count > {removed} * f.record_count
"""
INLINED = """
    SELECT table_id, table_name FROM {catalog}.ducklake_inlined_data_tables
    UNION ALL
    SELECT CAST(regexp_extract(table_name, '[0-9]+$') AS BIGINT), table_name FROM duckdb_tables()
    WHERE database_name = '{catalog}' AND starts_with(table_name, 'ducklake_inlined_delete_')
"""
"""Tables of the catalog for rows that were added, and for those that were removed."""


def keep(con: duckdb.DuckDBPyConnection, lake: str) -> None:
    """Join, move and write anew what needs it, table by table; `lake` is what the lake is called in the connection.

    Each is a commit of its own, and changes no row.
    """
    names = {table_id: (schema, table) for schema, table, table_id in _ask(con, lake, TABLES)}
    for table_id in sorted(_in_the_catalog(con, lake) & names.keys()):
        call = "CALL ducklake_flush_inlined_data($1, schema_name => $2, table_name => $3)"
        con.execute(call, [lake, *names[table_id]])
    for table_id in sorted(_ids(con, lake, WORN) & names.keys()):
        call = "CALL ducklake_rewrite_data_files($1, $3, schema => $2, delete_threshold => $4)"
        con.execute(call, [lake, *names[table_id], REMOVED])
    for table_id in sorted(_ids(con, lake, CROWDED) & names.keys()):
        con.execute("CALL ducklake_merge_adjacent_files($1, $3, schema => $2)", [lake, *names[table_id]])


def let_go(con: duckdb.DuckDBPyConnection, lake: str, kept: Collection[int]) -> None:
    """Let go of all snapshots but those `kept` and the newest, and of files that no snapshot has."""
    there = snapshots(con, lake)
    if gone := sorted(there - {*kept, max(there)}):
        con.execute(f"CALL ducklake_expire_snapshots('{lake}', versions => {gone})")
    for step in ("cleanup_old_files", "delete_orphaned_files"):
        con.execute(f"CALL ducklake_{step}('{lake}', older_than => now() - INTERVAL '{UNREAD}')")


def snapshots(con: duckdb.DuckDBPyConnection, lake: str) -> set[int]:
    """The numbers of all snapshots that can be read."""
    return {number for (number,) in con.execute(f"SELECT snapshot_id FROM ducklake_snapshots('{lake}')").fetchall()}


def _in_the_catalog(con: duckdb.DuckDBPyConnection, lake: str) -> set[int]:
    """The tables with many rows in the catalog."""
    counts = [
        f'SELECT {table_id}, count(*) FROM {_catalog(lake)}."{name}"' for table_id, name in _ask(con, lake, INLINED)
    ]
    found = con.execute(" UNION ALL ".join(counts)).fetchall() if counts else []
    return {table_id for table_id, n in found if n >= ROWS}


def _ids(con: duckdb.DuckDBPyConnection, lake: str, sql: str) -> set[int]:
    return {table_id for (table_id,) in _ask(con, lake, sql)}


def _ask(con: duckdb.DuckDBPyConnection, lake: str, sql: str) -> list[tuple[Any, ...]]:
    words = {"catalog": _catalog(lake), "small": SMALL, "files": FILES, "removed": REMOVED}
    return con.execute(sql.format(**words)).fetchall()


def _catalog(lake: str) -> str:
    """DuckLake's own tables of the catalog."""
    return f"__ducklake_metadata_{lake}"
