"""An article's time: counted, up for one article alone, in this process and in workers."""

from __future__ import annotations

import time

import pytest

from twosource import ExtractionError
from twosource.extraction.clock import Clock, OutOfTime
from twosource.extraction.facts import extract, extract_each, extract_many
from twosource.faults import Fault
from twosource.records import Facts

SHORT = "Ann Bloom paid $5 on Monday."
LINES = "a\n" * 60_000
"""An article of one-letter lines, which is slow to parse."""


def _burn(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_time_is_up_when_more_is_spent_than_the_limit() -> None:
    clock = Clock(limit=0.02)
    clock.resume()
    clock.check()
    _burn(0.03)
    with pytest.raises(OutOfTime, match=r"more than 0\.02 CPU seconds"):
        clock.check()


def test_what_is_done_between_counts_is_not_the_articles() -> None:
    clock = Clock(limit=0.02)
    _burn(0.03)
    clock.resume()
    clock.check()


@pytest.mark.parametrize("processes", [1, 2])
def test_an_article_that_takes_too_long_costs_no_other_its_facts(processes: int) -> None:
    started = time.process_time()
    first, long, last = extract_each([SHORT, LINES, SHORT], processes, seconds=1.0)
    assert isinstance(long, Fault)
    assert long.kind == "OutOfTime"
    assert isinstance(first, Facts)
    assert first == last == extract(SHORT)
    assert time.process_time() - started < 15


def test_a_slow_reader_of_the_stream_spends_no_articles_time() -> None:
    for found in extract_each([SHORT] * 40, seconds=1.0):
        assert isinstance(found, Facts)
        _burn(0.05)


def test_the_caller_says_what_becomes_of_an_article_that_cannot_be_read() -> None:
    texts = [SHORT, LINES, SHORT]
    with pytest.raises(ExtractionError, match="OutOfTime"):
        list(extract_many(texts, seconds=1.0))
    assert list(extract_many(texts, on_error="skip", seconds=1.0)) == [extract(SHORT)] * 2
    kinds = [type(found) for found in extract_many(texts, on_error="yield", seconds=1.0)]
    assert kinds == [Facts, ExtractionError, Facts]


def test_an_unknown_way_to_treat_errors_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="raise, skip, yield"):
        extract_many([SHORT], on_error="ignore")  # type: ignore[call-overload]
