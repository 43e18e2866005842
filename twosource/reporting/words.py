"""How values stand on a page: characters that nobody sees, numbers, dates, lists, addresses.

Belongs here: one value to the words shown for it. Does not: escaping for HTML (the templates do that, always).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

from twosource.reference import vocabulary

STEERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of the text after them, and so can make it read as something else."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
IDS = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{20}\b")
UNSEEN = frozenset(("Cc", "Cs", "Co", "Cn"))


def visible(text: str) -> str:
    """Text from outside, character for character, with a sign in place of each one that is unseen or steers others."""
    return text if text.isprintable() else text.translate(_SIGNS)


def _hidden(character: str) -> bool:
    return character in STEERING or unicodedata.category(character) in UNSEEN


class _Signs(dict[int, str]):
    """What each character is shown as, looked up once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = "\ufffd" if character not in "\n\t" and _hidden(character) else character
        return self[code]


_SIGNS = _Signs()


def cell(value: object) -> str:
    """A value as a table shows it: nothing for None, whole numbers without a fraction, lists with commas."""
    if isinstance(value, str):
        return value  # most are, and a page has hundreds
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case float():
            return f"{value:,.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:,.4g}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M} UTC"
        case date():
            return value.isoformat()
        case list() | tuple():
            return ", ".join(cell(part) for part in value)
        case Mapping():
            return ", ".join(f"{name} {cell(part)}" for name, part in value.items())
    return str(value)


def published(value: str | None) -> str:
    """A date or instant of publication in the time of its place: `2025-04-19T06:00:00+09:00` as
    `2025-04-19 06:00 +09:00`; a day, month or year as it is."""
    if not value or "T" not in value:
        return value or ""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    offset = "" if moment.tzinfo is None else " UTC" if not moment.utcoffset() else f" {moment.isoformat()[-6:]}"
    return f"{moment:%Y-%m-%d %H:%M}{offset}"


def grouped(text: str) -> str:
    """A value such as `116000000000 JPY` with its digits in groups of three."""
    return " ".join(f"{int(w):,}" if w.isascii() and w.isdigit() and len(w) > 4 else w for w in text.split(" "))


def value(text: str) -> str:
    """A compared value such as `APPROX 116000000000 JPY` as people write it: `about 116,000,000,000 JPY`; a weekday
    of no known week (`XXXX-WXX-4`) by its name."""
    modifiers = vocabulary("mod")
    return grouped(" ".join(modifiers.get(word, _weekday(word)) for word in text.split(" ")))


def _weekday(word: str) -> str:
    found = WEEKDAY.fullmatch(word)
    return WEEKDAYS[int(found[1]) - 1] if found else word


WEEKDAY = re.compile(r"XXXX-WXX-([1-7])")
"""TIMEX3's form of a weekday whose week is not known, Monday the first."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AS_WRITTEN = 40
"""Characters of a proof up to which it is shown as the value that it gives."""


def told(value_text: str | None, written: str | None, stance: str) -> str:
    """What an article gives, as it is written there ("about 50 minutes", "Wednesday (2025-04-16)"); the value alone
    where the words that prove it are long, and the stance where there is no value."""
    if not value_text:
        return plain(stance)
    if not written or len(written) > AS_WRITTEN:
        return value(value_text)
    words = " ".join(written.split())
    if DAY.fullmatch(value_text) and value_text not in words:
        return f"{words} ({value_text})"
    modifier = vocabulary("mod").get(value_text.split(" ")[0])
    return f"{modifier} {words}" if modifier and not words.lower().startswith(modifier) else words


def short(text: str, most: int) -> str:
    """A name of at most `most` characters, for a drawing that has no more room."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def plain(word: str) -> str:
    """A word of a closed list in plain words: `section_front` is "section front"."""
    return word.replace("_", " ")


def web_address(url: str | None) -> str | None:
    """The address if following it opens a web page; None for any other kind, which a page must not link to."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def brief(value: object) -> str:
    """A value of a row as evidence: ids cut to what tells them apart, the rest at most 160 characters."""
    return short(IDS.sub(r"\1", cell(value)), 160)


def share(part: float | None) -> str:
    """A share of one as a percentage; nothing where it is not known."""
    return "" if part is None else f"{100 * part:.0f} %"


def month(value: str) -> str:
    """A month such as `2025-04` as people say it: April 2025."""
    try:
        return f"{date.fromisoformat(f'{value}-01'):%B %Y}"
    except ValueError:
        return "Without a date" if value == "undated" else value
