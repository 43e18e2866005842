"""The room's front door: dates, order, offsets, the same facts with one process and with two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from twosource.extraction import facts as front_door
from twosource.extraction import quotes
from twosource.extraction.facts import as_published, extract, extract_each, extract_many
from twosource.extraction.parse import Parsed
from twosource.faults import ExtractionError, Fault
from twosource.records import Article, Facts, Published, Quote

TEXT = "“The bridge will cost $3 million,” Ann Bloom said on Monday.\n\nShe said that 40% of it was paid."


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("1998-02-13", "day"),
        ("1998-02", "month"),
        ("1998", "year"),
        ("19980213", "day"),
        ("1998-02-13T10:00:00+09:00", "instant"),
        (date(1998, 2, 13), "day"),
        (datetime(1998, 2, 13, tzinfo=UTC), "instant"),
    ],
)
def test_a_given_date_has_its_precision(value: str | date | datetime, precision: str) -> None:
    found = as_published(value)
    assert found is not None
    assert found.precision == precision


@pytest.mark.parametrize("value", ["", "yesterday", "1998-13-01", "Wed Nov 23", "9:27 AM ET", "24 November 2016", None])
def test_a_date_that_is_none_is_unknown(value: str | None) -> None:
    assert as_published(value) is None


def test_facts_of_a_text() -> None:
    facts = extract(TEXT, published="1998-02-13")
    assert [(q.kind, q.speaker) for q in facts.quotes] == [("direct", "Ann Bloom"), ("indirect", "Ann Bloom")]
    assert {m.entity for m in facts.mentions} == {"Ann Bloom"}
    for fact in [*facts.mentions, *facts.quotes, *facts.quantities, *facts.times]:
        assert TEXT[fact.start : fact.end] == fact.text


def test_an_articles_own_date_is_used() -> None:
    published = Published(value="1998-02-13", precision="day", basis="metadata", confidence=1.0)
    article = Article(text=TEXT, published=published)
    assert extract(article) == extract(TEXT, published="1998-02-13")


@pytest.mark.parametrize("text", ["", "\n\n", " ", "“", "\x00", "a" * 6_000])
def test_odd_texts_give_facts_or_none_but_no_error(text: str) -> None:
    facts = extract(text)
    assert all(text[m.start : m.end] == m.text for m in facts.mentions)


def test_many_keep_their_order_and_do_not_depend_on_the_number_of_processes() -> None:
    texts = [TEXT.replace("Bloom", name) for name in ("Stahl", "Weber", "Moreno")]
    one = list(extract_many(texts))
    assert [facts.quotes[0].speaker for facts in one] == ["Ann Stahl", "Ann Weber", "Ann Moreno"]
    assert one == [extract(text) for text in texts]
    assert list(extract_many(texts * 6, processes=2)) == one * 6, "more than one batch, so that workers are needed"


def test_many_are_read_as_they_are_asked_for() -> None:
    asked: list[int] = []

    def articles() -> Iterator[str]:
        for number in range(10_000):
            asked.append(number)
            yield f"Ann Bloom number {number} came."

    found = extract_many(articles())
    next(found)
    assert len(asked) < 1_000


def test_half_a_surrogate_pair_costs_no_other_article_its_facts() -> None:
    found = list(extract_each(["Ann paid $5.", "Bob paid $6 \ud800 today.", "Cora paid $7."]))

    assert [[quantity.text for quantity in facts.quantities] for facts in found if isinstance(facts, Facts)] == [
        ["$5"],
        ["$6"],
        ["$7"],
    ]


def test_a_fault_on_one_article_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = quotes.find

    def failing(parsed: Parsed, *more: Any) -> list[Quote]:
        if "poison" in parsed.text:
            raise KeyError("poison")
        return sound(parsed, *more)

    monkeypatch.setattr(quotes, "find", failing)
    good, bad, last = front_door.extract_each([TEXT, "This is poison.", TEXT])
    assert isinstance(bad, Fault)
    assert "KeyError" in bad.reason
    assert isinstance(good, Facts)
    assert good == last
    with pytest.raises(ExtractionError, match="KeyError"):
        front_door.extract("This is poison.")
