"""Where a report ends: every cut of the table on its example, and where none may be made, on sentences of our own."""

from __future__ import annotations

import time

import pytest

from twosource.extraction import names, quotes
from twosource.extraction.parse import parse
from twosource.extraction.quotes.bounds import CUTS, Cut
from twosource.extraction.quotes.turns import answers
from twosource.records import Quote


def first(text: str) -> Quote:
    parsed = parse(text)
    return quotes.find(parsed, names.find(parsed))[0]


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: cut.name)
def test_example_of_each_cut(cut: Cut) -> None:
    assert first(cut.example).text == cut.kept


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        (
            "a consequence that was told too",
            "Ann Bloom said the river rose in May, closing the old bridge for two weeks.",
            "the river rose in May, closing the old bridge for two weeks",
        ),
        (
            "a promise joined in the same tense",
            "Ann Bloom said the town would close the bridge in May but would open the ferry.",
            "the town would close the bridge in May but would open the ferry",
        ),
        (
            "an apposition to a noun of the report",
            "Ann Bloom said the council had sold the bridge, the oldest of the town, in May.",
            "the council had sold the bridge, the oldest of the town, in May",
        ),
        (
            "a main clause behind the report",
            "Although she says the bridge is old and weak, Ann Bloom crosses it every day.",
            "the bridge is old and weak",
        ),
        (
            "a bracket that closes at the end",
            "Ann Bloom said the bridge would cost two million crowns (more than planned).",
            "the bridge would cost two million crowns (more than planned)",
        ),
        (
            "a dateline in front",
            "BERGEN, Norway — The old bridge was closed in May, Ann Bloom said.",
            "The old bridge was closed in May",
        ),
    ],
)
def test_what_is_kept(name: str, text: str, kept: str) -> None:
    assert first(text).text == kept, name


def test_second_report_of_the_same_speaker_is_a_quotation_of_its_own() -> None:
    parsed = parse("Ann Bloom said the council never met the builders and said the bridge was safe.")
    found = quotes.find(parsed, names.find(parsed))
    assert [(q.text, q.speaker) for q in found] == [
        ("the council never met the builders", "Ann Bloom"),
        ("the bridge was safe", "Ann Bloom"),
    ]


@pytest.mark.parametrize(
    "phrase",
    [
        '" said "',
        *(pytest.param(p, marks=pytest.mark.slow) for p in ("said that ", '"old" - new said ', "x, said Ann Bloom, ")),
    ],
)
def test_a_phrase_without_end_costs_less_than_its_parse(phrase: str) -> None:
    started = time.process_time()
    parsed = parse(phrase * (24_000 // len(phrase)))
    mentions = names.find(parsed)
    between = time.process_time()
    quotes.find(parsed, mentions)
    assert time.process_time() - between < between - started + 0.2


@pytest.mark.parametrize("text", ["[Ann Bloom: “b”" + " " * 50_000 + "x", "(Why?" + " " * 50_000 + "x", " " * 50_000])
def test_blanks_without_end_cost_nothing(text: str) -> None:
    parsed = parse(text)
    started = time.process_time()
    quotes.find(parsed, [])
    answers(text, 0, len(text))
    assert time.process_time() - started < 0.5
