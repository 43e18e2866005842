"""Quantities of whole sentences: units, ranges, modifiers, what is left alone, and what an amount is bound to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource import reference
from twosource.extraction import statements
from twosource.extraction.language import numerals
from twosource.extraction.parse import parse
from twosource.extraction.quantities import counted, find, left_alone, modifiers
from twosource.extraction.quantities.currencies import notation
from twosource.extraction.quantities.units import PERCENT_RULES, PercentRule, units
from twosource.records import Mention, Quantity, Quote


def quantities_of(text: str, mentions: Sequence[Mention] = (), quotes: Sequence[Quote] = ()) -> list[Quantity]:
    parsed = parse(text)
    return find(parsed, mentions, statements.find(parsed, mentions, quotes, []))


def read(text: str) -> list[Quantity]:
    return quantities_of(text, [], [])


def only(text: str) -> Quantity:
    (found,) = read(text)
    return found


def mention(text: str, name: str, label: str = "LOC", country: str | None = None) -> Mention:
    start = text.index(name)
    return Mention(
        text=name, start=start, end=start + len(name), sentence=0, rule="test", confidence=1.0, label=label,
        entity=name, country=country,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value", "unit", "written"),
    [
        ("The firm paid $3.2 billion.", 3.2e9, "USD", "$3.2 billion"),
        ("The firm paid $3m.", 3e6, "USD", "$3m"),
        ("The offer is worth USD 15 billion.", 15e9, "USD", "USD 15 billion"),
        ("The plan costs 3 tril. yen.", 3e12, "JPY", "3 tril. yen"),
        ("They will pay ¥1.055 trillion.", 1.055e12, "JPY", "¥1.055 trillion"),
        ("They paid £40 for it.", 40, "GBP", "£40"),
        ("It sold for A$2 million.", 2e6, "AUD", "A$2 million"),
        ("It sold for 600 Canadian dollars.", 600, "CAD", "600 Canadian dollars"),
        ("It sold for 80 Swiss francs.", 80, "CHF", "80 Swiss francs"),
        ("It sold for 900 EUR.", 900, "EUR", "900 EUR"),
        ("It costs Rs. 5 crore.", 5e7, "INR", "Rs. 5 crore"),
        ("It costs 50 cents.", 0.5, "USD", "50 cents"),
        ("It costs 3 dollars and 50 cents.", 3.5, "USD", "3 dollars and 50 cents"),
        ("Prices are five million yen.", 5e6, "JPY", "five million yen"),
        ("It costs 100元 here.", 100, "CNY", "100元"),
    ],
)
def test_money(text: str, value: float, unit: str, written: str) -> None:
    found = only(text)
    assert (found.kind, found.unit, found.text) == ("money", unit, written)
    assert found.value == pytest.approx(value)


def test_yen_sign_follows_the_countries_of_the_text() -> None:
    text = "Beijing of China gave ¥20 million to the city."
    china = mention(text, "China", country="CHN")
    assert quantities_of(text, [china], [])[0].unit == "CNY"
    assert quantities_of(text, [], [])[0].unit == "JPY"


def test_hundreds_of_billions_has_no_single_value() -> None:
    found = only("The state spends hundreds of billions of dollars.")
    assert (found.value, found.value_high, found.unit, found.mod) == (1e11, 1e12, "USD", "APPROX")


@pytest.mark.parametrize("rule", PERCENT_RULES, ids=lambda rule: rule.name)
def test_percent_rules(rule: PercentRule) -> None:
    found = only(rule.example)
    assert (found.kind, found.value, found.unit, found.rule) == ("percent", rule.value, rule.unit, rule.name)


@pytest.mark.parametrize("rule", counted.RATIOS, ids=lambda rule: rule.name)
def test_ratio_rules(rule: counted.Ratio) -> None:
    found = next(q for q in read(rule.example) if q.kind == "ratio")
    assert found.value == pytest.approx(rule.expected)
    assert found.rule == rule.name


@pytest.mark.parametrize(
    ("text", "value", "high", "unit"),
    [
        ("It costs $2-3 billion.", 2e9, 3e9, "USD"),
        ("It costs $62 to $68 today.", 62, 68, "USD"),
        ("It costs between $62 and $68 today.", 62, 68, "USD"),
        ("Growth of 4 to 5 percent is likely.", 4, 5, "%"),
        ("The walk takes three or four hours.", 3, 4, "h"),
        ("The walk takes 5-10 minutes.", 5, 10, "min"),
    ],
)
def test_ranges(text: str, value: float, high: float, unit: str) -> None:
    found = only(text)
    assert (found.value, found.value_high, found.unit) == (value, high, unit)


def test_a_fall_is_two_amounts() -> None:
    assert [(q.value, q.value_high) for q in read("The rate fell from 5 percent to 4 percent.")] == [
        (5, None),
        (4, None),
    ]


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind"),
    [
        ("After a 50-minute meeting they left.", 50, "min", "duration"),
        ("A five-year period begins.", 5, "a", "duration"),
        ("It took two decades.", 20, "a", "duration"),
        ("The road is 30 km long.", 30, "km", "measure"),
        ("The car reached 90 mph.", 90, "[mi_i]/h", "measure"),
        ("It holds 256GB of data.", 256, "GBy", "measure"),
        ("It shipped 1.2m tons of ore.", 1.2e6, "t", "measure"),
        ("The store hired 40 workers.", 40, "worker", "count"),
        ("It will take up to 1.23 mil. foreign workers.", 1.23e6, "worker", "count"),
        ("Dozens of farmers came.", 12, "farmer", "count"),
        ("It visited seven European countries.", 7, "country", "count"),
        ("The index closed at 27,349.19.", 27349.19, None, "count"),
    ],
)
def test_other_kinds(text: str, value: float, unit: str | None, kind: str) -> None:
    found = only(text)
    assert (found.unit, found.kind) == (unit, kind)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "mod"),
    [
        ("It costs about $4.", "APPROX"),
        ("It costs up to $4.", "EQUAL_OR_LESS"),
        ("It costs more than $4.", "MORE_THAN"),
        ("It costs nearly $4.", "LESS_THAN"),
        ("It costs at least $4.", "EQUAL_OR_MORE"),
        ("It costs $4 or more.", "EQUAL_OR_MORE"),
        ("It costs $4.", None),
        ("It lasted over five days.", None),
    ],
)
def test_modifiers(text: str, mod: str | None) -> None:
    assert only(text).mod == mod


@pytest.mark.parametrize("mod", [*modifiers.BEFORE, *modifiers.AFTER])
def test_modifiers_are_words_of_the_vocabulary(mod: str) -> None:
    assert mod in reference.vocabulary("mod")


@pytest.mark.parametrize("rule", left_alone.RULES, ids=lambda rule: rule.name)
def test_left_alone_rules(rule: left_alone.LeftAlone) -> None:
    assert read(rule.example) == []


@pytest.mark.parametrize(
    "text",
    [
        "It opened in 2019.",
        "They meet at 10 p.m. today.",
        "The Boeing 737 landed.",
        "The G7 met again.",
        "The team won 3-1 at home.",
        "It is one of the largest ports.",
        "ALL 5 are gone.",
        "On April 14, 2025 it rained.",
    ],
)
def test_no_quantity(text: str) -> None:
    assert read(text) == []


def test_units_and_currencies_are_declared_once() -> None:
    forms = [form for row in reference.table("currencies")["words"].values() for form in row["forms"]]
    assert len(forms) == len(set(forms))
    names = [n for kind in reference.table("units").values() for row in kind.values() for n in row.get("names", ())]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("sign", ["$", "US$", "€", "HK$", "GBP"])
def test_a_currency_sign_before_a_number_is_found(sign: str) -> None:
    match = notation().before.search(f"for {sign}")
    assert match is not None
    assert match[0] == sign


@pytest.mark.parametrize("name", ["km", "square miles", "barrels a day", "°C"])
def test_a_unit_after_a_number_is_found(name: str) -> None:
    match = units().pattern.match(f" {name}")
    assert match is not None
    assert match.end() == len(name) + 1


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Tea exports to Chile were $25 million.", "Tea exports to Chile"),
        ("They have a trade deficit of $68 million.", "trade deficit"),
        ("They imposed a 25% tariff.", "tariff"),
        ("They sold $9 billion in military aircraft.", "sales of military aircraft"),
        ("It was $9 billion.", None),
    ],
)
def test_what_is_measured(text: str, measure: str | None) -> None:
    assert only(text).measure == measure


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Chile demanded that Peru pay $5 billion.", "demanded"),
        ("Chile plans to spend $5 billion.", "planned"),
        ("Chile will spend $5 billion.", "planned"),
        ("The cost is estimated at $5 billion.", "estimated"),
        ("Chile could spend $5 billion.", "hypothetical"),
        ("Chile spent $5 billion.", "asserted"),
    ],
)
def test_modality(text: str, modality: str) -> None:
    assert only(text).modality == modality


def test_negation() -> None:
    assert only("The mill did not pay $5 million.").negated
    assert not only("The mill paid $5 million.").negated


def test_owner_period_and_source() -> None:
    text = "Norway spent $5 billion in 2024, according to Ann Lee."
    mentions = [mention(text, "Norway"), mention(text, "Ann Lee", "PER")]
    (found,) = quantities_of(text, mentions, [])
    assert (found.about, found.period, found.attributed_to) == ("Norway", "2024", "Ann Lee")


def test_the_speaker_of_the_quote_vouches() -> None:
    text = "“It cost $5 million,” Ann Lee said."
    quote = Quote(
        text=text[:21], start=0, end=21, sentence=0, rule="test", confidence=1.0, kind="direct", speaker="Ann Lee",
        fragments=[(0, 21)],
    )  # fmt: skip
    assert quantities_of(text, [], [quote])[0].attributed_to == "Ann Lee"


def test_a_year_of_another_clause_is_no_period() -> None:
    (found,) = read("The town paid $5 million, and it said that the bridge will open in 2027.")
    assert found.period is None


@given(st.text(alphabet="0123456789$€¥£%.,-– abdelmnoprtuyk\n\"'()", max_size=120))
@settings(max_examples=60, deadline=None)
def test_facts_stand_at_their_places(text: str) -> None:
    end = 0
    for found in read(text):
        assert text[found.start : found.end] == found.text
        assert found.start >= end
        assert found.value is not None
        assert found.value_high is None or found.value_high >= found.value
        end = found.end


@pytest.mark.parametrize("piece", ["1,", "$", "one and ", "9", "from 1 to ", "million "])
def test_hostile_texts_are_read(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert all(0 <= n.start < n.end <= len(text) for n in numerals.find(text))
