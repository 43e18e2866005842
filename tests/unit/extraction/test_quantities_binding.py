"""What amounts are bound to: every pattern's example, periods, owners, and what is not bound."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.extraction import statements
from twosource.extraction.facts import extract
from twosource.extraction.parse import parse
from twosource.extraction.quantities import find, lengths, measured, period
from twosource.records import Mention, Quantity, Quote


def quantities_of(text: str, mentions: Sequence[Mention] = (), quotes: Sequence[Quote] = ()) -> list[Quantity]:
    parsed = parse(text)
    return find(parsed, mentions, statements.find(parsed, mentions, quotes, []))


def read(text: str) -> list[Quantity]:
    return quantities_of(text, [], [])


def mention(text: str, name: str) -> Mention:
    start = text.index(name)
    return Mention(
        text=name, start=start, end=start + len(name), sentence=0, rule="test", confidence=1.0, label="LOC", entity=name
    )


@pytest.mark.parametrize("pattern", measured.PATTERNS, ids=lambda pattern: pattern.name)
def test_every_pattern_reads_its_example(pattern: measured.Pattern) -> None:
    assert read(pattern.example)[-1].measure == pattern.measure


@pytest.mark.parametrize("rule", period.RULES, ids=lambda rule: rule.name)
def test_every_period_rule_reads_its_example(rule: period.PeriodRule) -> None:
    (found,) = read(rule.example)
    assert found.period == rule.expected


@pytest.mark.parametrize("rule", lengths.RULES, ids=lambda rule: rule.name)
def test_every_length_rule_reads_its_example(rule: lengths.LengthRule) -> None:
    (found,) = read(rule.example)
    assert (found.text, found.value, found.unit) == (rule.text, rule.value, rule.unit)


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("They gave $4 million for roads, $3 million for ports, $7 million in all.",
         ["contribution for roads", "contribution for ports", "contribution"]),
        ("Shares of the bank closed at $40, up 2 percent.", ["Shares of the bank", "Shares of the bank"]),
        ("The number of people killed by the flood rose to 2,056.", ["number of people killed"]),
        ("The project, priced at $44 billion, is late.", ["price of project"]),
        ("The talks lasted 50 minutes.", ["talks"]),
        ("Trains ran every ten minutes.", [None]),
        ("Acme rose 4%, and Bolt gained 3%.", ["Acme", "Bolt"]),
        ("It was overvalued by an average of 50 percent.", [None]),
    ],
)  # fmt: skip
def test_measures(text: str, measures: list[str | None]) -> None:
    assert [found.measure for found in read(text)] == measures


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("The firm had 38 mills in the north, down from 46 mills in 2015.", [None, "2015"]),
        ("It sold 310 cars in 2023 and 341 cars in 2024.", ["2023", "2024"]),
        ("In fiscal 2024, exports came to $4 million.", ["FY2024"]),
        ("Sales rose 4% since 2010.", [None]),
        ("Rice cost 9% more than in 2023.", [None]),
    ],
)
def test_periods(text: str, periods: list[str | None]) -> None:
    assert [found.period for found in read(text)] == periods


def test_a_second_giver_owns_what_it_gives() -> None:
    text = "Chile promised $4 million, and Peru $2 million."
    found = quantities_of(text, [mention(text, "Chile"), mention(text, "Peru")], [])
    assert [one.about for one in found] == ["Chile", "Peru"]


@pytest.mark.parametrize(
    ("text", "value", "unit", "mod"),
    [
        ("Some 230, 000 people fled.", 230_000, "people", "APPROX"),
        ("They sold 40 AK 47 rifles.", 40, "rifle", None),
        ("He drove at 193km / h.", 193, "km/h", None),
        ("In the town two Dutch-owned plants closed.", 2, "plant", None),
        ("They hired 12 co-workers.", 12, "worker", None),
        ("My staff handed over a twelve-page paper.", 12, "page", None),
        ("Rates rose by 0.25 percentage points.", 0.25, "percentage point", None),
    ],
)
def test_units_and_bounds(text: str, value: float, unit: str, mod: str | None) -> None:
    (found,) = read(text)
    assert (found.value, found.unit, found.mod) == (value, unit, mod)


def test_less_than_in_a_comparison_is_no_bound() -> None:
    assert [found.mod for found in read("It sold 8% less than five years earlier.")] == [None, None]


def test_a_bare_number_after_a_count_is_of_the_same_things() -> None:
    assert [found.unit for found in read("It had 310,000 crates in 2023 and 341,000 in 2024.")] == ["crate", "crate"]


def test_a_sentence_of_thousands_of_amounts_is_read_without_binding() -> None:
    found = read("$5 and 6% " * 2000)
    assert len(found) == 4000
    assert not any(one.measure for one in found)


WORDS = st.sampled_from(
    [
        "the",
        "a",
        "of",
        "in",
        "for",
        "to",
        "by",
        "$5",
        "7%",
        "ships",
        "40",
        "rose",
        "fell",
        "cost",
        "spent",
        "and",
        "or",
        ",",
        ".",
        "up",
        "from",
        "2024",
        "it",
        "was",
        "worth",
    ]
)


@given(st.lists(WORDS, max_size=25))
@settings(max_examples=60, deadline=None)
def test_measures_are_words_of_the_text_or_none(words: list[str]) -> None:
    for found in read(" ".join(words)):
        assert found.measure is None or found.measure.strip() == found.measure != ""


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("The ferry line denied that it had lost $5 million.", True),
        ("The ferry line said that it had lost $5 million.", False),
        ("The ferry line said that it had not lost $5 million.", True),
    ],
)
def test_an_amount_in_a_denied_report_is_negated(text: str, negated: bool) -> None:
    assert [quantity.negated for quantity in extract(text).quantities] == [negated]


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Lorna Petty's estimate of $40 million for the bridge was rejected by the council.", "Lorna Petty"),
        ("Donald Trump dropped his threat of a 25% duty on copper, Ann Bloom said.", "Donald Trump"),
        ("Ann Bloom was heard, and her claim regarding a 700% duty on rice was noted.", "Ann Bloom"),
        ("Sven Dahl rejected the claim of 300 lost jobs.", None),
        ("Sven Dahl's contract of $40 million was signed.", None),
    ],
)
def test_an_amount_stands_on_the_word_of_who_owns_the_noun_of_speech_over_it(text: str, holder: str | None) -> None:
    assert [one.attributed_to for one in extract(text).quantities] == [holder]
