"""The date that a page shows: by its headline, never a caption's or another article's, in the page's own time."""

from __future__ import annotations

import pytest

from tests.unit.cleaning.test_metadata_sources import page, read
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
