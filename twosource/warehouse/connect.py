"""Opening the database file, and saying in plain words why it cannot be opened.

Belongs here: connections, the wait for another run, the message that names who holds the file.
Does not: tables, stages.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from twosource import analyst_views, declarations

PAUSE = 0.2
"""Seconds between two attempts to open a file that another process holds."""
CONFLICT = "Could not set lock on file"
"""How the engine says that another process holds the file; its messages hold paths too, which may say anything."""
DAMAGE = "Corrupt database file"
"""How the engine says that a part of a file is not what was written, which shows only when that part is read."""
RESTORE = "Make room if the disk is full; if the file is damaged, `twosource restore` begins again from the copy."
"""What to do about a live database that cannot be used."""
ANEW = "If it is damaged or of another version, move it away and run `twosource run`, which writes it anew."
"""What to do about a copy for analysts that cannot be used."""
HOLDER = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")


class WarehouseError(RuntimeError):
    """The database cannot be used; the message says why and what to do."""


class WarehouseLocked(WarehouseError):
    """Another process writes to the database; the message names it."""


def open_live(path: Path, wait: float = 30.0) -> duckdb.DuckDBPyConnection:
    """Open the live database for writing, waiting at most `wait` seconds for another run to end.

    Raises WarehouseLocked when it does not end, WarehouseError when the file or its folder cannot be used.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseError(
            f"The folder {path.parent} cannot be made ({error.strerror}). "
            "Set TWOSOURCE_HOME to a folder that you may write to."
        ) from error
    deadline = time.monotonic() + wait
    while True:
        try:
            return settled(duckdb.connect(str(path)))
        except duckdb.IOException as error:
            if CONFLICT not in str(error):
                raise WarehouseError(f"{_why(path, error)} {RESTORE}") from error
            if time.monotonic() > deadline:
                raise WarehouseLocked(_held(path, error, wait)) from error
            time.sleep(PAUSE)
        except duckdb.Error as error:
            raise WarehouseError(f"{_why(path, error)} {RESTORE}") from error


def open_copy(path: Path, *, whole: bool = False) -> duckdb.DuckDBPyConnection:
    """Open the published copy to read, and nothing else: no other file, no setting, whatever is asked of it.

    Raises WarehouseError when there is none or it cannot be opened; with `whole`, also when it lacks a view.
    """
    if not path.is_file():
        raise WarehouseError(f"There is no database at {path} yet. `twosource run` makes it.")
    try:
        con = _locked(duckdb.connect(str(path), read_only=True))
        missing = missing_views(con) if whole else []
    except duckdb.Error as error:
        raise WarehouseError(_why(path, error)) from error
    if missing:
        con.close()
        raise WarehouseError(
            f"{path} lacks the view {missing[0]}: another version wrote it, or somebody changed it. "
            "Move it away and run `twosource run`, which writes it anew."
        )
    return con


def missing_views(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The views of this version that the database has not."""
    there = {name for (name,) in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
    return [view for view in analyst_views.views() if view not in there]


def load_full_text(con: duckdb.DuckDBPyConnection) -> None:
    """Load DuckDB's extension for full text from its wheel, never from the network."""
    import duckdb_extension_fts

    (file,) = Path(duckdb_extension_fts.__file__).parent.rglob("fts.duckdb_extension")
    con.execute(f"LOAD {declarations.quote(str(file))}")


@contextmanager
def using(path: Path, advice: str) -> Iterator[None]:
    """Around work on a database that is open: what shows only then, such as a damaged part, is told in a sentence.

    `advice` says what to do. Raises WarehouseError in the place of the engine's errors.
    """
    try:
        yield
    except duckdb.Error as error:
        raise WarehouseError(f"{path} cannot be used: {_first(error)} {advice}") from error


def rows_of(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """All rows of an answer, each by the names of its columns."""
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def asked(value: object) -> object:
    """A value from outside as the engine takes it: half a character, as an argument in another encoding has, becomes a
    sign that fits nothing."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing: commits at the end, rolls back on any exception and lets it go on."""
    con.execute("BEGIN")
    try:
        yield
        con.execute("COMMIT")
    except BaseException:
        _roll_back(con)
        raise


@contextmanager
def one_state(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """One state of the data for all that is asked within; in a transaction that is open already, that of this one."""
    # outside a transaction each statement is one; a BEGIN that fails would end the one that is open
    number, again = (con.execute("SELECT txid_current()").fetchone() for _ in range(2))
    if number == again:
        yield
        return
    with transaction(con):
        yield


def _roll_back(con: duckdb.DuckDBPyConnection) -> None:
    """Roll back unless the engine has done so itself (it does on a failed commit)."""
    try:
        con.execute("ROLLBACK")
    except duckdb.TransactionException as error:
        if "no transaction is active" not in str(error):
            raise


def settled(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Times in UTC whatever the machine's zone; no extension is fetched from anywhere."""
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET autoinstall_known_extensions = false")
    con.execute("SET enable_progress_bar = false")
    return con


def _locked(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Settings for readers, in this order, after which none can be changed.

    Connections of one process to one file share them, so the second finds all as it should be.
    """
    if con.execute("SELECT current_setting('lock_configuration')").fetchone() == (True,):
        return con
    con.execute("SET GLOBAL TimeZone = 'UTC'")
    con.execute("SET autoinstall_known_extensions = false")
    con.execute("SET autoload_known_extensions = false")
    con.execute("SET python_enable_replacements = false")
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    return con


def _held(path: Path, error: Exception, wait: float) -> str:
    found = HOLDER.search(str(error))
    who = f"process {found['pid']} ({found['program']})" if found else "another process"
    return f"{who} is writing to {path} and did not end within {wait:g} s. Wait for it, or stop it, and run again."


def _why(path: Path, error: Exception) -> str:
    return f"The database {path} cannot be opened: {_first(error)}"


def _first(error: Exception) -> str:
    """The engine's first line, as a sentence."""
    line = str(error).splitlines()[0]
    return line if line.endswith((".", "!", "?")) else f"{line}."
