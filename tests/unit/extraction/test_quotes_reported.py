"""Reported speech: where a reported clause begins and ends, and who passes it on, on sentences of our own."""

from __future__ import annotations

import pytest

from twosource.extraction import names, quotes
from twosource.extraction.parse import parse
from twosource.records import Quote


def find(text: str) -> list[Quote]:
    parsed = parse(text)
    return quotes.find(parsed, names.find(parsed))


def only(text: str) -> Quote:
    found = find(text)
    assert len(found) == 1, [(q.kind, q.text) for q in found]
    return found[0]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "second clause of its own",
            "Ann Bloom said the bridge was closed in May, but plans have gone back to the council.",
            "the bridge was closed in May, but plans have gone back to the council",
        ),
        (
            "existence",
            "Ann Bloom said the bridge was closed in May, and there are no plans for a ferry.",
            "the bridge was closed in May, and there are no plans for a ferry",
        ),
        (
            "reason hung on the cue",
            "Ann Bloom said the council closed the bridge in May, so boats can pass it at night.",
            "the council closed the bridge in May, so boats can pass it at night",
        ),
        (
            "a name-giving verb is no second report",
            "Ann Bloom said the council had closed the bridge in May, calling it a danger to boats.",
            "the council had closed the bridge in May, calling it a danger to boats",
        ),
        (
            "the reporter's aside behind quoted words",
            'Ann Bloom said that the bridge was "wrongly closed" in May — a dig at the council of the next town.',
            'that the bridge was "wrongly closed" in May',
        ),
        (
            "adverb set off",
            "Ann Bloom says too often, the bridge is closed at night.",
            "too often, the bridge is closed at night",
        ),
        (
            "title written short",
            "Ann Bloom said the report of Cpl. Peter Stahl described the old bridge.",
            "the report of Cpl. Peter Stahl described the old bridge",
        ),
        (
            "numeral written short",
            "Ann Bloom said the town might lose up to 3 tril. yen if the bridge stays closed.",
            "the town might lose up to 3 tril. yen if the bridge stays closed",
        ),
        (
            "dateline",
            "BERGEN — Mayor Ann Bloom says the old bridge is the worst in the country.",
            "the old bridge is the worst in the country",
        ),
        (
            "cue that ends the sentence",
            "That is not only a problem for the boats, but for the town at large, argued Bloom.",
            "That is not only a problem for the boats, but for the town at large",
        ),
        (
            "as per",
            "As per the Harbour Herald report, the bridge was closed in May.",
            "the bridge was closed in May",
        ),
    ],
)
def test_bounds_of_a_report(name: str, text: str, words: str) -> None:
    assert only(text).text == words, name


def test_relative_word_in_front_of_a_cue_is_no_fragment() -> None:
    assert "what" not in [
        quote.text for quote in find("They complained about what Ann Bloom said was a lack of light.")
    ]


def test_clause_behind_a_source_is_still_the_sources() -> None:
    text = "The old bridge was closed in May, according to Ann Bloom, and the new bridge is slated to open soon."
    assert [text[a:b] for a, b in only(text).fragments] == [
        "The old bridge was closed in May",
        "and the new bridge is slated to open soon",
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "outlet"),
    [
        (
            "“Prices will rise,” a senior bank official was quoted as saying in the Harbour Herald story.",
            "a senior bank official",
            "Harbour Herald",
        ),
        (
            "According to a manager of a parts firm cited by the Harbour Herald, “prices will rise in May.”",
            "a manager of a parts firm",
            "Harbour Herald",
        ),
        (
            "A bank official told the Harbour Herald that prices would rise in May.",
            "A bank official",
            "Harbour Herald",
        ),
    ],
)
def test_outlet_that_is_told(text: str, speaker: str, outlet: str) -> None:
    quote = only(text)
    assert (quote.speaker, quote.relayed_from) == (speaker, outlet)
