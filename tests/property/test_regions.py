"""Whatever comes in: cleaning never raises, regions are the whole visible input, kept regions stand at their offsets."""

# ruff: noqa: E501  (sentences and pages stay on one line)
from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.soak import mutations
from tests.soak.soundness import canonical, covered, sound, visible_in_markup, visible_in_tree
from twosource.cleaning.decoding import decode, tidy
from twosource.cleaning.pipeline import article, clean

CAPTURES = Path(__file__).resolve().parents[2] / "seeds" / "captures"
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
    ["div", "span", "a", "h1", "h2", "li", "figcaption", "nav", "b", "time", "article", "aside", "section", "noscript"]
)
ATTRIBUTES = st.sampled_from(["", " class='ad'", " class='caption'", " id='comments'", " href='/a'"])
HIDING = st.sampled_from([" hidden", " hidden=''", " style='display:none'", " style='color: red; visibility : hidden'"])
ENTITIES = st.sampled_from(["&#769;", "&nbsp;", "&shy;", "&#8203;", "&amp;lt;", "&eacute;", "&#x1F;"])
ESCAPED = st.one_of(
    SENTENCES, st.text(max_size=30).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")), ENTITIES
)  # fmt: skip
UNSEEN = st.sampled_from(
    ["<script>var words = 'not shown';</script>", "<style>p { color: red }</style>", "<template><p>not yet</p></template>",
     "<!-- not shown -->", "<br>", "<img src='a.jpg' alt='nor this'>", "<svg><title>Facebook</title></svg>"]
)  # fmt: skip


def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An element around others, at times one that hides them."""
    inner = st.lists(children, max_size=4).map("".join)
    shown = st.builds(lambda tag, marks, content: f"<{tag}{marks}>{content}</{tag}>", TAGS, ATTRIBUTES, inner)
    hidden = st.builds(lambda marks, content: f"<div{marks}>{content}</div>", HIDING, inner)
    return st.one_of(shown, shown, shown, hidden)


FRAGMENTS = st.recursive(st.one_of(ESCAPED, ESCAPED, UNSEEN), element, max_leaves=15)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_plain_text_is_covered(text: str) -> None:
    found = clean(text, media_type="text/plain")
    sound(found)
    assert covered(found) == canonical(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(FRAGMENTS, max_size=6).map("".join))
def test_visible_text_of_a_page_is_covered(markup: str) -> None:
    page = tidy(f"<html><head><title>Not shown</title></head><body>{markup}</body></html>")
    found = clean(page, media_type="text/html")
    sound(found)
    # Two readers that are not ours: one that builds no tree, one that asks each text node for its ancestors.
    assert covered(found) == canonical(visible_in_markup(page))
    assert covered(found) == canonical(visible_in_tree(page))


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=1_000_000, max_value=2_000_000))
def test_spoilt_captures_are_sound(number: int) -> None:
    sound(clean(mutations.mutated(number, mutations.pages())))


@pytest.mark.parametrize("path", sorted(CAPTURES.glob("*.html")), ids=lambda path: str(path.name))
def test_pages_of_the_samples_are_covered(path: Path) -> None:
    found = clean(path.read_bytes())
    sound(found)
    assert covered(found) == canonical(visible_in_tree(decode(path.read_bytes()).text))


@pytest.mark.parametrize("path", sorted(CAPTURES.glob("*_*.txt")), ids=lambda path: str(path.name))
def test_texts_of_the_samples_are_covered(path: Path) -> None:
    found = clean(path.read_bytes())
    sound(found)
    assert covered(found) == canonical(decode(path.read_bytes()).text)


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=300)),
    st.sampled_from([None, "text/html", "application/json", "odd"]),
)
def test_anything_is_an_article_or_has_a_reason(data: bytes | str, media_type: str | None) -> None:
    sound(clean(data, media_type=media_type))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.one_of(st.none(), st.text(max_size=30)))
def test_given_text_keeps_its_characters(text: str, published: str | None) -> None:
    found = article(text, published=published)
    assert found.text == unicodedata.normalize("NFC", text)
    for region in found.regions:
        assert found.text[region.start : region.end] == region.text
