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

from twosource.cleaning.months import MONTHS, month_named
from twosource.records import Published

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
LONGEST_LINE = 120
NO_DATE = (date(1970, 1, 1), date(1900, 1, 1))
"""What systems write where they have no date."""

# Abbreviations with one offset, and those whose offset depends on the day. IST, BST-like doubles are left out where
# newsrooms of several countries use them: an unknown zone leaves the day.
FIXED_ZONES = {"UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120,
               "EEST": 180, "MSK": 180, "JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "AEST": 600, "AEDT": 660,
               "EST": -300, "EDT": -240, "CDT": -300, "MDT": -360, "MST": -420, "PST": -480, "PDT": -420, "NZST": 720}  # fmt: skip
NAMED_ZONES = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}

ISO = re.compile(
    r"(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2}|[+-]\d{2}|[A-Z]{2,4})?)?)?",
    re.IGNORECASE,
)
MAIL = re.compile(r"(?:\w{3,9}, )?(\d{1,2}) (\w{3,9}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? ?([+-]\d{4}|[A-Z]{1,4})?")
EPOCH = re.compile(r"1\d{9}(?:\d{3})?")


@dataclass(frozen=True, slots=True)
class DateForm:
    """A way to write a day within a line. `order` names the groups; `example` is read as `reads` in the tests."""

    name: str
    pattern: re.Pattern[str]
    order: str
    example: str
    reads: str = "2024-02-03"


DATE_FORMS = (
    DateForm("iso", re.compile(r"\b(\d{4})[-./](\d{1,2})[-./](\d{1,2})\b"), "ymd", "2024-02-03"),
    DateForm("month_day_year", re.compile(r"\b([^\W\d]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b"), "bdy", "Feb. 3, 2024"),
    DateForm("day_month_year", re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\.?(?: de)? ([^\W\d]{3,10})\.?,?(?: de)? (\d{4})\b"), "dby", "3. Februar 2024"),
    DateForm("day_dot_month", re.compile(r"\b(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})\b"), "dmy", "03.02.2024"),
    DateForm("day_slash_month", re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])"), "xxy", "13/02/2024", "2024-02-13"),
    DateForm("short_year", re.compile(r"(?<![\d.])(\d{2})\.(\d{2})\.(\d{2})(?![\d.])"), "dms", "03.02.24"),
    DateForm("vietnamese", re.compile(r"(\d{1,2}) tháng (\d{1,2}),? (?:năm )?(\d{4})"), "dmy", "3 tháng 2, 2024"),
    DateForm("cjk", re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]"), "ymd", "2024年2月3日"),
)  # fmt: skip
CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2})[:.h](\d{2})(?::(\d{2}))?(?!\d)\s?(?:Uhr\s?)?((?:a|p)\.?m\.?)?\s?(Z|UTC|GMT|[A-Z]{2,4})?(?:\s?([+-]\d{1,2}(?::?\d{2})?))?(?![A-Za-z\d])"
    r"|(?<![\d:.])(\d{1,2})\s?((?:a|p)\.?m\.?)(?:\s([A-Z]{2,4}))?(?![A-Za-z\d])",
    re.IGNORECASE,
)
LABEL_WORDS = frozenset(
    word
    for words in (
        "first last date published posted updated modified release released create created issued uploaded on at the",
        "mon monday tue tues tuesday wed wednes wednesday thu thurs thursday fri friday sat satur saturday sun sunday",
        "veröffentlicht aktualisiert publiziert erstellt datum stand um am uhr vom den lesezeit",
        "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so",
        "publié mis à jour le fecha publicado actualizado a las el data pubblicato aggiornato il alle ore",
        "bijgewerkt oppdatert uppdaterad opdateret atualizado modifié",
    )
    for word in words.split()
)
"""What a date line may hold beside the date and its clock, row by row: English, its days, German, its days, others."""
READING_TIME = re.compile(r"\blesezeit:? \d{1,3} min(?:uten)?\b|\b\d{1,3} min(?:ute)?s? read\b", re.IGNORECASE)
WORDS = re.compile(r"\w+")
CLOCK_IN_CHARACTERS = re.compile(r"(?<!\d)(\d{1,2}) ?[時시点點时] ?(\d{2}) ?[分분]")
LABELS_IN_CHARACTERS = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]{1,8}(?:新聞|新報|日報|通信|放送|ニュース)社?|公開|更新|配信|掲載|投稿|[(（]?[月火水木金土日](?:曜日?)?[)）]?|午前|発行|기사|입력|수정|등록|최종|승인|송고|발행"
)
KANA = re.compile(r"[\u3040-\u30ff]")
FEWEST_KANA = 20
JAPAN = timezone(timedelta(hours=9))
CHANGED = re.compile(
    r"\b(?:(?:last )?update|updated|modified|aktualisiert|mis à jour|actualizado|aggiornato|bijgewerkt|oppdatert|uppdaterad|"
    r"opdateret|atualizado|modifié)\b",
    re.IGNORECASE,
)
PUBLISHED = re.compile(r"publish|posted|veröffentlicht|publiziert|publié|publicado|pubblicato", re.IGNORECASE)
ANY_DIGIT = re.compile(r"\d")
ANY_YEAR = re.compile(r"\d{4}|\d\d\.\d\d\.\d\d")
"""What every form of a date holds: a cheap look before the dear ones."""


def from_metadata(value: object, basis: str = "metadata", confidence: float = 0.95) -> Published | None:
    """A metadata value (ISO 8601, mail date, epoch seconds, datetime, date) as `Published`; None when it is no date."""
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
    return from_line(words, basis, confidence - 0.1) or _leading_iso(words, basis, confidence - 0.1)


def from_line(
    line: str, basis: str = "dateline", confidence: float = 0.9, zone: tzinfo | None = None
) -> Published | None:
    """The date of a line that holds a date, perhaps a time and a label, and nothing else; None for any other line.

    `zone`: of a clock that states none, where the page leaves no doubt.
    """
    told = _part_with(line, PUBLISHED, CHANGED) if CHANGED.search(line) else None
    return _alone(told, basis, confidence, zone) if told else _alone(line, basis, confidence, zone)


def change_in(
    line: str, basis: str = "dateline", confidence: float = 0.7, zone: tzinfo | None = None
) -> Published | None:
    """The date of the last change that a date line gives, perhaps beside the one of publication; None for others."""
    if not CHANGED.search(line):
        return None
    told = _part_with(line, CHANGED, PUBLISHED)
    if told or is_change(line):
        return _alone(told or line, basis, confidence, zone)
    return None


def _part_with(line: str, wanted: re.Pattern[str], other: re.Pattern[str]) -> str | None:
    """The part of a line with two labels that begins with the one wanted; None when either is missing, or no date
    follows it (the label stands behind its date).
    """
    start, end = wanted.search(line), other.search(line)
    if len(line) > LONGEST_LINE or not start or not end:
        return None
    part = line[start.start() : end.start()] if start.start() < end.start() else line[start.start() :]
    return part if _read(part) else None


def _alone(line: str, basis: str, confidence: float, zone: tzinfo | None) -> Published | None:
    """The first date of a line that has nothing else than labels beside it."""
    told = (reading for reading in _read(line) if reading.alone)
    return next((_published(reading, basis, confidence, zone) for reading in told), None)


def parted(line: str, basis: str = "dateline", confidence: float = 0.7) -> tuple[Published, str] | None:
    """The first date of a line and what stands beside it, without further dates and clocks; None without a date."""
    reading = next(iter(_read(line)), None)
    return (_published(reading, basis, confidence, None), reading.rest) if reading else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A date that a line can be read to hold, its clock, what stands beside them, whether that is labels alone."""

    day: date
    clock: re.Match[str] | None
    rest: str
    alone: bool


@lru_cache(maxsize=4_096)
def _read(line: str) -> tuple[Reading, ...]:
    """Each date that a short line can be read to hold; the steps of cleaning ask the same of the same line.

    A second clock or date is a line with a published and an updated time: the first one counts.
    """
    if len(line) > LONGEST_LINE or not ANY_YEAR.search(line):
        return ()
    line = CLOCK_IN_CHARACTERS.sub(r"\1:\2", line)
    found = []
    for form in DATE_FORMS:
        for match in form.pattern.finditer(line):
            day = _day(match, form.order)
            if day is None:
                continue
            rest = line[: match.start()] + " " + line[match.end() :]
            clock = CLOCK.search(rest)
            rest = rest[: clock.start()] + " " + rest[clock.end() :] if clock else rest
            rest = CLOCK.sub(" ", form.pattern.sub(" ", rest))
            found.append(Reading(day, clock, rest, _labels_alone(rest)))
    return tuple(found)


def _labels_alone(rest: str) -> bool:
    """Whether what stands beside a date is labels, days of the week, a reading time, or no word at all."""
    if any("\u3040" <= sign <= "\ud7ff" for sign in rest):
        rest = LABELS_IN_CHARACTERS.sub(" ", rest)
    if ANY_DIGIT.search(rest):
        rest = READING_TIME.sub(" ", rest)
    return all(word.lower() in LABEL_WORDS or word == "_" for word in WORDS.findall(rest))


def _published(reading: Reading, basis: str, confidence: float, zone: tzinfo | None) -> Published:
    return _with_clock(reading.day, reading.clock, basis, confidence, zone)


def zone_of(text: str) -> tzinfo | None:
    """The zone that a page's script leaves no doubt of: Japanese kana are written in one zone; None for others."""
    return JAPAN if len(KANA.findall(text[:5_000])) >= FEWEST_KANA else None


def is_change(line: str) -> bool:
    """Whether a date line speaks of a change rather than of publication."""
    return bool(CHANGED.search(line)) and not PUBLISHED.search(line)


URL_DAY = re.compile(
    r"(?:^|[/_.-])((?:19|20)\d{2})([/_-]?)(0[1-9]|1[0-2]|[a-z]{3})\2(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)", re.IGNORECASE
)
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
        return Published(
            value=f"{to_month[1]}-{to_month[2]}", precision="month", basis="url", confidence=confidence - 0.2
        )
    return None


def valid_day(year: int, month: int, day: int) -> date | None:
    """The day of three numbers; None when there is none such, or it is what systems write where they have no date."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST_YEAR <= year <= LATEST_YEAR and found not in NO_DATE else None


def _day(match: re.Match[str], order: str) -> date | None:
    """The day of a form's groups: `y m d`, `b` a month's name, `s` a year of two digits, `x` day or month."""
    if order == "xxy":
        # Which of the two is the month differs between countries: only a number above twelve tells.
        first, second, year = (int(number) for number in match.groups())
        if (first > 12) == (second > 12) and first != second:
            return None
        return valid_day(year, min(first, second), max(first, second))
    values = dict(zip(order, match.groups(), strict=True))
    month = month_named(values["b"]) if "b" in values else int(values["m"])
    year = int(values["y"]) if "y" in values else 2000 + int(values["s"])
    return valid_day(year, month, int(values["d"]))


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
