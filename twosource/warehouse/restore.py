"""Beginning again from the copy for analysts when the live database is lost.

Belongs here: noticing the loss, putting the copy in the live database's place. Does not: asking anybody (the command
does).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb

from twosource.warehouse import connect
from twosource.warehouse.connect import WarehouseError


def refuse_lost(live: Path, copy: Path) -> None:
    """Raise WarehouseError when the live database is gone while the copy for analysts holds what it held.

    A new database in its place would in time take the copy's place, too, which is the last one that there is.
    """
    if live.exists() or not (n := _captures(copy)):
        return
    raise WarehouseError(
        f"The live database {live} is gone, but the copy for analysts {copy} holds {n} captures. `twosource restore` "
        "begins again from the copy. To begin with nothing instead, move the copy away."
    )


def restore(live: Path, copy: Path) -> tuple[int, Path | None]:
    """Put a copy of `copy` in the place of the live database.

    Returns how many captures it holds and where a live database that stood there was moved to. Raises WarehouseError
    when the copy cannot be read or a run holds the live database.
    """
    n = _captures(copy)
    if n is None:
        raise WarehouseError(f"There is no copy at {copy} that can be read, so nothing can be restored from it.")
    live.parent.mkdir(parents=True, exist_ok=True)
    aside = _move_aside(live)
    unfinished = live.with_name(f".{live.name}.unfinished")
    try:
        shutil.copyfile(copy, unfinished)
        os.replace(unfinished, live)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise WarehouseError(f"{live} cannot be written: {error.strerror}.") from error
    return n, aside


def _move_aside(live: Path) -> Path | None:
    """Keep whatever stands in the live database's place, under another name."""
    if not live.exists():
        return None
    try:
        duckdb.connect(str(live)).close()  # a lock, if any, shows here; damage is why one restores
    except duckdb.IOException as error:
        if connect.CONFLICT in str(error):
            raise WarehouseError(f"A run holds {live}. Wait for it, or stop it, and try again.") from error
    except duckdb.Error:
        pass  # a file that cannot be opened is what restoring is for
    number = 1
    while (aside := live.with_name(f"{live.name}.set-aside-{number}")).exists():
        number += 1
    for ending in ("", ".wal"):
        if (file := live.with_name(live.name + ending)).exists():
            os.replace(file, aside.with_name(aside.name + ending))
    return aside


def _captures(copy: Path) -> int | None:
    """How many captures the copy holds; None when it is not there or cannot be read."""
    if not copy.is_file():
        return None
    try:
        with duckdb.connect(str(copy), read_only=True) as con:
            found = con.execute("SELECT count(*) FROM raw.captures").fetchone()
    except duckdb.Error:
        return None
    return int(found[0]) if found else 0
