"""Titles, names and dates of feeds as systems of newsrooms write them."""

from __future__ import annotations

import pytest

from twosource.loading import feeds, spellings

FEED = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Post</title>
<item><title>{title}</title><link>https://post.example/a</link>{rest}</item></channel></rss>"""


def stated(rest: str = "", title: str = "A title") -> dict[str, object]:
    data = FEED.format(title=title, rest=rest).encode()
    return dict(feeds.entries(data, "https://post.example/rss", {})[0].stated)


@pytest.mark.parametrize(
    ("rest", "published"),
    [
        ("<pubDate>15/04/2031 07:05</pubDate>", "2031-04-15T07:05:00"),
        ("<pubDate>2031/04/15</pubDate>", "2031-04-15"),
        ("<dc:date>2031-04-15T07:05:00+02:00</dc:date>", "2031-04-15T07:05:00+02:00"),
        ("<pubDate>03/04/2031</pubDate>", None),
    ],
)
def test_dates(rest: str, published: str | None) -> None:
    assert stated(rest).get("published") == published


@pytest.mark.parametrize(
    "creator",
    ["a@p.example (Ada Brook)", "ada@island-post.example (Ada Brook)", "Ada Brook &lt;ada@p.example&gt;", "Ada Brook"],
)  # fmt: skip
def test_names(creator: str) -> None:
    assert stated(f"<dc:creator>{creator}</dc:creator>")["by"] == ["Ada Brook"]


def test_titles_that_are_escaped_twice() -> None:
    assert stated(title="Varga&amp;#8217;s plan for R&amp;amp;D quay")["title"] == "Varga’s plan for R&D quay"
    assert spellings.unescaped("AT&T and R&D") == "AT&T and R&D"
