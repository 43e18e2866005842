"""How a run speaks: bars and a table for people, one object for machines, little, and a log beside all of them.

Belongs here: where words go. Does not: the words (summary), drawing bars (bars).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from twosource.cli.terminal import FAILED, Failure, harmless
from twosource.progress import Progress, Silent

if TYPE_CHECKING:
    from rich.console import Console

    from twosource.settings import Settings
    from twosource.warehouse.ledger import Summary, Taken


@dataclass(frozen=True, slots=True)
class Manner:
    """As one JSON object, or quietly; how many seconds the run took."""

    as_json: bool
    quiet: bool
    seconds: float


class Logged:
    """A `Progress` that also writes a line for each begin and end, with its time in UTC."""

    def __init__(self, inner: Progress, log: TextIO) -> None:
        """`log` stays the caller's to close."""
        self._inner = inner
        self._log = log
        self._stage = ""

    def begin(self, stage: str, total: int | None) -> None:
        """See Progress."""
        self._stage = stage
        write(self._log, f"{stage}: {'begins' if total is None else f'{total} to do'}")
        self._inner.begin(stage, total)

    def advance(self, units: int) -> None:
        """See Progress."""
        self._inner.advance(units)

    def end(self, message: str) -> None:
        """See Progress."""
        write(self._log, f"{self._stage}: {message}")
        self._inner.end(message)


def write(log: TextIO, line: str) -> None:
    """A line of a log."""
    log.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {harmless(line)}\n")
    log.flush()


@contextmanager
def log(path: Path | None) -> Iterator[TextIO | None]:
    """The log to append to, None when there is none; one that cannot be written ends the command."""
    if path is None:
        yield None
        return
    try:
        stream = path.open("a", encoding="utf-8")
    except OSError as error:
        raise Failure(f"The log {path} cannot be written: {error.strerror}.", FAILED) from error
    with stream:
        yield stream


@contextmanager
def progress(console: Console, quiet: bool, log: TextIO | None) -> Iterator[Progress]:
    """Who is told how far the work is: bars unless it is to be quiet, and the log."""
    from twosource.cli.bars import Bars

    if quiet:
        yield Logged(Silent(), log) if log else Silent()
        return
    with Bars(console) as bars:
        yield Logged(bars, log) if log else bars


def as_json(summary: Summary | None, taken: list[Taken], status: int, told: Mapping[str, Any], chosen: Settings) -> str:
    """The run as one JSON object: what came in, what is held, which rules fail, where things are, the exit status."""
    found: dict[str, Any] = {"status": status, **told}
    if summary is not None:
        whole = asdict(summary)
        names = ("source", "status", "found", "new", "message")
        found["this_run"] = {
            "inputs": summary.inputs,
            "new": summary.new,
            "unchanged": summary.unchanged,
            "sources": [dict(zip(names, row, strict=True)) for row in summary.coverage],
            "taken": [asdict(one) for one in taken],
            "checks": whole["looked_at"],
            "publish_seconds": summary.publish_seconds,
        }
        found["in_all"] = {
            **summary.held,
            "set_aside": [{"disposition": kind, "reason": reason, "n": n} for kind, reason, n in summary.set_aside],
            "rules_held": summary.checks_passed,
            "rules_failed": whole["checks_failed"],
        }
    found["database"] = str(chosen.lake or chosen.published)
    found["report"] = str(chosen.home / "report" / "index.html")
    return json.dumps(found, default=str)
