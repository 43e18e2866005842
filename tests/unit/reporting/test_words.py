"""Values as a page shows them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.reporting import words


@given(st.text())
def test_visible_keeps_the_length_and_is_settled(text: str) -> None:
    once = words.visible(text)
    assert len(once) == len(text)
    assert words.visible(once) == once


@pytest.mark.parametrize("character", ["\x1b", "\x00", "\x07", "\u202e", "\u2066", "\u200f", "\x9b"])
def test_unseen_and_steering_characters_are_replaced(character: str) -> None:
    assert words.visible(f"a{character}b") == "a\ufffdb"


@pytest.mark.parametrize("text", ["line\nbreak\ttab", "نرم\u200cافزار", "👩\u200d🌾", "خبر", "關稅"])
def test_writing_of_any_language_stays(text: str) -> None:
    assert words.visible(text) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (1234567, "1,234,567"),
        (54000.0, "54,000"),
        (1.25, "1.25"),
        (date(2025, 4, 1), "2025-04-01"),
        (datetime(2025, 4, 1, 9, 5, tzinfo=UTC), "2025-04-01 09:05 UTC"),
        (["a", "b"], "a, b"),
        ({"char_start": 3}, "char_start 3"),
        ("<b>", "<b>"),
    ],
)
def test_a_cell(value: object, shown: str) -> None:
    assert words.cell(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("116000000000 JPY", "116,000,000,000 JPY"),
        ("MORE_THAN 3900 people", "more than 3900 people"),
        ("24 %", "24 %"),
        ("XXXX-WXX-4", "Thursday"),
    ],
)
def test_a_compared_value(value: str, shown: str) -> None:
    assert words.value(value) == shown


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//x.example",
        "http://[",
        "",
        None,
    ],
)
def test_only_web_addresses_are_followed(url: str | None) -> None:
    assert words.web_address(url) is None


def test_a_web_address_is_left_as_it_is() -> None:
    assert words.web_address("https://news.example/a?b=1&c=2") == "https://news.example/a?b=1&c=2"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2025-04-19T06:00:00+09:00", "2025-04-19 06:00 +09:00"),
        ("2025-04-19T23:30:00-04:00", "2025-04-19 23:30 -04:00"),
        ("2025-04-19T06:00:00Z", "2025-04-19 06:00 UTC"),
        ("2025-04-19T06:00:00", "2025-04-19 06:00"),
        ("2025-04-19", "2025-04-19"),
        ("2025-04", "2025-04"),
        ("THURSDAY", "THURSDAY"),
        (None, ""),
    ],
)
def test_a_time_of_publication_is_that_of_its_place(value: str | None, shown: str) -> None:
    assert words.published(value) == shown


def test_shares_months_and_rows_as_people_read_them() -> None:
    assert [words.share(part) for part in (0.0, 0.666, 1.0, None)] == ["0 %", "67 %", "100 %", ""]
    assert [words.month(value) for value in ("2025-04", "undated", "odd")] == ["April 2025", "Without a date", "odd"]
    assert words.brief(["c592f0d7a302a2d5272d5480396aa8db"[:32], "x"]) == "c592f0d7a302, x"
    assert len(words.brief("word " * 100)) <= 160
