"""A dateline's town is nobody who speaks or acts, however the dateline is written and wherever the text comes from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import twosource
from twosource.extraction.parse import parse
from twosource.records import Article, Facts

SAID = "The ferry operator Blue Gull said the boats would sail. Peru raised the duty on Tuesday."
HEADS = [
    "HARBORTOWN, April 17 - ",
    "HARBORTOWN - ",
    "HARBORTOWN – ",
    "HARBORTOWN — ",
    "HARBORTOWN (Reuters) - ",
    "HARBORTOWN, Fjordland, April 17 (Meridian Wire) -- ",
    "Harbortown, April 17 - ",
    "Harbortown - ",
    "Harbortown — ",
    "Harbortown (Reuters) - ",
    "Harbortown (Meridian Wire) -- ",
    "(Meridian Wire) -- ",
    "LIMA, AFP — ",
]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("of", [str, twosource.article], ids=["bare text", "article"])
def test_a_datelines_town_is_neither_speaker_nor_subject(of: Callable[[str], Article | str], head: str) -> None:
    facts = twosource.extract(of(head + SAID), published="2031-04-18")
    plain = twosource.extract(of(SAID), published="2031-04-18")
    assert [quote.speaker for quote in facts.quotes] == ["Blue Gull"]
    assert told(facts, len(head)) == told(plain, 0)


def told(facts: Facts, offset: int) -> list[object]:
    """Statements with their sides, quotations and events, places counted from `offset`."""
    sides = [[(argument.role, argument.text) for argument in s.arguments] for s in facts.statements]
    statements = [(s.text, s.start - offset, s.attributed_to) for s in facts.statements]
    quotes = [(q.text, q.start - offset, q.speaker) for q in facts.quotes]
    return [statements, sides, quotes, [(e.text, e.start - offset, e.actors, e.recipients) for e in facts.events]]


def test_a_dateline_is_a_paragraph_of_its_own_and_no_character_is_lost() -> None:
    text = "HARBORTOWN, April 17 (Reuters) - The ferry sails.\n\nOSLO — The other one, too."
    parsed = parse(text)
    assert [paragraph.doc.text for paragraph in parsed.paragraphs] == [
        "HARBORTOWN, April 17 (Reuters) - ",
        "The ferry sails.",
        "OSLO — ",
        "The other one, too.",
    ]
    assert all(text[p.start : p.end] == p.doc.text for p in parsed.paragraphs)


def test_the_town_of_a_dateline_is_still_a_place() -> None:
    facts = twosource.extract("HARBORTOWN, April 17 (Reuters) - " + SAID)
    assert [(m.text, m.label) for m in facts.mentions][:2] == [("HARBORTOWN", "LOC"), ("Reuters", "ORG")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("WEIDMANN: The line opens in June.\n\nBLOOM: That is what they all say.\n\nWEIDMANN: It is true.", "Weidmann"),
        ("Blue Gull – the ferry operator – said the boats would sail.", "Blue Gull"),
    ],
)
def test_what_only_looks_like_a_dateline_still_speaks(text: str, speaker: str) -> None:
    assert speaker in {quote.speaker for quote in twosource.extract(text).quotes}


def test_a_subject_that_a_participle_drew_away_stays_the_verbs() -> None:
    facts = twosource.extract(
        "Consumer prices in Japan, leaving out fresh food, were 3.2% higher in March, the government reported."
    )
    assert [quantity.measure for quantity in facts.quantities] == ["Consumer prices in Japan"]
