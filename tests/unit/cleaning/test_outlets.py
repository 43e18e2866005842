"""The outlet's own name in a page and in a capture without markup; agencies and datelines; what is no article."""

from __future__ import annotations

import pytest

from twosource.cleaning.pipeline import clean, filed
from twosource.newsroom.credits import agency_credited

PARAGRAPHS = [
    "OSLO (Northern Wire) — The ferry to the outer islands will sail again from Monday, the harbour master said.",
    "The council paid for the repair, which cost 3 million crowns, and for a second engine that is kept in store.",
    "Islanders had waited for eleven months. “We have a new engine and an old captain,” said the harbour master.",
]


def page(title: str = "The ferry comes back", before: str = "", after: str = "", within: str = "") -> str:
    body = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
    article = f"<article><h1>The ferry comes back</h1>{within}{body}</article>"
    return f"<html><head><title>{title}</title></head><body>{before}{article}{after}</body></html>"


MASTHEAD = '<div class="masthead"><a href="/">Island Post</a></div>'
RIGHTS = "<footer>© 2031 Island Post Publishing Ltd. All rights reserved.</footer>"


@pytest.mark.parametrize(
    ("markup", "url", "outlet"),
    [
        (page("The ferry comes back | Island Post", before=MASTHEAD), None, "Island Post"),
        (page("The ferry comes back - Island Post", after=RIGHTS), None, "Island Post"),
        (page(before=MASTHEAD, after=RIGHTS), None, "Island Post"),
        (page("The ferry comes back — Island Post"), "https://www.island-post.example/a", "Island Post"),
        (page("The ferry comes back | Sports"), "https://www.island-post.example/a", "island-post.example"),
        (page("The ferry comes back | Sports"), None, None),
        (page(after=RIGHTS), None, None),
        (page(after="<footer>Copyright 2031 The Japan Times</footer>"), None, "The Japan Times"),
    ],
)
def test_outlet_of_a_page(markup: str, url: str | None, outlet: str | None) -> None:
    assert clean(markup, url=url, media_type="text/html").outlet == outlet


@pytest.mark.parametrize(
    ("above", "below", "outlet"),
    [
        ("Island Post\nHome\nSports\n", "About us\n(c) Island Post 2031. All rights reserved.", "Island Post"),
        ("Home\nSports\n", "About us\n(c) Island Post 2031. All rights reserved.", None),
        ("Home\nWelt\nSports\n", "About us\n(c) Island Post 2031.", None),
    ],
)
def test_outlet_of_a_plain_page(above: str, below: str, outlet: str | None) -> None:
    text = f"{above}The ferry comes back\n" + "\n".join(PARAGRAPHS * 2) + f"\n{below}"
    assert clean(text, media_type="text/plain").outlet == outlet


@pytest.mark.parametrize(
    ("paragraph", "place", "agency"),
    [
        ("OSLO — The ferry sails.", "Oslo", None),
        ("OSLO (Northern Wire) — The ferry sails.", "Oslo", "Northern Wire"),
        ("OSLO, May 5 (Fjord Press Agency) - The ferry sails.", "Oslo", "Fjord Press Agency"),
        ("BERGEN, Nor. — The ferry sails.", "Bergen", None),
        ("NEW DELHI: The ferry sails.", "New Delhi", None),
        ("BIG MATCH PREVIEW: The ferry sails.", None, None),
        ("Oslo (the capital) - The ferry sails.", None, None),
        ("The ferry (Northern Wire photo) sails.", None, None),
    ],
)
def test_dateline(paragraph: str, place: str | None, agency: str | None) -> None:
    assert filed(paragraph, None) == (place, agency)


def test_the_outlets_own_name_is_no_agency() -> None:
    assert filed("OSLO (Northern Wire) — The ferry sails.", "Northern Wire") == ("Oslo", None)


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Northern Wire contributed to this report.", "Northern Wire"),
        ("From Northern Wire", "Northern Wire"),
        ("With reporting from Reuters", "Reuters"),
        ("Ada Brook contributed to this report.", None),
        ("From the archive", None),
    ],
)
def test_agency_of_a_credit_line(line: str, agency: str | None) -> None:
    assert agency_credited(line) == agency


def test_a_dateline_stands_after_kicker_and_standfirst() -> None:
    markup = page(
        within="<p>Harbours</p><p>After eleven months the islands get their boat back, and a second engine.</p>"
    )
    article = clean(markup, media_type="text/html")
    assert (article.located, article.agency) == ("Oslo", "Northern Wire")


def test_the_reporter_who_signs_off_is_the_author() -> None:
    text = (
        "[Anchor]\nThe ferry sails again.\n[Report]\n"
        + "\n".join(PARAGRAPHS)
        + "\nI'm Ada Brook for Island News in Oslo."
    )
    assert clean(text, media_type="text/plain").by == ["Ada Brook"]
