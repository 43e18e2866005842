"""Where the data is: two files, or a lake. The one place that knows which.

Belongs here: opening by the settings. Does not: how each is opened (`connect`, `lake`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from twosource.settings import Settings
from twosource.warehouse import connect, lake, ledger, migrate, publish, restore
from twosource.warehouse.connect import WarehouseError
from twosource.warehouse.ledger import Run


@contextmanager
def writing(settings: Settings, wait: float | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """What runs write, held to the end of the block; `wait` seconds for another run, else as the settings say.

    Raises WarehouseLocked when it does not end, WarehouseError when the store cannot be used.
    """
    wait = settings.lock_wait if wait is None else wait
    if settings.lake:
        with lake.writing(settings.lake, wait) as con:
            yield con
    else:
        with connect.open_live(settings.live, wait) as con:
            yield con


@contextmanager
def of_a_run(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same, ready for a run: of today's shape, nothing lost. Raises WarehouseError where that cannot be had."""
    if not settings.lake:
        restore.refuse_lost(settings.live, settings.published)
    with writing(settings) as con:
        migrate.prepare(con)
        if settings.lake:
            lake.partition(con)
        else:
            publish.clear_unfinished(settings.published)
        yield con


def reading(settings: Settings, *, whole: bool = False) -> duckdb.DuckDBPyConnection:
    """What is published, to read and nothing else. Raises WarehouseError when there is nothing or it cannot be opened;
    with `whole`, also when it lacks a view."""
    if not settings.lake:
        return connect.open_copy(settings.published, whole=whole)
    con = lake.reading(settings.lake)
    missing = connect.missing_views(con) if whole else []
    if missing:
        con.close()
        raise WarehouseError(f"The view {missing[0]} is not in {settings.lake}: another version wrote it. Run again.")
    return con


@contextmanager
def looking(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """What runs write, as it is now, to look at. Raises WarehouseError, for a file also while a run holds it."""
    with lake.looking(settings.lake) if settings.lake else connect.open_copy(settings.live) as con:
        yield con


@contextmanager
def using(settings: Settings, advice: str) -> Iterator[None]:
    """Around work on a published store that is open: raises WarehouseError in the place of the engine's errors."""
    with lake.using(settings.lake) if settings.lake else connect.using(settings.published, advice):
        yield


@contextmanager
def using_live(settings: Settings) -> Iterator[None]:
    """The same around work on what runs write."""
    with lake.using(settings.lake) if settings.lake else connect.using(settings.live, connect.RESTORE):
        yield


def was_written(settings: Settings) -> bool:
    """Whether a run has stored anything yet. A lake is asked only when it is opened, which makes none."""
    return settings.lake is not None or settings.live.is_file()


def was_published(settings: Settings) -> bool:
    """Whether there is anything to read, by the same measure."""
    return settings.lake is not None or settings.published.is_file()


def make_public(settings: Settings, con: duckdb.DuckDBPyConnection, run: Run) -> float | None:
    """End the run and publish what stands; the seconds that it took, None when nothing changed since the last time.

    To be called when all critical rules hold. Raises WarehouseError when it cannot be written.
    """
    target = settings.published
    if settings.lake:
        seconds = lake.publish(con, run)
    else:
        last = ledger.published(con)
        stale = ledger.changed(con) or not publish.is_whole(target, last.file if last else None)
        ledger.finish(con, run)
        seconds = publish.publish(con, target) if stale else None
        if seconds is not None:
            ledger.note_publishing(con, run, seconds, publish.file_stamp(target))
    publish.note_held_back(target, None)
    return seconds


def copy(settings: Settings) -> Path | None:
    """The file that is published; None for a lake, which publishes no file."""
    return None if settings.lake else settings.published


def stamp(settings: Settings) -> str:
    """What tells one published state from another; `none` where nothing is. Raises WarehouseError without the lake."""
    if settings.lake:
        at = lake.snapshot(settings.lake)
        return "none" if at is None else f"{lake.SNAPSHOT}{at}"
    copy = settings.published
    status = copy.stat() if copy.is_file() else None
    return f"{status.st_size} {status.st_mtime_ns}" if status else "none"


def told(settings: Settings, kind: str, error: str) -> str | None:
    """What an error of DuckDB's, given by its class and words, means for who runs this; None where it is no such."""
    known = getattr(duckdb, kind, None)
    is_ours = isinstance(known, type) and issubclass(known, duckdb.Error)
    return lake.told(settings.lake, error) if settings.lake and is_ours else None
