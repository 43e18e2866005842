"""The command in forked processes, so that hundreds of runs pay for imports once, and its kill at a chosen moment.

Belongs here: the server that forks, waiting for a moment, the kill. Does not: any test.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.integration.command import LONGEST, environment
from twosource.settings import Settings

STAGES = ("captures", "articles", "facts", "links", "comparisons")


@dataclass(frozen=True, slots=True)
class Run:
    """A run under way: its process, its home, and what it has said so far."""

    pid: int
    home: Path
    said: Path

    def lives(self) -> bool:
        """Whether it has not ended yet."""
        return Path(f"/proc/{self.pid}").exists()

    def has_said(self, words: str) -> bool:
        """Whether the words stand in its output."""
        return words in self.said.read_text(encoding="utf-8")


class Server:
    """Forks the command from a process that has imported everything and started no thread."""

    def __init__(self, **more: str) -> None:
        """`more` are settings of all its runs."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.killing"],
            env=environment(Path("/nonexistent"), TWOSOURCE_BATCH="1", **more),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self, home: Path, source: Path) -> Run:
        """Begin a run; one at a time."""
        said = home.with_name(f"{home.name}.said")
        said.write_text("")
        return Run(int(self._ask(f"{home}\t{source}\t{said}")), home, said)

    def end(self) -> int:
        """The status of the run that was begun last, once it has ended (negative: the signal that ended it)."""
        return int(self._ask(""))

    def close(self) -> None:
        """End the server."""
        self._process.communicate()

    def _ask(self, line: str) -> str:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the server has no pipes")
        if line:
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()
        return self._process.stdout.readline()


def kill_when(run: Run, reached: Callable[[Run], bool], delay: float) -> bool:
    """Kill the run's processes `delay` seconds after the moment is reached; whether it still lived then."""
    deadline = time.monotonic() + LONGEST
    while run.lives() and not reached(run):
        if time.monotonic() > deadline:
            break
        time.sleep(0.005)
    time.sleep(delay)
    if not run.lives():
        return False
    os.killpg(run.pid, signal.SIGKILL)
    return True


def moments(chance: random.Random) -> dict[str, tuple[Callable[[Run], bool], float]]:
    """Name of each part of a run to how one sees that it begins, and how long after that the kill comes."""

    def begins(stage: str) -> Callable[[Run], bool]:
        if stage == STAGES[0]:
            return lambda run: Settings(home=run.home).live.with_name("warehouse.duckdb.wal").exists()
        return lambda run: run.has_said(f"{STAGES[STAGES.index(stage) - 1]}:")

    def publishing(run: Run) -> bool:
        return run.home.joinpath(".twosource.duckdb.unfinished").exists()

    found = {stage: (begins(stage), chance.uniform(0, 0.6)) for stage in STAGES}
    return {
        "start": (lambda _: True, chance.uniform(0, 2.0)),
        **found,
        "checks": (lambda run: run.has_said("comparisons:"), chance.uniform(0.05, 2.0)),
        "publishing": (publishing, chance.uniform(0, 0.1)),
        "report": (lambda run: run.has_said("database  "), chance.uniform(0, 0.5)),
    }


def serve() -> None:
    """Fork a run for each line of standard input, tell its process, wait for it, tell its status."""
    import dagster  # noqa: F401
    import great_expectations  # noqa: F401
    import spacy  # noqa: F401
    import trafilatura  # noqa: F401

    import twosource.app
    import twosource.cli.main  # noqa: F401
    from twosource import cleaning, extraction  # noqa: F401

    for line in sys.stdin:
        home, source, said = line.rstrip("\n").split("\t")
        pid = os.fork()
        if pid == 0:
            _become(home, source, said)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def _become(home: str, source: str, said: str) -> None:
    """Be the command, until its end."""
    from twosource.cli.main import main

    os.setsid()
    os.environ["TWOSOURCE_HOME"] = home
    target = os.open(said, os.O_WRONLY | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(target, stream)
    sys.argv = ["twosource", "run", source]
    status = 1
    try:
        main()
        status = 0
    except SystemExit as end:
        status = int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    serve()
