"""Arithmetic on TIMEX3 values: steps of a unit from a day, and the days that a value spans.

Belongs here: calendars. Does not: words of any language.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

UNIT_CODES = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "week": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
    "weekend": "WE",
    "night": "D",
    "fortnight": "W",
}
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9}
"""First month of a season of three months; winter is left out because it lies in two years."""
FIRST_YEAR, LAST_YEAR = 1, 9999
UNKNOWN = {
    "day": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "year": "XXXX",
    "decade": "XXX",
    "century": "XX",
    "weekend": "XXXX-WXX-WE",
}


def duration(amount: float | None, unit: str) -> str:
    """The TIMEX3 value of a length of time; `amount` None means an unknown number of units ("weeks": PXW)."""
    code = UNIT_CODES[unit]
    prefix = "PT" if code.startswith("T") else "P"
    code = code.removeprefix("T")
    if amount is None:
        return f"{prefix}X{code}"
    factor = {"decade": 10, "century": 100, "fortnight": 2}.get(unit, 1)
    code = {"DE": "Y", "CE": "Y"}.get(code, code)
    return f"{prefix}{amount * factor:.10g}{code}"


def add_months(day: date, months: int) -> date | None:
    """The day that many months on (the month's last day when it is shorter), None outside the calendar."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days(day: date, days: float) -> date | None:
    """The day that many days on, None outside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def value_of(day: date, unit: str) -> str:
    """The value of the unit (day, week, month, quarter, year, decade, century) in which `day` lies."""
    iso = day.isocalendar()
    return {
        "day": day.isoformat(),
        "night": day.isoformat(),
        "week": f"{iso.year:04d}-W{iso.week:02d}",
        "fortnight": f"{iso.year:04d}-W{iso.week:02d}",
        "weekend": f"{iso.year:04d}-W{iso.week:02d}-WE",
        "month": f"{day.year:04d}-{day.month:02d}",
        "quarter": f"{day.year:04d}-Q{(day.month + 2) // 3}",
        "year": f"{day.year:04d}",
        "decade": f"{day.year // 10:03d}",
        "century": f"{day.year // 100:02d}",
    }[unit]


def shifted(day: date | None, unit: str, steps: float) -> str | None:
    """The value of the unit `steps` units from `day`; X for unknown parts without a day; None outside the calendar."""
    if day is None:
        return UNKNOWN.get(unit, "XXXX-XX-XX")
    if abs(steps) > LAST_YEAR * 366:
        return None
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}.get(unit)
    if months is not None:
        moved = add_months(day, round(steps * months))
    else:
        moved = add_days(day, steps * {"week": 7, "weekend": 7, "fortnight": 14}.get(unit, 1))
    return value_of(moved, unit) if moved is not None else None


def exists(year: int, month: int, day: int) -> bool:
    """Whether the calendar has that day."""
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T.*)?)?|W(?P<week>\d\d)"
    r"(?:-(?P<weekday>[1-7]|WE)(?:T.*)?)?"
    r"|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA)))?"
)


def days_of(value: str) -> tuple[date, date] | None:
    """First and last day that a DATE or TIME value spans; None when they cannot be known (also for fiscal years)."""
    if re.fullmatch(r"\d{2,3}", value):
        span = 10 ** (4 - len(value))
        first = int(value) * span
        return (date(first, 1, 1), date(first + span - 1, 12, 31)) if first >= FIRST_YEAR else None
    match = VALUE.fullmatch(value)
    if match is None or int(match["year"]) < FIRST_YEAR:
        return None
    year = int(match["year"])
    if match["week"]:
        return _week(year, int(match["week"]), match["weekday"])
    if match["day"]:
        day = (year, int(match["month"]), int(match["day"]))
        return (date(*day), date(*day)) if exists(*day) else None
    first, length = 1, 12
    if match["month"]:
        first, length = int(match["month"]), 1
    elif match["quarter"]:
        first, length = 3 * int(match["quarter"]) - 2, 3
    elif match["half"]:
        first, length = 6 * int(match["half"]) - 5, 6
    elif match["season"]:
        first, length = SEASON_MONTHS[match["season"]], 3
    if not 1 <= first <= 12:
        return None
    last = first + length - 1
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _week(year: int, week: int, weekday: str | None) -> tuple[date, date] | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    if weekday is None:
        return monday, monday + timedelta(days=6)
    if weekday == "WE":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    day = monday + timedelta(days=int(weekday) - 1)
    return day, day
