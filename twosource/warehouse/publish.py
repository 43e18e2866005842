"""The copy that analysts read: made beside the old one and put in its place whole.

Belongs here: the copy. Does not: the decision whether the checks allow it.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

import duckdb

from twosource import declarations
from twosource.warehouse.connect import WarehouseError


def publish(con: duckdb.DuckDBPyConnection, target: Path) -> float:
    """Copy the database of `con` to `target` and return the seconds it took.

    A reader that has the old copy open keeps it. Raises WarehouseError, and leaves the old copy, when writing fails.
    """
    begun = time.perf_counter()
    unfinished = _unfinished(target)
    live = _name(con)
    try:
        clear_unfinished(target)
        con.execute(f"ATTACH {declarations.quote(str(unfinished))} AS published")
        try:
            con.execute(f'COPY FROM DATABASE "{live}" TO published')
        finally:
            con.execute("DETACH published")
        os.replace(unfinished, target)
    except (duckdb.Error, OSError) as error:
        with contextlib.suppress(OSError):
            clear_unfinished(target)
        raise WarehouseError(f"The copy for analysts could not be written to {target}: {_first(error)}") from error
    return time.perf_counter() - begun


def clear_unfinished(target: Path) -> None:
    """Remove what a killed run left of a copy in the making. To be called by who holds the live database."""
    unfinished = _unfinished(target)
    # the log of a copy that was broken off takes room too, and on a full disk it is what fills it
    for rest in (unfinished.with_name(f"{unfinished.name}.wal"), unfinished):
        rest.unlink(missing_ok=True)


def _unfinished(target: Path) -> Path:
    return target.with_name(f".{target.name}.unfinished")


def _name(con: duckdb.DuckDBPyConnection) -> str:
    row = con.execute("SELECT current_database()").fetchone()
    return str(row[0]) if row else "warehouse"


def _first(error: Exception) -> str:
    return str(error).splitlines()[0]
