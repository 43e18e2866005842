"""Furniture of pages that must not stand in the text, in the wordings and boxes of many sites."""

# ruff: noqa: E501  (pages and sentences stay on one line)
from __future__ import annotations

import pytest

from tests.unit.cleaning.pages import HARBOUR, SCHOOL, page, paragraphs
from twosource.cleaning.html import blocks, parse
from twosource.cleaning.pipeline import clean
from twosource.cleaning.rules.lines import line_rule

TITLE = "<h1>Harbour of Port Vell opens again</h1>"
ALL = "\n\n".join(HARBOUR)


def read(first: str = "", last: str = "", after: str = "") -> str:
    body = f"<article>{paragraphs(HARBOUR[:2])}{first}{paragraphs(HARBOUR[2:])}{last}</article>{after}"
    return clean(page(f"<main>{TITLE}{body}</main>", "Harbour of Port Vell opens again")).text


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Also read: Island ferry returns", "related"),
        ("Lire aussi Le pont rouvre lundi", "related"),
        ("Baca juga: Pelabuhan dibuka kembali", "related"),
        ("Читайте также: Порт снова открыт", "related"),
        ("اقرأ أيضا: الميناء يفتح", "related"),
        ("Other opinion columns", "related"),
        ("Comments are moderated before they appear.", "comment"),
        ("No se permiten insultos ni textos contrarios a la ley.", "comment"),
        ("Nos reservamos el derecho de eliminar comentarios.", "comment"),
        ("This article is part of Gazette Premium.", "paywall"),
        ("Weiterlesen mit Zeitung+", "paywall"),
        ("Only 3 crowns a month for the first year; you can cancel at any time.", "paywall"),
        ("Get unlimited access to all stories and the weekend paper.", "paywall"),
    ],
)
def test_lines_of_furniture(line: str, role: str) -> None:
    rule = line_rule(line)
    assert rule is not None
    assert rule.role == role


@pytest.mark.parametrize(
    "line",
    [
        "This article is part of “The Long Winter”, a series on the harbours of the north.",
        "Related costs rose by a third, the board of the harbour said on Friday.",
        "The council reserves the right to close the quay, its lawyer said on Monday.",
        "The airline said that you cannot cancel a ticket for 300 crowns within a week.",
    ],
)
def test_sentences_that_speak_of_the_same_things_are_none(line: str) -> None:
    rule = line_rule(line)
    assert rule is None or rule.role not in ("related", "comment", "paywall")


@pytest.mark.parametrize("field", ["<input type='email'>", "<input name='EMAIL' placeholder='Your e-mail'>"])
def test_a_box_that_asks_for_an_address_is_an_offer(field: str) -> None:
    box = f"<div class='x'><h3>The Tide</h3><p>Every day at six: the news of the harbour, by our editors.</p><form>{field}<button>Go</button></form></div>"
    assert read(first=box) == ALL


def test_a_form_for_a_comment_is_the_comments() -> None:
    markup = "<div><p>Your view</p><form><textarea></textarea><input type='email'></form></div>"
    tree = parse(page(paragraphs(HARBOUR) + markup))
    assert tree is not None
    assert [block.role for block in blocks(tree) if block.text == "Your view"] == ["comment"]


@pytest.mark.parametrize("name", ["sr-only", "visually-hidden", "screen-reader-text", "VisuallyHidden"])
def test_remarks_for_screen_readers_are_out_of_the_sentence(name: str) -> None:
    linked = f"<p>The list is on <a href='/x'>the site<span class='{name}'> (opens in a new window)</span></a>, and the rest is here.</p>"
    found = clean(page(f"{TITLE}<article>{paragraphs(HARBOUR)}{linked}{paragraphs(SCHOOL)}</article>"))
    assert "The list is on the site, and the rest is here." in found.text
    assert "(opens in a new window)" in [region.text for region in found.regions if not region.kept]


def test_a_second_copy_of_the_article_is_left_out_and_repeated_questions_are_not() -> None:
    twice = f"<div class='wide'>{paragraphs(HARBOUR)}</div><div class='narrow'>{paragraphs(HARBOUR)}</div>"
    assert clean(page(f"<main>{TITLE}{twice}</main>")).text == ALL


def test_teasers_under_a_heading_at_the_end_are_left_out() -> None:
    teasers = "".join(f"<p><a href='/c'>ANN POE</a> {text}</p>" for text in SCHOOL)
    assert read(last=f"<h3>Other opinion columns</h3>{teasers}") == ALL


def test_a_front_with_short_linked_titles_is_no_article() -> None:
    cards = "".join(f"<li><h3><a href='/a'>Vell {word}</a></h3><p>{text}</p></li>"
                    for word, text in zip("abcdefg", HARBOUR + SCHOOL, strict=True))  # fmt: skip
    assert clean(page(f"<h1>Vell Gazette International</h1><ol>{cards}</ol>")).rejected == "section_front"
