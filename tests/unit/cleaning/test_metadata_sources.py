"""Where a page's metadata can stand: JSON-LD in its shapes, microdata, meta elements, time elements, the address."""

from __future__ import annotations

import json
from typing import Any

import pytest

from twosource.cleaning.pipeline import clean
from twosource.records import Article

HEADLINE = "Old ferry returns to the outer islands"
BODY = "".join(
    f"<p>{words}</p>"
    for words in (
        "The ferry to the outer islands sails again from Monday, the harbour master said at the quay.",
        "The council paid for the repair, which cost three million crowns, and for a second engine in store.",
        "Islanders had waited for eleven months. Some of them moved to the mainland and will now come back.",
    )
)
ADDRESS = "https://www.island-post.example/news/old-ferry-returns"
NEWS: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": HEADLINE,
    "datePublished": "2031-05-06T07:08:09+02:00",
    "dateModified": "2031-05-07T10:00:00+02:00",
    "author": {"@type": "Person", "name": "Ada Brook"},
    "publisher": {"@type": "Organization", "name": "Island Post"},
}


def page(head: str = "", top: str = "", bottom: str = "", heading: str = HEADLINE) -> str:
    article = f"<article><h1>{heading}</h1>{top}{BODY}</article>"
    return f"<html><head><title>{HEADLINE}</title>{head}</head><body>{article}{bottom}</body></html>"


def script(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def read(markup: str, url: str | None = ADDRESS) -> Article:
    return clean(markup, url=url, media_type="text/html")


REFERRING = {**NEWS, "author": {"@id": "https://island-post.example/#ada"}}
PERSON = {"@type": "Person", "@id": "https://island-post.example/#ada", "name": "Ada Brook"}
TEASER = {"@type": "NewsArticle", "headline": "Another story", "datePublished": "2030-01-01", "url": "/other"}


@pytest.mark.parametrize(
    "value",
    [
        NEWS,
        [{"@type": "BreadcrumbList", "itemListElement": []}, NEWS],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Island Post"}, NEWS]},
        {"@type": "WebPage", "mainEntity": NEWS},
        {"@type": "WebPage", "datePublished": "2029-01-01", "mainEntity": NEWS},
        {"@graph": [REFERRING, PERSON]},
        {**NEWS, "@type": ["Article", "NewsArticle"], "author": [{"@type": "Person", "name": ["Ada Brook"]}]},
        {"@type": "ItemList", "itemListElement": [TEASER, TEASER], "about": NEWS},
        [{**TEASER, "author": "X Y", "articleBody": "words"}, {**NEWS, "url": ADDRESS + "?from=feed"}],
    ],
    ids=["one", "list", "graph", "nested", "page_and_nested", "reference", "types", "beside_teasers", "by_address"],
)
def test_json_ld(value: object) -> None:
    found = read(page(script(value)))
    assert found.headline == HEADLINE
    assert found.by == ["Ada Brook"]
    assert found.published is not None
    assert found.published.value == "2031-05-06T07:08:09+02:00"
    assert (found.published.precision, found.published.basis) == ("instant", "metadata")


def test_modified_is_kept_apart() -> None:
    found = read(page(script(NEWS)))
    assert found.modified is not None
    assert found.modified.value == "2031-05-07T10:00:00+02:00"
    only_changed = {key: value for key, value in NEWS.items() if key != "datePublished"}
    assert read(page(script(only_changed))).published is None


def test_entries_of_a_live_blog_are_not_the_article() -> None:
    entry = {"@type": "BlogPosting", "headline": "A horn is heard", "datePublished": "2031-05-06T21:00:00+02:00",
             "author": {"@type": "Person", "name": "Ben Coe"}, "articleBody": "Words."}  # fmt: skip
    blog = {**NEWS, "@type": "LiveBlogPosting", "liveBlogUpdate": [entry, entry]}
    found = read(page(script(blog)))
    assert found.by == ["Ada Brook"]
    assert found.published is not None
    assert found.published.value == "2031-05-06T07:08:09+02:00"


@pytest.mark.parametrize("broken", ["{", '{"@type": "NewsArticle", ', "[1, 2", "null", '"words"'])
def test_broken_json_ld_is_as_none(broken: str) -> None:
    meta = '<meta property="article:published_time" content="2031-05-06">'
    found = read(page(f'<script type="application/ld+json">{broken}</script>{meta}'))
    assert found.published is not None
    assert (found.published.value, found.published.precision) == ("2031-05-06", "day")


def test_page_that_is_dated_itself() -> None:
    item = {"@type": "WebPage", "datePublished": "2031-05-06", "author": {"@type": "Person", "name": "Ada Brook"}}
    found = read(page(script(item)))
    assert (found.by, found.published and found.published.value) == (["Ada Brook"], "2031-05-06")


def test_microdata() -> None:
    markup = f"""<html><body><div itemscope itemtype="https://schema.org/NewsArticle">
      <h1 itemprop="headline">{HEADLINE}</h1>
      <span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ada Brook</b></span>
      <meta itemprop="datePublished" content="2031-05-06T07:08:09+02:00">{BODY}</div>
      <div itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Ben Coe</span>
      <meta itemprop="datePublished" content="2031-05-09"></div></body></html>"""
    found = read(markup)
    assert (found.headline, found.by) == (HEADLINE, ["Ada Brook"])
    assert found.published is not None
    assert found.published.value == "2031-05-06T07:08:09+02:00"


@pytest.mark.parametrize(
    ("head", "value"),
    [
        ('<meta property="article:published_time" content="2031-05-06T07:08:09+02:00">', "2031-05-06T07:08:09+02:00"),
        ('<meta name="DC.date.issued" content="2031-05-06">', "2031-05-06"),
        ('<meta name="parsely-pub-date" content="2031-05-06T07:08:09Z">', "2031-05-06T07:08:09+00:00"),
        ('<meta name="pubdate" content="Tue, 06 May 2031 07:08:09 GMT">', "2031-05-06T07:08:09+00:00"),
        ('<meta property="article:published_time" content="1970-01-01T00:00:00Z">', None),
    ],
)
def test_meta_elements(head: str, value: str | None) -> None:
    published = read(page(head)).published
    assert (published.value if published else None) == value


def test_opengraph() -> None:
    head = f'<meta property="og:title" content="{HEADLINE} | Island Post">'
    head += '<meta property="og:site_name" content="Island Post">'
    markup = f"<html><head>{head}</head><body>{BODY}</body></html>"
    found = read(markup)
    assert (found.headline, found.outlet) == (HEADLINE, "Island Post")


def test_outlet_from_a_slogan_and_from_an_address() -> None:
    slogan = '<meta property="og:site_name" content="All the news of the islands - Island Post">'
    assert read(page(slogan)).outlet == "Island Post"
    domain = '<meta property="og:site_name" content="island-post.example">'
    assert read(page(domain + script(NEWS))).outlet == "Island Post"
    assert read(page(domain)).outlet == "island-post.example"


def test_a_name_in_the_copyright_line_and_masthead_only() -> None:
    bottom = "<footer>© 2031 Island Post. All rights reserved.</footer>"
    top = '<div class="masthead"><a href="/">Island Post</a></div>'
    assert read(top + page(bottom=bottom), url=None).outlet == "Island Post"
