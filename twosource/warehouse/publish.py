"""The copy that analysts read: made beside the old one and put in its place whole; and why it stays behind, if it does.

Belongs here: the copy, and the note beside it. Does not: the decision whether the checks allow it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from twosource import declarations
from twosource.warehouse import bringing_up, ledger, search_index
from twosource.warehouse.connect import CONFLICT, WarehouseError

LOG = logging.getLogger(__name__)


class RulesFail(WarehouseError):
    """Critical rules fail, so that nothing is published; the message names them."""


def publish(con: duckdb.DuckDBPyConnection, target: Path) -> float:
    """Copy the database of `con` to `target` and return the seconds it took.

    The index of texts is brought up first. The copy that is there is taken over and brought up by what changed since,
    where it is the one that was made last.
    A reader that has the old copy open keeps it. Raises WarehouseError, and leaves the old copy, when writing fails and
    when the old copy has captures that the database has not: nobody asked for them to be let go.
    """
    begun = time.perf_counter()
    if n := lost_captures(con, target):
        raise WarehouseError(
            f"The copy for analysts at {target} holds {n} captures that the live database does not have, so it was "
            "left as it is. `twosource restore` begins again from the copy; to let them go, move the copy away and run "
            "again."
        )
    unfinished = _unfinished(target)
    live = _name(con)
    try:
        search_index.bring_up(con)
        clear_unfinished(target)
        if not (_is_last(con, target) and _brought_up(con, target, unfinished)):
            clear_unfinished(target)
            with _attached(con, unfinished):
                con.execute(f'COPY FROM DATABASE "{live}" TO {bringing_up.COPY}')
        os.replace(unfinished, target)
    except (duckdb.Error, OSError) as error:
        with contextlib.suppress(OSError):
            clear_unfinished(target)
        raise WarehouseError(f"The copy for analysts could not be written to {target}: {_first(error)}") from error
    return time.perf_counter() - begun


def _is_last(con: duckdb.DuckDBPyConnection, target: Path) -> bool:
    """Whether the copy at `target` is the one that was noted last, of today's shape, and nobody wrote to it since."""
    last = ledger.published(con)
    return bool(last and target.is_file() and last.shape == ledger.shape() and last.file == file_stamp(target))


def _brought_up(con: duckdb.DuckDBPyConnection, target: Path, unfinished: Path) -> bool:
    """Make the new copy out of the old one; False when that does not do."""
    try:
        _copy_file(target, unfinished)
        with _attached(con, unfinished):
            if not bringing_up.bring_up(con):
                return False
            con.execute(f"CHECKPOINT {bringing_up.COPY}")
    except duckdb.Error as error:  # it opened and was the last one: that it cannot be brought up is worth a line
        LOG.warning("the copy for analysts is made anew, as it could not be brought up: %s", _first(error))
        return False
    return True


@contextlib.contextmanager
def _attached(con: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    con.execute(f"ATTACH {declarations.quote(str(path))} AS {bringing_up.COPY}")
    try:
        yield
    finally:
        con.execute(f"DETACH {bringing_up.COPY}")


def _copy_file(source: Path, target: Path) -> None:
    """Copy a file; where the file system can, its blocks are shared until one of them changes."""
    if not hasattr(os, "copy_file_range"):
        shutil.copyfile(source, target)
        return
    with source.open("rb") as read, target.open("wb") as written:
        left = source.stat().st_size
        while left > 0 and (done := os.copy_file_range(read.fileno(), written.fileno(), left)):
            left -= done
    if left:
        shutil.copyfile(source, target)


def clear_unfinished(target: Path) -> None:
    """Remove what a killed run left of a copy in the making. To be called by who holds the live database."""
    unfinished = _unfinished(target)
    # the log of a copy that was broken off takes room too, and on a full disk it is what fills it
    for rest in (unfinished.with_name(f"{unfinished.name}.wal"), unfinished):
        rest.unlink(missing_ok=True)


def _unfinished(target: Path) -> Path:
    return target.with_name(f".{target.name}.unfinished")


def lost_captures(con: duckdb.DuckDBPyConnection, target: Path) -> int:
    """Captures that the copy at `target` holds and the database of `con` does not; 0 when there is no copy to read."""
    if not target.is_file():
        return 0
    attached = False
    try:
        con.execute(f"ATTACH {declarations.quote(str(target))} AS old_copy (READ_ONLY)")
        attached = True
        found = con.execute(
            "SELECT count(*) FROM old_copy.raw.captures o ANTI JOIN raw.captures n USING (capture_id)"
        ).fetchone()
        return int(found[0]) if found else 0
    except duckdb.Error:
        return 0  # a damaged copy is made anew
    finally:
        if attached:
            con.execute("DETACH old_copy")


def file_stamp(target: Path) -> str:
    """Size and time of change of the copy's file: what tells that nobody wrote to it since it was made."""
    stat = target.stat()
    return f"{stat.st_size} bytes, {stat.st_mtime_ns} ns"


def is_whole(target: Path, expected: str | None) -> bool:
    """Whether the copy is there, has the stamp that it was made with, and opens (or is held open by a writer)."""
    try:
        if file_stamp(target) != expected:
            return False
        with duckdb.connect(str(target), read_only=True) as con:
            con.execute("SELECT count(*) FROM main.articles").fetchone()
    except (OSError, duckdb.Error) as error:
        return CONFLICT in str(error)
    return True


# ------------------------------------------------------------------ why the copy is behind


def note_held_back(target: Path, why: str | None) -> None:
    """Note beside the copy why runs since it was made were not published, keeping since when; None: they are.

    Raises WarehouseError when the note cannot be written.
    """
    note, known = _note_path(target), held_back(target)
    since = known.since if known else datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    try:
        if why is None:
            note.unlink(missing_ok=True)
        else:
            note.write_text(json.dumps({"since": since, "why": why}), encoding="utf-8")
    except OSError as error:
        raise WarehouseError(f"The note {note} cannot be written: {error.strerror}.") from error


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Since when (a time in UTC, as one reads it) and why the copy is behind the live database."""

    since: str
    why: str


def held_back(target: Path) -> HeldBack | None:
    """Why the copy is behind the live database; None when it is not."""
    try:
        told = json.loads(_note_path(target).read_text(encoding="utf-8"))
        return HeldBack(str(told["since"]), str(told["why"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # no note, or half a one of a run that was killed: the next run that is held back writes it anew


def behind(target: Path) -> str | None:
    """The sentence for whoever reads the copy while it is behind; None when it is not."""
    held = held_back(target)
    return f"the copy for analysts has not been brought up to date since {held.since}: {held.why}" if held else None


def _note_path(target: Path) -> Path:
    return target.with_name(f"{target.stem}.held-back.json")


def _name(con: duckdb.DuckDBPyConnection) -> str:
    row = con.execute("SELECT current_database()").fetchone()
    return str(row[0]) if row else "warehouse"


def _first(error: Exception) -> str:
    return str(error).splitlines()[0]
