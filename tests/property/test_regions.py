"""Whatever comes in: cleaning never raises, regions cover the input, kept regions stand at their offsets, text is NFC."""

# ruff: noqa: E501  (sentences and pages stay on one line)
from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from twosource import reference
from twosource.cleaning import html
from twosource.cleaning.decoding import tidy
from twosource.cleaning.pipeline import article, clean
from twosource.records import Article

SENTENCES = st.sampled_from(
    [
        "The harbour opened on Friday after it had been closed for five months, the port office said.",
        "“We waited,” she said.",
        "Menu",
        "Advertisement",
        "By Ada Brook",
        "Related stories",
        "* Herring prices rise again",
        "Sam Roe/Getty Images",
        "6:00 JST, May 9, 2031",
        "[Anchor]",
        "Ko\u0308ln",
        "港は金曜日に開かれた。",
        "# A heading",
        "\u0301",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(st.one_of(SENTENCES, st.text(max_size=30)), max_size=20).map("\n".join)
)
TAGS = st.sampled_from(
    ["p", "div", "span", "a", "h1", "h2", "li", "figcaption", "nav", "br", "b", "time", "table", "td", "noscript"]
)
ATTRIBUTES = st.sampled_from(["", " class='ad'", " class='caption'", " id='comments'", " href='/a'"])
ESCAPED = st.one_of(SENTENCES, st.text(max_size=30)).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))


def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    inner = st.lists(children, max_size=4).map("".join)
    return st.builds(lambda tag, attributes, content: f"<{tag}{attributes}>{content}</{tag}>", TAGS, ATTRIBUTES, inner)


FRAGMENTS = st.recursive(ESCAPED, element, max_leaves=15)


def squash(text: str) -> str:
    return "".join(text.split())


def sound(found: Article) -> None:
    assert unicodedata.is_normalized("NFC", found.text)
    kept = [region for region in found.regions if region.kept]
    for region in found.regions:
        assert region.role in reference.vocabulary("role")
        assert region.kept == (region.role in reference.vocabulary("kept_role"))
        assert 0 <= region.score <= 1
    for region in kept:
        assert region.start is not None
        assert region.end is not None
        assert found.text[region.start : region.end] == region.text
    assert squash("".join(region.text for region in kept)) == squash(found.text)
    assert found.rejected is None or found.rejected in reference.vocabulary("rejection")
    assert found.genre in reference.vocabulary("genre")


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_plain_text_is_covered(text: str) -> None:
    found = clean(text, media_type="text/plain")
    sound(found)
    assert squash("".join(region.text for region in found.regions)) == squash(tidy(text))


@settings(max_examples=100, deadline=None)
@given(st.lists(FRAGMENTS, max_size=6).map("".join))
def test_visible_text_of_a_page_is_covered(markup: str) -> None:
    page = f"<html><body>{markup}</body></html>"
    found = clean(page, media_type="text/html")
    sound(found)
    tree = html.parse(tidy(page))
    assert tree is not None
    visible = "".join(tree.body.itertext())
    assert squash("".join(region.text for region in found.regions)) == squash(visible)


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=300)),
    st.sampled_from([None, "text/html", "application/json", "odd"]),
)
def test_anything_is_an_article_or_has_a_reason(data: bytes | str, media_type: str | None) -> None:
    found = clean(data, media_type=media_type)
    sound(found)
    assert found.text or found.rejected


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.one_of(st.none(), st.text(max_size=30)))
def test_given_text_keeps_its_characters(text: str, published: str | None) -> None:
    found = article(text, published=published)
    assert found.text == unicodedata.normalize("NFC", text)
    for region in found.regions:
        assert found.text[region.start : region.end] == region.text
