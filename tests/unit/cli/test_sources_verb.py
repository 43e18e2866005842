"""`twosource sources`: a site's feeds are proposed, a source is tried without storing, all are listed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.unit.loading.archives import TEXT
from tests.unit.loading.host import Host, Reply, running
from tests.unit.loading.test_sitemaps import entry, urlset
from twosource.cli import sources
from twosource.cli.terminal import Failure
from twosource.loading.sources import declared
from twosource.settings import Settings
from twosource.warehouse import intake
from twosource.warehouse.session import Session
from twosource.warehouse.source_states import Expected

DATE = "<meta property='article:published_time' content='2025-04-17T06:30:00+02:00'>"
SITE = "<meta property='og:site_name' content='Harbor Ledger'>"
ARTICLE = f"<html lang=en><head><title>Ferry resumes</title>{SITE}{DATE}</head><body><p>{TEXT}</p></body></html>"


@pytest.fixture
def host() -> Iterator[Host]:
    with running() as found:
        yield found


@pytest.fixture
def home(tmp_path: Path, host: Host, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TWOSOURCE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("twosource.loading.discovery.RATE", 0.0)
    monkeypatch.setenv("TWOSOURCE_ALLOW_HOSTS", host.place)
    return tmp_path


def call(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(sources.app, arguments)
    if isinstance(result.exception, Failure):
        return result.exception.status, str(result.exception)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def put(host: Host, path: str, kind: str, data: bytes) -> None:
    host.replies[path] = Reply(headers={"Content-Type": kind}, body=data)


def site(host: Host) -> None:
    name = "<meta property='og:site_name' content='Ledger \"A\"'>"
    host.page(
        "/", f"<html><head><link rel=alternate type='application/rss+xml' href='/rss'>{name}</head><p>x</p></html>"
    )
    item = f"<item><title>Ferry</title><link>{host.url('/ferry')}</link></item>"
    feed = f"<rss version='2.0'><channel><title>x</title>{item}</channel></rss>"
    put(host, "/rss", "application/rss+xml", feed.encode())
    put(host, "/map.xml", "application/xml", urlset(entry(host.url("/ferry"))))
    put(host, "/robots.txt", "text/plain", f"Sitemap: {host.url('/map.xml')}\n".encode())
    host.page("/ferry", ARTICLE)


def test_a_site_gives_a_proposal_that_can_be_declared_and_tried(home: Path, host: Host) -> None:
    site(host)
    status, told = call("add", host.url("/"), "--write")
    assert status == 0
    assert "kind: feed" in told
    assert "# or:   kind: sitemap" in told
    made = declared(home)["site_127_0_0_1"]
    assert (made.kind, made.outlet, made.urls) == ("feed", 'Ledger "A"', (host.url("/rss"),))
    (home / "sources.yml").write_text((home / "sources.yml").read_text() + "  rate: 0\n")
    status, told = call("check", "site_127_0_0_1")
    assert status == 0
    assert "Ferry resumes" in told
    assert not (home / "live").exists(), "nothing is stored"


@pytest.mark.usefixtures("home")
def test_a_site_without_feeds_is_told(host: Host) -> None:
    host.page("/", "<p>x</p>")
    status, told = call("add", host.url("/"))
    assert status == 1
    assert "names no feed" in told


def test_what_is_missing_of_an_article_is_told_and_nothing_is_no_success(home: Path) -> None:
    (home / "desk").mkdir()
    (home / "desk" / "a.txt").write_text(TEXT * 3)
    (home / "sources.yml").write_text("desk: {paths: desk}\nnone: {paths: nowhere}\n")
    status, told = call("check", "desk")
    assert (status, "missing:" in told, "outlet" in told) == (0, True, True)
    status, told = call("check", "none")
    assert status == 1
    assert call("check", "unknown")[0] == 2


def test_the_list_tells_what_is_wrong_with_a_source(home: Path) -> None:
    (home / "sources.yml").write_text("desk: {paths: desk, minimum: 3, every: 15m}\n")
    with Session(Settings(home=home)) as session:
        session.begin("run-1")
        intake.take_in(session, "desk", [], Expected(minimum=3, every=timedelta(minutes=15)))
    status, told = call("list")
    assert status == 0
    assert "too few (warning)" in " ".join(told.split())
    assert "15m" in told
    assert "declares 3 as its least" in told
