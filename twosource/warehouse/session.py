"""One run's hold on the live database: opened late, held to the run's end, so that two runs never mix.

Belongs here: the open connection with the run's id and start, and the loop of a stage over its batches.
Does not: what a stage computes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, TypeVar

import duckdb

from twosource import declarations, engines, faults
from twosource.declarations import Stage
from twosource.progress import Progress, Silent
from twosource.records import SetAside
from twosource.settings import Settings
from twosource.warehouse import connect, ledger, mapping, settled, stages, store
from twosource.warehouse.ledger import Run
from twosource.warehouse.stages import Counts

Record = TypeVar("Record")
Rows = Mapping[str, Iterable[Mapping[str, Any]]]
Made = tuple[Sequence[str], Rows, Sequence[SetAside]]
"""A batch done: its units, the rows by table, what was set aside of it."""
Make = Callable[[Iterator[list[str]]], Iterator[Made]]
"""Takes batches of units and gives each back, done, in the same order. It may read ahead."""
Partners = Callable[[Sequence[str]], Sequence[str]]


class Session:
    """The database for the length of a run. `close` must be called; a `with` block does."""

    def __init__(self, settings: Settings, progress: Progress | None = None, run_id: str | None = None) -> None:
        """With `run_id` the first use of the database begins that run; without, `begin` does."""
        self.settings = settings
        self.progress = progress or Silent()
        self._run_id = run_id
        self._held = ExitStack()
        self._con: duckdb.DuckDBPyConnection | None = None
        self._run: Run | None = None
        self._engine: engines.Engine | None = None

    @property
    def engine(self) -> engines.Engine:
        """What does the work of stages, the same for all stages of the run. Raises EngineError when it cannot."""
        if self._engine is None:
            self._engine = engines.chosen(self.settings)
        return self._engine

    def begin(self, run_id: str) -> Run:
        """Open and prepare the database for the run; a second call in the same run changes nothing.

        Raises WarehouseError when it cannot be opened or has a shape that is not understood.
        """
        if self._run is None or self._run.run_id != run_id:
            if self._con is None:
                self._con = self._held.enter_context(store.of_a_run(self.settings))
                mapping.check()
            self._run = ledger.begin(self._con, run_id)
        return self._run

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The connection; raises RuntimeError before `begin` of a session without a run's id."""
        if self._con is None and self._run_id is not None:
            self.begin(self._run_id)
        if self._con is None:
            raise RuntimeError("Session.begin was not called")
        return self._con

    @property
    def run(self) -> Run:
        """The run; raises RuntimeError before `begin` of a session without a run's id."""
        if self._run is None and self._run_id is not None:
            self.begin(self._run_id)
        if self._run is None:
            raise RuntimeError("Session.begin was not called")
        return self._run

    def do(self, stage_name: str, version: str, make: Make, partners: Partners | None = None) -> Counts:
        """Do all that is pending of a stage, batch by batch, and delete what belongs to units that are gone.

        `partners` names the units that have to be made anew because others are gone. Raises MachineFault when the
        machine cannot go on; the batches before are kept.
        """
        stage = declarations.stages()[stage_name]
        touched = settled.is_settled(self.con, stage, version)
        counts = self._work(stage, version, make, touched)
        lost = stages.gone(self.con, stage, touched=touched)
        again = partners(lost) if partners and lost else []
        if lost:
            counts += stages.forget(self.con, self.run, stage, lost, again)
        if again:
            counts += self._work(stage, version, make, touched)
        settled.settle(self.con, stage, version)
        return counts

    def _work(self, stage: Stage, version: str, make: Make, touched: bool) -> Counts:
        todo = stages.pending(self.con, stage, version, self.run, touched=touched)
        counts = Counts()
        self.progress.begin(stage.name, len(todo))
        with faults.machine(f"the stage {stage.name}"):
            # without anything to do the room is not even entered: that would bring its rules and libraries
            for units, rows, refusals in make(todo.batches(self.settings.batch)) if len(todo) else ():
                counts += stages.write(self.con, self.run, stage, todo, units, rows, refusals)
                self.progress.advance(len(units))
        self.progress.end(in_words(counts))
        return counts

    def fetch(self, kind: type[Record], table: str, column: str, values: Sequence[str]) -> dict[str, list[Record]]:
        """Rows of a table as records, by the value of `column`, in the order of the table's key."""
        read = mapping.of(table, kind).record
        found: dict[str, list[Record]] = {value: [] for value in values}
        for row in self.rows(table, column, values):
            found[row[column]].append(read(row))
        return found

    def rows(self, table: str, column: str, values: Sequence[str]) -> list[dict[str, Any]]:
        """Rows of a table whose `column` is one of `values`, in the order of the table's key."""
        order = ", ".join(f'"{k}"' for k in declarations.table(table).key)
        sql = f'SELECT * FROM {table} WHERE "{column}" IN (SELECT unnest(?)) ORDER BY {order}'
        return connect.rows_of(self.con.execute(sql, [list(values)]))

    def first_shown(self, article_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """One row of `clean.articles` per article: that of the capture which showed it first."""
        cursor = self.con.execute(
            "SELECT a.* FROM clean.articles a JOIN raw.captures c USING (capture_id) "
            "WHERE a.article_id IN (SELECT unnest(?)) QUALIFY row_number() OVER (PARTITION BY a.article_id "
            "ORDER BY c.first_run NULLS FIRST, a.first_seen_at, a.capture_id) = 1 ORDER BY a.article_id",
            [list(article_ids)],
        )
        return {row["article_id"]: row for row in connect.rows_of(cursor)}

    def count(self, table: str) -> int:
        """Number of rows of a table."""
        return int((self.con.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,))[0])

    def end_workers(self) -> None:
        """End the workers: the stages are done, and what comes after them has their memory. A stage that needs workers
        all the same has new ones."""
        if self._engine is not None:
            self._engine.close()
        self._engine = None

    def close(self) -> None:
        """Close the database and let others have it."""
        self.end_workers()
        self._held.close()
        self._con = self._run = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def in_words(counts: Counts) -> str:
    """What a stage did, in one line."""
    parts = [f"{counts.done} done"]
    parts += [f"{n} {word}" for word in ("quarantined", "skipped", "gone") if (n := getattr(counts, word))]
    return ", ".join(parts) if counts.done or len(parts) > 1 else "nothing new"
