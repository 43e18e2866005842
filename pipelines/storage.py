"""Where this process keeps Dagster's history: the usual SQLite files, each opened once and looked over once.

Belongs here: the storages of runs that the command line makes. Does not: what the web pages read, which are the same
files in Dagster's own way.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import dagster
from dagster._core.storage.event_log.sqlite import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.schedules import SqliteScheduleStorage
from dagster._core.storage.sqlite import create_db_conn_string
from sqlalchemy import Connection, Engine, create_engine, event


class KeptSqliteEventLogStorage(SqliteEventLogStorage):
    """Dagster's event log with one connection per file kept open.

    The usual one opens the file anew for each of some two hundred events of a run, which takes longer than all else
    that a run without news does. Nothing waits for the disk at each event either: a killed run loses nothing by it,
    and a power cut at most the history's last moments, never the warehouse.
    """

    def __init__(self, base_dir: str, inst_data: Any = None) -> None:
        self._tables: set[str] = set()
        self._kept: dict[str, Engine] = {}
        self._kept_lock = threading.RLock()
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> KeptSqliteEventLogStorage:
        """As Dagster makes a storage; the usual one's names itself and not its class."""
        return cls(inst_data=inst_data, **config_value)

    def run_connection(self, run_id: str | None = None) -> AbstractContextManager[Connection]:
        """A connection to the file of a run."""
        return self._on(run_id or INDEX_SHARD_NAME)

    def index_connection(self) -> AbstractContextManager[Connection]:
        """A connection to the file of events of all runs."""
        return self._on(INDEX_SHARD_NAME)

    @contextmanager
    def _on(self, shard: str) -> Iterator[Connection]:
        with self._kept_lock:
            if shard not in self._kept:
                # the first time in Dagster's own way, which makes the file's tables
                with super().run_connection(shard):
                    pass
                self._kept[shard] = _engine(self.conn_string_for_shard(shard))
            with self._kept[shard].begin() as connection:
                yield connection

    def has_table(self, table_name: str) -> bool:
        """Whether the files have this table. One that is there is not looked for again, as it is at every event."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def _initdb(self, engine: Engine, for_index_shard: bool = False) -> None:
        """Make the tables of a file. That of a run begins as a copy of an empty one, which the first run makes."""
        path = Path(str(engine.url.database))
        if _is_made(path, "event_logs"):
            return
        if for_index_shard or path.exists():
            super()._initdb(engine, for_index_shard)
            return
        empty = Path(self._base_dir).with_name(f"empty-{dagster.__version__}.db")
        if not _is_made(empty, "event_logs"):
            super()._initdb(engine)
            unfinished = empty.with_name(f"{empty.name}.{os.getpid()}")
            with closing(sqlite3.connect(path)) as made:
                made.execute("VACUUM INTO ?", [str(unfinished)])
            unfinished.replace(empty)
            return
        shutil.copyfile(empty, path)

    def dispose(self) -> None:
        """Close all files."""
        for engine in self._kept.values():
            engine.dispose()
        self._kept.clear()
        super().dispose()


class KeptSqliteRunStorage(SqliteRunStorage):
    """Dagster's list of runs, whose file is taken as it is when it was made once.

    The usual one has all scripts of all its changes read, only to see that there is one; so has that of schedules.
    """

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> KeptSqliteRunStorage:
        """As Dagster makes a storage; the usual one's names itself and not its class."""
        return cls.from_local(inst_data=inst_data, **config_value)

    @classmethod
    def from_local(cls, base_dir: str, inst_data: Any = None) -> KeptSqliteRunStorage:
        """The storage of a folder, which is made where there is none."""
        if _is_made(Path(base_dir) / "runs.db", "instance_info"):
            return cls(create_db_conn_string(base_dir, "runs"), inst_data)
        return super().from_local(base_dir, inst_data)


class KeptSqliteScheduleStorage(SqliteScheduleStorage):
    """Dagster's state of schedules and sensors, the same way."""

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> KeptSqliteScheduleStorage:
        """As Dagster makes a storage, which makes the folder's file where there is none."""
        folder = config_value["base_dir"]
        if not _is_made(Path(folder) / "schedules.db", "job_ticks"):
            cls.from_local(folder)
        return cls(create_db_conn_string(folder, "schedules"), inst_data)


def _is_made(path: Path, table: str) -> bool:
    """Whether Dagster has made its tables in a file: it has noted their revision, and this one is there. A file that
    cannot be read is Dagster's to complain of."""
    if not path.exists():
        return False
    noted = "SELECT count(*) FROM alembic_version, sqlite_master WHERE version_num IS NOT NULL AND name = ?"
    try:
        with closing(sqlite3.connect(path, timeout=30)) as con:
            return bool(con.execute(noted, [table]).fetchone()[0])
    except sqlite3.Error:
        return False


def _engine(address: str) -> Engine:
    # one connection, which threads share under the storage's lock
    engine = create_engine(address, pool_size=1, connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def relax(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")

    return engine
