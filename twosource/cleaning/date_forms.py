"""The ways to write a day within a line, and the day that such a form means.

Belongs here: one row per form, with an example. Does not: clocks and labels beside a day (see `dates`).
"""

# ruff: noqa: E501  (rows of tables stay on one line)
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from twosource import reference
from twosource.cleaning.calendars import TAIWANESE, TAIWANESE_YEARS, persian_day, valid_day
from twosource.cleaning.months import month_named

MONTH = r"([^\W\d_][^\s\d,/|:()–—-]{1,15}|[^\W\d_]\S{0,3} [^\W\d_][^\s\d,/|:()]{2,7})"
"""A month's name: one word, or two as in the Levant."""
THAI_CENTURY = 2500
ERAS = "|".join(sorted(reference.table("date_words")["eras"], key=len, reverse=True))
DIGITS = {ord(digit): str(value) for zero in ("\u0660", "\u06f0", "\u0966", "\u09e6", "\u0e50", "\uff10") for value, digit in enumerate(map(chr, range(ord(zero), ord(zero) + 10)))}  # fmt: skip
"""Digits of Arabic, Persian, Devanagari, Bengali, Thai and full width."""


@dataclass(frozen=True, slots=True)
class DateForm:
    """A way to write a day within a line. `order` names the groups; `example` is read as `reads` in the tests."""

    name: str
    pattern: re.Pattern[str]
    order: str
    example: str
    reads: str = "2024-02-03"


DATE_FORMS = (
    DateForm("iso", re.compile(r"(?<!\d)(\d{4})[-./] ?(\d{1,2})[-./] ?(\d{1,2})(?!\d)"), "ymd", "2024-02-03"),
    DateForm("month_day_year", re.compile(r"\b([^\W\d]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b"), "bdy", "Feb. 3, 2024"),
    DateForm("day_month_year", re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º)?\.?(?:,? de| of|ος)? {MONTH}\.?,?(?: de| del)? ?(\d{{4}})(?![A-Za-z\d])"), "dby", "3. Februar 2024"),
    DateForm("day_two_names_year", re.compile(rf"(?<!\d)(\d{{1,2}}) {MONTH} ?/ ?{MONTH},? (\d{{4}})(?![A-Za-z\d])"), "dbny", "3 شباط / فبراير 2024"),
    DateForm("day_month_year_joined", re.compile(r"(?<!\d)(\d{1,2})[-/. ]([^\W\d_]{3,10})\.?[-/., ] ?(\d{4})(?![A-Za-z\d])"), "dby", "03-Feb-2024"),
    DateForm("day_dot_month", re.compile(r"\b(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})\b"), "dmy", "03.02.2024"),
    DateForm("day_slash_month", re.compile(r"(?<![\d/])(\d{1,2}) ?[/-] ?(\d{1,2}) ?[/-] ?(\d{4})(?![\d/])"), "xxy", "13/02/2024", "2024-02-13"),
    DateForm("short_year", re.compile(r"(?<![\d.])(\d{2})\.(\d{2})\.(\d{2})(?![\d.])"), "dms", "03.02.24"),
    DateForm("short_year_slash", re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{2})(?![\d/])"), "xxs", "13/02/24", "2024-02-13"),
    DateForm("year_month_day_named", re.compile(rf"(?<!\d)(\d{{4}})\.? {MONTH}\.? (\d{{1,2}})(?![A-Za-z\d])"), "ybd", "2024. február 3."),
    DateForm("thai_short_year", re.compile(r"(?<!\d)(\d{1,2}) ([\u0e00-\u0e4e.]{3,12}) (\d{2})(?!\d)"), "dbh", "3 ก.พ. 67"),
    DateForm("short_year_apostrophe", re.compile(rf"(?<!\d)(\d{{1,2}}) {MONTH} ['’](\d{{2}})(?!\d)"), "dbs", "3 Feb '24"),
    DateForm("vietnamese", re.compile(r"(\d{1,2}) tháng (\d{1,2}),? (?:năm )?(\d{4})"), "dmy", "3 tháng 2, 2024"),
    DateForm("cjk", re.compile(r"(?<!\d)(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]"), "ymd", "2024年2月3日"),
    DateForm("era", re.compile(rf"({ERAS}) ?(\d{{1,3}}|元) ?年 ?(\d{{1,2}}) ?月 ?(\d{{1,2}}) ?日"), "eymd", "令和6年2月3日"),
    DateForm("taiwanese", re.compile(r"(?<!\d)(1[0-3]\d) ?(?:年|[-/.]) ?(\d{1,2}) ?(?:月|[-/.]) ?(\d{1,2})(?: ?日|(?![\d/.-]))"), "tmd", "113年2月3日"),
    DateForm("persian", re.compile(r"(?<!\d)(\d{1,2}) ([^\W\d_][^\s\d]{1,9})(?: ماه)? (1[34]\d{2})(?!\d)"), "dpy", "14 بهمن 1402"),
)  # fmt: skip


def day_of(match: re.Match[str], order: str, month_first: bool | None = None) -> date | None:
    """The day of a form's groups: `y m d`, `b` a month's name, `n` its other name, `s` a year of two digits, `h` one of
    Thailand, `x` day or month, `e` an era, `t` a year of Taiwan, `p` a month of the Persian year. `month_first`: how the page writes `x`.
    """
    if order.startswith("xx"):
        first, second, year = (int(number) for number in match.groups())
        return _either(first, second, year if order.endswith("y") else 2000 + year, month_first)
    values = dict(zip(order, match.groups(), strict=True))
    day = int(values["d"])
    if "t" in values:
        return (
            valid_day(int(values["t"]) + TAIWANESE, int(values["m"]), day)
            if int(values["t"]) in TAIWANESE_YEARS
            else None
        )
    if "e" in values:
        year = 1 if values["y"] == "元" else int(values["y"])
        return valid_day(reference.table("date_words")["eras"][values["e"]] + year, int(values["m"]), day)
    year = (
        int(values["y"])
        if "y" in values
        else THAI_CENTURY + int(values["h"])
        if "h" in values
        else 2000 + int(values["s"])
    )
    if "p" in values:
        return persian_day(year, persian_months().get(values["p"], 0), day)
    month = month_named(values["b"]) if "b" in values else int(values["m"])
    return valid_day(year, month or month_named(values.get("n", "")), day)


def _either(first: int, second: int, year: int, month_first: bool | None) -> date | None:
    """Which of two numbers is the month differs between countries: one above twelve tells, else the page's habit."""
    if max(first, second) <= 12 and first != second:
        if month_first is None:
            return None
        return valid_day(year, *((first, second) if month_first else (second, first)))
    return valid_day(year, min(first, second), max(first, second))


@cache
def persian_months() -> dict[str, int]:
    """The names of the months of the Persian year with their numbers."""
    table = reference.table("date_words")["persian_months"]
    return {str(name): number for number, names in enumerate(table, 1) for name in names}


def plain_digits(line: str) -> str:
    """The line with digits of other scripts as 0 to 9."""
    return line if line.isascii() else line.translate(DIGITS)
