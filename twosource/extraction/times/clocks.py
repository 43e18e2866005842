"""Rules for times of day by the clock, alone or with their day.

Belongs here: "10 p.m.", "noon", "9 a.m. Tuesday". Does not: parts of the day without a clock time ("last night").
"""

from __future__ import annotations

import re

from twosource.extraction.language.calendar import MONTH, WEEKDAY
from twosource.extraction.times.dates import full_date, weekday_value
from twosource.extraction.times.rule import CLOCK, DAY, YEAR, ZONE, ZONED, Context, Reading, Rule


def clock_text(match: re.Match[str]) -> str:
    """`Thh` or `Thh:mm` of a matched clock time."""
    groups = match.groupdict()
    if groups.get("named"):
        return {"noon": "T12:00", "midday": "T12:00", "midnight": "T24:00"}[groups["named"].lower()]
    if groups.get("hour24"):
        return f"T{int(groups['hour24']):02d}:{groups['minute24']}"
    hour = int(groups["hour"]) % 12 + (12 if groups["half"].lower().startswith("p") else 0)
    return f"T{hour:02d}" + (f":{groups['minute']}" if groups["minute"] else "")


def clock(match: re.Match[str], context: Context) -> Reading | None:
    """A clock time on the day named in its sentence, or else on the day of publication."""
    day = context.sentence_day or (context.published.isoformat() if context.published else "XXXX-XX-XX")
    return Reading("TIME", day + clock_text(match))


def clock_on_weekday(match: re.Match[str], context: Context) -> Reading | None:
    """A clock time with its weekday: "9 a.m. EST Tuesday"."""
    day = weekday_value(match, context)
    return Reading("TIME", day + clock_text(match)) if day else None


def clock_on_date(match: re.Match[str], context: Context) -> Reading | None:
    """A clock time with its date: "6:00 JST, April 19, 2025"."""
    day = full_date(match, context)
    return Reading("TIME", day.value + clock_text(match)) if day else None


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_NAMED = r"(?i:(?P<named>noon|midday|midnight))"
RULES = (
    Rule(
        "time.clock",
        "clock",
        _compile(rf"(?<![\d$£€¥:.,]){CLOCK}{ZONE}"),
        clock,
        "It began at 10:35 p.m. GMT.",
        "10:35 p.m. GMT",
        "2025-04-16T22:35",
    ),
    Rule(
        "time.clock_four_digits",
        "hours",
        _compile(rf"(?<![\d$£€¥:.,])(?P<hour24>[01]\d|2[0-3])(?P<minute24>[0-5]\d)(?: ?hrs\b|(?= ?{ZONED})){ZONE}"),
        clock,
        "It began at 0737 GMT.",
        "0737 GMT",
        "2025-04-16T07:37",
    ),
    Rule(
        "time.clock_weekday",
        "clock",
        _compile(rf"(?<![\d$£€¥:.,]){CLOCK}{ZONE},?(?: on)? {WEEKDAY}"),
        clock_on_weekday,
        "It began at 9 a.m. on Monday.",
        "9 a.m. on Monday",
        "2025-04-14T09",
    ),
    Rule(
        "time.clock_date",
        "clock",
        _compile(rf"(?<![\d$£€¥:.,]){CLOCK}{ZONE},?(?: on)? {MONTH} {DAY}(?:, {YEAR})?"),
        clock_on_date,
        "6:00 JST, April 19, 2025 was the time.",
        "6:00 JST, April 19, 2025",
        "2025-04-19T06:00",
    ),
    Rule("time.named", "clock", _compile(rf"\b{_NAMED}"), clock, "The clock struck noon.", "noon", "2025-04-16T12:00"),
    Rule(
        "time.named_weekday",
        "clock",
        _compile(rf"\b{_NAMED}(?: on)? {WEEKDAY}"),
        clock_on_weekday,
        "It ends at midnight Friday.",
        "midnight Friday",
        "2025-04-18T24:00",
    ),
)
