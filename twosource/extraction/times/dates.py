"""Rules for days, weekdays, months and years of the calendar.

Belongs here: rules whose words name a day, a month or a year. Does not: quarters and decades (`periods`), clock times
(`clocks`), "last week" (`relative`).
"""

from __future__ import annotations

import re
from datetime import date

from twosource.extraction.language.calendar import MONTH, PARTS, WEEKDAY, month_number, weekday_number
from twosource.extraction.times import values
from twosource.extraction.times.rule import DAY, EARLY, YEAR, Context, Reading, Rule, mod_of

FARTHEST = 300
"""Days within which a day without a year follows the tense around it."""
A_YEAR = 366
"""Days within which a month without a year does: "they dropped their merger in May"."""


def full_date(match: re.Match[str], context: Context) -> Reading | None:
    """Month and day, with the year when it is written, else the year that fits the tense."""
    groups = match.groupdict()
    month, day = month_number(groups["month"]), int(groups["day"])
    if not values.exists(2024, month, day):
        return None
    year = groups.get("year")
    if year:
        return Reading("DATE", f"{year}-{month:02d}-{day:02d}") if values.exists(int(year), month, day) else None
    return Reading("DATE", f"{year_of_day(match, context, month, day)}-{month:02d}-{day:02d}")


def year_of_day(match: re.Match[str], context: Context, month: int, day: int) -> str:
    """The year of a day without one: the nearest that fits the tense, XXXX without a publication date."""
    if context.published is None:
        return "XXXX"
    today = context.published
    days = [date(y, month, day) for y in range(today.year - 1, today.year + 2) if values.exists(y, month, day)]
    if not days:
        return "XXXX"
    return f"{_fitting(days, today, context.direction(match.start('month'))).year:04d}"


def _fitting(days: list[date], today: date, tense: str | None, farthest: int = FARTHEST) -> date:
    """The day nearest to `today` in the tense's direction, or the nearest of all when that is most of a year away.

    News writes the year of what is that far: "he said that it opens on May 2" is no May of last year.
    """
    if tense == "past":
        fitting = [day for day in days if 0 <= (today - day).days <= farthest]
    elif tense == "future":
        fitting = [day for day in days if 0 <= (day - today).days <= FARTHEST]
    else:
        fitting = []
    return min(fitting or days, key=lambda day: abs((day - today).days))


def month_year(match: re.Match[str], context: Context) -> Reading | None:
    """A month of a written year, or of "this", "last", "next" year."""
    groups = match.groupdict()
    month = month_number(groups["month"])
    if groups.get("year"):
        year = groups["year"]
    elif context.published is None:
        year = "XXXX"
    else:
        year = f"{context.published.year + {'this': 0, 'last': -1, 'next': 1}[groups['which'].lower()]:04d}"
    return Reading("DATE", f"{year}-{month:02d}", mod_of(groups.get("early")))


def month_alone(match: re.Match[str], context: Context) -> Reading | None:
    """A month without a year: the last one or the next one, by the tense or by "last" and "next"."""
    month, which = month_number(match["month"]), (match["which"] or "").lower()
    mod = mod_of(match["early"])
    if context.published is None:
        return Reading("DATE", f"XXXX-{month:02d}", mod)
    today = context.published
    if which == "this":
        year = today.year
    elif which == "last":
        year = today.year - (month >= today.month)
    elif which == "next":
        year = today.year + (month <= today.month)
    else:
        days = [
            date(y, month, min(today.day, 28)) for y in range(max(1, today.year - 1), min(9999, today.year + 1) + 1)
        ]
        place, near = match.start("month"), today.replace(day=min(today.day, 28))
        happened = context.happened(place)
        tense = "past" if happened else context.direction(place)
        year = _fitting(days, near, tense, A_YEAR if happened else FARTHEST).year
    return Reading("DATE", f"{year:04d}-{month:02d}", mod)


def weekday_value(match: re.Match[str], context: Context) -> str | None:
    """The day that a weekday means, XXXX-WXX-n without a publication date."""
    weekday, which = weekday_number(match["weekday"]), (match.groupdict().get("which") or "").lower()
    if context.published is None:
        return f"XXXX-WXX-{weekday}"
    back = (context.published.isoweekday() - weekday) % 7
    if which in ("last", "this past"):
        steps = -(back or 7)
    elif which in ("next", "this coming"):
        steps = 7 - back
    elif context.direction(match.start("weekday")) == "future":
        steps = (7 - back) % 7
    else:
        steps = -back
    return values.shifted(context.published, "day", steps)


def weekday(match: re.Match[str], context: Context) -> Reading | None:
    """A weekday, with a part of the day when one is written ("Wednesday morning" is a TIME)."""
    value = weekday_value(match, context)
    part = (match.groupdict().get("part") or "").lower()
    mod = mod_of(match["early"])
    if value is None:
        return None
    return Reading("TIME", f"{value}T{PARTS[part]}", mod) if part else Reading("DATE", value, mod)


def year_alone(match: re.Match[str], context: Context) -> Reading | None:
    """A year; a round one before a plural noun is a count ("2000 people")."""
    del context
    groups = match.groupdict()
    rest = match.string[match.end() : match.end() + 30]
    if groups["year"].endswith("00") and re.match(r" (?:[a-z]+ )?(?:people|[a-z]{3,}s)\b", rest):
        return None
    return Reading("DATE", groups["year"], mod_of(groups.get("early")))


def weekday_of_week(match: re.Match[str], context: Context) -> Reading | None:
    """A weekday of the week before, around or after the day of publication: "Tuesday next week"."""
    weekday, steps = weekday_number(match["weekday"]), {"last": -1, "this": 0, "next": 1}[match["week"].lower()]
    if context.published is None:
        return Reading("DATE", f"XXXX-WXX-{weekday}")
    away = weekday - context.published.isoweekday() + 7 * steps
    value = values.shifted(context.published, "day", away)
    return Reading("DATE", value) if value else None


def week_of_day(match: re.Match[str], context: Context) -> Reading | None:
    """The week in which a day lies: "the week of May 12"."""
    day = full_date(match, context)
    bounds = values.days_of(day.value) if day else None
    if bounds is None:
        return Reading("DATE", values.UNKNOWN["week"]) if day else None
    return Reading("DATE", values.value_of(bounds[0], "week"))


def other_day(match: re.Match[str], context: Context) -> Reading | None:
    """The day of a range whose month stands at the other one: "from 8 to 11 February", "May 3-5"."""
    month, day = month_number(match["month"]), int(match["span"])
    year = match.groupdict().get("year") or year_of_day(match, context, month, int(match["day"]))
    if not values.exists(int(year) if year.isdigit() else 2024, month, day):
        return None
    return Reading("DATE", f"{year}-{month:02d}-{day:02d}")


def era_year(match: re.Match[str], context: Context) -> Reading | None:
    """A year of a Japanese era: Reiwa 3 is 2021."""
    del context
    return Reading("DATE", f"{ERAS[match['era'].lower()] + int(match['year']):04d}")


def second_year(match: re.Match[str], context: Context) -> Reading | None:
    """The second year of "1957-58", in the first one's century."""
    del context
    first, short = match["from"], match["span"]
    return Reading("DATE", first[:2] + short) if int(short) > int(first[2:]) else None


def numeric(match: re.Match[str], context: Context) -> Reading | None:
    """A date in digits, year first, or with month and day that cannot be taken for one another."""
    del context
    groups = match.groupdict()
    year, first, second = int(groups["year"]), int(groups["first"]), int(groups["second"])
    if groups.get("dot") or (groups.get("slash") and first > 12):
        first, second = second, first
    if groups.get("slash") and second <= 12 and first != second:
        return None  # 4/5/2025 is two different days, by who wrote it
    return Reading("DATE", f"{year}-{first:02d}-{second:02d}") if values.exists(year, first, second) else None


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


ERAS = {"reiwa": 2018, "heisei": 1988, "showa": 1925}
"""Of each Japanese era the year before its first."""
_WHICH = r"(?i:(?P<which>last|next|this)) "
_OTHER = r"(?P<span>[12]\d|3[01]|[1-9])(?:st|nd|rd|th)?"
_NOT_AFTER = r"(?<![\w$£€¥#.,/-])"
RULES = (
    Rule(
        "date.month_day_year",
        "month",
        _compile(rf"\b{MONTH},? {DAY}(?:,|,? of)? {YEAR}"),
        full_date,
        "It began on April 19, 2025.",
        "April 19, 2025",
        "2025-04-19",
        0.98,
    ),
    Rule(
        "date.day_month_year",
        "month",
        _compile(rf"\b{DAY}(?: of)? {MONTH},? {YEAR}"),
        full_date,
        "It began on 19 April 2024.",
        "19 April 2024",
        "2024-04-19",
        0.98,
    ),
    Rule(
        "date.weekday_month_day",
        "month",
        _compile(rf"\b{WEEKDAY},? (?:the )?{MONTH},? {DAY}(?:, {YEAR})?"),
        full_date,
        "He comes on Friday, May 2, 2025.",
        "Friday, May 2, 2025",
        "2025-05-02",
        0.98,
    ),
    Rule(
        "date.month_day",
        "month",
        _compile(rf"\b{MONTH},? (?:the )?{DAY}(?!,? (?:1[5-9]|20)\d\d)"),
        full_date,
        "They met on Apr. 10.",
        "Apr. 10",
        "2025-04-10",
        0.9,
    ),
    Rule(
        "date.day_month",
        "month",
        _compile(rf"\b(?:the )?{DAY}(?: of)? {MONTH}(?!,? (?:1[5-9]|20)\d\d)"),
        full_date,
        "They met on 3 March.",
        "3 March",
        "2025-03-03",
        0.9,
    ),
    Rule(
        "date.month_year",
        "month",
        _compile(rf"\b{EARLY}{MONTH},?(?: of)? {YEAR}"),
        month_year,
        "It closed in late June 2019.",
        "late June 2019",
        "2019-06",
        0.95,
    ),
    Rule(
        "date.month_of_year",
        "month",
        _compile(rf"\b{EARLY}{MONTH}(?: of)? {_WHICH}year"),
        month_year,
        "In July last year it closed.",
        "July last year",
        "2024-07",
    ),
    Rule(
        "date.month",
        "month",
        _compile(rf"\b{EARLY}(?:(?i:(?P<which>last|next|this)) )?{MONTH}"),
        month_alone,
        "Since early April they have talked.",
        "early April",
        "2025-04",
        0.8,
    ),
    Rule(
        "date.numeric",
        "digits",
        _compile(r"(?<![\d/-])(?P<year>(?:19|20)\d\d)-(?P<first>\d\d)-(?P<second>\d\d)(?![\d-])"),
        numeric,
        "Dated 2025-04-19.",
        "2025-04-19",
        "2025-04-19",
        0.95,
    ),
    Rule(
        "date.slashes",
        "digits",
        _compile(r"(?<![\d/])(?P<first>\d{1,2})(?P<slash>/)(?P<second>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\d/])"),
        numeric,
        "Dated 4/19/2025.",
        "4/19/2025",
        "2025-04-19",
    ),
    Rule(
        "date.weekday",
        "weekday",
        _compile(
            rf"\b{EARLY}(?:(?i:(?P<which>last|next|this past|this coming|this)) )?{WEEKDAY}(?: "
            rf"(?i:(?P<part>morning|afternoon|evening|night)))?"
        ),
        weekday,
        "Early Wednesday morning it rained.",
        "Early Wednesday morning",
        "2025-04-16TMO",
    ),
    Rule(
        "date.dots",
        "digits",
        _compile(r"(?<![\d.])(?P<first>\d{1,2})(?P<dot>\.)(?P<second>\d{1,2})\.(?P<year>(?:19|20)\d\d)(?!\d)"),
        numeric,
        "The law of 13.05.2024 holds.",
        "13.05.2024",
        "2024-05-13",
    ),
    Rule(
        "date.weekday_of_week",
        "weekday",
        _compile(rf"\b{WEEKDAY}(?:,? of)? (?i:(?P<week>last|next|this) week)\b"),
        weekday_of_week,
        "The museum will open Tuesday next week.",
        "Tuesday next week",
        "2025-04-22",
    ),
    Rule(
        "date.week_of_day",
        "month",
        _compile(rf"\b(?i:the )?(?i:week) (?i:of|beginning|starting) {MONTH},? {DAY}"),
        week_of_day,
        "The strike begins in the week of May 12.",
        "the week of May 12",
        "2025-W20",
    ),
    Rule(
        "date.first_of_days",
        "month",
        _compile(
            rf"\b(?i:from|between|on|,) {_OTHER}(?: to | and | or | through |[-–]){DAY}(?: of)? {MONTH}(?:,? {YEAR})?"
        ),
        other_day,
        "The ferry stood still from 8 to 11 February.",
        "8",
        "2025-02-08",
    ),
    Rule(
        "date.second_of_days",
        "month",
        _compile(rf"\b{MONTH} {DAY} ?(?:[-–]|(?i:to|through)) ?{_OTHER}(?![\d:%]|[,.]\d)(?:,? {YEAR})?"),
        other_day,
        "The fair runs May 3-5.",
        "5",
        "2025-05-05",
    ),
    Rule(
        "date.era_year",
        "era",
        _compile(r"\b(?i:(?P<era>reiwa|heisei|showa)) (?P<year>\d{1,2})\b"),
        era_year,
        "The school opened in Reiwa 3.",
        "Reiwa 3",
        "2021",
    ),
    Rule(
        "date.year",
        "year",
        _compile(rf"{_NOT_AFTER}{EARLY}{YEAR}(?!s|['’]s\b \d|[-–]\d{{4}}-|/)"),
        year_alone,
        "It opened in 1998.",
        "1998",
        "1998",
    ),
    Rule(
        "date.second_of_years",
        "year",
        _compile(r"(?<!\d)(?P<from>19\d\d|20\d\d)[-–](?P<span>\d\d)(?![\d-])"),
        second_year,
        "The trip of 1957-58 was long.",
        "58",
        "1958",
    ),
)
