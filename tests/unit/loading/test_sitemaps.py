"""Sitemaps as sites have them: of news, of sitemaps, packed, as lists; hostile and broken ones end with a reason."""

import gzip

import pytest

from twosource.loading.refusal import Refused
from twosource.loading.sitemaps import MOST_IN_ONE, Sitemap, read

URL = "https://ledger.example/sitemap.xml"
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def urlset(*entries: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {SPACES}>{"".join(entries)}</urlset>'.encode()


def entry(where: str, more: str = "") -> str:
    return f"<url><loc>{where}</loc>{more}</url>"


def addresses(found: Sitemap) -> list[str | None]:
    return [one.url for one in found.entries]


def test_a_sitemap_of_news_states_what_it_knows() -> None:
    news = (
        "<image:image><image:loc>https://ledger.example/ferry.jpg</image:loc></image:image>"
        "<lastmod>2025-04-17T08:00:00+02:00</lastmod><news:news><news:publication><news:name>Harbor Ledger</news:name>"
        "<news:language>en</news:language></news:publication>"
        "<news:publication_date>2025-04-17T06:30:00+02:00</news:publication_date>"
        "<news:title>Ferry &amp; port</news:title></news:news>"
    )
    [one] = read(urlset(entry("/ferry.html", news)), URL).entries
    assert one.url == "https://ledger.example/ferry.html"
    assert one.stated == {
        "title": "Ferry & port",
        "published": "2025-04-17T06:30:00+02:00",
        "updated": "2025-04-17T08:00:00+02:00",
        "language": "en",
        "publisher": "Harbor Ledger",
    }


def test_the_newest_come_first_and_the_rest_is_left() -> None:
    days = [entry(f"/{day}", f"<lastmod>2025-04-{day:02}</lastmod>") for day in range(1, 10)]
    found = read(urlset(entry("/undated"), *days), URL, most=3)
    assert addresses(found) == [f"https://ledger.example/{day}" for day in (9, 8, 7)]
    assert found.left == 7


def test_a_sitemap_of_sitemaps() -> None:
    data = (
        f"<sitemapindex {SPACES}><sitemap><loc>a.xml</loc><lastmod>2024-01-01</lastmod></sitemap>"
        "<sitemap><loc>b.xml.gz</loc><lastmod>2025-01-01</lastmod></sitemap></sitemapindex>"
    )
    found = read(data.encode(), URL)
    assert [one.url for one in found.others] == ["https://ledger.example/b.xml.gz", "https://ledger.example/a.xml"]
    assert found.entries == []


def test_a_list_of_addresses_is_a_sitemap_too() -> None:
    assert addresses(read(b"\xef\xbb\xbfhttps://ledger.example/a\n\nhttps://ledger.example/b\n", URL)) == [
        "https://ledger.example/a",
        "https://ledger.example/b",
    ]


def test_one_that_breaks_off_gives_what_stands_before() -> None:
    data = urlset(entry("/a"), entry("/b"), entry("/c"))
    assert addresses(read(data[: data.index(b"/c")], URL))[:2] == [
        "https://ledger.example/a",
        "https://ledger.example/b",
    ]


def test_an_entry_without_an_address_is_kept_as_such() -> None:
    assert addresses(read(urlset("<url><lastmod>2025-01-01</lastmod></url>"), URL)) == [None]


BOMB = (
    b'<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    + b"]><urlset><url><loc>&m;</loc></url></urlset>"
)
OUTSIDE = b'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>http://a.example/&x;</loc></url></urlset>'


@pytest.mark.parametrize("data", [BOMB, OUTSIDE], ids=["bomb", "outside"])
def test_entities_are_not_read(data: bytes) -> None:
    found = addresses(read(data, URL))
    assert all(len(one or "") < 100 and "root:" not in (one or "") for one in found)


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"<html><body>not found</body></html>", b"nothing", b"{}", gzip.compress(b"x", mtime=0), b"\0\1\2"],
)
def test_what_is_no_sitemap_has_a_reason(data: bytes) -> None:
    with pytest.raises(Refused) as caught:
        read(data, URL)
    assert caught.value.reason == "broken_feed"


def test_no_more_is_read_than_the_protocol_allows() -> None:
    found = read(urlset(entry("/a") * (MOST_IN_ONE + 10)), URL)
    assert len(found.entries) == MOST_IN_ONE
