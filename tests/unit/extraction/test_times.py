"""Time expressions: every rule's example, the phrases that other tools get wrong, tense, and bounds."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.extraction.language.calendar import WEEKDAY, weekday_number
from twosource.extraction.parse import parse
from twosource.extraction.times import find, reading, values
from twosource.extraction.times.rule import Rule
from twosource.records import Published, TimeExpression

WEDNESDAY = Published(value="2025-04-16", precision="day", basis="metadata", confidence=1.0)


def read(text: str, published: Published | None = WEDNESDAY) -> list[TimeExpression]:
    return find(parse(text), published)


@pytest.mark.parametrize("rule", reading.RULES, ids=lambda rule: rule.name)
def test_every_rule_reads_its_example(rule: Rule) -> None:
    found = next(t for t in read(rule.example) if t.rule == rule.name)
    assert (found.text, found.value) == (rule.expected, rule.value)


def test_rules_have_names_of_their_own() -> None:
    names = [rule.name for rule in reading.RULES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs.", "Fri", "Sat", "Sun"])
def test_every_short_name_that_the_pattern_takes_is_a_weekday(name: str) -> None:
    assert re.fullmatch(WEEKDAY, name)
    assert 1 <= weekday_number(name) <= 7


@pytest.mark.parametrize(
    ("text", "written", "kind", "value"),
    [
        ("They will meet in the same month.", "the same month", "DATE", "2025-04"),
        ("They have met since early April.", "early April", "DATE", "2025-04"),
        ("It will be done by 2027.", "2027", "DATE", "2027"),
        (
            "Early Wednesday morning (just after 7 p.m. in Oslo) he left.",
            "Early Wednesday morning",
            "TIME",
            "2025-04-16TMO",
        ),
        ("Early Wednesday morning (just after 7 p.m. in Oslo) he left.", "7 p.m.", "TIME", "2025-04-16T19"),
        ("He spoke on Apr. 10 local time.", "Apr. 10", "DATE", "2025-04-10"),
        ("It is a theme of next week's talks.", "next week", "DATE", "2025-W17"),
        ("It was filed at 6:00 JST, April 19, 2025.", "6:00 JST, April 19, 2025", "TIME", "2025-04-19T06:00"),
        ("They clashed this week.", "this week", "DATE", "2025-W16"),
        ("They clashed last month.", "last month", "DATE", "2025-03"),
        ("The clash lasted 50 minutes.", "50 minutes", "DURATION", "PT50M"),
        ("They paid it over a five-year period.", "five-year", "DURATION", "P5Y"),
        ("It grew from fiscal 2022.", "fiscal 2022", "DATE", "FY2022"),
    ],
)
def test_phrases(text: str, written: str, kind: str, value: str) -> None:
    found = {t.text: (t.type, t.value) for t in read(text)}
    assert found[written] == (kind, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He resigned on Monday.", "2025-04-14"),
        ("He will resign on Monday.", "2025-04-21"),
        ("He resigned on Wednesday.", "2025-04-16"),
        ("He resigned in December.", "2024-12"),
        ("He will resign in December.", "2025-12"),
        ("He resigned on Nov. 30.", "2024-11-30"),
        ("He will resign on Feb. 3.", "2026-02-03"),
        ("He said that the bridge opens on May 2.", "2025-05-02"),
        ("He could come as early as Friday.", "2025-04-18"),
        ("They meet on Friday.", "2025-04-18"),
    ],
)
def test_tense_decides(text: str, value: str) -> None:
    (found,) = read(text)
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He resigned on Monday.", "XXXX-WXX-1"),
        ("He resigned on April 3.", "XXXX-04-03"),
        ("He resigned last week.", "XXXX-WXX"),
        ("He resigned last year.", "XXXX"),
        ("He resigned today.", "XXXX-XX-XX"),
        ("He resigned two years ago.", "XXXX"),
        ("He resigned last summer.", "XXXX-SU"),
    ],
)
def test_without_a_publication_date_nothing_is_guessed(text: str, value: str) -> None:
    (found,) = read(text, None)
    assert (found.value, found.begins_on, found.ends_on) == (value, None, None)


def test_a_year_alone_as_publication_date_resolves_nothing() -> None:
    year = Published(value="2025", precision="year", basis="url", confidence=0.5)
    (found,) = read("He resigned today.", year)
    assert found.value == "XXXX-XX-XX"


def test_the_day_is_that_of_the_publisher() -> None:
    late = Published(value="2025-04-19T06:00:00+09:00", precision="instant", basis="metadata", confidence=1.0)
    (found,) = read("He resigned today.", late)
    assert found.value == "2025-04-19"


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-02-03", "2024-02-03", "2024-02-03"),
        ("2024-02-03T10:30", "2024-02-03", "2024-02-03"),
        ("2025-W16", "2025-04-14", "2025-04-20"),
        ("2025-W16-WE", "2025-04-19", "2025-04-20"),
        ("2025-Q2", "2025-04-01", "2025-06-30"),
        ("2025-H2", "2025-07-01", "2025-12-31"),
        ("2025-SU", "2025-06-01", "2025-08-31"),
        ("197", "1970-01-01", "1979-12-31"),
        ("19", "1900-01-01", "1999-12-31"),
    ],
)
def test_bounds(value: str, first: str, last: str) -> None:
    assert values.days_of(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "value", ["XXXX-04", "FY2024", "PRESENT_REF", "2025-W60", "2025-13", "2025-02-30", "0000", "P1D"]
)
def test_unknown_bounds(value: str) -> None:
    assert values.days_of(value) is None


@pytest.mark.parametrize(
    "text",
    [
        "She may march on.",
        "April Jones said so.",
        "It cost $1998.",
        "It weighs 2,019 tons.",
        "Prices fall.",
        "2000 people came.",
        "April 31, 2025 is no day.",
    ],
)
def test_no_day_and_no_year(text: str) -> None:
    assert [t for t in read(text) if t.rule.startswith("date.") and t.text not in ("2025",)] == []


@given(st.text(alphabet="0123456789 :./-'’,apm MayJunFridyweks lastnxtgo\n", max_size=120))
@settings(max_examples=60, deadline=None)
def test_facts_stand_at_their_places(text: str) -> None:
    end = 0
    for found in read(text):
        assert text[found.start : found.end] == found.text
        assert found.start >= end
        assert (found.begins_on is None) == (found.ends_on is None)
        assert found.begins_on is None or found.ends_on is None or found.begins_on <= found.ends_on
        end = found.end


@given(
    st.dates(min_value=date(2, 1, 1), max_value=date(9998, 12, 31)),
    st.sampled_from(["day", "week", "month", "quarter", "year", "decade"]),
)
def test_a_day_lies_in_its_units(day: date, unit: str) -> None:
    bounds = values.days_of(values.value_of(day, unit))
    assert bounds is None or bounds[0] <= day <= bounds[1]


@pytest.mark.parametrize(
    "piece",
    [
        "2019 ",
        "years ago ",
        *(pytest.param(p, marks=pytest.mark.slow) for p in ("last ", "May ", "1:", "one ", "10 p.m. ")),
    ],
)
def test_hostile_texts_are_read(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert all(0 <= c.start < c.end <= len(text) for c in reading.candidates(text))


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar(day: str) -> None:
    text = "He came last century, in December, on Jan. 3, next week, 40 years ago, on Monday, and 9999999 years ago."
    published = Published(value=day, precision="day", basis="metadata", confidence=1.0)
    assert all(text[t.start : t.end] == t.text for t in read(text, published))


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("Fees would go up from January.", "January", "2026-01"),
        ("He would not say whether the rate could return in July.", "July", "2025-07"),
        ("It closed in July.", "July", "2024-07"),
        ("It took an hour and a quarter.", "an hour and a quarter", "PT1.25H"),
        ("The light came a second later.", "a second later", "PT1S"),
    ],
)
def test_direction_and_parts(text: str, written: str, value: str) -> None:
    assert {t.text: t.value for t in read(text)}[written] == value


@pytest.mark.parametrize("text", ["A second round of talks is set.", "A quarter of the town fled."])
def test_ordinals_and_fractions_are_no_lengths(text: str) -> None:
    assert read(text) == []


def test_reading_times_loads_no_table_of_currencies() -> None:
    code = "import sys, twosource.extraction.times; print(sorted({'babel', 'pycountry'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
