"""Dates of publication: from metadata values, from lines that hold nothing but a date, from addresses.

Belongs here: reading a date, how fine it is, its offset. Does not: dates within sentences (see the extraction room),
or the time of a file, which is never a publication date.
"""

# ruff: noqa: E501  (rows of tables and patterns stay on one line)
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from twosource.cleaning import date_words
from twosource.cleaning.calendars import valid_day
from twosource.cleaning.date_forms import DATE_FORMS, day_of, plain_digits
from twosource.cleaning.months import MONTHS
from twosource.records import Published

LONGEST_LINE = 120

# Abbreviations with one offset, and those whose offset depends on the day. IST, BST-like doubles are left out where
# newsrooms of several countries use them: an unknown zone leaves the day.
FIXED_ZONES = {"UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120,
               "EEST": 180, "MSK": 180, "JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "AEST": 600, "AEDT": 660,
               "EST": -300, "EDT": -240, "CDT": -300, "MDT": -360, "MST": -420, "PST": -480, "PDT": -420, "NZST": 720}  # fmt: skip
NAMED_ZONES = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}

AMERICAN = re.compile(r"\b[ECMP][SD]?T\b")
"""Zones of the United States, where the month is written first."""

ISO = re.compile(
    r"(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2}|[+-]\d{2}|[A-Z]{2,4})?)?)?",
    re.IGNORECASE,
)
MAIL = re.compile(r"(?:\w{3,9}, )?(\d{1,2}) (\w{3,9}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? ?([+-]\d{4}|[A-Z]{1,4})?")
EPOCH = re.compile(r"1\d{9}(?:\d{3})?")


CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2})[:.h](\d{2})(?::(\d{2}))?(?!\d)\s?(?:Uhr\s?)?((?:a|p)\.?m\.?)?\s?(Z|UTC|GMT|[A-Z]{2,4})?(?:\s?([+-]\d{1,2}(?::?\d{2})?))?(?![A-Za-z\d])"
    r"|(?<![\d:.])(\d{1,2})\s?((?:a|p)\.?m\.?)(?:\s([A-Z]{2,4}))?(?![A-Za-z\d])",
    re.IGNORECASE,
)
CLOCK_IN_CHARACTERS = re.compile(r"(?<!\d)(\d{1,2}) ?[時시点點时] ?(\d{2}) ?[分분]")
KANA = re.compile(r"[\u3040-\u30ff]")
FEWEST_KANA = 20
JAPAN = timezone(timedelta(hours=9))
DIGIT = re.compile(r"\d")
ANY_YEAR = re.compile(
    r"\d{4}|\d\d\.\d\d\.\d\d|\d{3} ?(?:年|[-/.] ?\d)|[\d元] ?年|['’]\d\d|/\d\d(?!\d)|[\u0e00-\u0e4e.] \d\d(?!\d)"
)
"""What every form of a date holds: a cheap look before the dear ones."""


def from_metadata(
    value: object, basis: str = "metadata", confidence: float = 0.95, habit: Habit | None = None
) -> Published | None:
    """A metadata value (ISO 8601, mail date, epoch seconds, datetime, date) as `Published`; None when it is no date.

    `habit`: how the page writes what the value leaves open.
    """
    if isinstance(value, datetime):
        return _instant(value, basis, confidence)
    if isinstance(value, date):
        return Published(value=value.isoformat(), precision="day", basis=basis, confidence=confidence)
    words = " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not words or len(words) > 80:
        return None
    if EPOCH.fullmatch(words):
        seconds = int(words[:10])
        return _instant(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds), basis, confidence)
    if match := ISO.fullmatch(words):
        return _from_groups(match.groups(), basis, confidence)
    if (mail := MAIL.fullmatch(words)) and (month := MONTHS.get(mail[2].lower())):
        parts = (mail[3], f"{month:02}", mail[1], mail[4], mail[5], mail[6], mail[7])
        return _from_groups(parts, basis, confidence)
    return from_line(words, basis, confidence - 0.1, habit) or _leading_iso(words, basis, confidence - 0.1)


def from_line(
    line: str, basis: str = "dateline", confidence: float = 0.9, habit: Habit | None = None
) -> Published | None:
    """The date of a line that holds a date, perhaps a time and a label, and nothing else; None for any other line.

    `habit`: how the page writes what the line leaves open.
    """
    told = _of_publication(line, habit)
    return _alone(told, basis, confidence, habit) if told else _alone(line, basis, confidence, habit)


def change_in(
    line: str, basis: str = "dateline", confidence: float = 0.7, habit: Habit | None = None
) -> Published | None:
    """The date of the last change that a date line gives, perhaps beside the one of publication; None for others."""
    if not _may_hold(line) or not date_words.changed().search(line):
        return None
    told = _part_with(line, date_words.changed(), date_words.published(), habit)
    if told is None and (apart := _before_change(line, habit)):
        told = line[len(apart) :]
    if told or is_change(line):
        return _alone(told or line, basis, confidence, habit)
    return None


def _of_publication(line: str, habit: Habit | None) -> str | None:
    """The part of a line with a date of publication and one of a change that gives the former; None for other lines."""
    if not _may_hold(line) or not date_words.changed().search(line):
        return None
    told = _part_with(line, date_words.published(), date_words.changed(), habit)
    return told or _before_change(line, habit)


def _may_hold(line: str) -> bool:
    """Whether a line is short enough for a date line and has what every form of a date has: cheap looks first."""
    return len(line) <= LONGEST_LINE and bool(DIGIT.search(line)) and bool(ANY_YEAR.search(line))


def _part_with(line: str, wanted: re.Pattern[str], other: re.Pattern[str], habit: Habit | None) -> str | None:
    """The part of a line with two labels that begins with the one wanted; None when either is missing, or no date
    follows it (the label stands behind its date).
    """
    start, end = wanted.search(line), other.search(line)
    if len(line) > LONGEST_LINE or not start or not end:
        return None
    part = line[start.start() : end.start()] if start.start() < end.start() else line[start.start() :]
    return part if _read(part, _month_first(habit)) else None


def _before_change(line: str, habit: Habit | None) -> str | None:
    """What stands before the label of a change, when both sides of it hold a date."""
    label = date_words.changed().search(line)
    if label is None or len(line) > LONGEST_LINE:
        return None
    before, after = line[: label.start()], line[label.end() :]
    dated = _read(before, _month_first(habit)) and _read(after, _month_first(habit))
    return before if dated else None


def _month_first(habit: Habit | None) -> bool | None:
    return habit.month_first if habit else None


def _alone(line: str, basis: str, confidence: float, habit: Habit | None) -> Published | None:
    """The first date of a line that has nothing else than labels beside it."""
    told = (reading for reading in _read(line, _month_first(habit)) if not date_words.others_in(reading.rest))
    return next((_published(reading, basis, confidence, habit) for reading in told), None)


def parted(
    line: str, basis: str = "dateline", confidence: float = 0.7, habit: Habit | None = None
) -> tuple[Published, str] | None:
    """The first date of publication in a line and what stands beside it, without further dates and clocks; None
    without a date.
    """
    told = _of_publication(line, habit) or line
    reading = next(iter(_read(told, _month_first(habit))), None)
    return (_published(reading, basis, confidence, habit), reading.rest) if reading else None


@dataclass(frozen=True, slots=True)
class Habit:
    """How a page writes dates: the zone of its clocks, and whether 3/4/2025 is in March; None where it leaves doubt."""

    zone: tzinfo | None = None
    month_first: bool | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A date that a line can be read to hold, its clock, and what stands beside them."""

    day: date
    clock: re.Match[str] | None
    rest: str


@lru_cache(maxsize=4_096)
def _read(line: str, month_first: bool | None) -> tuple[Reading, ...]:
    """Each date that a short line can be read to hold; the steps of cleaning ask the same of the same line.

    A second clock or date is a line with a published and an updated time: the first one counts.
    """
    if not _may_hold(line):
        return ()
    if month_first is None and AMERICAN.search(line):
        month_first = True
    line = date_words.with_halves(CLOCK_IN_CHARACTERS.sub(r"\1:\2", plain_digits(line)))
    found = []
    for form in DATE_FORMS:
        for match in form.pattern.finditer(line):
            day = day_of(match, form.order, month_first)
            if day is None:
                continue
            rest = line[: match.start()] + " " + line[match.end() :]
            clock = CLOCK.search(rest)
            rest = rest[: clock.start()] + " " + rest[clock.end() :] if clock else rest
            found.append(Reading(day, clock, CLOCK.sub(" ", form.pattern.sub(" ", rest))))
    return tuple(found)


def _published(reading: Reading, basis: str, confidence: float, habit: Habit | None) -> Published:
    return _with_clock(reading.day, reading.clock, basis, confidence, habit.zone if habit else None)


def zone_of(text: str) -> tzinfo | None:
    """The zone that a page's script leaves no doubt of: Japanese kana are written in one zone; None for others."""
    return JAPAN if len(KANA.findall(text[:5_000])) >= FEWEST_KANA else None


def is_change(line: str) -> bool:
    """Whether a date line speaks of a change alone."""
    if not date_words.changed().search(line) or date_words.published().search(line):
        return False
    return _before_change(line, None) is None


URL_DAY = re.compile(
    r"(?:^|[/_.-])((?:19|20)\d{2})([/_-]?)(0[1-9]|1[0-2]|[a-z]{3})\2(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)", re.IGNORECASE
)
URL_SHORT_DAY = re.compile(r"[/_-](\d{2})(\d{2})(\d{2})(?=[/_-])")
URL_MONTH = re.compile(r"/((?:19|20)\d{2})/(0[1-9]|1[0-2])/")


def from_url(url: str | None, confidence: float = 0.8) -> Published | None:
    """The date in an address's path: a day, else a month; None when there is none."""
    path = re.sub(r"^[a-z]+://[^/]*|[?#].*$", "", url or "")
    for match in URL_DAY.finditer(path):
        month = MONTHS.get(match[3].lower()) if match[3].isalpha() else int(match[3])
        day = valid_day(int(match[1]), month or 0, int(match[4]))
        if day:
            return Published(value=day.isoformat(), precision="day", basis="url", confidence=confidence)
    if to_month := URL_MONTH.search(path):
        # Six digits are a day where they agree with the month that the address names before them.
        short = (
            match for match in URL_SHORT_DAY.finditer(path) if match[1] == to_month[1][2:] and match[2] == to_month[2]
        )
        days = (valid_day(int(to_month[1]), int(match[2]), int(match[3])) for match in short)
        if day := next((day for day in days if day), None):
            return Published(value=day.isoformat(), precision="day", basis="url", confidence=confidence)
        return Published(
            value=f"{to_month[1]}-{to_month[2]}", precision="month", basis="url", confidence=confidence - 0.2
        )
    return None


def _leading_iso(words: str, basis: str, confidence: float) -> Published | None:
    """A value that begins with an ISO date and goes on in a way of its own (a zone's name, a fraction)."""
    match = re.match(r"\d{4}-\d{2}-\d{2}", words)
    return from_metadata(match[0], basis, confidence) if match else None


def _from_groups(groups: tuple[str | None, ...], basis: str, confidence: float) -> Published | None:
    year, month, day, hour, minute, second, zone = groups
    start = valid_day(int(year or 0), int(month or 0), int(day or 1))
    if start is None:
        return None
    if day is None:
        return Published(value=f"{year}-{month}", precision="month", basis=basis, confidence=confidence)
    if hour is None:
        return Published(value=start.isoformat(), precision="day", basis=basis, confidence=confidence)
    return _at(start, int(hour), int(minute or 0), int(second or 0), zone_named(zone), basis, confidence)


def _with_clock(
    day: date, clock: re.Match[str] | None, basis: str, confidence: float, default: tzinfo | None
) -> Published:
    if clock is None:
        return Published(value=day.isoformat(), precision="day", basis=basis, confidence=confidence)
    hour = int(clock[1] or clock[7])
    half = (clock[4] or clock[8] or "").lower().replace(".", "")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    name = clock[6] or clock[5] or clock[9]
    zone = zone_named(name) if name else default
    return _at(day, hour, int(clock[2] or 0), int(clock[3] or 0), zone, basis, confidence)


def _at(day: date, hour: int, minute: int, second: int, zone: tzinfo | None, basis: str, sure: float) -> Published:
    """An instant when the offset is known; without one it is no instant, so the day alone."""
    if zone is None or hour > 23 or minute > 59 or second > 59:
        return Published(value=day.isoformat(), precision="day", basis=basis, confidence=sure)
    moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone)
    return Published(value=moment.isoformat(), precision="instant", basis=basis, confidence=sure)


def _instant(moment: datetime, basis: str, confidence: float) -> Published:
    if moment.tzinfo is None:
        return Published(value=moment.date().isoformat(), precision="day", basis=basis, confidence=confidence)
    value = moment.replace(microsecond=0).isoformat()
    return Published(value=value, precision="instant", basis=basis, confidence=confidence)


def zone_named(name: str | None) -> tzinfo | None:
    """The zone of `+09:00`, `+9`, `JST`, `ET`; None for a name that is not in the tables."""
    if not name:
        return None
    if name[0] in "+-":
        digits = name[1:].replace(":", "")
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        if hours > 14 or minutes > 59:
            return None
        return timezone((1 if name[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
    name = name.upper()
    if name in NAMED_ZONES:
        return ZoneInfo(NAMED_ZONES[name])
    return timezone(timedelta(minutes=FIXED_ZONES[name])) if name in FIXED_ZONES else None
