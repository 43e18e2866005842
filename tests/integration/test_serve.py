"""`twosource serve`: web server and daemon together, a file dropped in the inbox, and a clean end."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.integration.command import twosource
from tests.integration.serving import ENDED, Served, alive, command, serving, within

TAKEN_IN = 150.0
"""Seconds to wait at most, on a machine that is busy, for a file's facts."""
FERRY = (
    "Ferry board agrees to new ships\n\n"
    "NORTHHAVEN, April 22, 2025 - The ferry board met in Northhaven on Tuesday.\n\n"
    "It agreed to spend $12 million on two electric ferries, chairwoman Ada Lindqvist said.\n\n"
    '"The first will sail in spring," Lindqvist told reporters. "Nobody will lose a job."\n'
)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, tmp_path / "home") as server:
        yield server


def test_a_file_dropped_in_the_inbox_is_found_in_the_published_copy(served: Served) -> None:
    assert served.address.startswith(f"{served.root}/?token=")
    assert str(served.home / "inbox") in served.said()
    assert f"Report:    {served.root}/report/index.html" in served.said()
    assert served.ask("/report/index.html", served.cookie)[0] == 404, "there is none yet"
    assert served.ask("/server_info", served.cookie)[0] == 200
    (served.home / "inbox" / "ferry.txt").write_text(FERRY)
    published = served.home / "twosource.duckdb"
    assert within(TAKEN_IN, published.is_file), served.said()
    with duckdb.connect(str(published), read_only=True) as con:
        assert con.execute("SELECT headline FROM articles WHERE source = 'inbox'").fetchall() == [
            ("Ferry board agrees to new ships",)
        ]
        assert con.execute(
            "SELECT value, unit FROM quantities JOIN articles USING (article_id) "
            "WHERE kind = 'money' AND source = 'inbox'"
        ).fetchall() == [(12e6, "USD")]
    index = served.home / "report" / "index.html"
    assert within(TAKEN_IN, index.is_file), served.said()
    assert served.ask("/report/index.html", {})[0] == 403
    assert served.ask("/report/index.html", served.cookie) == (200, index.read_text(encoding="utf-8"))
    assert served.ask("/report/../twosource.duckdb", served.cookie)[0] == 404
    assert served.ask("/report/%2e%2e/twosource.duckdb", served.cookie)[0] == 404
    started = served.members()
    assert len(started) >= 2
    again = twosource(served.home, "serve", "--port", str(served.port))
    assert again.returncode == 1
    assert "served already" in again.stderr
    assert str(served.process.pid) in again.stderr
    assert served.address in again.stderr, "whoever has lost the address finds it again"
    assert (served.home / "dagster" / "serve.lock").stat().st_mode & 0o077 == 0, "and nobody else does"
    begun = time.monotonic()
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(ENDED) == 0, served.said()
    assert time.monotonic() - begun < ENDED
    assert within(1.0, lambda: not any(alive(pid) for pid in started)), "a process that it started is left"
    assert "Traceback" not in served.said()


def test_when_one_process_dies_the_rest_is_stopped_and_a_sentence_says_so(served: Served) -> None:
    started = served.members()
    daemon = next(pid for pid in started if "dagster._daemon" in command(pid))
    os.kill(daemon, signal.SIGKILL)
    assert served.process.wait(ENDED) == 1
    assert "daemon was killed by signal 9" in served.said()
    assert str(served.home / "dagster" / "daemon.log") in served.said()
    assert "Traceback" not in served.said()
    assert within(1.0, lambda: not any(alive(pid) for pid in started))


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
