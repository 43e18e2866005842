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

    A new database in its place would in time take the copy's place, too, which is the last one that there is. A copy
    that cannot be read is not given up either: somebody may still save it.
    """
    if live.exists() or not copy.is_file():
        return
    gone = f"The live database {live} is gone, but the copy for analysts {copy}"
    nothing = "To begin with nothing instead, move the copy away."
    try:
        n = _captures(copy)
    except WarehouseError as error:
        raise WarehouseError(f"{gone} is there, though it cannot be read. {error} {nothing}") from error
    if n:
        raise WarehouseError(f"{gone} holds {n} captures. `twosource restore` begins again from the copy. {nothing}")


def restore(live: Path, copy: Path) -> tuple[int, Path | None]:
    """Put a copy of `copy` in the place of the live database.

    Returns how many captures it holds and where a live database that stood there was moved to. Raises WarehouseError
    when the copy cannot be read or a run holds the live database.
    """
    if not copy.is_file():
        raise WarehouseError(f"There is no copy for analysts at {copy}, so nothing can be restored from it.")
    n = _captures(copy)
    unfinished = live.with_name(f".{live.name}.unfinished")
    try:
        live.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(copy, unfinished)  # before anything is moved: on a full disk all stays as it is
        aside = _move_aside(live)
        os.replace(unfinished, live)
    except OSError as error:
        raise WarehouseError(f"{live} cannot be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return n, aside


def _move_aside(live: Path) -> Path | None:
    """Keep whatever stands in the live database's place under another name: also its log, which is of no other file."""
    there = [ending for ending in ("", ".wal") if live.with_name(live.name + ending).exists()]
    if not there:
        return None
    try:
        if live.exists():
            duckdb.connect(str(live)).close()
    except duckdb.Error as error:
        # damage is why one restores; a lock tells that somebody is at work
        if connect.CONFLICT in str(error):
            raise WarehouseError(f"A run holds {live}. Wait for it, or stop it, and try again.") from error
    number = 1
    while (aside := live.with_name(f"{live.name}.set-aside-{number}")).exists():
        number += 1
    for ending in there:
        os.replace(live.with_name(live.name + ending), aside.with_name(aside.name + ending))
    return aside


def _captures(copy: Path) -> int:
    """How many captures the copy holds; raises WarehouseError when it cannot be read."""
    try:
        with connect.open_copy(copy) as con:
            found = con.execute("SELECT count(*) FROM raw.captures").fetchone()
    except duckdb.Error as error:
        raise WarehouseError(f"{copy} is not a copy of twosource's database.") from error
    return int(found[0]) if found else 0
