"""Web pages: which blocks are kept, that all visible text has a region, what the metadata says, what is no article."""

# ruff: noqa: E501  (sentences and pages stay on one line)
from __future__ import annotations

import json

import pytest

from twosource.cleaning import html
from twosource.cleaning.pipeline import clean

PARAGRAPHS = [
    "The harbour of Port Vell was opened to ships on Friday after it had been closed for five months, the port office said.",
    "Three freighters that had waited outside the bay came in with the morning tide, and a fourth was expected at night.",
    "“It was the longest winter that I remember,” said the harbour master, who has worked there for thirty years.",
    "The city will now count what the ice has cost, and the council wants the state to pay for half of the repairs.",
]
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "The Vell Gazette"},
        {
            "@type": "NewsArticle",
            "headline": "Harbour reopens after a long winter &amp; a storm",
            "datePublished": "2031-05-11T08:30:00+02:00",
            "dateModified": "2031-05-11T09:00:00+02:00",
            "author": [{"@type": "Person", "name": "Ada Brook"}, {"@type": "Organization", "name": "Reuters"}],
            "publisher": {"@type": "NewsMediaOrganization", "name": "The Vell Gazette"},
        },
    ],
}


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='en'><head><title>Harbour reopens | The Vell Gazette</title>{head}</head><body>{body}</body></html>"


PAGE = page(
    "<nav><ul><li><a href='/'>Home page of the paper</a></li><li><a href='/s'>Sport</a></li></ul></nav>"
    "<article><h1>Harbour reopens after a long winter</h1><p class='byline'>By Ada Brook</p><time>11 May 2031</time>"
    f"<p>{PARAGRAPHS[0]}</p><figure><img src='a.jpg'><figcaption>Ships wait outside the bay in April 2029.</figcaption></figure>"
    f"<p>{PARAGRAPHS[1]}</p><h2>What it cost</h2><p>{PARAGRAPHS[2]}</p>"
    "<p>READ MORE: Lighthouse keeper retires</p>"
    f"<p>{PARAGRAPHS[3]}</p></article>"
    "<aside><h3>Related stories</h3><ul><li><a href='/1'>Herring prices rise for the third month in a row</a></li></ul></aside>"
    "<div hidden>Never shown</div><p style='display: none'>Not shown either</p><script>var a = 'no';</script>"
    "<template><p>Nor this</p></template><footer>© 2031 The Vell Gazette</footer>",
    f"<script type='application/ld+json'>{json.dumps(LINKED)}</script>",
)


def test_body_is_kept_and_the_rest_has_roles() -> None:
    found = clean(PAGE, url="https://gazette.example/harbour")
    assert [paragraph for paragraph in found.text.split("\n\n") if paragraph != "What it cost"] == PARAGRAPHS
    by_text = {region.text: region.role for region in found.regions}
    assert by_text["Ships wait outside the bay in April 2029."] == "caption"
    assert by_text["READ MORE: Lighthouse keeper retires"] == "related"
    assert by_text["Herring prices rise for the third month in a row"] == "related"
    assert by_text["Home page of the paper"] == "navigation"
    assert by_text["By Ada Brook"] == "byline"
    assert by_text["Harbour reopens after a long winter"] == "headline"


def test_regions_hold_the_visible_text_in_order() -> None:
    found = clean(PAGE)
    whole = " ".join(region.text for region in found.regions)
    assert "shown" not in whole
    assert "Nor this" not in whole
    assert "var a" not in whole
    places = [whole.index(words) for words in ("Home page", "Harbour reopens", PARAGRAPHS[0], PARAGRAPHS[3], "© 2031")]
    assert places == sorted(places)
    for region in found.regions:
        if region.kept:
            assert found.text[region.start : region.end] == region.text


def test_metadata() -> None:
    found = clean(PAGE, url="https://gazette.example/harbour")
    assert found.headline == "Harbour reopens after a long winter"
    assert found.by == ["Ada Brook"]
    assert found.outlet == "The Vell Gazette"
    assert found.published is not None
    assert found.modified is not None
    assert (found.published.value, found.published.precision) == ("2031-05-11T08:30:00+02:00", "instant")
    assert found.modified.value == "2031-05-11T09:00:00+02:00"
    assert (found.language, found.genre, found.rejected) == ("en", "article", None)


def test_title_loses_the_name_of_the_site() -> None:
    found = clean(
        page(
            "".join(f"<p>{words}</p>" for words in PARAGRAPHS),
            "<meta property='og:site_name' content='The Vell Gazette'>",
        )
    )
    assert found.headline == "Harbour reopens"


def test_caption_date_is_not_the_articles() -> None:
    found = clean(
        page(f"<p>{PARAGRAPHS[0]}</p><figure><figcaption>11 May 2029</figcaption></figure><p>{PARAGRAPHS[1]}</p>")
    )
    assert found.published is None


def test_body_that_stands_in_script_state_only() -> None:
    item = {"@type": "NewsArticle", "headline": "Harbour", "articleBody": "\n\n".join(PARAGRAPHS)}
    found = clean(
        page("<div id='root'>Loading</div>", f"<script type='application/ld+json'>{json.dumps(item)}</script>")
    )
    assert found.text == "\n\n".join(PARAGRAPHS)
    assert {region.rule for region in found.regions if region.kept} == {"structured_body"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "no_text"),
        ("<h1>404 Not Found</h1><p>The page you requested could not be found.</p>", "error_page"),
        ("<h1>Page not found</h1>", "error_page"),
        ("<p>We use cookies and your consent lets our partners process personal data. Manage cookies and consent here.</p>", "consent_wall"),
        ("<p>The harbour opened on Friday after five months.</p><p>To continue reading this article, log in.</p>", "paywall_stub"),
        ("".join(f"<li><a href='/{n}'>Headline number {n} about the harbour of the town</a></li>" for n in range(40)), "section_front"),
    ],
)  # fmt: skip
def test_what_is_no_article(body: str, reason: str) -> None:
    assert (
        clean(page(body).replace("Harbour reopens | The Vell Gazette", ""), media_type="text/html").rejected == reason
    )


def test_a_short_article_is_one() -> None:
    found = clean(
        page("<article><h1>Harbour opens</h1><p>The harbour opened on Friday, the port office said.</p></article>")
    )
    assert found.rejected is None
    assert found.genre == "brief"
    assert found.text == "The harbour opened on Friday, the port office said."


def test_deep_nesting_and_entities_stay_bounded() -> None:
    deep = "<div>" * 20_000 + PARAGRAPHS[0] + "</div>" * 20_000
    assert "Port Vell" in "".join(region.text for region in clean(page(deep)).regions)
    bomb = "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><html><body><p>&b;&b;&b;</p></body></html>"
    assert len("".join(region.text for region in clean(bomb).regions)) < 400


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!DOCTYPE html><html></html>", True),
        ("\n <div class='a'>Words</div>", True),
        ("Words <p>first</p> and <p>second</p>", True),
        ("if a < b and b > c then stop", False),
        ("The tag <p> opens a paragraph.", False),
        ("<img src='//count.example/1.gif' height='1'>\\nMenu\\nThe harbour opened.", False),
        ("<img src='a.jpg'><p>Words</p><p>More</p>", True),
        ("", False),
    ],
)
def test_markup_is_told_from_text(text: str, expected: bool) -> None:
    assert html.looks_like_html(text) is expected


def test_what_follows_the_end_of_a_page_is_read_too() -> None:
    whole = page(f"<p>{PARAGRAPHS[0]}</p>") + "Between." + page(f"<p>{PARAGRAPHS[1]}</p>")
    shown = " ".join(region.text for region in clean(whole).regions)
    assert shown.index(PARAGRAPHS[0]) < shown.index("Between.") < shown.index(PARAGRAPHS[1])


def test_entities_of_a_page_are_tidied_like_its_characters() -> None:
    found = clean(page(f"<p>{PARAGRAPHS[0]} Cafe&#769;, Brems&shy;weg&#8203;, bel&#x1F;l.</p>"))
    assert found.text.endswith("Café, Bremsweg, bel l.")


def test_a_tag_of_thousands_of_attributes_is_read_without_them() -> None:
    many = " ".join(f"a{number}='>{number}'" for number in range(30_000))
    tree = html.parse(page(f"<p {many}>{PARAGRAPHS[0]}</p>"))
    assert tree is not None
    (paragraph,) = tree.iter("p")
    assert (dict(paragraph.attrib), paragraph.text) == ({}, PARAGRAPHS[0])


def test_a_comparison_in_a_long_script_is_no_tag() -> None:
    script = "if (a<b) { " + "x = 'it' + y; " * 20_000 + "}"
    found = clean(page(f"<script>{script}</script>" + "".join(f"<p>{words}</p>" for words in PARAGRAPHS)))
    assert found.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<head><title>No</title></head><p>One</p><script>var a = '<p>no</p>'</script><p>Two &amp; three</p>", "One\nTwo & three"),
        ("<p>One</p><!-- <p>no</p> --><p>Two</p>", "One\nTwo"),
        ("<p>One</p><script>never closed <p>no</p>", "One"),
        ("<p>One</p><!-- never closed <p>no</p>", "One"),
        ("<head><p>One</p><STYLE>p {}</STYLE >Two", "One\nTwo"),
    ],
)  # fmt: skip
def test_a_page_without_a_tree_still_has_its_visible_text(markup: str, expected: str) -> None:
    assert html.without_tags(markup) == expected


def test_a_page_of_too_many_tags_is_read_without_a_tree() -> None:
    many = page("<i>" * (html.MOST_TAGS + 1) + "".join(f"<p>{words}</p>" for words in PARAGRAPHS))
    assert html.parse(many) is None
    assert PARAGRAPHS[0] in clean(many).text


def test_a_page_too_large_for_the_extractor_is_read_by_our_own_scores() -> None:
    menu = "".join(f"<a href='/{number}'>x</a>" for number in range(html.MOST_ELEMENTS))
    found = clean(page(f"<nav>{menu}</nav>" + "".join(f"<p>{words}</p>" for words in PARAGRAPHS)))
    assert found.text == "\n\n".join(PARAGRAPHS)
    assert {region.rule for region in found.regions if region.kept} == {"best_run"}
