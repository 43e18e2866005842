"""One run's hold on the live database: opened late, held to the run's end, so that two runs never mix.

Belongs here: the open connection with the run's id and start, and the loop of a stage over its batches.
Does not: what a stage computes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import duckdb

from twosource import declarations, faults
from twosource.declarations import Stage
from twosource.progress import Progress, Silent
from twosource.records import SetAside
from twosource.settings import Settings
from twosource.warehouse import connect, ledger, migrate, restore, stages, tables
from twosource.warehouse.ledger import Run
from twosource.warehouse.stages import Counts

Record = TypeVar("Record")
Rows = Mapping[str, Iterable[Mapping[str, Any]]]
Made = tuple[Sequence[str], Rows, Sequence[SetAside]]
"""A batch done: its units, the rows by table, what was set aside of it."""
Make = Callable[[Iterator[list[str]]], Iterator[Made]]
"""Takes batches of units and gives each back, done, in the same order. It may read ahead."""
Touched = Callable[[Sequence[str]], Sequence[str]]


PREVIEW_WIDTH = 60
"""Code points of a value in a preview."""


class Session:
    """The database for the length of a run. `close` must be called; a `with` block does."""

    def __init__(self, settings: Settings, progress: Progress | None = None) -> None:
        self.settings = settings
        self.progress = progress or Silent()
        self._con: duckdb.DuckDBPyConnection | None = None
        self._run: Run | None = None

    def begin(self, run_id: str) -> Run:
        """Open and prepare the database for the run; a second call in the same run changes nothing.

        Raises WarehouseError when it cannot be opened or has a shape that is not understood.
        """
        if self._run is None or self._run.run_id != run_id:
            if self._con is None:
                restore.refuse_lost(self.settings.live, self.settings.published)
                self._con = connect.open_live(self.settings.live, self.settings.lock_wait)
                migrate.prepare(self._con)
            self._run = ledger.begin(self._con, run_id)
        return self._run

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The connection; raises RuntimeError before `begin`."""
        if self._con is None:
            raise RuntimeError("Session.begin was not called")
        return self._con

    @property
    def run(self) -> Run:
        """The run; raises RuntimeError before `begin`."""
        if self._run is None:
            raise RuntimeError("Session.begin was not called")
        return self._run

    def do(self, stage_name: str, version: str, make: Make, touched: Touched | None = None) -> Counts:
        """Do all that is pending of a stage, batch by batch, and delete what belongs to units that are gone.

        `touched` names the units that have to be made anew because others are gone. Raises MachineFault when the
        machine cannot go on; the batches before are kept.
        """
        stage = declarations.stages()[stage_name]
        counts = self._work(stage, version, make)
        lost = stages.gone(self.con, stage)
        again = touched(lost) if touched and lost else []
        if lost:
            counts += stages.forget(self.con, self.run, stage, lost, again)
        if again:
            counts += self._work(stage, version, make)
        return counts

    def _work(self, stage: Stage, version: str, make: Make) -> Counts:
        todo = stages.pending(self.con, stage, version, self.run)
        counts = Counts()
        self.progress.begin(stage.name, len(todo))
        with faults.machine(f"the stage {stage.name}"):
            for units, rows, refusals in make(todo.batches(self.settings.batch)):
                counts += stages.write(self.con, self.run, stage, todo, units, rows, refusals)
                self.progress.advance(len(units))
        self.progress.end(in_words(counts))
        return counts

    def fetch(self, kind: type[Record], table: str, column: str, values: Sequence[str]) -> dict[str, list[Record]]:
        """Rows of a table as records, by the value of `column`, in the order of the table's key."""
        found: dict[str, list[Record]] = {value: [] for value in values}
        for row in self.rows(table, column, values):
            found[row[column]].append(tables.record(kind, row))
        return found

    def rows(self, table: str, column: str, values: Sequence[str]) -> list[dict[str, Any]]:
        """Rows of a table whose `column` is one of `values`, in the order of the table's key."""
        order = ", ".join(f'"{k}"' for k in declarations.table(table).key)
        cursor = self.con.execute(
            f'SELECT * FROM {table} WHERE "{column}" IN (SELECT unnest(?)) ORDER BY {order}', [list(values)]
        )
        names = [d[0] for d in cursor.description or ()]
        return [dict(zip(names, values_, strict=True)) for values_ in cursor.fetchall()]

    def first_shown(self, article_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """One row of `clean.articles` per article: that of the capture which showed it first."""
        cursor = self.con.execute(
            "SELECT a.* FROM clean.articles a JOIN raw.captures c USING (capture_id) "
            "WHERE a.article_id IN (SELECT unnest(?)) QUALIFY row_number() OVER (PARTITION BY a.article_id "
            "ORDER BY c.first_run NULLS FIRST, a.first_seen_at, a.capture_id) = 1 ORDER BY a.article_id",
            [list(article_ids)],
        )
        names = [d[0] for d in cursor.description or ()]
        rows = (dict(zip(names, values, strict=True)) for values in cursor.fetchall())
        return {row["article_id"]: row for row in rows}

    def members_of(self, story_ids: Sequence[str]) -> dict[str, list[str]]:
        """The articles of each story, newest versions only."""
        found: dict[str, list[str]] = {story_id: [] for story_id in story_ids}
        sql = "SELECT story_id, article_id FROM articles WHERE story_id IN (SELECT unnest(?)) ORDER BY ALL"
        for story_id, article_id in self.con.execute(sql, [list(story_ids)]).fetchall():
            found[story_id].append(article_id)
        return found

    def count(self, table: str) -> int:
        """Number of rows of a table."""
        return int((self.con.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,))[0])

    def preview(self, table: str, rows: int) -> str:
        """The first rows of a table as a Markdown table, long values cut, binary ones left out."""
        names = [c.name for c in declarations.table(table).columns if c.type != "BLOB"]
        cells = ", ".join(f'left(CAST("{name}" AS VARCHAR), {PREVIEW_WIDTH})' for name in names)
        found = self.con.execute(f"SELECT {cells} FROM {table} LIMIT {rows}").fetchall()
        lines = [names, ["---"] * len(names), *([_cell(value) for value in row] for row in found)]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)

    def close(self) -> None:
        """Close the database and let others have it."""
        if self._con is not None:
            self._con.close()
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


def _cell(value: object) -> str:
    """A value inside a Markdown table: no bar, no line break, no tag."""
    text = "" if value is None else str(value)
    return text.replace("\n", " ").replace("|", "\\|").replace("<", "&lt;")
