"""Dagster's daemon takes in a feed that changes, tick after tick, and what appears in the inbox."""

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.integration.command import TWOSOURCE, environment
from tests.unit.loading.archives import TEXT
from tests.unit.loading.host import Host, Reply, running

pytestmark = pytest.mark.slow
LONGEST = 900.0
"""Seconds: two ticks of the schedule are five minutes apart."""


@pytest.fixture
def host() -> Iterator[Host]:
    with running() as found:
        yield found


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


def publish(host: Host, number: int) -> None:
    """The feed with one entry more, and its page."""
    title = f"<title>Ferry {number} resumes</title>"
    page = f"<html lang=en><head>{title}</head><body><p>{TEXT} Ferry {number}.</p></body></html>"
    host.page(f"/{number}", page)
    items = "".join(f"<item><title>Ferry {n}</title><link>{host.url(f'/{n}')}</link></item>" for n in range(number + 1))
    feed = f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()
    host.replies["/rss"] = Reply(headers={"Content-Type": "application/rss+xml"}, body=feed)


def headlines(home: Path) -> set[str]:
    try:
        with duckdb.connect(str(home / "twosource.duckdb"), read_only=True) as con:
            return {name for (name,) in con.execute("SELECT headline FROM articles").fetchall()}
    except duckdb.Error:  # not there yet, or being replaced
        return set()


def test_two_ticks_find_the_articles_of_a_changing_feed(tmp_path: Path, host: Host) -> None:
    publish(host, 0)
    (tmp_path / "sources.yml").write_text(f"feed: {{kind: feed, urls: '{host.url('/rss')}', rate: 0, every: 1m}}\n")
    own = environment(tmp_path, TWOSOURCE_ALLOW_HOSTS=host.place)
    with (tmp_path / "log").open("w") as log:
        served = subprocess.Popen([TWOSOURCE, "serve", "--port", str(free_port())], env=own, stdout=log, stderr=log)
        try:
            wait_for(tmp_path, {"Ferry 0 resumes"}, served)
            publish(host, 1)
            wait_for(tmp_path, {"Ferry 0 resumes", "Ferry 1 resumes"}, served)
        finally:
            served.terminate()
            served.wait(timeout=120)


def wait_for(home: Path, wanted: set[str], served: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        assert served.poll() is None, (home / "log").read_text()
        if wanted <= headlines(home):
            return
        time.sleep(2.0)
    raise AssertionError(f"{wanted} not found; there are {headlines(home)}: {(home / 'log').read_text()[-2000:]}")
