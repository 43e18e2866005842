"""Text that a reading may lose: lists, tables, credits within paragraphs, bodies for scripts alone."""

# ruff: noqa: E501  (pages and sentences stay on one line)

from __future__ import annotations

import json

import pytest

from tests.unit.cleaning.pages import HARBOUR, SCHOOL, page, paragraphs
from twosource.cleaning.body import not_far_less
from twosource.cleaning.html import Block
from twosource.cleaning.pipeline import clean
from twosource.cleaning.regions import Draft
from twosource.cleaning.rules.lines import line_rule

TITLE = "<h1>Harbour of Port Vell opens again</h1>"


def kept(body: str, head: str = "") -> str:
    return clean(page(f"<main>{TITLE}<article>{body}</article></main>", "Harbour of Port Vell opens again", head)).text


def test_an_item_of_a_list_stays_with_the_others() -> None:
    items = "<li>the ice was thicker than a hand,</li><li>two boats had sunk,</li><li>the pilot was ill.</li>"
    text = kept(
        paragraphs(HARBOUR[:2]) + f"<p>The office gave three reasons:</p><ul>{items}</ul>" + paragraphs(HARBOUR[2:])
    )
    assert "the ice was thicker than a hand,\n\ntwo boats had sunk,\n\nthe pilot was ill." in text


@pytest.mark.parametrize("cell", ["td", "th"])
def test_the_rows_of_a_table_between_paragraphs_are_kept_as_rows(cell: str) -> None:
    rows = f"<tr><{cell}>Team</{cell}><{cell}>Points</{cell}></tr><tr><td>Vell</td><td>31</td></tr><tr><td>Lund</td><td>27</td></tr>"
    markup = page(f"{TITLE}<article>{paragraphs(HARBOUR[:2])}<table>{rows}</table>{paragraphs(HARBOUR[2:])}</article>")
    found = [region for region in clean(markup).regions if region.role == "table"]
    assert [region.text for region in found] == ["Team Points", "Vell 31", "Lund 27"]
    assert all(region.kept for region in found)


def test_a_table_that_lays_out_the_page_is_not_read_in_rows() -> None:
    menu = "<td><a href='/a'>Home</a></td>"
    text = clean(page(f"<table><tr>{menu}<td>{TITLE}{paragraphs(HARBOUR)}</td></tr></table>")).text
    assert text == "\n\n".join(HARBOUR)


@pytest.mark.parametrize(
    "line",
    [
        "© Valley Media " + " ".join(SCHOOL),
        " ".join(SCHOOL) + " (AFP)",
        " ".join(HARBOUR[:3]) + " Photo: R. Dane/Northern Wire",
        "労組は木曜日に会合を開く。書記長は計画を批判した。(c)AFP/Ada BROOK",
    ],
)
def test_a_paragraph_is_no_credit_whatever_it_opens_or_closes_with(line: str) -> None:
    assert line_rule(line) is None


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("(c) 2031 Valley Media", "legal"),
        ("Copyright 2031 Valley Media. No part may be reproduced without permission of the publisher.", "legal"),
        ("The old quay in May. Photo: R. Dane/Northern Wire", "caption"),
        ("Roe leaves the hall (Gazette/T. Bell)", "caption"),
    ],
)
def test_lines_of_rights_and_pictures_still_are(line: str, role: str) -> None:
    rule = line_rule(line)
    assert rule is not None
    assert rule.role == role


def test_a_caption_within_a_paragraph_is_apart_from_it() -> None:
    credit = '<span class="photo"><img src="a.jpg"><span class="caption">© Valley Media</span></span> '
    found = clean(page(f"{TITLE}<article><p>{credit}{HARBOUR[0]}</p>{paragraphs(HARBOUR[1:])}</article>"))
    assert found.text == "\n\n".join(HARBOUR)
    assert [(r.role, r.text) for r in found.regions if r.role == "caption"] == [("caption", "© Valley Media")]


BODIES = {
    "json_ld": '<script type="application/ld+json">{}</script>',
    "state": '<script id="__APP__" type="application/json">{}</script>',
    "assigned": "<script>window.__STATE__ = {};</script>",
}


@pytest.mark.parametrize(
    ("place", "state"),
    [
        ("json_ld", {"@type": "NewsArticle", "headline": "Harbour", "articleBody": f"&lt;p&gt;{'&lt;/p&gt;&lt;p&gt;'.join(HARBOUR)}&lt;/p&gt;"}),
        ("json_ld", {"@type": "NewsArticle", "headline": "Harbour", "articleBody": f"&amp;lt;p&amp;gt;{'&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;'.join(HARBOUR)}"}),
        ("state", {"page": {"story": {"content": [{"kind": "p", "text": text} for text in HARBOUR]}, "related": {"text": SCHOOL[0]}}}),
        ("assigned", {"article": {"bodyHtml": paragraphs(HARBOUR)}, "teasers": [{"summary": text} for text in SCHOOL]}),
    ],
    ids=["escaped", "escaped_twice", "list_in_state", "html_in_assignment"],
)  # fmt: skip
def test_a_body_for_scripts_alone_is_read(place: str, state: object) -> None:
    script = BODIES[place].replace("{}", json.dumps(state))
    found = clean(page(f"<div id='app'><h1>Harbour</h1><p>Loading…</p></div>{script}"))
    assert found.text == "\n\n".join(HARBOUR)
    assert {region.rule for region in found.regions if region.kept} == {"structured_body"}


def test_teasers_in_a_state_are_no_body() -> None:
    state = json.dumps({"teasers": [{"summary": text} for text in HARBOUR + SCHOOL]})
    found = clean(page(f"<h1>News</h1><p>Loading…</p><script type='application/json'>{state}</script>"))
    assert not found.text


def test_a_vote_that_leaves_almost_nothing_is_not_believed() -> None:
    words = [
        "Liman başkanlığı pazartesi günü ücretleri yüzde on dört artıracağını ve bunun ilk artış olduğunu açıkladı."
    ] * 8
    blocks = [Block(text, "p", "other", "no_rule", 0.0) for text in words]
    before = [Draft(text, "body", "extractor", 1.0) for text in words]
    after = [before[0], *(Draft(text, "other", "block_trees", 0.9) for text in words[1:])]
    assert not_far_less(blocks, before, after) == before
    half = [*before[:4], *after[4:]]
    assert not_far_less(blocks, before, half) == half
