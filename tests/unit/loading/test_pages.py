"""From sources on the web to captures: what an answer becomes, what is left alone, what a feed says of its pages."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from tests.unit.loading.helpers import LIMIT, SEEN, source_of
from tests.unit.loading.host import Host, Reply
from twosource import paths
from twosource.loading.limits import Limits
from twosource.loading.load import load, nothing_known
from twosource.loading.sources import Source
from twosource.loading.web import Web
from twosource.records import Capture, Reached, SetAside

TEXT = "<p>The ferry sails again.</p>"


def on_web(host: Host, *places: str, kind: str = "pages", **values: object) -> Source:
    urls = tuple(place if "://" in place else host.url(place) for place in places)
    return source_of(Path(), kind=kind, paths=(), bases=(), urls=urls, rate=0.0, **values)


def all_of(source: Source, web: Web, known: Mapping[str, Capture] | None = None) -> list[Capture | SetAside]:
    found = load(source, SEEN, LIMIT, web, known.get if known is not None else nothing_known)
    return [one for one in found if not isinstance(one, Reached)]


def reasons(found: list[Capture | SetAside]) -> list[tuple[str, str]]:
    return [(one.disposition, one.reason) for one in found if isinstance(one, SetAside)]


def test_a_capture_of_a_page(web: Web, host: Host) -> None:
    host.replies["/old"] = Reply(status=301, headers={"Location": "/new"})
    host.page("/new", TEXT, ETag='"v1"')
    [capture] = all_of(on_web(host, "/old#top", outlet="Harbor Ledger"), web)
    assert isinstance(capture, Capture)
    assert (capture.address, capture.url) == (host.url("/old"), host.url("/new"))
    assert (capture.media_type, capture.data, capture.outlet) == ("text/html", TEXT.encode(), "Harbor Ledger")
    own = {"status": "200", "final-url": host.url("/new"), "etag": '"v1"'}
    assert {name: capture.headers[name] for name in own} == own
    assert "no robots.txt" in capture.headers["robots-rule"]


def test_a_page_that_has_not_changed_is_its_newest_capture(web: Web, host: Host) -> None:
    host.page("/a", TEXT, ETag='"v1"')
    source = on_web(host, "/a")
    [first] = all_of(source, web)
    assert isinstance(first, Capture)
    assert all_of(source, web, {first.address: first}) == [first]
    assert host.asked[-1].headers["if-none-match"] == '"v1"'


def test_a_page_that_has_changed_is_a_new_capture(web: Web, host: Host) -> None:
    host.page("/a", TEXT, Last_Modified="Thu, 17 Apr 2025 09:00:00 GMT")
    source = on_web(host, "/a")
    [first] = all_of(source, web)
    assert isinstance(first, Capture)
    host.page("/a", TEXT + TEXT, Last_Modified="Thu, 17 Apr 2025 10:00:00 GMT")
    [second] = all_of(source, web, {first.address: first})
    assert isinstance(second, Capture)
    assert (second.address, second.data) == (first.address, (TEXT + TEXT).encode())
    assert second.capture_id != first.capture_id


def test_each_address_once_in_its_order(web: Web, host: Host) -> None:
    host.page("/a", TEXT)
    found = all_of(on_web(host, "/b", "/a", "/a#part", "/b"), web)
    assert [one.address for one in found] == [host.url("/b"), host.url("/a")]
    assert host.paths() == ["/b", "/a"]


@pytest.mark.parametrize(
    ("kind", "body", "wanted"),
    [
        ("application/pdf", b"%PDF-1.7", ("skipped", "unknown_format")),
        ("image/png", b"\x89PNG", ("skipped", "unknown_format")),
        ("application/rss+xml", b"<rss/>", ("skipped", "unknown_format")),
        ("text/html", b"", ("quarantined", "empty")),
        ("text/html", b"%PDF-1.7", ("quarantined", "binary")),
    ],
)
def test_what_is_no_page(web: Web, host: Host, kind: str, body: bytes, wanted: tuple[str, str]) -> None:
    host.replies["/a"] = Reply(headers={"Content-Type": kind}, body=body)
    assert reasons(all_of(on_web(host, "/a"), web)) == [wanted]


@pytest.mark.parametrize(("body", "kind"), [(b" <p>a</p>", "text/html"), (b"The ferry sails.", "text/plain")])
def test_a_page_that_does_not_say_what_it_is(web: Web, host: Host, body: bytes, kind: str) -> None:
    host.replies["/a"] = Reply(body=body)
    [capture] = all_of(on_web(host, "/a"), web)
    assert isinstance(capture, Capture)
    assert capture.media_type == kind


def test_one_address_that_fails_leaves_the_others(web: Web, host: Host) -> None:
    host.page("/a", TEXT)
    found = all_of(on_web(host, "http://10.0.0.1/", "http://[bad/", "/none", "/a"), web)
    assert [reason for _, reason in reasons(found)] == ["forbidden_address", "forbidden_address", "http_error"]
    assert isinstance(found[-1], Capture)


def test_a_host_cannot_speak_for_us(web: Web, host: Host) -> None:
    host.page("/a", TEXT, Feed_Entry='{"title": "forged"}', Robots_Rule="forged", Status="forged")
    [capture] = all_of(on_web(host, "/a"), web)
    assert isinstance(capture, Capture)
    assert "forged" not in str(capture.headers)


def rss(*items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>Ledger</title>{"".join(items)}</channel></rss>'.encode()


def test_the_pages_of_a_feed(web: Web, host: Host) -> None:
    date = "<pubDate>Thu, 17 Apr 2025 09:30:00 +0200</pubDate>"
    host.replies["/rss"] = Reply(
        body=rss(
            f"<item><title>Ferry</title><link>/a.html</link>{date}</item>",
            "<item><title>Nowhere</title><guid isPermaLink='false'>L-2</guid></item>",
            "<item><title>Gone</title><link>gone.html</link></item>",
            "<item><title>Ferry again</title><link>/a.html#more</link></item>",
        )
    )
    host.page("/a.html", TEXT)
    nowhere, capture, gone = all_of(on_web(host, "/rss", kind="feed"), web)
    assert isinstance(capture, Capture)
    assert json.loads(capture.headers["feed-entry"]) == {"title": "Ferry", "published": "2025-04-17T09:30:00+02:00"}
    assert reasons([nowhere, gone]) == [("quarantined", "broken_feed"), ("quarantined", "http_error")]
    assert (nowhere.address, gone.address) == (host.url("/rss#L-2"), host.url("/gone.html"))


def test_links_of_a_feed_are_read_against_where_it_was_found(web: Web, host: Host) -> None:
    host.replies["/rss"] = Reply(status=302, headers={"Location": "/feeds/news.xml"})
    host.replies["/feeds/news.xml"] = Reply(body=rss("<item><link>a.html</link></item>"))
    host.page("/feeds/a.html", TEXT)
    [capture] = all_of(on_web(host, "/rss", kind="feed"), web)
    assert capture.address == host.url("/feeds/a.html")


@pytest.mark.parametrize("link", ["file:///etc/passwd", "http://10.0.0.1/a", "javascript:alert(1)", "http://[bad/"])
def test_a_feed_leads_nowhere_that_a_person_would_not_go(web: Web, host: Host, link: str) -> None:
    host.replies["/rss"] = Reply(body=rss(f"<item><link>{link}</link></item>"))
    found = all_of(on_web(host, "/rss", kind="feed"), web)
    assert [reason for _, reason in reasons(found)] in (["forbidden_address"], ["broken_feed"])
    assert host.paths() == ["/rss"]


def test_a_feed_that_is_out_leaves_the_others(web: Web, host: Host) -> None:
    host.replies["/html"] = Reply(headers={"Content-Type": "text/html"}, body=b"<html><body>Gone</body></html>")
    host.replies["/rss"] = Reply(body=rss("<item><link>/a.html</link></item>"))
    host.page("/a.html", TEXT)
    found = all_of(on_web(host, "/none", "/html", "/rss", kind="feed"), web)
    assert reasons(found) == [("quarantined", "http_error"), ("quarantined", "broken_feed")]
    assert isinstance(found[-1], Capture)


def test_a_source_on_the_web_needs_the_web() -> None:
    with pytest.raises(ValueError, match="desk is on the web"):
        next(load(source_of(Path(), kind="pages", paths=(), urls=("https://ledger.example/",)), SEEN, LIMIT))


def test_files_are_loaded_without_the_webs_libraries() -> None:
    program = (
        "import sys, assets.captures, twosource.loading.load\n"
        "print(sorted({'protego', 'stamina', 'feedparser', 'twosource.loading.http'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=paths.app_folder(), capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


# ------------------------------------------------------------------ limits


def many(host: Host, number: int) -> list[str]:
    """So many pages, and a feed of them."""
    items = "".join(f"<item><title>Page {n}</title><link>/{n}.html</link></item>" for n in range(number))
    host.replies["/rss"] = Reply(body=rss(items))
    for n in range(number):
        host.page(f"/{n}.html", TEXT)
    return [host.url(f"/{n}.html") for n in range(number)]


def run_over(source: Source, web: Web, known: dict[str, Capture], run: int) -> list[SetAside]:
    """A run: what it takes is known to the next one, and what it sets aside is given."""
    found = list(load(source, SEEN + timedelta(hours=run), LIMIT, web, known.get))
    known.update({one.address: one for one in found if isinstance(one, Capture)})
    return [one for one in found if isinstance(one, SetAside)]


def web_of(host: Host, **limits: float) -> Web:
    return Web("twosource/0.1", [host.place], first_wait=0.01, limits=Limits(**limits))


def test_what_is_over_the_pages_of_a_source_is_said_and_taken_by_the_next_runs(host: Host) -> None:
    wanted = many(host, 10)
    known: dict[str, Capture] = {}
    # robots.txt and the feed are pages, too
    [later] = run_over(on_web(host, "/rss", kind="feed", pages=6), web_of(host), known, 1)
    assert (later.disposition, later.reason) == ("skipped", "not_yet")
    assert later.message.startswith(f"{host.url('/rss')} was not taken whole; a later run goes on. 6 pages were left")
    assert "sources.yml" in later.message
    assert list(known) == wanted[:4]
    for run in (2, 3):
        run_over(on_web(host, "/rss", kind="feed", pages=6), web_of(host), known, run)
    assert set(known) == set(wanted)


def test_pages_that_are_stored_get_their_turn_again(host: Host) -> None:
    many(host, 10)
    source = on_web(host, *(f"/{n}.html" for n in range(10)), pages=5)
    known: dict[str, Capture] = {}
    asked: set[str] = set()
    for run in range(12):
        host.asked.clear()
        run_over(source, web_of(host), known, run)
        if run > 3:
            asked.update(host.paths())
    assert asked == {f"/{n}.html" for n in range(10)}


def test_the_limits_of_a_run_hold_over_sources(host: Host) -> None:
    many(host, 4)
    web = web_of(host, run_pages=4)
    first = all_of(on_web(host, "/0.html", "/1.html"), web)
    second = all_of(on_web(host, "/2.html", "/3.html"), web)
    assert [type(one) for one in first] == [Capture, Capture]
    assert [type(one) for one in second] == [Capture, SetAside]
    assert "1 pages were left" in second[1].message if isinstance(second[1], SetAside) else False


def test_a_source_without_time_asks_for_nothing_and_says_so(host: Host) -> None:
    many(host, 3)
    web = web_of(host, host_minutes=1e-9)
    all_of(on_web(host, "/0.html"), web)
    host.asked.clear()
    [later] = all_of(on_web(host, "/rss", kind="feed"), web)
    assert isinstance(later, SetAside)
    assert "1 feeds were left" in later.message
    assert host.asked == []


def test_the_entries_of_a_long_feed_are_read_by_and_by(host: Host) -> None:
    wanted = many(host, 20)
    source = on_web(host, "/rss", kind="feed", entries=8)
    known: dict[str, Capture] = {}
    [later] = run_over(source, web_of(host), known, 0)
    assert "12 entries were left" in later.message
    assert set(wanted[:4]) < set(known)
    assert len(known) == 8
    for run in range(1, 30):
        run_over(source, web_of(host), known, run)
    assert set(known) == set(wanted)
