"""Dates of metadata, lines and addresses: what is read, how fine, and what is left alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from twosource.cleaning import dates, local_time
from twosource.cleaning.date_forms import DATE_FORMS, DateForm


@pytest.mark.parametrize("form", DATE_FORMS, ids=lambda form: form.name)
def test_each_form_reads_its_example(form: DateForm) -> None:
    found = dates.from_line(form.example)
    assert found is not None
    assert found.value == form.reads
    assert found.precision == "day"


@pytest.mark.parametrize(
    ("value", "expected", "precision"),
    [
        ("2031-05-06T07:08:09+09:00", "2031-05-06T07:08:09+09:00", "instant"),
        ("2031-05-06T07:08:09.123Z", "2031-05-06T07:08:09+00:00", "instant"),
        ("2031-05-06 07:08", "2031-05-06", "day"),
        ("2031-05-06", "2031-05-06", "day"),
        ("2031-05", "2031-05", "month"),
        ("Tue, 06 May 2031 07:08:09 GMT", "2031-05-06T07:08:09+00:00", "instant"),
        ("1936000000", "2031-05-08T09:46:40+00:00", "instant"),
        (date(2031, 5, 6), "2031-05-06", "day"),
        (datetime(2031, 5, 6, 7, 8, tzinfo=UTC), "2031-05-06T07:08:00+00:00", "instant"),
    ],
)
def test_metadata_values(value: object, expected: str, precision: str) -> None:
    found = dates.from_metadata(value)
    assert found is not None
    assert (found.value, found.precision, found.basis) == (expected, precision, "metadata")


@pytest.mark.parametrize("value", ["", "yesterday", "2031-13-40", "99", None, True, "x" * 500, [], "0000-00-00"])
def test_no_date(value: object) -> None:
    assert dates.from_metadata(value) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("6:00 JST, May 9, 2031", "2031-05-09T06:00:00+09:00"),
        ("Published: 9 May 2031 at 6:30 pm BST", "2031-05-09T18:30:00+01:00"),
        ("Updated 6:05 p.m. ET, January 9, 2031", "2031-01-09T18:05:00-05:00"),
        ("Updated 6:05 p.m. ET, July 9, 2031", "2031-07-09T18:05:00-04:00"),
        ("Freitag, 9. Mai 2031, 18:30 Uhr", "2031-05-09"),
        ("09.05.2031, Lesezeit 5 Min.", "2031-05-09"),
        ("May 9, 2031 12:05 am UTC", "2031-05-09T00:05:00+00:00"),
    ],
)
def test_date_lines(line: str, expected: str) -> None:
    found = dates.from_line(line)
    assert found is not None
    assert found.value == expected


@pytest.mark.parametrize(
    "line",
    [
        "The bridge opened on May 9, 2031.",
        "Ms Lund arrives April 2, 2031 in Port Vell",
        "31 February 2031",
        "May 2031",
        "7",
    ],
)
def test_lines_that_are_no_date_line(line: str) -> None:
    assert dates.from_line(line) is None


@pytest.mark.parametrize(
    ("url", "expected", "precision"),
    [
        ("https://news.example/2031/05/09/harbour", "2031-05-09", "day"),
        ("https://news.example/world/2031/may/09/harbour", "2031-05-09", "day"),
        ("https://news.example/harbour-20310509.html", "2031-05-09", "day"),
        ("https://news.example/2031/05/harbour", "2031-05", "month"),
    ],
)
def test_addresses(url: str, expected: str, precision: str) -> None:
    found = dates.from_url(url)
    assert found is not None
    assert (found.value, found.precision, found.basis) == (expected, precision, "url")


@pytest.mark.parametrize(
    "url", [None, "", "https://news.example/harbour-123", "https://news.example/?d=2031/05/09", "::"]
)
def test_addresses_without_a_date(url: str | None) -> None:
    assert dates.from_url(url) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("6 мая 2031", "2031-05-06"),
        ("6. května 2031", "2031-05-06"),
        ("6 Mayıs 2031", "2031-05-06"),
        ("6 tháng 5, 2031", "2031-05-06"),
        ("2031年5月6日", "2031-05-06"),
        ("2031년 5월 6일", "2031-05-06"),
        ("25/12/2031", "2031-12-25"),
        ("12/25/2031", "2031-12-25"),
        ("05/05/2031", "2031-05-05"),
        ("05/06/2031", None),
        ("06.05.31", "2031-05-06"),
        ("6 listopada 2031", None),
        ("January 1, 1970", None),
    ],
)
def test_other_languages_and_orders(line: str, expected: str | None) -> None:
    found = dates.from_line(line)
    assert (found.value if found else None) == expected


def test_a_date_and_what_stands_beside_it() -> None:
    parts = dates.parted("Di 06.05.31 | 14:07 Uhr | Von Ada Brook")
    assert parts is not None
    assert parts[0].value == "2031-05-06"
    assert "Von Ada Brook" in parts[1]
    assert "31" not in parts[1]
    assert dates.parted("Von Ada Brook") is None


@pytest.mark.parametrize(
    ("stated", "printed", "expected"),
    [
        (["2031-05-05T22:22:07-05:00"], [], "2031-05-05T22:22:07-05:00"),
        (["2031-05-06T08:52:07"], [], "2031-05-06T08:52:07+05:30"),
        ([], ["May 5, 2031 10:22 PM EST"], "2031-05-05T22:22:07-05:00"),
        (["2031-05-05T22:22:07"], [], "2031-05-05T22:22:07-05:00"),
        (["2031-05-05T22:29:00"], [], "2031-05-06T03:22:07+00:00"),
        (["2031-05-06"], ["May 6, 2031"], "2031-05-06T03:22:07+00:00"),
        (["2031-05-09T22:22:07-05:00"], [], "2031-05-06T03:22:07+00:00"),
        (["2031-13-45T99:99:99"], ["10:22"], "2031-05-06T03:22:07+00:00"),
    ],
)
def test_local_time(stated: list[str], printed: list[str], expected: str) -> None:
    found = dates.from_metadata("2031-05-06T03:22:07Z")
    assert found is not None
    assert local_time.in_local_time(found, stated, printed).value == expected


def test_two_clocks_on_the_quarter_hour_prove_no_offset() -> None:
    found = dates.from_metadata("2031-05-06T03:30:00Z")
    assert found is not None
    assert local_time.in_local_time(found, ["2031-05-06T08:00:00"], []) == found


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("Updated 20 May 2031 Published 13 May 2031", "2031-05-13", "2031-05-20"),
        ("Veröffentlicht am 13. Mai 2031, aktualisiert am 20. Mai 2031", "2031-05-13", "2031-05-20"),
        ("Last updated: 20 May 2031", "2031-05-20", "2031-05-20"),
        ("Published 13 May 2031", "2031-05-13", None),
        ("Updated rules since 20 May 2031", None, None),
    ],
)
def test_lines_of_change(line: str, first: str | None, last: str | None) -> None:
    found, changed = dates.from_line(line), dates.change_in(line)
    assert (found.value if found else None, changed.value if changed else None) == (first, last)


def test_a_line_is_read_once() -> None:
    dates.from_line("Thursday, 8 May 2031 19 fathoms")
    read = dates._read.cache_info().misses
    for confidence in (0.5, 0.7, 0.9):
        assert dates.from_line("Thursday, 8 May 2031 19 fathoms", confidence=confidence) is None
    assert dates._read.cache_info().misses == read
