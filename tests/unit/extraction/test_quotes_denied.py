"""Words in marks that nobody is told to have said, people of one surname, days of no calendar, on our own sentences."""

from __future__ import annotations

import pytest

from twosource.extraction import names, quotes
from twosource.extraction.parse import parse
from twosource.extraction.quotes.turns import said_on
from twosource.records import Published, Quote


def find(text: str) -> list[Quote]:
    parsed = parse(text)
    return quotes.find(parsed, names.find(parsed))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("never", 'Ann Bloom never said "we will sell the old bridge."'),
        ("not", 'Ann Bloom did not say "we will sell the old bridge."'),
        ("not, before a colon", "Ann Bloom didn't say: “We will sell the old bridge.”"),
        ("never, behind the words", '"We will sell the old bridge," Ann Bloom never said.'),
        ("if", 'If Ann Bloom says "we will leave the harbour," prices will fall.'),
        ("unless", 'Unless Ann Bloom says "we will leave the harbour," nobody will move.'),
        ("not yet", 'Ann Bloom might say "we will leave the harbour."'),
        ("short of", 'Ann Bloom stopped short of saying "we will leave the harbour."'),
        ("without", "Without saying “we will pay,” Ann Bloom left."),
        ("no official", 'No official said that "the harbour will pay."'),
        ("no one", 'No one in the town said "the harbour will pay."'),
        ("neither", 'Neither minister said "the harbour will pay for it."'),
        ("nobody", 'Nobody said "the harbour will pay for it."'),
        ("none of", 'None of the ministers said "the harbour will pay for it."'),
    ],
)
def test_words_that_nobody_is_told_to_have_said(name: str, text: str) -> None:
    assert find(text) == [], name


@pytest.mark.parametrize(
    ("name", "text", "speaker"),
    [
        ("not only", 'Ann Bloom not only said "we will sell the bridge" but did it.', "Ann Bloom"),
        ("another verb denied", 'Ann Bloom, who did not come, said "we will sell the bridge."', "Ann Bloom"),
        ("denied inside the marks", 'Ann Bloom said "we never said it and will not say it."', "Ann Bloom"),
        ("a house with a number", 'No 10 said "the harbour will pay for it."', "No 10"),
        ("a denial reported", '"If nobody says it, I will," said Ann Bloom.', "Ann Bloom"),
    ],
)
def test_words_that_were_said_all_the_same(name: str, text: str, speaker: str) -> None:
    assert [(quote.speaker, quote.force) for quote in find(text)] == [(speaker, "says")], name


def test_denied_saying_is_a_denial() -> None:
    assert [quote.force for quote in find('Ann Bloom denied saying "we will close the bridge."')] == ["denies"]


# ------------------------------------------------------------------ people of one surname


@pytest.mark.parametrize(
    ("name", "text", "speakers"),
    [
        ("open", "Minister Kenji Sato met Yuko Sato. “I will resign,” Sato said.", [None]),
        ("open, reported", "Minister Kenji Sato met Yuko Sato. Sato said the bridge was old.", [None]),
        ("a title decides", "Mary Brown met John Brown. “I will resign,” Ms. Brown said.", ["Mary Brown"]),
        ("the other title", "Mary Brown met John Brown. “I will resign,” Mr. Brown said.", ["John Brown"]),
        (
            "who has just spoken",
            "Kenji Sato met Yuko Sato. “I will resign,” Kenji Sato said. “I am tired,” Sato added.",
            ["Kenji Sato", "Kenji Sato"],
        ),
        (
            "who was called so alone",
            "Mary Brown opened the bridge. Then Brown met John Brown. “I will resign,” Brown said.",
            ["Mary Brown"],
        ),
        ("only one", "Minister Kenji Sato met Ann Bloom. “I will resign,” Sato said.", ["Kenji Sato"]),
    ],
)
def test_bare_surname_of_two_people(name: str, text: str, speakers: list[str | None]) -> None:
    assert [quote.speaker for quote in find(text)] == speakers, name


def test_open_surname_keeps_its_words_and_is_nobody_else() -> None:
    text = (
        "“The bridge is old,” Ann Bloom said.\n\nMinister Kenji Sato met Yuko Sato.\n\n"
        "“I will resign,” Sato said. “I am very tired.”"
    )
    found = find(text)
    assert [quote.speaker for quote in found] == ["Ann Bloom", None, None]
    assert [quote.speaker_text for quote in found] == ["Ann Bloom", "Sato", "Sato"]
    assert found[1].confidence < found[0].confidence


# ------------------------------------------------------------------ days


@pytest.mark.parametrize(
    ("words", "published", "value"),
    [
        ("Feb. 30", None, None),
        ("Apr. 31 local time", "2025-06-01", None),
        ("Feb. 29, 2023", None, None),
        ("Feb. 29", "2025-06-01", None),
        ("May 0", None, None),
        ("Feb. 29", None, "XXXX-02-29"),
        ("Feb. 29", "2024-03-01", "2024-02-29"),
        ("Apr. 30", "2025-06-01", "2025-04-30"),
    ],
)
def test_days_of_no_calendar_are_none(words: str, published: str | None, value: str | None) -> None:
    day = Published(value=published, precision="day", basis="metadata", confidence=1.0) if published else None
    assert said_on(words, day) == value
