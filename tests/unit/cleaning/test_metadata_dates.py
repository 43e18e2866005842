"""The date that a page shows: by its headline, never a caption's or another article's, in the page's own time."""

from __future__ import annotations

import pytest

from tests.unit.cleaning.test_metadata_sources import HEADLINE, page, read
from twosource.records import Published


def published(top: str = "", head: str = "", bottom: str = "", url: str | None = None) -> Published | None:
    return read(page(head=head, top=top, bottom=bottom), url=url).published


@pytest.mark.parametrize(
    ("top", "value", "basis"),
    [
        ('<time datetime="2031-05-06T07:08:09+02:00">yesterday</time>', "2031-05-06T07:08:09+02:00", "metadata"),
        ("<time>6 May 2031</time>", "2031-05-06", "metadata"),
        ('<div class="meta">May 6, 2031</div>', "2031-05-06", "dateline"),
        ("<div>By Ada Brook | May 6, 2031</div>", "2031-05-06", "dateline"),
        ("<div>By Ada Brook May 6, 2031</div>", "2031-05-06", "dateline"),
        ("<div>Di 06.05.31 | 14:07 Uhr | Von Ada Brook</div>", "2031-05-06", "dateline"),
        ("<div>Associated Press May 6, 2031, 9:02 AM</div>", "2031-05-06", "dateline"),
        ("<div>Published 9:02 AM EDT, May 6, 2031</div>", "2031-05-06T09:02:00-04:00", "dateline"),
        ("<div>6 мая 2031</div>", "2031-05-06", "dateline"),
    ],
)
def test_shown_by_the_headline(top: str, value: str, basis: str) -> None:
    found = published(top)
    assert found is not None
    assert (found.value, found.basis) == (value, basis)
    assert found.confidence < 0.95


@pytest.mark.parametrize(
    ("top", "bottom"),
    [
        ('<figure><img src="a.jpg"><figcaption>The quay, 6 May 2031</figcaption></figure>', ""),
        ('<figure><figcaption><time datetime="2031-05-06">6 May 2031</time></figcaption></figure>', ""),
        ('<aside><time datetime="2031-05-06">6 May 2031</time></aside>', ""),
        ('<div class="related-stories"><time datetime="2031-05-06">6 May</time></div>', ""),
        ("", '<div class="comments"><p>May 6, 2031</p></div>'),
        ("", "<p>May 6, 2031</p><p>May 8, 2031</p>"),
        ("", "<p>May 6, 2031</p><p>May 6, 2031</p><p>May 6, 2031</p>"),
        ("<div>Updated May 6, 2031</div>", ""),
        ("<div>The old quay was opened on May 6, 2031.</div>", ""),
    ],
)
def test_a_date_of_something_else_is_not_the_articles(top: str, bottom: str) -> None:
    filler = "".join(f"<p>Notice {number}</p>" for number in "abcdefghijklmnopqrstuvwxyzabcdefghijklmnop")
    assert published(top, bottom=filler + bottom) is None


def test_a_line_of_change_is_the_modified_date() -> None:
    found = read(page(top="<div>Updated 9:02 AM EDT, May 6, 2031</div>"), url=None)
    assert (found.published, found.modified and found.modified.value) == (None, "2031-05-06T09:02:00-04:00")


@pytest.mark.parametrize(
    ("url", "top", "value", "basis"),
    [
        ("https://post.example/2031/05/06/ferry", "", "2031-05-06", "url"),
        ("https://post.example/2031/05/ferry", "", "2031-05", "url"),
        ("https://post.example/2031/05/ferry", "<div>06.05.31</div>", "2031-05-06", "dateline"),
        ("https://post.example/2031/05/06/ferry", "<div>May 7, 2031</div>", "2031-05-07", "dateline"),
        ("https://post.example/2031/05/06/ferry", "<div>March 1, 2029</div>", "2031-05-06", "url"),
    ],
)
def test_address_and_shown_date(url: str, top: str, value: str, basis: str) -> None:
    found = published(top, url=url)
    assert found is not None
    assert (found.value, found.basis) == (value, basis)


@pytest.mark.parametrize(
    ("top", "head", "value"),
    [
        ('<time datetime="2031-05-05T22:22:07-05:00">May 5</time>', "", "2031-05-05T22:22:07-05:00"),
        ("<div>May 5, 2031 10:22 PM CDT</div>", "", "2031-05-05T22:22:07-05:00"),
        ("", '<meta name="sailthru.date" content="2031-05-05 22:22:07">', "2031-05-05T22:22:07-05:00"),
        ("<div>May 3, 2031 10:22 PM CDT</div>", "", "2031-05-06T03:22:07+00:00"),
        ("", '<meta name="sailthru.date" content="2031-05-05 22:40:31">', "2031-05-06T03:22:07+00:00"),
        ("", "", "2031-05-06T03:22:07+00:00"),
    ],
)
def test_the_day_is_the_pages_own(top: str, head: str, value: str) -> None:
    stated = '<meta property="article:published_time" content="2031-05-06T03:22:07Z">'
    found = published(top, head=stated + head)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("top", "first", "last"),
    [
        ('<p>Updated <time class="updated" datetime="2031-05-20">20 May 2031</time></p>', None, "2031-05-20"),
        ('<p>Updated <time datetime="2031-05-20">20 May 2031</time></p>', None, "2031-05-20"),
        ('<p><span>Last updated:</span> <time datetime="2031-05-20">20 May</time></p>', None, "2031-05-20"),
        ('<p>Updated <b><time datetime="2031-05-20">20 May</time></b></p>', None, "2031-05-20"),
        ("<p><time>Updated 20 May 2031</time></p>", None, "2031-05-20"),
        ("<p>Updated <time>20 May 2031</time> Published <time>13 May 2031</time></p>", "2031-05-13", "2031-05-20"),
        ("<p>Published <time>13 May 2031</time>, updated <time>20 May 2031</time></p>", "2031-05-13", "2031-05-20"),
        ("<p>Updated 20 May 2031 Published 13 May 2031</p>", "2031-05-13", "2031-05-20"),
        ("<p>Published 13 May 2031, updated 20 May 2031</p>", "2031-05-13", "2031-05-20"),
        ('<time class="entry-date published updated" datetime="2031-05-13">13 May</time>', "2031-05-13", None),
    ],
)
def test_change_and_publication_are_told_apart(top: str, first: str | None, last: str | None) -> None:
    found = read(page(top=top), url=None)
    assert (found.published.value if found.published else None) == first
    assert (found.modified.value if found.modified else None) == last


ENTRIES = "".join(
    f'<div><time datetime="2031-05-{day}T08:00:00+02:00">{day} May</time><p>The sea rose again at the quay.</p></div>'
    for day in (20, 19, 18, 17)
)


@pytest.mark.parametrize("says", ["Storm live: the sea at the quay", "Live blog of the storm"])
def test_a_live_blogs_newest_entry_is_not_its_publication(says: str) -> None:
    markup = page(top=ENTRIES).replace(HEADLINE, says)
    found = read(markup, url=None).published
    assert found is not None
    assert found.value == "2031-05-17T08:00:00+02:00"
    stated = '<meta property="article:published_time" content="2031-05-16">'
    dated = read(markup.replace("</head>", f"{stated}</head>"), url=None).published
    assert dated is not None
    assert dated.value == "2031-05-16"


def test_a_headline_with_the_word_live_is_no_live_blog() -> None:
    found = read(page(top=ENTRIES).replace(HEADLINE, "Where the whales live in winter"), url=None).published
    assert found is not None
    assert found.value == "2031-05-20T08:00:00+02:00"


def test_a_clock_on_a_page_in_kana_has_its_zone() -> None:
    prose = "<p>島と本土を結ぶ船が月曜日から再び運航されることになったと、港の責任者が金曜日の会合で明らかにした。</p>"
    for line in ("<p>2031年5月5日 5時00分</p>", "<p><time>2031年5月5日 5時00分</time></p>"):
        markup = f"<html><body><article><h1>島の船、月曜から再び運航へ</h1>{line}{prose * 3}</article></body></html>"
        found = read(markup, url=None).published
        assert found is not None
        assert found.value == "2031-05-05T05:00:00+09:00"
