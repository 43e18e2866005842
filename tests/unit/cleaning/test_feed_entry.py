"""What a feed adds to an article, and what it must leave alone."""

from __future__ import annotations

import json

import pytest

from twosource.cleaning.feed_entry import with_entry
from twosource.cleaning.pipeline import article
from twosource.records import Article, Published

ENTRY = json.dumps(
    {
        "title": "Board buys ferries",
        "published": "2025-04-17T09:30:00+02:00",
        "updated": "2025-04-17T11:00:00+02:00",
        "by": ["Ada Lindqvist"],
    }
)
TEXT = "The ferry board met in Northhaven on Tuesday. It agreed to buy two electric ferries."
FEED_DATE = Published(value="2025-04-17T09:30:00+02:00", precision="instant", basis="feed", confidence=0.9)


def test_a_feed_fills_what_the_page_leaves_open() -> None:
    found = with_entry(article(TEXT), ENTRY)
    assert (found.headline, found.by, found.published) == ("Board buys ferries", ["Ada Lindqvist"], FEED_DATE)
    assert found.modified is not None
    assert (found.modified.value, found.modified.basis) == ("2025-04-17T11:00:00+02:00", "feed")
    assert found.text == TEXT


def test_the_page_speaks_first() -> None:
    own = Article(
        text=TEXT, headline="Ferries", by=["Bo Ek"], published=article(TEXT, published="2025-04-16").published
    )
    found = with_entry(own, ENTRY)
    assert (found.headline, found.by, found.published) == ("Ferries", ["Bo Ek"], own.published)


@pytest.mark.parametrize("basis", ["url", "dateline", "text"])
def test_a_feed_dates_more_surely_than_an_address_or_a_text(basis: str) -> None:
    own = Article(text=TEXT, published=Published(value="2025-04-15", precision="day", basis=basis, confidence=0.7))
    assert with_entry(own, ENTRY).published == FEED_DATE
    assert with_entry(own, '{"title": "Ferries"}').published == own.published


@pytest.mark.parametrize(
    "entry", [None, "", "{", "[]", "7", '{"title": 7, "by": "x", "published": "soon", "updated": []}']
)
def test_what_is_no_entry_changes_nothing(entry: str | None) -> None:
    own = article(TEXT, headline="Ferries")
    assert with_entry(own, entry) == own
