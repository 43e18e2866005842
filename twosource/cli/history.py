"""What the command says when Dagster's history cannot be used: a sentence for each fault, with what to do.

Belongs here: those sentences. Does not: the history itself (`pipelines/history.py`).
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from twosource.cli.terminal import Failure
from twosource.settings import Settings

GOES_ON = "What was stored is whole, and the next run goes on from there."
MAKE_ROOM = f"Make room on the disk and run again. {GOES_ON}"
SET_HOME = f"Set TWOSOURCE_HOME to a folder that you may write to, and run again. {GOES_ON}"
IN_THE_WAY = "A file is in the place of a folder: move it away, or set TWOSOURCE_HOME to a folder."
WAIT = "Another process holds it: wait for it, or stop it, and run again."
MOVE_AWAY = "Move that folder away and run again: it holds Dagster's record of runs alone, and no news."

OF_THE_SYSTEM = {
    errno.ENOSPC: MAKE_ROOM,
    errno.EDQUOT: MAKE_ROOM,
    errno.EEXIST: IN_THE_WAY,
    errno.ENOTDIR: IN_THE_WAY,
    errno.EISDIR: "A folder is in the place of a file: move it away and run again.",
}
"""What to do by the system's error; for all others see SET_HOME."""
OF_SQLITE = {
    sqlite3.SQLITE_FULL: MAKE_ROOM,
    sqlite3.SQLITE_READONLY: SET_HOME,
    sqlite3.SQLITE_CANTOPEN: SET_HOME,
    sqlite3.SQLITE_IOERR: f"Look at the disk, which is full or fails, and run again. {GOES_ON}",
    sqlite3.SQLITE_PERM: SET_HOME,
    sqlite3.SQLITE_BUSY: WAIT,
    sqlite3.SQLITE_LOCKED: WAIT,
}
"""What to do by SQLite's primary result code; for all others, such as a damaged file, see MOVE_AWAY."""


@contextmanager
def kept(settings: Settings) -> Iterator[None]:
    """Turn a history that cannot be read or written into a Failure that says why and what to do."""
    from sqlalchemy.exc import DBAPIError

    from pipelines.history import SettingsFileError

    try:
        yield
    except SettingsFileError as error:
        raise Failure(str(error)) from error
    except OSError as error:
        # some of the system's errors name no file
        where, why = error.filename or settings.dagster_home, error.strerror or str(error)
        advice = OF_THE_SYSTEM.get(error.errno or 0, SET_HOME)
        raise Failure(f"{where} cannot be written: {why}. {advice}") from error
    except DBAPIError as error:
        raise Failure(
            f"Dagster's history in {settings.dagster_home} cannot be used: {error.orig}. "
            f"{_advice(error.orig, settings.dagster_home)}"
        ) from error


def _advice(error: BaseException | None, folder: Path) -> str:
    # the low byte is the result's kind, the rest tells it apart further
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_CANTOPEN and _writable(folder):
        return MOVE_AWAY
    return OF_SQLITE.get(code, MOVE_AWAY)


def _writable(folder: Path) -> bool:
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
