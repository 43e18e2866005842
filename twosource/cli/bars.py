"""Progress in the terminal: a bar per stage, or a line per stage where standard error is no terminal.

Belongs here: drawing progress. Does not: deciding when it advances.
"""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class _Rate(ProgressColumn):
    """Units a second, as soon as there are some."""

    def render(self, task: Task) -> Text:
        """See rich."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f}/s" if speed else "", style="progress.data.speed")


class Bars:
    """A `twosource.progress.Progress` that draws with rich; use it as a context manager."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._task: TaskID | None = None
        self._stage = ""
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description:<24}", markup=False),
            BarColumn(bar_width=32),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            _Rate(),
            TimeRemainingColumn(elapsed_when_finished=False),
            TextColumn("{task.fields[outcome]}", markup=False),
            console=console,
            disable=not console.is_terminal,
        )

    def begin(self, stage: str, total: int | None) -> None:
        """See Progress."""
        self._stage = stage
        self._task = self._progress.add_task(stage, total=total, outcome="")

    def advance(self, units: int) -> None:
        """See Progress."""
        if self._task is not None:
            self._progress.advance(self._task, units)

    def end(self, message: str) -> None:
        """See Progress."""
        if self._task is None:
            return
        done = self._progress.tasks[self._task].completed
        self._progress.update(self._task, total=done or 1, completed=done or 1, outcome=message)
        if not self._console.is_terminal:
            self._console.print(f"{self._stage}: {message}", markup=False, highlight=False)

    def __enter__(self) -> Bars:
        self._progress.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._progress.stop()
