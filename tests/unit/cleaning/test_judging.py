"""Genre where the page says so; several articles on one page, told from teasers, live blogs and the next one loaded."""

# ruff: noqa: E501  (sentences and pages stay on one line)
from __future__ import annotations

import json

import pytest

from tests.unit.cleaning.pages import CHEESE, HARBOUR, SCHOOL, page, paragraphs, story
from twosource import reference
from twosource.cleaning import judging
from twosource.cleaning.pipeline import clean

THREE = story("Harbour reopens after a long winter", HARBOUR) + story("Teachers above the lake go on strike", SCHOOL) + story("Cheese of eleven cows wins first prize", CHEESE)  # fmt: skip


def test_several_whole_articles_are_set_aside() -> None:
    assert clean(page(THREE)).rejected == "multiple_articles"
    assert "multiple_articles" in reference.vocabulary("rejection")


def test_teasers_beside_an_article_are_normal() -> None:
    teasers = "".join(
        f"<article class='card'><h3>Another story number {n} of the day</h3><p>{SCHOOL[0]}</p></article>"
        for n in range(8)
    )
    own = f"<article><h1>Harbour reopens after a long winter</h1>{paragraphs(HARBOUR)}</article>"
    found = clean(page(own + teasers, "Harbour reopens after a long winter | The Vell Gazette"))
    assert found.rejected is None
    assert HARBOUR[-1] in found.text


def test_articles_in_a_box_or_within_the_article_are_not_counted() -> None:
    boxes = f"<aside>{story('Teachers above the lake go on strike', SCHOOL)}</aside><div class='related'>{story('Cheese of eleven cows wins first prize', CHEESE)}</div>"
    own = f"<article><h1>Harbour reopens after a long winter</h1>{paragraphs(HARBOUR)}</article>"
    assert clean(page(own + boxes)).rejected is None


def test_comments_marked_as_articles_are_not_counted() -> None:
    comments = "".join(
        f"<article class='comment'><h4>Jan of the upper town {n}</h4>{paragraphs(SCHOOL)}</article>" for n in range(3)
    )
    assert clean(page(f"<h1>Harbour reopens after a long winter</h1><article>{paragraphs(HARBOUR)}</article>{comments}")).rejected is None  # fmt: skip


def test_the_next_article_behind_the_pages_own_is_kept_apart() -> None:
    body = f"<article><h1>Harbour reopens after a long winter</h1>{paragraphs(HARBOUR)}</article>{story('Teachers above the lake go on strike', SCHOOL)}"
    found = clean(page(body, "Harbour reopens after a long winter | The Vell Gazette"))
    assert found.rejected is None
    assert found.text == "\n\n".join(HARBOUR)
    assert {region.rule for region in found.regions if region.text in SCHOOL} == {"other_article"}


def test_an_article_whose_title_stands_above_it_may_have_subheadings() -> None:
    own = f"<h1>Harbour reopens after a long winter</h1><article>{paragraphs(HARBOUR)}<h2>What the ice has cost</h2>{paragraphs(CHEESE)}</article>"
    assert clean(page(own, "Harbour reopens after a long winter")).rejected is None


def test_several_bodies_in_structured_data() -> None:
    items = [{"@type": "NewsArticle", "headline": title, "articleBody": " ".join(texts)} for title, texts in (("Harbour", HARBOUR), ("School", SCHOOL))]  # fmt: skip
    head = f"<script type='application/ld+json'>{json.dumps(items)}</script>"
    assert clean(page(paragraphs(HARBOUR + SCHOOL), head=head)).rejected == "multiple_articles"
    one = f"<script type='application/ld+json'>{json.dumps(items[:1])}</script>"
    assert clean(page(paragraphs(HARBOUR), head=one)).rejected is None


def test_a_live_blog_is_one_article() -> None:
    item = {"@type": "LiveBlogPosting", "headline": "Harbour live", "liveBlogUpdate": [{"@type": "BlogPosting", "headline": str(n), "articleBody": " ".join(SCHOOL)} for n in range(3)]}  # fmt: skip
    found = clean(page(THREE, head=f"<script type='application/ld+json'>{json.dumps(item)}</script>"))
    assert (found.rejected, found.genre) == (None, "live_blog")


def digest(*stories: tuple[str, str, list[str]]) -> str:
    return "\n\n".join("\n\n".join((title, line, *texts)) for title, line, texts in stories)


@pytest.mark.parametrize(
    "text",
    [
        digest(("Harbour reopens after a long winter", "By Ada Brook", HARBOUR), ("Teachers above the lake go on strike", "By John Doe", SCHOOL)),
        digest(("Harbour reopens after a long winter", "May 9, 2031", HARBOUR), ("Teachers above the lake go on strike", "May 10, 2031", SCHOOL), ("Cheese of eleven cows wins first prize", "May 10, 2031", CHEESE)),
        "\n\n----------\n\n".join(f"{title}\n\n{' '.join(texts)}\n\nRead more: https://gazette.example/{title[:4]}" for title, texts in (("Harbour reopens after a long winter", HARBOUR), ("Teachers above the lake go on strike", SCHOOL), ("Cheese of eleven cows wins first prize", CHEESE))),
    ],
    ids=["bylines", "dates", "newsletter"],
)  # fmt: skip
def test_a_digest_is_set_aside(text: str) -> None:
    assert clean(text, media_type="text/plain").rejected == "multiple_articles"


@pytest.mark.parametrize(
    "text",
    [
        digest(("Harbour reopens after a long winter", "By Ada Brook", HARBOUR)) + "\n\nWhat the ice has cost\n\n" + "\n\n".join(CHEESE),
        "".join(f"{' '.join(texts[:1])}\n\n{' '.join(texts[1:])}" + "\n\nTeachers above the lake go on strike\n\nBy John Doe\n\nCheese of eleven cows wins first prize\n\nBy Ada Brook\n\n" for texts in (HARBOUR, SCHOOL, CHEESE)),
        digest(("Harbour reopens after a long winter", "By Ada Brook", HARBOUR)) + "\n\n***\n\n" + "\n\n".join(SCHOOL) + "\n\n***\n\n" + "\n\n".join(CHEESE),
        digest(("Harbour reopens after a long winter", "By Ada Brook", HARBOUR)) + "\n\nMost read\n\nTeachers above the lake go on strike\n\nMay 9, 2031\n\nCheese of eleven cows wins first prize\n\nMay 8, 2031",
    ],
    ids=["subheading", "teasers again and again", "parts", "list"],
)  # fmt: skip
def test_an_article_of_parts_is_one(text: str) -> None:
    assert clean(text, media_type="text/plain").rejected is None


def test_a_list_of_products_with_an_introduction_is_an_article() -> None:
    entries = "".join(f"<h3>Lamp for the harbour wall, number {n}</h3><li>Bright and light</li>" for n in range(14))
    introduction = f"<p>{' '.join(HARBOUR)}</p><p>{' '.join(CHEESE)}</p>"
    assert clean(page(f"<article><h1>Fourteen lamps for the harbour</h1>{introduction}{entries}</article>")).rejected is None  # fmt: skip


# ------------------------------------------------------------------ no article


@pytest.mark.parametrize("rule", judging.ERRORS, ids=lambda rule: str(rule.name))
def test_each_error_rule_reads_its_example(rule: judging.ErrorRule) -> None:
    matches = rule.pattern.fullmatch if rule.place == "title" else rule.pattern.search
    assert matches(rule.example)
    assert judging.errs(rule.place, rule.example)
    assert not judging.errs(rule.place, rule.counter)


def card(number: int, tag: str) -> str:
    return f"<{tag} class='card'><h3><a href='/{number}'>Bridge number {number} is closed for weeks in spring</a></h3><p>{SCHOOL[number % 3]}</p></{tag}>"


@pytest.mark.parametrize(
    ("body", "title", "reason"),
    [
        ("<h1>News</h1>" + "".join(card(n, "div") for n in range(20)), "News | The Vell Gazette", "section_front"),
        ("<h1>News</h1>" + "".join(card(n, "article") for n in range(6)), "News | The Vell Gazette", "section_front"),
        ("<h1>Oops!</h1><p>We can't seem to find the page you're looking for.</p>", "The Vell Gazette", "error_page"),
        ("<h1>502 Bad Gateway</h1><hr>nginx", "502 Bad Gateway", "error_page"),
        ("<h1>This article is no longer available</h1><p>It was taken out of our archive.</p>", "Gone", "error_page"),
        ("<noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div>", "Gazette", "no_text"),
        (f"<article><h1>Bridge closes for weeks</h1><p>{HARBOUR[0]}</p><h2>Keep reading with a subscription</h2><a href='/s'>Subscribe</a></article>", "Bridge closes for weeks", "paywall_stub"),
    ],
    ids=["front", "front of articles", "missing", "gateway", "gone", "script", "stub"],
)  # fmt: skip
def test_pages_that_are_no_article(body: str, title: str, reason: str) -> None:
    assert clean(page(body, title)).rejected == reason


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (f"<h1>Forbidden city reopens its gates</h1><p>{HARBOUR[0]}</p>", "Forbidden city reopens its gates"),
        (f"<h1>404 houses lose power in storm</h1><p>{HARBOUR[0]}</p>", "404 houses lose power in storm"),
        (f"<h1>Harbour reopens after winter</h1><p>{HARBOUR[0]}</p>" + "".join(card(n, "div") for n in range(8)), "Harbour reopens after winter"),
        (f"<h1>Court rules on cookies and consent</h1><p>The court ruled on Friday that cookies need consent, and that tracking without it breaks the privacy law.</p><p>{HARBOUR[0]}</p>", "Court rules on cookies"),
    ],
    ids=["forbidden", "number", "brief above cards", "about cookies"],
)  # fmt: skip
def test_pages_that_look_like_none_and_are_one(body: str, title: str) -> None:
    assert clean(page(body, title)).rejected is None


BRIEF = "\n\n".join(HARBOUR[:2])


@pytest.mark.parametrize(
    "headline",
    [
        "Access denied: reporters kept out of harbour hearing",
        "Security check finds loaded gun at airport",
        "Gone – the last ferry",
        "Oops! Minister reads out the wrong speech",
        "404 - the number of lives the lifeboat has saved",
        "Not found: the gold of the wreck",
        "Gone",
    ],
)
def test_a_headline_that_begins_like_an_error_is_one_of_an_article(headline: str) -> None:
    assert clean(f"{headline}\n\n{BRIEF}", media_type="text/plain").rejected is None
    assert clean(page(f"<h1>{headline}</h1>{paragraphs(HARBOUR[:2])}", headline)).rejected is None


@pytest.mark.parametrize(
    "title",
    ["404", "Error 404", "404 | The Vell Gazette", "503 Service Temporarily Unavailable", "404 - Page not found", "Page not found – vellgazette.example", "Oops! Something went wrong.", "Access denied | The Vell Gazette", "Attention Required! | The Vell Gazette", "Seite nicht gefunden - Vell Anzeiger", "Sorry, page not found"],
)  # fmt: skip
def test_a_bare_phrase_with_the_name_of_the_site_is_an_error(title: str) -> None:
    words = (
        "The server is too busy to answer the request. Please try again in some minutes, or go back to our home page."
    )
    assert clean(page(f"<h1>{title}</h1><p>{words}</p>", title)).rejected == "error_page"


def test_a_page_that_calls_itself_an_article_is_not_judged_by_its_title() -> None:
    body = f"<h1>Gone</h1><p>{HARBOUR[0]}</p>"
    assert clean(page(body, "Gone")).rejected == "error_page"
    assert clean(page(body, "Gone", "<meta property='og:type' content='article'>")).rejected is None


@pytest.mark.parametrize(
    "text",
    [
        "The site was not found until 1962, when a farmer struck a wall with his plough.",
        "The council said on Friday the page has been removed after complaints from the families.",
        "Divers could not find the site of the wreck on Friday, the coast guard said.",
        "“We could not find the site in the fog and our radio was broken,” the pilot of the ferry said on Friday.",
        "The US said on Friday that the site has been moved because of the floods in the valley.",
    ],
)
def test_a_short_text_about_a_site_is_an_article(text: str) -> None:
    assert clean(text, media_type="text/plain").rejected is None


@pytest.mark.parametrize(
    "text",
    [
        "This page has been removed.",
        "Sorry, this story is no longer available.",
        "The article was not found. Please use the search above.",
        "We could not find this page.",
    ],
)
def test_a_short_text_that_tells_the_reader_so_is_an_error(text: str) -> None:
    assert clean(page(f"<p>{text}</p>")).rejected == "error_page"


@pytest.mark.parametrize(
    "texts",
    [
        ["“We will stand by our partners, and our partners know that we do what we have said to all our partners,” the minister told the house on Friday.", "“You have our consent, and we have yours,” she told the guests from the two islands."],
        ["Shops will need consent before they hand on personal data, under a privacy law that the house passed on Friday.", "Our partners in the south have had such a law for years, the minister said, and we should have one too."],
        ["Users must give consent before tracking, the US court said on Friday, and cookies fall under the same law in the US.", "The case was brought by two users of a shop in the north."],
    ],
    ids=["partners", "consent law", "court"],
)  # fmt: skip
def test_politics_is_no_consent_wall(texts: list[str]) -> None:
    assert clean(page(f"<article><h1>Minister speaks</h1>{paragraphs(texts)}</article>")).rejected is None
    assert clean("\n\n".join(texts), media_type="text/plain").rejected is None


def test_a_short_article_above_a_cookie_notice_is_one() -> None:
    notice = (
        "We and our partners use cookies. You can change your cookie settings in our privacy policy at any time. " * 4
    )
    text = f"<p>{HARBOUR[0]}</p><p>We have the consent of our partners, the port office said. {HARBOUR[1]}</p>"
    assert clean(page(f"<article><h1>Harbour opens</h1>{text}</article><div class='cookie-banner'><p>{notice}</p></div>")).rejected is None  # fmt: skip


@pytest.mark.parametrize(
    ("above", "below", "reason"),
    [
        ("<p class='paywall'>Subscribe to read all of our articles</p>", "", None),
        ("<p>Already a subscriber? Log in</p>", "", None),
        ("", "<p>Already a subscriber? Log in</p>", None),
        ("", "<p>To continue reading this article, log in.</p>", "paywall_stub"),
        ("", "<div class='paywall'><p>Subscribe to read all of our articles</p></div>", "paywall_stub"),
    ],
)
def test_a_stub_breaks_off_where_the_notice_stands(above: str, below: str, reason: str | None) -> None:
    body = f"{above}<h1>Bridge closes for weeks</h1><p>{HARBOUR[0]}</p><p>{HARBOUR[1]}</p>{below}"
    assert clean(page(body, "Bridge closes for weeks")).rejected == reason


# ------------------------------------------------------------------ several, without marks


def boxes(*stories: tuple[str, list[str]]) -> str:
    return "".join(f"<div class='story'><h2>{title}</h2>{paragraphs(texts)}</div>" for title, texts in stories)


TWO = (("Harbour reopens after a long winter", HARBOUR), ("Teachers above the lake go on strike", SCHOOL))


def test_boxes_that_are_called_stories_are_articles() -> None:
    assert clean(page(f"<h1>News of the day</h1>{boxes(*TWO)}", "News of the day")).rejected == "multiple_articles"


@pytest.mark.parametrize(
    ("body", "title", "head"),
    [
        (f"<h1>What the winter has cost</h1>{boxes(*TWO)}", "What the winter has cost", "<meta property='og:type' content='article'>"),
        (f"<h1>Harbour reopens after a long winter</h1>{boxes(*TWO)}", "Harbour reopens after a long winter", ""),
        (f"<h1>What the winter has cost</h1><div class='story'><p>{HARBOUR[0]}</p>{boxes(*TWO)}</div>", "What the winter has cost", ""),
        (f"<h1>What the winter has cost</h1>{boxes(*TWO).replace('story', 'story-part')}", "What the winter has cost", ""),
    ],
    ids=["calls itself one", "own title", "parts within one", "parts"],
)  # fmt: skip
def test_boxes_that_are_parts_of_one_article(body: str, title: str, head: str) -> None:
    assert clean(page(body, title, head)).rejected is None


@pytest.mark.parametrize("classes", ["has-sidebar right-sidebar", "home latest", "page related-on"])
def test_the_class_of_a_whole_page_does_not_hide_several_articles(classes: str) -> None:
    assert clean(page(THREE).replace("<body>", f"<body class='{classes}'>")).rejected == "multiple_articles"


@pytest.mark.parametrize("classes", ["has-sidebar", "with-sidebar", "layout right-sidebar"])
def test_a_layout_with_a_sidebar_is_none(classes: str) -> None:
    assert clean(page(f"<div class='{classes}'>{THREE}</div>")).rejected == "multiple_articles"
    found = clean(
        page(f"<div class='sidebar'>{THREE}</div><h1>Bridge closes</h1><article>{paragraphs(HARBOUR)}</article>")
    )
    assert found.rejected is None
