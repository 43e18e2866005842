"""Dates of publication: from metadata values, from lines that hold nothing but a date, from addresses.

Belongs here: reading a date, how fine it is, its offset. Does not: dates within sentences (see the extraction room),
or the time of a file, which is never a publication date.
"""

# ruff: noqa: E501  (rows of tables and patterns stay on one line)
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from twosource.records import Published

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
NO_DATE = (date(1970, 1, 1), date(1900, 1, 1))
"""What systems write where they have no date."""

# Abbreviations with one offset, and those whose offset depends on the day. IST, BST-like doubles are left out where
# newsrooms of several countries use them: an unknown zone leaves the day.
FIXED_ZONES = {"UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120,
               "EEST": 180, "MSK": 180, "JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "AEST": 600, "AEDT": 660,
               "EST": -300, "EDT": -240, "CDT": -300, "MDT": -360, "MST": -420, "PST": -480, "PDT": -420, "NZST": 720}  # fmt: skip
NAMED_ZONES = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}

MONTH_NAMES = (
    "january jan jänner januar janvier enero gennaio januari janeiro",
    "february feb februar februari février febrero febbraio fevereiro",
    "march mar märz mars marzo maart mär março",
    "april apr avril abril aprile",
    "may mai mayo maggio mei maj maio",
    "june jun juni juin junio giugno junho",
    "july jul juli juillet julio luglio julho",
    "august aug août agosto augustus augusti",
    "september sep sept septembre septiembre settembre setembro",
    "october oct oktober okt octobre octubre ottobre outubro",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre diciembre dicembre desember dezembro",
)
MONTHS = {name: number for number, names in enumerate(MONTH_NAMES, 1) for name in names.split()}
OTHER_LANGUAGES = (
    "ar", "az", "be", "bg", "bn", "ca", "cs", "cy", "da", "el", "et", "eu", "fa", "fi", "ga", "gl", "he", "hi", "hr", "hu", "hy",
    "id", "is", "ka", "kk", "lt", "lv", "mk", "ms", "nb", "pl", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th",
    "tr", "uk",
)  # fmt: skip

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
LABELS = re.compile(
    r"\b(?:first |last |date )?(?:published|posted|updated|modified|released?|created|issued|uploaded|veröffentlicht|aktualisiert|publiziert|erstellt|datum|fecha|data|lesezeit:?(?: \d{1,3} min(?:uten)?)?|\d{1,3} min(?:ute)?s? read|publié|mis à jour|"
    r"publicado|actualizado|pubblicato|aggiornato|stand|date|on|at|the|um|am|uhr|à|a las|le|el|vom|den|il|alle|ore)\b|"
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|"
    r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so)\b",
    re.IGNORECASE,
)
CLOCK_IN_CHARACTERS = re.compile(r"(?<!\d)(\d{1,2}) ?[時시点點时] ?(\d{2}) ?[分분]")
LABELS_IN_CHARACTERS = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]{1,8}(?:新聞|新報|日報|通信|放送|ニュース)社?|公開|更新|配信|掲載|投稿|[(（]?[月火水木金土日](?:曜日?)?[)）]?|午前|発行|기사|입력|수정|등록|최종|승인|송고|발행"
)
KANA = re.compile(r"[\u3040-\u30ff]")
FEWEST_KANA = 20
JAPAN = timezone(timedelta(hours=9))
CHANGED = re.compile(r"\b(?:updated|modified|aktualisiert|mis à jour|actualizado|aggiornato)\b", re.IGNORECASE)
ANY_DIGIT = re.compile(r"\d")


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
    for found, rest in _readings(line, basis, confidence, zone):
        words = LABELS_IN_CHARACTERS.sub(" ", rest) if any("\u3040" <= sign <= "\ud7ff" for sign in line) else rest
        if not any(character.isalnum() for character in LABELS.sub(" ", words)):
            return found
    return None


def parted(line: str, basis: str = "dateline", confidence: float = 0.7) -> tuple[Published, str] | None:
    """The first date of a line and what stands beside it, without further dates and clocks; None without a date."""
    return next(_readings(line, basis, confidence, None), None)


def _readings(line: str, basis: str, confidence: float, zone: tzinfo | None) -> Iterator[tuple[Published, str]]:
    """Each date that a short line can be read to hold, and the rest of the line.

    A second clock or date is a line with a published and an updated time: the first one counts.
    """
    if len(line) > 120 or not ANY_DIGIT.search(line):
        return
    line = CLOCK_IN_CHARACTERS.sub(r"\1:\2", line)
    for form in DATE_FORMS:
        for match in form.pattern.finditer(line):
            day = _day(match, form.order)
            if day is None:
                continue
            rest = line[: match.start()] + " " + line[match.end() :]
            clock = CLOCK.search(rest)
            rest = rest[: clock.start()] + " " + rest[clock.end() :] if clock else rest
            found = _with_clock(day, clock, basis, confidence, zone)
            yield found, CLOCK.sub(" ", form.pattern.sub(" ", rest))


def zone_of(text: str) -> tzinfo | None:
    """The zone that a page's script leaves no doubt of: Japanese kana are written in one zone; None for others."""
    return JAPAN if len(KANA.findall(text[:5_000])) >= FEWEST_KANA else None


def in_local_time(found: Published, stated: Iterable[str], printed: Iterable[str]) -> Published:
    """The same instant with the offset of the page's own clock, when it is in UTC and the page says which that is.

    `stated`: metadata values (with an offset, or a local clock with none); `printed`: lines that show a date. Only a
    value that tells the same instant counts, so that the article's day is the day that its readers saw.
    """
    if found.precision != "instant" or not found.value.endswith("+00:00"):
        return found
    moment = datetime.fromisoformat(found.value)
    for value in stated:
        match = ISO.fullmatch(" ".join(value.split()))
        if match and match[4] and (offset := _offset_from(moment, match.groups())):
            return _moved(found, moment, timezone(offset))
    for line in printed:
        read = from_line(line, found.basis, found.confidence)
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
    start = _valid_day(int(year or 0), int(month or 0), int(day or 1))
    if start is None or int(hour or 0) > 23 or int(minute or 0) > 59 or int(second or 0) > 59:
        return None
    # Both clocks are read as if they were in UTC: what is between them is the offset.
    local = datetime(start.year, start.month, start.day, int(hour or 0), int(minute or 0), int(second or 0), tzinfo=UTC)
    slack = timedelta(seconds=2 if second and second != "00" else 60)
    if zone is not None:
        known = _zone(zone)
        offset = local.replace(tzinfo=known).utcoffset() if known else None
    elif moment.minute % 15 == 0 and moment.second == 0:
        return None  # two clocks on the quarter of an hour prove nothing
    else:
        offset = timedelta(minutes=15 * round((local - moment) / timedelta(minutes=15)))
    if not offset or abs(offset) > timedelta(hours=14):
        return None
    return offset if abs(local - offset - moment) < slack else None


def is_change(line: str) -> bool:
    """Whether a date line speaks of a change rather than of publication."""
    return bool(CHANGED.search(line)) and not re.search(r"publish|posted|veröffentlicht|publié|publicado", line, re.I)


URL_DAY = re.compile(
    r"(?:^|[/_.-])((?:19|20)\d{2})([/_-]?)(0[1-9]|1[0-2]|[a-z]{3})\2(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)", re.IGNORECASE
)
URL_MONTH = re.compile(r"/((?:19|20)\d{2})/(0[1-9]|1[0-2])/")


def from_url(url: str | None, confidence: float = 0.8) -> Published | None:
    """The date in an address's path: a day, else a month; None when there is none."""
    path = re.sub(r"^[a-z]+://[^/]*|[?#].*$", "", url or "")
    for match in URL_DAY.finditer(path):
        month = MONTHS.get(match[3].lower()) if match[3].isalpha() else int(match[3])
        day = _valid_day(int(match[1]), month or 0, int(match[4]))
        if day:
            return Published(value=day.isoformat(), precision="day", basis="url", confidence=confidence)
    if to_month := URL_MONTH.search(path):
        return Published(
            value=f"{to_month[1]}-{to_month[2]}", precision="month", basis="url", confidence=confidence - 0.2
        )
    return None


def _valid_day(year: int, month: int, day: int) -> date | None:
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
        return _valid_day(year, min(first, second), max(first, second))
    values = dict(zip(order, match.groups(), strict=True))
    month = _month(values["b"]) if "b" in values else int(values["m"])
    year = int(values["y"]) if "y" in values else 2000 + int(values["s"])
    return _valid_day(year, month, int(values["d"]))


def _month(name: str) -> int:
    """The month of a name in any language we know, 0 for other words."""
    name = name.lower().rstrip(".")
    return MONTHS.get(name) or _months_elsewhere().get(name, 0)


@cache
def _months_elsewhere() -> Mapping[str, int]:
    """Month names in the languages that `MONTH_NAMES` leaves out; one that two languages give to different months is
    left out (Polish and Croatian `listopad`).
    """
    # Read when a word that is no known month stands where one would: the tables take a third of a second to load.
    from babel.dates import get_month_names

    found: dict[str, set[int]] = {}
    for language in OTHER_LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, "format", language).items():
                found.setdefault(str(name).lower().rstrip("."), set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1 and name not in MONTHS}


def _leading_iso(words: str, basis: str, confidence: float) -> Published | None:
    """A value that begins with an ISO date and goes on in a way of its own (a zone's name, a fraction)."""
    match = re.match(r"\d{4}-\d{2}-\d{2}", words)
    return from_metadata(match[0], basis, confidence) if match else None


def _from_groups(groups: tuple[str | None, ...], basis: str, confidence: float) -> Published | None:
    year, month, day, hour, minute, second, zone = groups
    start = _valid_day(int(year or 0), int(month or 0), int(day or 1))
    if start is None:
        return None
    if day is None:
        return Published(value=f"{year}-{month}", precision="month", basis=basis, confidence=confidence)
    if hour is None:
        return Published(value=start.isoformat(), precision="day", basis=basis, confidence=confidence)
    return _at(start, int(hour), int(minute or 0), int(second or 0), _zone(zone), basis, confidence)


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
    zone = _zone(name) if name else default
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


def _zone(name: str | None) -> tzinfo | None:
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
