"""Reading feeds: links, dates and names; what is broken; and that no bytes make it fail or open anything."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.loading import feeds
from twosource.loading.refusal import Refused
from twosource.loading.shortening import shortened

URL = "https://ledger.example/feeds/news.xml"
RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Harbor Ledger</title><link>https://ledger.example/</link>
<item><title>Ferry &amp; bridge</title><link>/news/ferry.html</link><guid isPermaLink="false">L-1</guid>
<pubDate>Thu, 17 Apr 2025 09:30:00 +0200</pubDate><dc:creator>Ada Lindqvist</dc:creator></item>
<item><title>Library</title><link>https://ledger.example/news/library</link><pubDate>soon</pubDate></item>
<item><title>No link here</title></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://valley.example/archive/">
<title>Valley</title><id>urn:valley</id><updated>2025-04-17T10:00:00Z</updated>
<entry><title>Straße gesperrt</title><id>urn:valley:1</id><link href="2025/1.html"/>
<updated>2025-04-17T10:00:00+02:00</updated><published>2025-04-16</published>
<author><name>Bo Ek</name></author><author><name>Cy Dale</name></author></entry>
</feed>""".encode()


def read(data: bytes) -> list[tuple[str | None, dict[str, object]]]:
    return [(entry.url, json.loads(entry.as_json())) for entry in feeds.read(data, URL, {}).entries]


def test_rss() -> None:
    assert read(RSS) == [
        (
            "https://ledger.example/news/ferry.html",
            {
                "title": "Ferry & bridge",
                "published": "2025-04-17T09:30:00+02:00",
                "by": ["Ada Lindqvist"],
                "id": "L-1",
            },
        ),
        ("https://ledger.example/news/library", {"title": "Library"}),
        (None, {"title": "No link here"}),
    ]


def test_atom() -> None:
    assert read(ATOM) == [
        (
            "https://valley.example/archive/2025/1.html",
            {
                "title": "Straße gesperrt",
                "published": "2025-04-16",
                "updated": "2025-04-17T10:00:00+02:00",
                "by": ["Bo Ek", "Cy Dale"],
                "id": "urn:valley:1",
            },
        )
    ]


def test_a_date_without_a_known_offset_is_given_without_one() -> None:
    dated = RSS.replace(b"+0200", b"XYZ")
    assert read(dated)[0][1]["published"] == "2025-04-17T09:30:00"


def test_a_feed_without_entries_is_a_day_without_news() -> None:
    assert read(b'<rss version="2.0"><channel><title>Ledger</title></channel></rss>') == []


def test_a_feed_that_breaks_off_gives_what_stands_before() -> None:
    assert read(RSS[: RSS.index(b"<item><title>No")])[0][0] == "https://ledger.example/news/ferry.html"


@pytest.mark.parametrize(
    "data",
    [b"", b"not a feed", b"<html><body><p>Gone</p></body></html>", b"\x00\x01\x02", b"<rss", b"<?xml version='1.0'?>"],
)
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as caught:
        feeds.read(data, URL, {"content-type": "text/html"})
    assert caught.value.reason == "broken_feed"


def test_a_feed_opens_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the key to the safe")
    evil = f"""<!DOCTYPE rss [<!ENTITY f SYSTEM "{(tmp_path / "secret").as_uri()}">]><rss version="2.0"><channel>
    <item><title>&f;</title><link>https://ledger.example/</link></item></channel></rss>"""
    [(url, stated)] = read(evil.encode())
    assert url == "https://ledger.example/"
    assert "safe" not in str(stated)


def test_bytes_that_name_a_file_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "feed").write_bytes(RSS)
    with pytest.raises(Refused):
        read(str(tmp_path / "feed").encode())


def test_a_bomb_of_entities_is_not_set_off() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "boom">{levels}]><rss version="2.0"><channel><item><title>&e9;</title></item>'
    try:
        found = read(f"{bomb}</channel></rss>".encode())
    except Refused:
        found = []
    assert len(str(found)) < 10_000


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=200)
    | st.tuples(st.integers(0, len(RSS)), st.binary(max_size=8)).map(lambda c: RSS[: c[0]] + c[1] + RSS[c[0] :])
)
def test_no_bytes_make_it_fail(data: bytes) -> None:
    try:
        found = feeds.read(data, URL, {}).entries
    except Refused as refused:
        found, reason = [], refused.reason
    else:
        reason = "broken_feed"
    assert reason == "broken_feed"
    assert all(isinstance(json.loads(entry.as_json()), dict) for entry in found)


# ------------------------------------------------------------------ long feeds


def feed_of(number: int, item: str = "<item><title>T{0}</title><link>/{0}</link></item>") -> str:
    items = "".join(item.format(n) for n in range(number))
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Ledger</title>{items}</channel></rss>"


ENTRIES = "<feed xmlns='http://www.w3.org/2005/Atom'><title>L</title>{}</feed>"


def paths(data: bytes, most: float, turn: int = 0) -> tuple[list[str], int]:
    feed = feeds.read(data, URL, {}, most, turn)
    return [str(entry.url).rsplit("/", 1)[-1] for entry in feed.entries], feed.left


@pytest.mark.parametrize("turn", range(6))
def test_a_long_feed_gives_its_first_entries_and_a_stretch_of_the_others(turn: int) -> None:
    found, left = paths(feed_of(10).encode(), 4, turn)
    assert found[:2] == ["0", "1"]
    assert found[2:] == [str(2 + turn % 4 * 2), str(3 + turn % 4 * 2)]
    assert left == 6


@pytest.mark.parametrize(
    "data",
    [
        feed_of(9).encode(),
        feed_of(9, "<ITEM><title>T{0}</title><link>/{0}</link></ITEM>").encode(),
        feed_of(9).removesuffix("</item></channel></rss>").encode(),
        feed_of(9).encode("utf-16"),
        feed_of(9).encode("utf-16-be"),
        ENTRIES.format("".join(f"<entry><id>{n}</id><link href='/{n}'/></entry>" for n in range(9))).encode(),
        ENTRIES.replace("xmlns", "xmlns:a")
        .replace("feed", "a:feed")
        .format("".join(f"<a:entry><a:id>{n}</a:id><a:link href='/{n}'/></a:entry>" for n in range(9)))
        .encode(),
    ],
)
def test_feeds_of_every_kind_are_cut_between_entries(data: bytes) -> None:
    assert paths(data, 3) == (["0", "1", "2"], 6)


def test_a_feed_within_the_limit_is_read_as_it_is() -> None:
    data = feed_of(5).encode()
    assert shortened(data, 5, 1) == (data, 0)


def test_a_feed_of_a_hundred_thousand_entries_costs_little() -> None:
    data = feed_of(100_000).encode()
    before = time.process_time()
    found, left = paths(data, 1_000)
    assert (len(found), left) == (1_000, 99_000)
    # read whole it takes 14 s
    assert time.process_time() - before < 3


@pytest.mark.parametrize(
    "data",
    [
        b"<rss version='2.0'><channel>" + b"<a>" * 3_000_000,
        b"<rss version='2.0'><channel><item><title>x</title></item><item>" + b"<a>" * 3_000_000,
        b"<rss version='2.0'><channel>" + b"&amp;" * 3_000_000,
        b"<item>" * 1_000_000,
        b"<" * 5_000_000,
    ],
)
def test_no_feed_costs_more_than_some_seconds(data: bytes) -> None:
    before = time.process_time()
    with suppress(Refused):
        feeds.read(data, URL, {}, 1_000)
    assert time.process_time() - before < 15
