"""A rule for time expressions, what it reads, and what it may look at; the parts that patterns are made of.

Belongs here: the records, and what patterns are put together from. Does not: any rule, the calendar (`language`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from twosource.extraction.language import numerals


@dataclass(frozen=True, slots=True)
class Reading:
    """A time expression read: TIMEX3 type, value and modifier."""

    type: str
    value: str
    mod: str | None = None


def _never(offset: int) -> bool:
    """Before any paragraph is open nothing is known to have happened."""
    del offset
    return False


@dataclass(slots=True)
class Context:
    """What a rule may look at: the day of publication, tense around a place, and what was read before in the text.

    `last` is the last date told before, `told` the same when it stands in this sentence or the one before.
    """

    published: date | None
    direction: Callable[[int], str | None]
    last: Reading | None = None
    sentence_day: str | None = None
    told: Reading | None = None
    happened: Callable[[int], bool] = _never
    last_sentence: int = -9


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
    r"(?:(?P<hour>1[0-2]|0?\d)(?:[:.] ?(?P<minute>[0-5]\d))? ?"
    r"(?P<half>[ap]\. ?m\.?|[AP]\. ?M\.?|[AP]M|[ap]m)(?![A-Za-z])"
    r"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?!:?\d| ?[ap]\.?m))"
)
"""With a space inside where a page was cut into words: "2: 53 p. m."."""
ZONED = r"\(?(?:GMT|UTC|JST|KST|EST|EDT|ET|PST|PDT|CST|CET|BST|IST|AEST|local time|Eastern time|Eastern)\)?"
ZONE = rf"(?: ?{ZONED})?"


def number(text: str) -> float | None:
    """The value of a number as written in an expression, None when it cannot be read."""
    words = text.strip()
    numeral = numerals.read(words if words[0].isdigit() else words.lower(), 0) if words else None
    return numeral.value if numeral is not None and numeral.end == len(words) else None


def unit_name(text: str) -> str:
    """The unit's singular as `values` names it."""
    return "century" if text.lower() in ("centurie", "century") else text.lower()


def mod_of(word: str | None) -> str | None:
    """The TIMEX3 modifier of a word in the expression."""
    return MODS.get(word.lower()) if word else None
