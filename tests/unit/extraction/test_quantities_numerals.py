"""Written numbers: values, magnitudes, ends. Belongs here: `numerals` alone, without a parse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.extraction.language import numerals


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("7", 7, "7"),
        ("1,250,000 trees", 1_250_000, "1,250,000"),
        ("12,34,567 votes", 1_234_567, "12,34,567"),
        ("2.5 million trees", 2_500_000, "2.5 million"),
        ("1.055 trillion", 1_055_000_000_000, "1.055 trillion"),
        ("3 tril. yen", 3e12, "3 tril."),
        ("1.23 mil. people", 1_230_000, "1.23 mil."),
        ("4bn", 4e9, "4bn"),
        ("2 lakh crore", 2e12, "2 lakh crore"),
        ("3 1/2 hours", 3.5, "3 1/2"),
        ("2½ hours", 2.5, "2½"),
        ("1/2 pound", 0.5, "1/2"),
        ("twenty-five", 25, "twenty-five"),
        ("two hundred and fifty thousand", 250_000, "two hundred and fifty thousand"),
        ("a million", 1e6, "a million"),
        ("half a million", 500_000, "half a million"),
        ("a quarter million", 250_000, "a quarter million"),
        ("one and a half million", 1_500_000, "one and a half million"),
        ("two dozen", 24, "two dozen"),
        ("It rose by three.", 3, "three"),
    ],
)
def test_value_and_extent(text: str, value: float, written: str) -> None:
    found = next(iter(numerals.find(text)))
    assert found.value == value
    assert text[found.start : found.end] == written


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("dozens of people", 12, 120),
        ("millions of trees", 1e6, 1e7),
        ("tens of thousands of trees", 1e4, 1e5),
        ("hundreds of billions of dollars", 1e11, 1e12),
    ],
)
def test_vague_plurals_are_ranges_of_one_magnitude(text: str, low: float, high: float) -> None:
    found = next(iter(numerals.find(text)))
    assert (found.value, found.high) == (low, high)


@pytest.mark.parametrize("text", ["No number here.", "a half", "and", "someone", "often", "attend"])
def test_no_number(text: str) -> None:
    assert list(numerals.find(text)) == []


def test_neighbouring_numbers_stay_apart() -> None:
    assert [n.value for n in numerals.find("seven or eight, nine and 10")] == [7, 8, 9, 10]


@given(st.text(alphabet="0123456789., -/½andhufrteoimlsv\n", max_size=80))
def test_numbers_are_in_order_and_inside_the_text(text: str) -> None:
    end = 0
    for numeral in numerals.find(text):
        assert end <= numeral.start < numeral.end <= len(text)
        assert numeral.high is None or numeral.high >= numeral.value
        end = numeral.end


@given(st.integers(0, 999_999_999))
def test_grouped_digits_are_read_back(value: int) -> None:
    text = f"{value:,}"
    (found,) = numerals.find(text)
    assert (found.value, found.end) == (value, len(text))
