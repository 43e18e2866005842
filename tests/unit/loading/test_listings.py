"""What sources on the web name: sitemaps, JSON Feed, RDF, lists, aggregators; hosts side by side, hosts that fail."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.unit.loading.helpers import LIMIT, SEEN, source_of
from tests.unit.loading.host import Host, Reply, running
from tests.unit.loading.test_sitemaps import SPACES, entry, urlset
from twosource.loading.limits import Limits
from twosource.loading.load import load, nothing_known
from twosource.loading.source import Source
from twosource.loading.web import Web
from twosource.records import NOT_YET, Capture, Reached, SetAside

PAGE = "<p>The ferry runs again.</p>"


def source(host: Host, kind: str, *places: str, **values: object) -> Source:
    urls = tuple(place if "://" in place else host.url(place) for place in places)
    return source_of(Path(), **{"kind": kind, "paths": (), "bases": (), "urls": urls, "rate": 0.0, **values})


def all_of(one: Source, web: Web, known: Mapping[str, Capture] | None = None) -> list[Capture | SetAside]:
    found = load(one, SEEN, LIMIT, web, known.get if known is not None else nothing_known)
    return [item for item in found if not isinstance(item, Reached)]


def taken(found: list[Capture | SetAside]) -> list[Capture]:
    return [one for one in found if isinstance(one, Capture)]


def reasons(found: list[Capture | SetAside]) -> list[str]:
    return [one.reason for one in found if isinstance(one, SetAside)]


def paths(found: list[Capture | SetAside]) -> list[str]:
    return [one.address.partition("/")[2].partition("/")[2] for one in taken(found)]


def put(host: Host, path: str, data: bytes, kind: str = "application/xml") -> None:
    host.replies[path] = Reply(headers={"Content-Type": kind}, body=data)


# ------------------------------------------------------------------ sitemaps


def test_sitemaps_of_sitemaps_packed_and_looping(host: Host, web: Web) -> None:
    index = f"<sitemapindex {SPACES}>" + "".join(
        f"<sitemap><loc>{path}</loc></sitemap>" for path in ("/a.xml.gz", "/index.xml", "/gone.xml")
    )
    put(host, "/index.xml", f"{index}</sitemapindex>".encode())
    put(host, "/a.xml.gz", gzip.compress(urlset(entry(host.url("/1")), entry(host.url("/2")))), "application/gzip")
    host.page("/1", PAGE)
    host.page("/2", PAGE)
    found = all_of(source(host, "sitemap", "/index.xml"), web)
    assert [one.url for one in taken(found)] == [host.url("/1"), host.url("/2")]
    assert reasons(found) == ["http_error"]
    assert host.paths().count("/index.xml") == 1


def test_a_packed_bomb_of_a_sitemap_is_refused(host: Host, web: Web) -> None:
    put(host, "/a.xml.gz", gzip.compress(b"<urlset>" + b" " * (LIMIT * 3)), "application/gzip")
    assert reasons(all_of(source(host, "sitemap", "/a.xml.gz"), web)) == ["too_large"]


def test_a_page_that_has_not_changed_by_its_sitemap_is_not_asked_for(host: Host, web: Web) -> None:
    put(host, "/map.xml", urlset(entry(host.url("/1"), "<lastmod>2025-04-17T06:00:00Z</lastmod>")))
    host.page("/1", PAGE)
    one = source(host, "sitemap", "/map.xml")
    [first] = taken(all_of(one, web))
    assert taken(all_of(one, web, {first.address: first})) == [first]
    assert host.paths().count("/1") == 1
    older = replace(first, first_seen_at=datetime(2025, 4, 16, tzinfo=UTC))
    all_of(one, web, {first.address: older})
    assert host.paths().count("/1") == 2


def test_old_entries_are_counted_and_not_fetched(host: Host, web: Web) -> None:
    dated = [entry(host.url(f"/{day}"), f"<lastmod>2025-04-{day}</lastmod>") for day in (10, 18)]
    put(host, "/map.xml", urlset(*dated))
    host.page("/18", PAGE)
    found = all_of(source(host, "sitemap", "/map.xml", oldest=timedelta(days=2)), web)
    assert [one.url for one in taken(found)] == [host.url("/18")]
    assert reasons(found) == ["not_wanted"]
    assert "/10" not in host.paths()


# ------------------------------------------------------------------ feeds


def test_a_json_feed(host: Host, web: Web) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "language": "en",
        "items": [
            {
                "id": "1",
                "url": host.url("/1"),
                "title": "Ferry",
                "date_published": "2025-04-17T06:30:00+02:00",
                "authors": [{"name": "Ann Doe"}],
            },
            {"id": host.url("/2"), "content_text": "x"},
            {"id": "3"},
        ],
    }
    put(host, "/feed.json", json.dumps(feed).encode(), "application/feed+json")
    host.page("/1", PAGE)
    host.page("/2", PAGE)
    found = all_of(source(host, "feed", "/feed.json"), web)
    assert [one.url for one in taken(found)] == [host.url("/1"), host.url("/2")]
    assert json.loads(taken(found)[0].headers["feed-entry"]) == {
        "title": "Ferry",
        "published": "2025-04-17T06:30:00+02:00",
        "by": ["Ann Doe"],
        "id": "1",
        "language": "en",
    }
    assert reasons(found) == ["broken_feed"]


@pytest.mark.parametrize("data", [b"{", b"{}", b'{"version": "1"}', b'{"version": "https://jsonfeed.org/version/1"}'])
def test_json_that_is_no_feed(host: Host, web: Web, data: bytes) -> None:
    put(host, "/feed.json", data, "application/json")
    assert reasons(all_of(source(host, "feed", "/feed.json"), web)) == ["broken_feed"]


RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="/"><title>Ledger</title><link>/</link></channel><item rdf:about="{0}"><title>One</title>
<link>{0}</link><dc:date>2025-04-17T06:00:00+02:00</dc:date><dc:creator>Ann Doe</dc:creator></item></rdf:RDF>"""


def test_rdf_dates_the_publication(host: Host, web: Web) -> None:
    put(host, "/feed.rdf", RDF.format(host.url("/1")).encode(), "application/rdf+xml")
    host.page("/1", PAGE)
    [one] = taken(all_of(source(host, "feed", "/feed.rdf"), web))
    told = json.loads(one.headers["feed-entry"])
    assert (told["published"], told["by"], "updated" in told) == ("2025-04-17T06:00:00+02:00", ["Ann Doe"], False)


PASSED_ON = """<rss version="2.0"><channel><title>All news</title><item><title>Ferry</title><link>{0}</link>
<source url="https://courier.example/rss">Coast Courier</source></item></channel></rss>"""


@pytest.mark.parametrize(
    ("values", "outlet"),
    [
        ({"aggregator": True, "outlet": "All News"}, "Coast Courier"),
        ({"outlet": "All News"}, "All News"),
        ({}, "Coast Courier"),
    ],
)
def test_who_published_an_entry(host: Host, web: Web, values: dict[str, object], outlet: str) -> None:
    put(host, "/rss", PASSED_ON.format(host.url("/go/1")).encode())
    host.replies["/go/1"] = Reply(status=302, headers={"Location": "/courier/ferry"})
    host.page("/courier/ferry", PAGE)
    [one] = taken(all_of(source(host, "feed", "/rss", **values), web))
    assert (one.outlet, one.url) == (outlet, host.url("/courier/ferry"))


# ------------------------------------------------------------------ lists


def test_a_list_of_addresses(host: Host, web: Web, tmp_path: Path) -> None:
    host.page("/1", PAGE)
    host.page("/2", PAGE)
    lines = ["# mine", "", host.url("/1"), f" {host.url('/2')} ", host.url("/1"), "no address"]
    (tmp_path / "list.txt").write_text("\n".join(lines))
    one = source(host, "list", paths=(tmp_path / "list.txt", tmp_path / "gone.txt"))
    found = all_of(one, web)
    assert [item.url for item in taken(found)] == [host.url("/1"), host.url("/2")]
    assert reasons(found) == ["forbidden_address", "unreadable"]


# ------------------------------------------------------------------ hosts side by side


def elsewhere(host: Host, path: str) -> str:
    """An address of a host under another name, so that it is another one."""
    return f"http://localhost:{host.port}{path}"


def test_a_slow_host_holds_up_no_other(host: Host) -> None:
    with running() as slow:
        both = Web("twosource/0.1", ["127.0.0.1", "localhost"], deadline=5.0)
        for n in range(3):
            host.page(f"/{n}", PAGE)
        pieces = [b"<p>", b"slow</p>"]
        slow.replies["/0"] = Reply(headers={"Content-Type": "text/html"}, pieces=lambda: iter(pieces), pause=0.4)
        one = source(host, "pages", elsewhere(slow, "/0"), *(host.url(f"/{n}") for n in range(3)))
        found = [item.url for item in taken_as_they_come(one, both)]
    assert found == [*(host.url(f"/{n}") for n in range(3)), elsewhere(slow, "/0")]


def taken_as_they_come(one: Source, web: Web):  # type: ignore[no-untyped-def]
    return (item for item in load(one, SEEN, LIMIT, web) if isinstance(item, Capture))


def test_a_host_that_fails_again_and_again_is_left_for_this_run(host: Host) -> None:
    dead = [f"http://127.0.0.1:9/{n}" for n in range(10)]
    own = Web("twosource/0.1", [host.place, "127.0.0.1:9"], deadline=0.5, first_wait=0.0, sleep=lambda _: None)
    found = all_of(source(host, "pages", *dead), own)
    # robots.txt cannot be had: it is asked for once, and what it says of the host holds for all its pages
    assert reasons(found) == ["network_error"] * 10


def test_the_breaker_leaves_a_host_and_says_so(host: Host) -> None:
    for n in range(6):
        host.replies[f"/{n}"] = Reply(headers={"Content-Length": "9"}, pieces=lambda: iter([b"<"]))
    own = Web("twosource/0.1", [host.place], deadline=0.4, first_wait=0.0, sleep=lambda _: None)
    found = all_of(source(host, "pages", *(f"/{n}" for n in range(6))), own)
    assert reasons(found) == ["network_error"] * 3 + [NOT_YET]
    assert isinstance(found[-1], SetAside)
    assert "3 pages were left" in found[-1].message


def test_minutes_of_pages_side_by_side_count_once(host: Host) -> None:
    with running() as other:
        for each in (host, other):
            for n in range(2):
                each.replies[f"/{n}"] = Reply(
                    headers={"Content-Type": "text/html"}, pieces=lambda: iter([b"<p>x</p>"]), pause=0.1
                )
        own = Web("twosource/0.1", ["127.0.0.1", "localhost"], limits=Limits(run_minutes=0.6 / 60))
        urls = [url for n in range(2) for url in (host.url(f"/{n}"), elsewhere(other, f"/{n}"))]
        found = all_of(source(host, "pages", *urls), own)
    assert len(taken(found)) == 4
