"""What stands around and within an article on a page (bars, boxes, date lines, pull quotes); pages that are none."""

from __future__ import annotations

import pytest

from twosource.cleaning import dates
from twosource.cleaning.pipeline import clean
from twosource.records import Article

PARAGRAPHS = [
    "The ferry to the outer islands will sail again from Monday, the harbour master said at a meeting on Friday.",
    "“We have a new engine and an old captain,” said Ada Brook, the harbour master. “Nobody will miss the bus.”",
    "The council paid for the repair, which cost 3 million crowns, and for a second engine that is kept in store.",
]
TITLE = "The ferry comes back"


def read(head: str = "", middle: str = "", tail: str = "", meta: str = "") -> Article:
    body = [f"<p>{words}</p>" for words in PARAGRAPHS]
    article = f"<article><h1>{TITLE}</h1>{head}{body[0]}{body[1]}{middle}{body[2]}</article>"
    markup = f"<html><head><title>{TITLE}</title>{meta}</head><body>{article}{tail}</body></html>"
    return clean(markup, media_type="text/html")


def roles(article: Article) -> dict[str, str]:
    return {region.text: region.role for region in article.regions}


@pytest.mark.parametrize("box", ["<p class='dateline'>{}</p>", "<div><time>{}</time></div>", "<p>{}</p>"])
def test_a_line_with_the_date_is_no_body(box: str) -> None:
    article = read(head=box.format("May 5, 2031, 9:12 a.m. ET"))
    assert roles(article)["May 5, 2031, 9:12 a.m. ET"] == "published"
    assert article.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "box",
    ["<div class='pullquote'>{}</div>", "<aside class='pull-quote'>{}</aside>", "<blockquote><p>{}</p></blockquote>"],
)
def test_a_pull_quote_is_told_once(box: str) -> None:
    assert read(middle=box.format("“We have a new engine and an old captain,”")).text == "\n\n".join(PARAGRAPHS)


def test_a_quotation_of_its_own_stays() -> None:
    quote = "“The boat is older than I am, and it swims better,” said a passenger, Jan Holm, at the quay."
    assert quote in read(middle=f"<blockquote><p>{quote}</p></blockquote>").text


def test_contact_line_and_author_line() -> None:
    meta = '<meta name="author" content="Jan Holm">'
    line = "Jan Holm can be reached at jholm@post.example or 555-0100."
    article = read(head="<p>Jan Holm</p>", tail=f"<p>{line}</p>", meta=meta)
    assert roles(article)["Jan Holm"] == "byline"
    assert "can be reached" not in article.text


@pytest.mark.parametrize(
    ("markup", "text", "role"),
    [
        ("<footer><p>{}</p></footer>", "© 2031 Island Post. All rights reserved.", "legal"),
        ("<footer>{}</footer>", "Island Post Ltd. No reproduction without permission.", "legal"),
        ("<aside class='newsletter'><p>{}</p></aside>", "All harbours in one letter.", "promo"),
        ("<aside class='ranking'><p>{}</p></aside>", "Whale seen in the bay", "ranking"),
        ("<aside><h3>Most read</h3><p>{}</p></aside>", "Whale seen in the bay", "ranking"),
        ("<aside><p>{}</p></aside>", "Whale seen in the bay", "related"),
        ("<footer><p>{}</p></footer>", "Our islands", "navigation"),
    ],
)
def test_role_of_a_box(markup: str, text: str, role: str) -> None:
    assert roles(read(tail=markup.format(text)))[text] == role


def test_rows_of_a_page_laid_out_as_a_table() -> None:
    body = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
    bar = '<a href="/">Island Post</a> | <a href="/b">Boats</a> | <a href="/j">Jobs</a>'
    appeal = "<tr><td>Give now: 10 crowns buy a rope.</td></tr>"
    rows = f"<tr><td>{bar}</td></tr><tr><td><h1>{TITLE}</h1>{body}</td></tr>{appeal}"
    article = clean(f"<html><body><table>{rows}</table></body></html>", media_type="text/html")
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert roles(article)["Island Post | Boats | Jobs"] == "navigation"


def test_consent_page() -> None:
    words = "We and our partners use cookies. You can change your settings at any time. Accept all or reject all."
    page = f"<html><body><h1>Your privacy</h1><p>{words}</p><p>Choose “Accept all” if you agree.</p></body></html>"
    assert clean(page, media_type="text/html").rejected == "consent_wall"


def test_an_article_about_cookies_is_one() -> None:
    words = [
        "The court in Oslo fined a chain of toy shops for reading cookies before buyers had agreed, a clerk said.",
        "The chain said that the cookies had been set by mistake and that tracking had ended in the spring.",
        "Six other shops are under review, and the judges want to hear them before the summer, the clerk added.",
    ]
    page = "<html><body><article><h1>Toy shops fined</h1>" + "".join(f"<p>{line}</p>" for line in words)
    assert clean(page + "</article></body></html>", media_type="text/html").rejected is None


@pytest.mark.parametrize(
    ("types", "number", "rejected"),
    [
        ("CollectionPage", 2, "section_front"),
        ("", 9, "section_front"),
        ("NewsArticle", 9, "no_text"),
        ("", 2, "no_text"),
    ],
)
def test_front_page(types: str, number: int, rejected: str) -> None:
    stated = f'<script type="application/ld+json">{{"@type": "{types}"}}</script>' if types else ""
    cards = "".join(
        f"<div><h2><a href='/{n}'>Whale number {n} is seen in the outer bay</a></h2></div>" for n in range(number)
    )
    page = f"<html><head>{stated}</head><body><main>{cards}</main></body></html>"
    assert clean(page, media_type="text/html").rejected == rejected


def test_japanese_date_line_and_list() -> None:
    text = (
        "島の船、月曜から再び運航へ\n\n2031年5月5日 5時00分　島新報\n\n"
        "島と本土を結ぶ船が月曜日から再び運航されることになったと、港の責任者が金曜日の会合で明らかにした。\n\n"
        "修理には三百万クローネがかかり、町がそのすべてを負担した。予備のエンジンも倉庫に置かれるという。\n\n"
        "【関連記事】\n湾に鯨が現れる\n"
    )
    article = clean(text, media_type="text/plain")
    assert article.published is not None
    assert article.published.value == "2031-05-05T05:00:00+09:00"
    assert roles(article)["湾に鯨が現れる"] == "related"


def test_a_clock_without_zone_leaves_the_day() -> None:
    found = dates.from_line("2031年5月5日 5時00分")
    assert found is not None
    assert (found.value, found.precision) == ("2031-05-05", "day")
    assert dates.zone_of("2031年5月5日 漢字") is None
