"""How feeds write titles, names and dates in ways that no standard has, brought into those that it has.

Belongs here: mending what feedparser gives. Does not: what an entry states (see `feeds`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, BinaryIO

import feedparser

MOST_ESCAPED = 3
ENTITY = re.compile(r"&(?:#\d{1,6}|#x[\da-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
MARKUP = re.compile(r"</?(?:a|abbr|b|br|cite|em|i|mark|q|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)
"""Marks within a line, which some systems leave in their titles; "<" in other words stays."""
MAILED = re.compile(r"\S+@\S+\s*\((?P<name>[^()]{2,80})\)|(?P<before>[^<>@]{2,80}?)\s*<\S+@\S+>")
NUMBERS = re.compile(
    r"(?P<a>\d{1,4})[/.-](?P<b>\d{1,2})[/.-](?P<c>\d{4}|\d{1,2})"
    r"(?:[ T,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?)?"
)


def parsed(stream: BinaryIO, response_headers: Mapping[str, str]) -> Any:
    """What feedparser makes of a feed, its entries mended."""
    found = feedparser.parse(stream, response_headers=response_headers)
    version = str(found.get("version") or "")
    for entry in found.entries:
        _mend(entry, version)
        # after RFC 4287 who signs an Atom feed signs its entries, but for those that are passed on from another
        if version.startswith("atom") and not entry.get("authors") and "source" not in entry:
            entry["authors"] = found.feed.get("authors") or []
    return found


def _mend(entry: Any, version: str) -> None:
    if isinstance(entry.get("title"), str):
        entry["title"] = MARKUP.sub("", unescaped(entry["title"]))
    if str(entry.get("feedburner_origlink") or "").startswith(("https://", "http://")):
        entry["link"] = entry["feedburner_origlink"]  # the link itself leads through a counter of clicks
    whole = entry.get("author")
    if isinstance(whole, str) and MAILED.fullmatch(whole.strip()):
        # feedparser takes an address of a long domain for a part of the name
        entry["author"] = named(whole)
        entry["authors"] = [{"name": entry["author"]}]
    for author in entry.get("authors") or ():
        if isinstance(author.get("name"), str):
            author["name"] = named(author["name"])
    if version.startswith("rss") and "published" not in entry and "updated" in entry:
        entry["published"] = entry.pop("updated")  # RSS has no date of change: `dc:date` is the publication's
    for key in ("published", "updated"):
        if key in entry and isinstance(entry[key], str):
            entry[key] = in_order(entry[key])


def unescaped(text: str) -> str:
    """Entities resolved, also those of a system that escapes what is escaped."""
    for _ in range(MOST_ESCAPED):
        if not ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def named(words: str) -> str:
    """The name of `nora@paper.example (Nora Lund)` and `Nora Lund <nora@paper.example>`; other words as they are."""
    match = MAILED.fullmatch(words.strip())
    return (match["name"] or match["before"] or words).strip() if match else words


def in_order(words: str) -> str:
    """A date of three numbers in ISO 8601 when there is no doubt which of them is the day; else as it is."""
    match = NUMBERS.fullmatch(words.strip())
    if match is None:
        return words
    first, second, third = (int(match[part]) for part in "abc")
    year_first = len(match["a"]) == len("2031")
    if year_first == (len(match["c"]) == len("2031")) or (
        not year_first and (first <= 12) == (second <= 12) and first != second
    ):
        return words
    year, month, number = (first, second, third) if year_first else (third, min(first, second), max(first, second))
    try:
        day = date(year, month, number).isoformat()
    except ValueError:
        return words
    return f"{day}T{int(match['hour']):02}:{match['minute']}" if match["hour"] else day
