"""Where this process keeps Dagster's events: the usual SQLite files, each opened once.

Belongs here: the event log of runs that the command line makes. Does not: what the web pages read, which are the same
files in Dagster's own way.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from dagster._core.storage.event_log.sqlite import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from sqlalchemy import Connection, Engine, create_engine, event


class KeptSqliteEventLogStorage(SqliteEventLogStorage):
    """Dagster's event log with one connection per file kept open.

    The usual one opens the file anew for each of some two hundred events of a run, which takes longer than all else
    that a run without news does. Nothing waits for the disk at each event either: a killed run loses nothing by it,
    and a power cut at most the history's last moments, never the warehouse.
    """

    def __init__(self, base_dir: str, inst_data: Any = None) -> None:
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

    def dispose(self) -> None:
        """Close all files."""
        for engine in self._kept.values():
            engine.dispose()
        self._kept.clear()
        super().dispose()


def _engine(address: str) -> Engine:
    # one connection, which threads share under the storage's lock
    engine = create_engine(address, pool_size=1, connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def relax(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA synchronous = NORMAL")

    return engine
