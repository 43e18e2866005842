"""Days of other calendars than the Gregorian: the Buddhist year, the eras of Japan and Taiwan, the Persian solar year.

Belongs here: their arithmetic, and which calendar a year's number can only be of. Does not: reading them in a line (see
`date_forms`).
"""

from __future__ import annotations

from datetime import date, timedelta

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
NO_DATE = (date(1970, 1, 1), date(1900, 1, 1))
"""What systems write where they have no date."""
BUDDHIST, BUDDHIST_YEARS = 543, range(2443, 2644)
PERSIAN_YEARS = range(1300, 1421)
"""Later numbers may be years of the Islamic lunar calendar, which has other months."""
TAIWANESE, TAIWANESE_YEARS = 1911, range(100, 140)
PERSIAN_LEAPS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
"""Years of a cycle of 33 that have a day more: exact from 1206 to 1498."""
FIRST_PERSIAN = (1304, date(1925, 3, 21))
LONG_MONTHS = 6


def valid_day(year: int, month: int, day: int) -> date | None:
    """The day of three numbers; None when there is none such, or it is what systems write where they have no date.

    A year that only another calendar can have is read in it: 2568 is 2025 in Thailand, 1404 begins in March 2025 in
    Iran.
    """
    if year in PERSIAN_YEARS:
        return persian_day(year, month, day)
    if year in BUDDHIST_YEARS:
        year -= BUDDHIST
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST_YEAR <= year <= LATEST_YEAR and found not in NO_DATE else None


def persian_day(year: int, month: int, day: int) -> date | None:
    """The day of a Persian solar date from 1304 on; None when there is none such."""
    first, start = FIRST_PERSIAN
    length = 31 if month <= LONG_MONTHS else 30 if month < 12 or _is_persian_leap(year) else 29
    if year < first or not 1 <= month <= 12 or not 1 <= day <= length:
        return None
    days = sum(366 if _is_persian_leap(past) else 365 for past in range(first, year))
    days += 31 * min(month - 1, LONG_MONTHS) + 30 * max(0, month - 1 - LONG_MONTHS) + day - 1
    return start + timedelta(days=days)


def _is_persian_leap(year: int) -> bool:
    return year % 33 in PERSIAN_LEAPS
