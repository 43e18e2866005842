"""A rule for time expressions, what it reads, and what it may look at; the parts that patterns are made of.

Belongs here: the records and the words of the calendar. Does not: any rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from twosource.extraction.quantities import numerals


@dataclass(frozen=True, slots=True)
class Reading:
    """A time expression read: TIMEX3 type, value and modifier."""

    type: str
    value: str
    mod: str | None = None


@dataclass(slots=True)
class Context:
    """What a rule may look at: the day of publication, tense around a place, and what was read before in the text."""

    published: date | None
    direction: Callable[[int], str | None]
    last: Reading | None = None
    sentence_day: str | None = None


Read = Callable[[re.Match[str], Context], Reading | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to write a time. `trigger` is the class of word that makes it worth a look.

    `example` holds one such expression; `expected` is its text, `value` its value when published on 2025-04-16.
    """

    name: str
    trigger: str
    pattern: re.Pattern[str]
    read: Read
    example: str
    expected: str
    value: str
    confidence: float = 0.85


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tue", "tues"),
            ("wednesday", "wed"),
            ("thursday", "thu", "thur", "thurs"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        ),
        start=1,
    )
    for name in names
}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
PARTS = {
    "morning": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "noon": "T12:00",
    "midday": "T12:00",
    "midnight": "T24:00",
}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "last": 4,
    "final": 4,
}
MODS = {
    "early": "START",
    "earlier": "START",
    "beginning": "START",
    "start": "START",
    "mid": "MID",
    "middle": "MID",
    "late": "END",
    "later": "END",
    "end": "END",
    "nearly": "LESS_THAN",
    "almost": "LESS_THAN",
    "less than": "LESS_THAN",
    "more than": "MORE_THAN",
    "over": "MORE_THAN",
    "up to": "EQUAL_OR_LESS",
    "at most": "EQUAL_OR_LESS",
    "at least": "EQUAL_OR_MORE",
    "about": "APPROX",
    "around": "APPROX",
    "roughly": "APPROX",
    "some": "APPROX",
    "approximately": "APPROX",
    "fewer than": "LESS_THAN",
    "no more than": "EQUAL_OR_LESS",
}

MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
WEEKDAY = (
    r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|(?:Mon|Tues?|Wed|Thurs?|"
    r"Thu|Fri|Sat|Sun)\b\.?)"
)
DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d:%]|[,.]\d)"
YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?![\d%]|[,.]\d)"
UNIT = r"(?P<unit>second|minute|hour|day|week|weekend|fortnight|month|quarter|year|decade|century|centurie|night)"
LONG_UNIT = r"(?P<unit>day|week|weekend|month|quarter|year|decade|century)"
EARLY = r"(?:(?i:(?P<early>early|late|mid))[ -])?"
_small = "|".join(sorted(numerals.SMALL, key=len, reverse=True))
_numeral = (
    rf"\d[\d,]*(?:\.\d+)?(?: (?:hundred|thousand|million|billion))?"
    rf"|(?:{_small}|(?:a )?(?:hundred|thousand|dozen))(?:[ -](?:and[ -])?(?:{_small}|hundred|thousand|"
    rf"million|billion|a half))*"
)
NUM = rf"(?P<num>(?i:{_numeral}))"
VAGUE = r"(?P<vague>(?i:several|a few|some|many|few|a couple of|a couple|a number of))"
CLOCK = (
    r"(?:(?P<hour>1[0-2]|0?\d)(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap]\.m\.?|[AP]\.M\.?|[AP]M|[ap]m)(?![A-Za-z])"
    r"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?!:?\d| ?[ap]\.?m))"
)
ZONE = r"(?: ?\(?(?:GMT|UTC|JST|KST|EST|EDT|ET|PST|PDT|CST|CET|BST|IST|AEST|local time|Eastern time|Eastern)\)?)?"


def number(text: str) -> float | None:
    """The value of a number as written in an expression, None when it cannot be read."""
    words = text.strip()
    numeral = numerals.read(words if words[0].isdigit() else words.lower(), 0) if words else None
    return numeral.value if numeral is not None and numeral.end == len(words) else None


def month_number(text: str) -> int:
    """1 to 12 for a month's name or abbreviation."""
    return MONTHS[text.rstrip(".").lower()]


def weekday_number(text: str) -> int:
    """1 (Monday) to 7 for a weekday's name or abbreviation."""
    return WEEKDAYS[text.rstrip(".").lower()]


def unit_name(text: str) -> str:
    """The unit's singular as `calendar` names it."""
    return "century" if text.lower() in ("centurie", "century") else text.lower()


def mod_of(word: str | None) -> str | None:
    """The TIMEX3 modifier of a word in the expression."""
    return MODS.get(word.lower()) if word else None
