"""A change is no range: old size, new size, difference and direction; years beside amounts; foreign digits; votes."""

from __future__ import annotations

import pytest

import twosource
from tests.unit.extraction.test_quantities import only, read
from twosource.records import Change
from twosource.words import ChangeDirection as Way


@pytest.mark.parametrize(
    ("text", "old", "new", "way"),
    [
        ("Turnout rose from 61.5% to 64.2% in June.", 61.5, 64.2, "up"),
        ("The fee was lifted from 12% to 18% on Sunday.", 12, 18, "up"),
        ("Rents fell from $2,350 million in 2019 to $2,080 million in 2021.", 2.35e9, 2.08e9, "down"),
        ("The estate grew from $65 million in 2008 to $3 billion.", 6.5e7, 3e9, "up"),
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
        ("Crude fell $2.50 to $71.30 per barrel.", Change(to_value=71.3, by=2.5, direction="down")),
        ("Platinum rose $15 to $1,040 an ounce.", Change(to_value=1040, by=15, direction="up")),
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
    ["Between 2015 and 2018 wages rose 4%.", "In 2010 to 4% more it came.", "By 2030 and 4% above it, they met."],
)
def test_a_year_is_no_end_of_a_range(text: str) -> None:
    assert [(q.value, q.value_high) for q in read(text)] == [(4, None)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Some 3 400 000 people came.", 3_400_000),
        ("It cost €47 300.", 47_300),
        ("It cost 1’250’000 francs.", 1_250_000),
        ("The roof cost €2,7 Mio.", 2_700_000),
        ("It cost €1.250.000,50.", 1_250_000.5),
        ("Unemployment is 7,3 %.", 7.3),
        ("It sold $120MM of it.", 120e6),
        ("It has 450 oku yen.", 4.5e10),
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
        ("The broker cut its fee by 40 basis points.", 40, "basis point"),
        ("Yields dropped 130bps on Tuesday.", 130, "basis point"),
        ("Turnout fell 3.5 pp.", 3.5, "percentage point"),
        ("The basin holds 75 mmboe of oil.", 75e6, "boe"),
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
    assert [(q.value, q.unit) for q in read("They shrank 6, 8 and 9 percent.")] == [(6, "%"), (8, "%"), (9, "%")]


def test_a_bare_number_that_is_a_verbs_whole_object_counts_what_was_counted_before() -> None:
    assert [(q.value, q.unit) for q in read("They lost 450 jobs. The bank says it shed 85.")] == [
        (450, "job"),
        (85, "job"),
    ]


@pytest.mark.parametrize(
    ("text", "ayes", "noes"),
    [
        ("The council voted 31 to 24 to close the pool.", 31, 24),
        ("The bill failed in a 48-52 vote.", 48, 52),
        ("The Senate confirmed her 52-48 on Monday.", 52, 48),
    ],
)
def test_both_sides_of_a_vote_are_counted(text: str, ayes: int, noes: int) -> None:
    found = [(q.value, q.unit, q.measure) for q in read(text)]
    assert found == [(ayes, "vote", "votes for"), (noes, "vote", "votes against")]


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("Permits were revised up by 9,100 from 41,000 to 50,100.", (41000.0, 50100.0)),
        ("Sales of tickets ticked up to 6.4%.", (None, 6.4)),
        ("Permits fell to 62,000 last week from a revised 70,400.", (70400.0, 62000.0)),
    ],
)
def test_a_change_is_told_with_its_sizes(text: str, sizes: tuple[float | None, float]) -> None:
    changes = [one.change for one in twosource.extract(text).quantities if one.change is not None]
    assert sizes in [(change.from_value, change.to_value) for change in changes]


@pytest.mark.parametrize("text", ["Up to 40 people were hurt in Torv.", "The port will share up to 60 boats."])
def test_the_up_of_a_bound_is_no_change(text: str) -> None:
    assert [one.change for one in twosource.extract(text).quantities] == [None]


def test_a_week_behind_a_number_is_not_what_is_counted() -> None:
    units = {one.unit for one in twosource.extract("Claims fell to 473,000 last week in Torv.").quantities}
    assert "week" not in units
