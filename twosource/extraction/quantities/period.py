"""The period that a number holds for, as far as its sentence writes it with a year.

Belongs here: the table of written periods and the choice among those of a sentence. Does not: relative periods ("last
year"), which need the date of publication and stand in `times`.

A range has the notation of ISO 8601: first and last period around a slash ("2019/2023", "FY2018/FY2021").
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twosource.extraction.language.calendar import MONTH, ORDINALS, month_number

if TYPE_CHECKING:
    from twosource.extraction.statements.scene import Scene

_YEAR = r"(?:19|20)\d\d"
HINT = re.compile(rf"\b(?:FY)?{_YEAR}\b")
NAMED_YEAR = re.compile(rf"{_YEAR} [A-Z]")
NOT_HELD_FOR = re.compile(
    r"\b(?:since|after|before|than in|than|signed in|as in|until) (?:the |late |early |mid-)?$", re.IGNORECASE
)
"""Before a year for which the number does not hold."""
DIRECTLY = re.compile(r"[ ,]*(?:(?:in|for|during|over|of|from|by) )?(?:all of |the |late |early )?", re.IGNORECASE)
"""Between an amount and the period that is its alone."""


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """A way to write a period: its pattern, its value from a match, an example and the example's value."""

    name: str
    pattern: re.Pattern[str]
    value: Callable[[re.Match[str]], str]
    example: str
    expected: str


def _month(match: re.Match[str]) -> str:
    return f"{match['year']}-{month_number(match['month']):02d}"


def _part(match: re.Match[str]) -> str:
    return f"{match['part'][0].upper()}{ORDINALS[match['ordinal'].lower()]}"


def _range(match: re.Match[str]) -> str:
    last = match["last"] if len(match["last"]) == 4 else match["first"][:2] + match["last"]
    return f"{match['first']}/{last}" if match["first"] < last else match["first"]


RULES = (
    PeriodRule(
        "fiscal_years",
        re.compile(
            rf"\b(?i:fiscal (?:years? )?|FY ?)(?P<first>{_YEAR})"
            rf"(?: to | through |[-–])(?:fiscal |FY ?)?(?P<last>{_YEAR})\b"
        ),
        lambda match: f"FY{match['first']}/FY{match['last']}",
        "It earned $5 million from fiscal 2018 to 2021.",
        "FY2018/FY2021",
    ),
    PeriodRule(
        "years",
        re.compile(rf"\b(?P<first>{_YEAR})(?: to | and | through | until |[-–])(?P<last>{_YEAR}|\d\d)\b(?!-)"),
        _range,
        "It paid $5 million between 2019 and 2023.",
        "2019/2023",
    ),
    PeriodRule(
        "part_of_year",
        re.compile(
            rf"\b(?P<ordinal>(?i:first|second|third|fourth))[ -](?P<part>quarter|half)"
            rf" of (?P<fiscal>fiscal (?:year )?)?(?P<year>{_YEAR})\b"
        ),
        lambda match: f"{'FY' * bool(match['fiscal'])}{match['year']}-{_part(match)}",
        "It paid $5 million in the first quarter of 2024.",
        "2024-Q1",
    ),
    PeriodRule(
        "month",
        re.compile(rf"\b{MONTH},? (?P<year>{_YEAR})\b"),
        _month,
        "It paid $5 million in March 2024.",
        "2024-03",
    ),
    PeriodRule(
        "fiscal_year",
        re.compile(rf"\b(?i:fiscal (?:year )?|FY ?)(?P<year>{_YEAR})\b"),
        lambda match: f"FY{match['year']}",
        "It paid $5 million in fiscal 2024.",
        "FY2024",
    ),
    PeriodRule(
        "year",
        re.compile(rf"\b(?P<year>{_YEAR})\b(?![-–/]\d)"),
        lambda match: match["year"],
        "It paid $5 million in 2024.",
        "2024",
    ),
)


@dataclass(frozen=True, slots=True)
class Period:
    """A written period at `[start, end)` of the paragraph and its TIMEX3 value."""

    start: int
    end: int
    value: str


def find(text: str, lo: int, hi: int) -> list[Period]:
    """The periods written in `[lo, hi)` of a paragraph, in order; the first rule of the table wins where two match."""
    if not HINT.search(text, lo, hi):
        return []
    found: list[Period] = []
    for rule in RULES:
        for match in rule.pattern.finditer(text, lo, hi):
            free = all(match.end() <= other.start or match.start() >= other.end for other in found)
            if free and not NAMED_YEAR.match(text, match.end() - 4):
                found.append(Period(*match.span(), rule.value(match)))
    return sorted(found, key=lambda period: period.start)


HELD = re.compile(r"(?:FY)?\d{4}(?:-(?:\d\d|Q\d|H\d|W\d\d))?")
"""Values of times for which a number can hold: a week and more."""


def told(scene: Scene, offset: int, lo: int, hi: int, written: Sequence[Period]) -> Iterator[Period]:
    """The periods of `[lo, hi)` of a paragraph that are told from the day of publication ("this year", "in March").

    `offset` is where the paragraph begins in the text; those that `written` holds are left out.
    """
    at = bisect.bisect_left(scene.time_starts, offset + lo)
    while at < len(scene.time_starts) and scene.time_starts[at] < offset + hi:
        time = scene.times[scene.time_numbers[at]]
        start, end = time.start - offset, time.end - offset
        if HELD.fullmatch(time.value) and all(end <= other.start or other.end <= start for other in written):
            yield Period(start, end, time.value)
        at += 1


def held_for(text: str, periods: Sequence[Period]) -> Iterator[Period]:
    """Those for which a number can hold: not "since 2010", not "more than in 2020"."""
    for period in periods:
        if not NOT_HELD_FOR.search(text[max(0, period.start - 16) : period.start]):
            yield period
