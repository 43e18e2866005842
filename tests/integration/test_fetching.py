"""A feed and its pages, from a host on this machine to queried articles: first run, unchanged, changed, and outages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.integration.command import twosource
from tests.unit.loading.host import Host, Reply, running
from twosource.loading.load import load
from twosource.loading.sources import Source
from twosource.loading.web import Web
from twosource.settings import Settings
from twosource.warehouse import intake
from twosource.warehouse.session import Session
from twosource.warehouse.source_states import Expected

LIMIT = 1_000_000
COUNTS = "status, n_found, n_new, n_unchanged, n_quarantined"

PARAGRAPHS = (
    "The ferry board of Northhaven met on Tuesday to decide on the winter service to the outer islands.",
    "It agreed to spend $12 million on two electric ferries, chairwoman Ada Lindqvist said after the meeting.",
    '"The first will sail in spring," Lindqvist told reporters. "Nobody on the islands will lose a connection."',
)


def story(headline: str, *more: str) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (*PARAGRAPHS, *more))
    return (
        f"<html><head><title>{headline}</title></head><body><article><h1>{headline}</h1>{body}</article></body></html>"
    )


@pytest.fixture
def host() -> Iterator[Host]:
    with running() as found:
        found.page("/ferries.html", story("Board buys electric ferries"), ETag='"v1"')
        found.page("/harvest.html", story("Harvest is in"))
        found.page("/drafts/plan.html", story("A plan"))
        found.replies["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /drafts/\n")
        found.replies["/rss.xml"] = Reply(
            headers={"Content-Type": "application/rss+xml"},
            body=b"<rss version='2.0'><channel><title>Ledger</title>"
            b"<item><title>Board buys electric ferries</title><link>/ferries.html</link>"
            b"<pubDate>Thu, 17 Apr 2025 09:30:00 +0200</pubDate></item>"
            b"<item><title>A plan</title><link>/drafts/plan.html</link></item></channel></rss>",
        )
        yield found


def ledger(host: Host) -> Source:
    return Source(name="ledger", kind="feed", urls=(host.url("/rss.xml"),), outlet="Harbor Ledger", rate=0.0)


def rows(home: Path, database: str, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / database), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_a_feed_and_a_page_from_the_command_to_queried_articles(tmp_path: Path, host: Host) -> None:
    (tmp_path / "sources.yml").write_text(
        f"ledger: {{kind: feed, urls: '{host.url('/rss.xml')}', outlet: Harbor Ledger, rate: 0, minimum: 1}}\n"
    )
    page = host.url("/harvest.html")
    done = twosource(tmp_path, "run", "ledger", page, "http://10.0.0.1/", TWOSOURCE_ALLOW_HOSTS=host.place)
    assert done.returncode == 1, "an address that was named may not be fetched"
    assert "nothing could be taken in from http://10.0.0.1/" in done.stderr
    sql = "SELECT source, headline, url, outlet, published_on, published_basis FROM articles ORDER BY headline"
    assert rows(tmp_path, "twosource.duckdb", sql) == [
        (
            "ledger",
            "Board buys electric ferries",
            host.url("/ferries.html"),
            "Harbor Ledger",
            date(2025, 4, 17),
            "feed",
        ),
        (page, "Harvest is in", page, "127.0.0.1", None, None),
    ]
    found = rows(tmp_path, "twosource.duckdb", "SELECT reason, message FROM quarantine ORDER BY reason")
    assert [reason for reason, _ in found] == ["blocked_by_robots", "forbidden_address"]
    assert "'Disallow: /drafts/'" in found[0][1]
    assert "10.0.0.1" in found[1][1]
    coverage = rows(tmp_path, "twosource.duckdb", "SELECT source, status FROM coverage ORDER BY source")
    assert coverage == [("http://10.0.0.1/", "failed"), (page, "ok"), ("ledger", "partial")]
    assert host.asked[0].headers["user-agent"].startswith("twosource/")


def fetch(session: Session, host: Host, run: str) -> tuple[Any, ...]:
    """One pass over the feed, and what coverage says of it."""
    session.begin(run)
    web = Web("twosource/0.1", [host.place], first_wait=0.01)
    known = intake.newest(session, "ledger")
    intake.take_in(session, "ledger", load(ledger(host), session.run.started_at, LIMIT, web, known), Expected())
    return query(session, f"SELECT {COUNTS} FROM quality.coverage WHERE run_id = '{run}'")[0]


def query(session: Session, sql: str) -> list[tuple[Any, ...]]:
    return session.con.execute(sql).fetchall()


def test_a_feed_from_the_first_pass_to_an_outage(tmp_path: Path, host: Host) -> None:
    with Session(Settings(home=tmp_path)) as session:
        assert fetch(session, host, "first") == ("partial", 2, 1, 0, 1)
        [(entry,)] = query(session, "SELECT headers['feed-entry'] FROM raw.captures")
        assert json.loads(entry) == {
            "title": "Board buys electric ferries",
            "published": "2025-04-17T09:30:00+02:00",
        }

        before = query(session, "SELECT * FROM raw.captures")
        assert fetch(session, host, "unchanged") == ("partial", 2, 0, 1, 1)
        assert host.asked[-1].headers["if-none-match"] == '"v1"'
        assert query(session, "SELECT * FROM raw.captures") == before

        # the same page under a new tag is the same capture, asked for under that tag from then on
        host.page("/ferries.html", story("Board buys electric ferries"), ETag='"v2"')
        assert fetch(session, host, "same bytes") == ("partial", 2, 0, 1, 1)
        assert query(session, "SELECT headers['etag'] FROM raw.captures") == [('"v2"',)]

        host.page("/ferries.html", story("Board buys more ferries"), ETag='"v3"')
        assert fetch(session, host, "changed") == ("partial", 2, 1, 0, 1)
        assert fetch(session, host, "unchanged again") == ("partial", 2, 0, 1, 1)
        assert host.asked[-1].headers["if-none-match"] == '"v3"'

        host.replies["/rss.xml"] = Reply(status=500)
        assert fetch(session, host, "outage") == ("failed", 1, 0, 0, 1)
        [(message,)] = query(session, "SELECT message FROM quality.coverage WHERE status = 'failed'")
        assert message.startswith(f"{host.url('/rss.xml')} answers with status 500.")


def test_what_is_over_a_limit_is_left_and_taken_by_the_next_run(tmp_path: Path, host: Host) -> None:
    urls = [host.url("/ferries.html"), host.url("/harvest.html")]
    (tmp_path / "sources.yml").write_text(f"ledger: {{kind: pages, rate: 0, pages: 2, urls: {urls}}}\n")
    counts = []
    for _ in range(2):
        done = twosource(tmp_path, "run", "ledger", TWOSOURCE_ALLOW_HOSTS=host.place)
        assert done.returncode == 0, done.stdout + done.stderr
        sql = "SELECT status, n_new, message FROM coverage ORDER BY started_at DESC LIMIT 1"
        [(status, new, message)] = rows(tmp_path, "twosource.duckdb", sql)
        assert status == "partial"
        assert "1 pages were left, as the 2 pages that the source ledger may take in one run are used up" in message
        counts.append(new)
    # robots.txt is a page, too
    assert counts == [1, 1]
    assert host.paths() == ["/ferries.html", "/harvest.html"]
