"""Written numbers: digits, number words, magnitudes, fractions and vague plurals, each with its value and its place.

Belongs here: what a number is and how much it says. Does not: what it counts, and whether it is a year or a clock time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
SMALL = {**UNITS, **TENS}
SCALES: dict[str, float] = {
    "hundred": 1e2,
    "thousand": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "trillion": 1e12,
}
ABBREVIATED_SCALES: dict[str, float] = {
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "mil": 1e6,
    "mio": 1e6,
    "mm": 1e6,
    "mrd": 1e9,
    "sen": 1e3,
    "man": 1e4,
    "oku": 1e8,
    "cho": 1e12,
    "b": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "bil": 1e9,
    "t": 1e12,
    "tn": 1e12,
    "trn": 1e12,
    "tr": 1e12,
    "tril": 1e12,
    "cr": 1e7,
}
"""After digits only. One letter is ambiguous (5 m is five metres): it becomes `Numeral.letter`, and the reader of units
decides."""
PLURAL_SCALES: dict[str, float] = {
    "tens": 10,
    "dozens": 12,
    "hundreds": 1e2,
    "thousands": 1e3,
    "lakhs": 1e5,
    "millions": 1e6,
    "crores": 1e7,
    "billions": 1e9,
    "trillions": 1e12,
}
SET_WORDS = {"half": 0.5, "quarter": 0.25, "dozen": 12.0}
GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}

_scales = "|".join(SCALES)
_small = "|".join(sorted(SMALL, key=len, reverse=True))
START = re.compile(
    rf"\d|[½¼¾⅓⅔]|(?<![\w.])\.(?=\d)|\b(?:{_small}|{'|'.join(PLURAL_SCALES)}"
    rf"|half(?= (?:an? )?(?:{_scales}|dozen))"
    rf"|quarter(?= (?:of a )?(?:{_scales}))|an?(?=[ -](?:(?:half|quarter)[ -])?(?:{_scales}|dozen)\b)"
    rf"|(?:hundred|thousand|million|billion|trillion)(?= dollars| euros| pounds| yen))\b",
    re.IGNORECASE,
)
"""Where a number may begin. A cheap first look: most words of a text are passed over here."""
DIGITS = re.compile(
    r"(?:\d{1,3}(?:,\d{3})*, 000\b|\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|"
    r"\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+|[1-9]\d{0,2}(?:['’]\d{3})+|\d+)(?![\d])(?:\.\d+)?|\.\d+"
)
BLANK_GROUPS = re.compile(r"[1-9]\d{0,2}(?: \d{3}){1,4}(?![\d]|[.,:/-]\d| \d)(?:,\d\d?(?!\d))?")
"""Digits in threes parted by plain blanks ("1 200 000")."""
NAME_BEFORE = re.compile(
    r"(?:\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*\.?|\bno\.|\d[.,:]?|[A-Z][\w-]*) ?$"
)
"""Before digits that are the day of a month or the number of a name, so that what follows is another number."""
SENTENCE_START = re.compile(r"(?:^|[.!?:]\s|\n)\w+ ?$")
CONTINENTAL = re.compile(r"\d{1,3}(?:[.\u00a0\u202f ’']\d{3})*,\d{1,2}(?![\d,])|\d{1,3}(?:\.\d{3}){2,}(?![\d.,])")
"""Digits with a comma for the decimals or points between the thousands, as on the continent of Europe."""
CURRENCY_BEFORE = re.compile(r"(?:[€£$¥]|\b(?:EUR|CHF|SEK|NOK|DKK|PLN|R)) ?$")
MEASURED_AFTER = re.compile(
    r" ?(?:%|€|(?:percent|per cent|[Mm]io|[Mm]rd|mln|bln|bn|million|billion|trillion|euros?|EUR|km|kg|tonnes|tons"
    r"|kron(?:er|or)|francs|zloty|meters|metres|hectares|degrees|°C)\b)"
)
FRACTION = re.compile(
    r"(?:[ -]?([½¼¾⅓⅔])|[ -](\d)\s?/\s?([2-9])(?!\d)|[ -]and[ -]an?[ -](half|quarter)\b)", re.IGNORECASE
)
SIMPLE_FRACTION = re.compile(r"(\d)/([2-9])(?![\d/])")
SCALE_AFTER = re.compile(
    rf"(?:[ -]|\u00a0)?(?:({_scales})s?|(mln|mil|mio|mrd|bln|bil|trn|tril|bn|mn|tn|cr)\.?"
    r"|(oku|(?:man|cho|sen)(?= yen)))(?![A-Za-z])",
    re.I,
)
LETTER_AFTER = re.compile(r"( ?)(MM|[mMbBkKtT])(?![\w’'])")
WORD = re.compile(rf"(?:{_small}|{_scales}|half|quarter|dozen|an?|and|of|a)\b", re.IGNORECASE)
PLURAL = re.compile(
    rf"({'|'.join(PLURAL_SCALES)})\b(?: (?:of |and )?({'|'.join(PLURAL_SCALES)})\b)?(?= of\b|\s+[A-Za-z]|[.,;])",
    re.IGNORECASE,
)
JOINT = re.compile(r"[ -]|-?\n")
DIGIT_RUN = re.compile(r"[\d,]*\d")
LONGEST_DIGITS = 24


@dataclass(frozen=True, slots=True)
class Numeral:
    """A written number at `[start, end)`. `high` is set for a vague plural; `mantissa` is the value without magnitude.

    `letter` is a magnitude's single letter that may as well be a unit (5m), with `letter_end` after it; the value is
    without it. `grouped` tells that the digits are grouped or decimal, so that it is no year or list number.
    """

    start: int
    end: int
    value: float
    mantissa: float
    high: float | None = None
    letter: str | None = None
    letter_end: int = 0
    grouped: bool = False
    words: bool = False

    @property
    def scaled(self) -> bool:
        """Whether a magnitude word was written."""
        return self.value != self.mantissa


def find(text: str, lo: int = 0) -> Iterator[Numeral]:
    """All written numbers of `text` from `lo` on, in order, not overlapping."""
    at = lo
    while match := START.search(text, at):
        numeral = read(text, match.start())
        if numeral is None:
            at = _after_digits(text, match.end())
            continue
        yield numeral
        at = max(numeral.end, match.start() + 1)


def _after_digits(text: str, at: int) -> int:
    """The end of the digits at `at`, so that an endless run of them is looked at once."""
    run = DIGIT_RUN.match(text, at)
    return run.end() if run else at


def read(text: str, at: int) -> Numeral | None:
    """The number that begins at `at`, None when there is none that can be read."""
    if text[at].isdigit() or text[at] == ".":
        return _read_digits(text, at)
    if text[at] in GLYPHS:
        return _scale(text, at, at + 1, GLYPHS[text[at]], grouped=True)
    if plural := PLURAL.match(text, at):
        low = PLURAL_SCALES[plural[1].lower()] * (PLURAL_SCALES[plural[2].lower()] if plural[2] else 1.0)
        return Numeral(at, plural.end(), low, low, high=10 * low, words=True)
    return _read_words(text, at)


def _read_digits(text: str, at: int) -> Numeral | None:
    if fraction := SIMPLE_FRACTION.match(text, at):
        if at and text[at - 1] in "/0123456789":
            return None
        value = int(fraction[1]) / int(fraction[2])
        return Numeral(at, fraction.end(), value, value, grouped=True)
    match = _foreign(text, at)
    end, raw = match or (at, "")
    if match is None:
        plain = DIGITS.match(text, at)
        if plain is None:
            return None
        end, raw = plain.end(), re.sub(r"[^\d.]", "", plain[0])
    if end - at > LONGEST_DIGITS:
        return None
    value = float(raw)
    grouped = len(raw) != end - at or "." in raw
    if part := FRACTION.match(text, end):
        value += _fraction(part)
        end, grouped = part.end(), True
    return _scale(text, at, end, value, grouped)


def _foreign(text: str, at: int) -> tuple[int, str] | None:
    """The end and the digits, as Python writes them, of a number with blanks between its thousands or with a decimal
    comma; None when what stands there is none, or may as well be two numbers."""
    before = text[max(0, at - 16) : at]
    if match := CONTINENTAL.match(text, at):
        clear = "," not in match[0] or CURRENCY_BEFORE.search(before) or MEASURED_AFTER.match(text, match.end())
        if clear and not before[-1:].isdigit():
            return match.end(), re.sub(r"[^\d,]", "", match[0]).replace(",", ".")
    named = NAME_BEFORE.search(before) and not (CURRENCY_BEFORE.search(before) or SENTENCE_START.search(before))
    if not named and (match := BLANK_GROUPS.match(text, at)):
        return match.end(), re.sub(r"[^\d,]", "", match[0]).replace(",", ".")
    return None


def _fraction(part: re.Match[str]) -> float:
    if part[1]:
        return GLYPHS[part[1]]
    if part[2]:
        return int(part[2]) / int(part[3])
    return SET_WORDS[part[4].lower()]


def _scale(text: str, start: int, end: int, value: float, grouped: bool, words: bool = False) -> Numeral | None:
    """The number with the magnitudes that follow it ("2.5 million", "1 lakh crore", "3 tril.")."""
    mantissa = value
    while match := SCALE_AFTER.match(text, end):
        value = times(
            value, SCALES[match[1].lower()] if match[1] else ABBREVIATED_SCALES[match[match.lastindex or 2].lower()]
        )
        end = match.end()
        if text[end - 1] == "." and not text[end : end + 2].strip():
            end -= 1  # the sentence's own full stop
    if not isfinite(value):
        return None
    letter = LETTER_AFTER.match(text, end) if value == mantissa and not words else None
    return Numeral(
        start,
        end,
        value,
        mantissa,
        letter=letter[1] + letter[2] if letter else None,
        letter_end=letter.end() if letter else end,
        grouped=grouped,
        words=words,
    )


def times(value: float, scale: float) -> float:
    """The product as on paper: 1.055 trillion is 1055000000000, which binary fractions miss by a hair."""
    return float(Decimal(repr(value)) * Decimal(repr(scale)))


def _tokens(text: str, at: int) -> Iterator[tuple[str, int]]:
    """Number words from `at` on, each with its end, as long as a blank or a hyphen joins them; at most twenty."""
    for _ in range(20):
        match = WORD.match(text, at)
        if match is None:
            return
        yield match[0].lower(), match.end()
        joint = JOINT.match(text, match.end())
        if joint is None:
            return
        at = joint.end()


def _read_words(text: str, at: int) -> Numeral | None:
    """A number in words: "two hundred and fifty", "a million", "half a billion", "one and a half million"."""
    total, current, end, mantissa, last = 0.0, None, at, None, ""
    tokens = list(_tokens(text, at))
    for position, (word, stop) in enumerate(tokens):
        following = tokens[position + 1][0] if position + 1 < len(tokens) else ""
        if word in SMALL:
            if last in UNITS or (last in TENS and not 0 < SMALL[word] < 10):
                break
            current = (current or 0.0) + SMALL[word]
        elif word in SET_WORDS:
            current = (current or 1.0) * 12 if word == "dozen" else (current or 0.0) + SET_WORDS[word]
        elif word in SCALES:
            scale = SCALES[word]
            mantissa = mantissa or current or 1.0
            if scale == 1e2:
                current = (current or 1.0) * scale
            else:
                total, current = total + (current if current is not None else 1.0) * scale, None
        elif word in ("a", "an") and (following in SCALES or following in SET_WORDS):
            last = word
            continue
        elif (word == "and" and _and_joins(last, following)) or (word == "of" and last in ("half", "quarter")):
            continue
        else:
            break
        end, last = stop, word
    if last in ("", "a", "an") or end == at:
        return None
    value = total + (current or 0.0)
    if last in ("half", "quarter") and value == SET_WORDS[last]:
        return None  # "a half" alone is no amount here; fractions of something are read as ratios
    if mantissa is None:
        return _scale(text, at, end, value, grouped=False, words=True)
    return Numeral(at, end, value, mantissa if value != mantissa else value, words=True)


def _and_joins(last: str, following: str) -> bool:
    """Whether "and" stands inside a number: "hundred and five", "one and a half"."""
    return (last in SCALES and following in SMALL) or (last in SMALL and following in ("a", "half"))
