"""Dates of metadata, lines and addresses: what is read, how fine, and what is left alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from twosource.cleaning import dates
from twosource.cleaning.dates import DATE_FORMS, DateForm


@pytest.mark.parametrize("form", DATE_FORMS, ids=lambda form: form.name)
def test_each_form_reads_its_example(form: DateForm) -> None:
    found = dates.from_line(form.example)
    assert found is not None
    assert found.value == "2024-02-03"
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
