"""`twosource serve`: web server and daemon together, a file dropped in the inbox, and a clean end."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import duckdb
import pytest

from tests.integration.command import TWOSOURCE, environment, twosource

START, TAKEN_IN, ENDED = 120.0, 150.0, 15.0
"""Seconds to wait at most, on a machine that is busy, for: the first answer, a file's facts, the end."""
FERRY = (
    "Ferry board agrees to new ships\n\n"
    "NORTHHAVEN, April 22, 2025 - The ferry board met in Northhaven on Tuesday.\n\n"
    "It agreed to spend $12 million on two electric ferries, chairwoman Ada Lindqvist said.\n\n"
    '"The first will sail in spring," Lindqvist told reporters. "Nobody will lose a job."\n'
)


@dataclass
class Served:
    """A running command, its home, its port, and the file that its output goes to."""

    process: subprocess.Popen[bytes]
    home: Path
    port: int
    output: Path

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def members(self) -> set[int]:
        """The processes that were started, and all that those have started."""
        return _below(self.process.pid)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server that answers; whatever a test leaves of it is ended."""
    output, port = tmp_path / "output.txt", _free_port()
    with output.open("wb") as target:
        process = subprocess.Popen(
            [TWOSOURCE, "serve", "--port", str(port)],
            env=environment(tmp_path / "home"),
            stdout=target,
            stderr=subprocess.STDOUT,
        )
    server = Served(process, tmp_path / "home", port, output)
    try:
        assert _within(START, lambda: "Web pages:" in server.said() or process.poll() is not None), server.said()
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
            if _alive(pid):
                os.kill(pid, signal.SIGKILL)


def test_a_file_dropped_in_the_inbox_is_found_in_the_published_copy(served: Served) -> None:
    assert f"http://127.0.0.1:{served.port}" in served.said()
    assert str(served.home / "inbox") in served.said()
    with urlopen(f"http://127.0.0.1:{served.port}/server_info", timeout=10) as page:
        assert page.status == 200
    (served.home / "inbox" / "ferry.txt").write_text(FERRY)
    published = served.home / "twosource.duckdb"
    assert _within(TAKEN_IN, published.is_file), served.said()
    with duckdb.connect(str(published), read_only=True) as con:
        assert con.execute("SELECT headline, source FROM articles").fetchall() == [
            ("Ferry board agrees to new ships", "inbox")
        ]
        assert con.execute("SELECT value, unit FROM quantities WHERE kind = 'money'").fetchall() == [(12e6, "USD")]
    started = served.members()
    assert len(started) >= 2
    again = twosource(served.home, "serve", "--port", str(served.port))
    assert again.returncode == 1
    assert "served already" in again.stderr
    assert str(served.process.pid) in again.stderr
    begun = time.monotonic()
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(ENDED) == 0, served.said()
    assert time.monotonic() - begun < ENDED
    assert _within(1.0, lambda: not any(_alive(pid) for pid in started)), "a process that it started is left"
    assert "Traceback" not in served.said()


def test_when_one_process_dies_the_rest_is_stopped_and_a_sentence_says_so(served: Served) -> None:
    started = served.members()
    daemon = next(pid for pid in started if "dagster._daemon" in _command(pid))
    os.kill(daemon, signal.SIGKILL)
    assert served.process.wait(ENDED) == 1
    assert "daemon was killed by signal 9" in served.said()
    assert str(served.home / "dagster" / "daemon.log") in served.said()
    assert "Traceback" not in served.said()
    assert _within(1.0, lambda: not any(_alive(pid) for pid in started))


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = twosource(tmp_path, "serve", "--port", str(port))
    assert done.returncode == 1
    assert f"Port {port} cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = twosource(tmp_path / "file" / "home", "serve")
    assert done.returncode == 1
    assert "TWOSOURCE_HOME" in done.stderr
    assert "Traceback" not in done.stderr


def _free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


def _within(seconds: float, done: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def _below(pid: int) -> set[int]:
    """All processes that descend from one."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found: set[int] = set()
    fresh = {pid}
    while fresh:
        fresh = {child for child, parent in parents if parent in fresh} - found
        found |= fresh
    return found


def _command(pid: int) -> str:
    return subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout


def _alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")
