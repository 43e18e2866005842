"""The offset of a page's own clock: told by two values of one instant, of which one is in UTC.

Belongs here: moving an instant to it. Does not: reading a date (see `dates`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from twosource.cleaning import calendars, dates
from twosource.records import Published


def in_local_time(found: Published, stated: Iterable[str], printed: Iterable[str]) -> Published:
    """The same instant with the offset of the page's own clock, when it is in UTC and the page says which that is.

    `stated`: metadata values (with an offset, or a local clock with none); `printed`: lines that show a date. Only a
    value that tells the same instant counts, so that the article's day is the day that its readers saw.
    """
    if found.precision != "instant" or not found.value.endswith("+00:00"):
        return found
    moment = datetime.fromisoformat(found.value)
    for value in stated:
        match = dates.ISO.fullmatch(" ".join(value.split()))
        if match and match[4] and (offset := _offset_from(moment, match.groups())):
            return _moved(found, moment, timezone(offset))
    for line in printed:
        read = dates.from_line(line, found.basis, found.confidence)
        if read and read.precision == "instant" and not read.value.endswith("+00:00"):
            other = datetime.fromisoformat(read.value)
            if abs(other - moment) < timedelta(minutes=1) and other.tzinfo is not None:
                return _moved(found, moment, other.tzinfo)
    return found


def _moved(found: Published, moment: datetime, zone: tzinfo) -> Published:
    return replace(found, value=moment.astimezone(zone).isoformat())


def _offset_from(moment: datetime, groups: tuple[str | None, ...]) -> timedelta | None:
    """The offset by which a stated clock differs from an instant in UTC; None for none, or for another instant."""
    year, month, day, hour, minute, second, zone = groups
    start = calendars.valid_day(int(year or 0), int(month or 0), int(day or 1))
    if start is None or int(hour or 0) > 23 or int(minute or 0) > 59 or int(second or 0) > 59:
        return None
    # Both clocks are read as if they were in UTC: what is between them is the offset.
    local = datetime(start.year, start.month, start.day, int(hour or 0), int(minute or 0), int(second or 0), tzinfo=UTC)
    slack = timedelta(seconds=2 if second and second != "00" else 60)
    if zone is not None:
        known = dates.zone_named(zone)
        offset = local.replace(tzinfo=known).utcoffset() if known else None
    elif moment.minute % 15 == 0 and moment.second == 0:
        return None  # two clocks on the quarter of an hour prove nothing
    else:
        offset = timedelta(minutes=15 * round((local - moment) / timedelta(minutes=15)))
    if not offset or abs(offset) > timedelta(hours=14):
        return None
    return offset if abs(local - offset - moment) < slack else None
