"""`twosource serve` as a process of its own: started, asked, and whatever is left of it ended.

Belongs here: what the tests of serving share. Does not: any test.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.integration.command import TWOSOURCE, environment

START, ENDED = 120.0, 60.0
"""Seconds to wait at most, on a machine that is busy, for: the first answer, the end."""
RUN = """
mutation ($config: RunConfigData!) {
  launchRun(executionParams: {
    selector: {repositoryName: "__repository__", repositoryLocationName: "twosource.app:served", jobName: "ingest"}
    runConfigData: $config
  }) { __typename ... on LaunchRunSuccess { run { runId } } }
}
"""
"""What the web page sends when somebody presses "Launch run"."""


@dataclass
class Served:
    """A running command, its home, its port, and the file that its output goes to."""

    process: subprocess.Popen[bytes]
    home: Path
    port: int
    output: Path

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        """The start address that it printed."""
        found = re.search(r"^Web pages: (\S+)$", self.said(), re.MULTILINE)
        assert found, self.said()
        return found[1]

    @property
    def cookie(self) -> dict[str, str]:
        """The header of a browser that has opened the start address."""
        return {"Cookie": f"twosource_{self.port}={self.address.partition('token=')[2]}"}

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def members(self) -> set[int]:
        """The processes that were started, and all that those have started."""
        return below(self.process.pid)

    def ask(self, path: str, headers: Mapping[str, str], body: bytes | None = None) -> tuple[int, str]:
        """Status and text of an answer; `body` makes it a POST."""
        try:
            with urlopen(Request(self.root + path, body, dict(headers)), timeout=60) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def graphql(self, query: str, **variables: object) -> Any:
        """The data of a query that our own page may ask."""
        sent = json.dumps({"query": query, "variables": variables}).encode()
        status, answer = self.ask("/graphql", self.cookie | {"Content-Type": "application/json"}, sent)
        assert status == 200, answer
        return json.loads(answer)["data"]


@contextmanager
def serving(folder: Path, home: Path) -> Iterator[Served]:
    """A server that answers, its output in a file in `folder`; whatever the block leaves of it is ended."""
    output, port = folder / "output.txt", free_port()
    with output.open("wb") as target:
        process = subprocess.Popen(
            [TWOSOURCE, "serve", "--port", str(port)], env=environment(home), stdout=target, stderr=subprocess.STDOUT
        )
    server = Served(process, home, port, output)
    try:
        assert within(START, lambda: "Ctrl-C" in server.said() or process.poll() is not None), server.said()
        assert process.poll() is None, server.said()
        yield server
    finally:
        left = server.members()
        process.terminate()
        try:
            process.wait(ENDED)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pid in left:
            if alive(pid):
                os.kill(pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


def within(seconds: float, done: Callable[[], bool]) -> bool:
    """Whether it is done before that time is over."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def below(pid: int) -> set[int]:
    """All processes that descend from one."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found: set[int] = set()
    fresh = {pid}
    while fresh:
        fresh = {child for child, parent in parents if parent in fresh} - found
        found |= fresh
    return found


def command(pid: int) -> str:
    return subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")
