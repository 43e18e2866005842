"""A change is no range: old size, new size, difference and direction; years beside amounts; foreign digits; votes."""

from __future__ import annotations

import pytest

from tests.unit.extraction.test_quantities import only, read
from twosource.records import Change
from twosource.words import ChangeDirection as Way


@pytest.mark.parametrize(
    ("text", "old", "new", "way"),
    [
        ("Inflation rose from 2.4% to 3.1% in March.", 2.4, 3.1, "up"),
        ("The tariff was raised from 10% to 25% on Friday.", 10, 25, "up"),
        ("Exports fell from $1,210 million in 2023 to $1,160 million in 2024.", 1.21e9, 1.16e9, "down"),
        ("The fund grew from $40 million in 2010 to $2 billion.", 4e7, 2e9, "up"),
        ("The rate went from 10 to 25 percent.", 10, 25, "up"),
        ("Staff fell from 1,200 in 2019 to 800 today.", 1200, 800, "down"),
        ("Unemployment climbed to 5.1% from 4.9%.", 4.9, 5.1, "up"),
        ("Profit was $3 million, up from $2 million a year earlier.", 2e6, 3e6, "up"),
    ],
)
def test_old_and_new_size_are_two_quantities_of_one_change(text: str, old: float, new: float, way: Way) -> None:
    found = read(text)
    assert {q.value for q in found} == {old, new}
    assert {q.value_high for q in found} == {None}
    assert {q.change for q in found} == {Change(from_value=old, to_value=new, direction=way)}
    assert len({q.measure for q in found}) == 1


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Brent fell $1.20 to $64.85 per barrel.", Change(to_value=64.85, by=1.2, direction="down")),
        ("Gold rose $30 to $3,220 an ounce.", Change(to_value=3220, by=30, direction="up")),
    ],
)
def test_a_difference_and_a_new_size_are_no_range(text: str, change: Change) -> None:
    assert [q.change for q in read(text)] == [change, change]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Exports rose 4%.", Change(by=4, direction="up")),
        ("They saw a 4% fall in wages.", Change(by=4, direction="down")),
        ("The price was cut to $5.", Change(to_value=5, direction="down")),
        ("The firm raised $5 million.", None),
        ("The tax is 5%.", None),
    ],
)
def test_a_single_size_or_difference(text: str, change: Change | None) -> None:
    assert only(text).change == change


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Tickets cost from $5 to $10.", 5, 10),
        ("Sales are expected to rise 4% to 5% this year.", 4, 5),
        ("It sped up from 0 to 62 mph.", 0, 62),
        ("From 2000 to 3000 people came.", 2000, 3000),
    ],
)
def test_a_range_stays_one(text: str, low: float, high: float) -> None:
    assert (only(text).value, only(text).value_high) == (low, high)


@pytest.mark.parametrize(
    "text",
    ["Between 2020 and 2024 exports rose 4%.", "In 2010 to 4% more it came.", "By 2030 and 4% above it, they met."],
)
def test_a_year_is_no_end_of_a_range(text: str) -> None:
    assert [(q.value, q.value_high) for q in read(text)] == [(4, None)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Some 1 200 000 people came.", 1_200_000),
        ("It cost €12 500.", 12_500),
        ("It cost 1’250’000 francs.", 1_250_000),
        ("The repair cost €1,5 Mio.", 1_500_000),
        ("It cost €1.250.000,50.", 1_250_000.5),
        ("Unemployment is 7,3 %.", 7.3),
        ("It sold $120MM of it.", 120e6),
        ("It has 300 oku yen.", 3e10),
        ("It has 40 man yen.", 4e5),
        ("It cost 3 Mrd euros.", 3e9),
    ],
)
def test_digits_as_other_countries_group_them(text: str, value: float) -> None:
    assert only(text).value == pytest.approx(value)


@pytest.mark.parametrize("text", ["On May 12 200 people came.", "On Route 66 200 people came."])
def test_a_day_or_a_names_number_is_not_grouped_with_the_next_number(text: str) -> None:
    assert 200 in {q.value for q in read(text)}


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The bank cut its rate by 25 basis points.", 25, "basis point"),
        ("Spreads widened 150bps on Friday.", 150, "basis point"),
        ("Turnout fell 3.5 pp.", 3.5, "percentage point"),
        ("The field holds 120 mmboe of oil.", 120e6, "boe"),
        ("It pays R40 million.", 4e7, "ZAR"),
        ("It was -5C at dawn.", -5, "Cel"),
    ],
)
def test_units_of_markets_and_weather(text: str, value: float, unit: str) -> None:
    assert only(text).value == pytest.approx(value)
    assert only(text).unit == unit


@pytest.mark.parametrize("text", ["The R40 road is closed.", "An R-40 missile fell."])
def test_a_letter_is_no_currency_where_nothing_speaks_for_its_country(text: str) -> None:
    assert not [q for q in read(text) if q.kind == "money"]


def test_bare_numbers_of_a_list_share_the_last_ones_unit() -> None:
    assert [(q.value, q.unit) for q in read("They grew 2, 3 and 4 percent.")] == [(2, "%"), (3, "%"), (4, "%")]


def test_a_bare_number_that_is_a_verbs_whole_object_counts_what_was_counted_before() -> None:
    assert [(q.value, q.unit) for q in read("They lost 300 jobs. The firm says it cut 120.")] == [
        (300, "job"),
        (120, "job"),
    ]


@pytest.mark.parametrize(
    ("text", "ayes", "noes"),
    [
        ("Lawmakers voted 212 to 210 to pass the bill.", 212, 210),
        ("The bill failed in a 48-52 vote.", 48, 52),
        ("The Senate confirmed her 52-48 on Monday.", 52, 48),
    ],
)
def test_both_sides_of_a_vote_are_counted(text: str, ayes: int, noes: int) -> None:
    found = [(q.value, q.unit, q.measure) for q in read(text)]
    assert found == [(ayes, "vote", "votes for"), (noes, "vote", "votes against")]
