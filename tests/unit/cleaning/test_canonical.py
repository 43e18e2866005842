"""Which canonical link is believed: as the article's own address, or as the place where it stood first."""

from __future__ import annotations

import pytest

from twosource.cleaning.canonical import own_address
from twosource.cleaning.pipeline import clean
from twosource.comparison.known import Memory
from twosource.comparison.library import link_inputs
from twosource.comparison.link import link
from twosource.identity import document_id

HERE = "https://valley.example"
BODY = (
    "<p>Teachers of the village schools above the lake will strike on Monday, their union said.</p>"
    "<p>About nine hundred children are to stay at home, and the council asked parents not to bring them.</p>"
)


def page(*canonical: str) -> str:
    links = "".join(f'<link rel="canonical" href="{link}">' for link in canonical)
    return f"<html><head><title>Schools close</title>{links}</head><body><article>{BODY}</article></body></html>"


@pytest.mark.parametrize(
    ("canonical", "fetched"),
    [
        ("/2025/04/17/village-schools-close/", "/village-schools-close"),
        ("/news/village-schools-close", "/village-schools-close.html?print=1"),
        ("/news/village-schools-close", "/news/village-schools-close/print"),
        ("/news/village-schools-close", "/?p=123"),
        ("/news/schools-4711012", "/a/4711012"),
        ("/article?id=4711012", "/mobile/article?id=4711012"),
    ],
)
def test_a_canonical_link_that_names_the_article_is_its_address(canonical: str, fetched: str) -> None:
    assert own_address(HERE + canonical, HERE + fetched) == HERE + canonical


@pytest.mark.parametrize(
    ("canonical", "fetched"),
    [
        ("/", "/village-schools-close"),
        ("/news", "/news/village-schools-close"),
        ("/news/education", "/news/education/village-schools-close"),
        ("/news/the-ferry-sails-again", "/news/village-schools-close"),
        ("/2025/20250417/schools", "/2025/20250417/ferry"),
        ("/article.php", "/article.php?id=4711012"),
        ("/news/village-schools-close", "/news/village-schools-close?page=2"),
        ("/news/village-schools-close", "/news/village-schools-close/2"),
        ("/news/village-schools-close", "/news/village-schools-close/page/2"),
    ],
)
def test_a_canonical_link_to_a_front_a_section_or_another_sheet_is_not_believed(canonical: str, fetched: str) -> None:
    assert own_address(HERE + canonical, HERE + fetched) == HERE + fetched


def test_one_article_fetched_under_two_addresses_has_one() -> None:
    found = [
        clean(page("/news/village-schools-close"), f"{HERE}{path}")
        for path in ("/?p=123", "/news/village-schools-close/")
    ]
    assert found[0].url == f"{HERE}/news/village-schools-close"
    assert found[0].text == found[1].text
    assert len({document_id(article.url, "") for article in found}) == 1


def test_links_that_contradict_each_other_say_nothing() -> None:
    fetched = f"{HERE}/?p=123"
    assert clean(page("/news/village-schools-close", "/news/the-ferry-sails-again"), fetched).url == fetched


def noted(canonical: str, fetched: str) -> list[str]:
    found = clean(page(canonical), fetched)
    assert found.url == fetched
    return [region.text for region in found.regions if region.role == "syndication_note"]


@pytest.mark.parametrize(
    ("canonical", "fetched"),
    [
        ("https://www.politico.com/news/schools", f"{HERE}/schools"),
        ("https://harbor-ledger.example/schools", f"{HERE}/schools"),
        ("https://ledger.co.uk/schools", "https://valley.co.uk/schools"),
    ],
)
def test_a_canonical_link_to_another_publisher_is_a_note_of_syndication(canonical: str, fetched: str) -> None:
    assert noted(canonical, fetched) == [f"Canonical address: {canonical}"]


@pytest.mark.parametrize(
    ("canonical", "fetched"),
    [
        ("https://www.valley.example/schools", f"{HERE}/schools"),
        ("https://news.valley.example/schools", f"{HERE}/schools"),
        ("https://valley.de/schools", f"{HERE}/schools"),
        ("https://www.bbc.co.uk/news/schools", "https://www.bbc.com/news/schools"),
        ("https://valley.com/schools", "https://valley.substack.com/p/schools"),
        (f"{HERE}/schools", f"https://web.archive.org/web/20250417/{HERE}/schools"),
        ("http://localhost/schools", f"{HERE}/schools"),
        ("http://10.0.0.7/schools", f"{HERE}/schools"),
        ("https://[broken", f"{HERE}/schools"),
        ("javascript:void(0)", f"{HERE}/schools"),
    ],
)
def test_the_same_publisher_an_archive_and_a_broken_link_are_none(canonical: str, fetched: str) -> None:
    assert noted(canonical, fetched) == []


def test_a_page_whose_canonical_link_leads_to_another_outlet_is_that_outlets_reporting() -> None:
    found = clean(page("https://www.politico.com/news/schools"), f"{HERE}/schools")
    (origin,) = link(link_inputs([found]), Memory()).origins
    assert (origin.origin_type, origin.reason) == ("rewrite", "names Politico as its source")
