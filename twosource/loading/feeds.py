"""RSS, RDF, Atom and JSON Feed: the addresses that a feed names, each with what the feed says of it.

Belongs here: reading the bytes of a feed. Does not: fetching it or its pages; judging what it says (cleaning).
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from twosource.faults import Fault, attempt
from twosource.loading import json_feeds
from twosource.loading.identity import shown
from twosource.loading.limits import OWN_LIMITS, over
from twosource.loading.refusal import Refused
from twosource.loading.shortening import MOST_MARKS, shortened
from twosource.loading.spellings import parsed

RDF = ("rss090", "rss10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: its page's absolute address (None when it names none), a name for messages, and what it states."""

    url: str | None
    name: str
    stated: Mapping[str, Any]

    def as_json(self) -> str:
        """What the feed states of the page, in a form that is the same for the same statement."""
        return json.dumps(self.stated, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The entries of a feed in their order, and how many more stand in it that were not read."""

    entries: list[Entry]
    left: int


def read(data: bytes, url: str, headers: Mapping[str, str], most: float = math.inf, turn: int = 0) -> Feed:
    """The entries of a feed. `url` is its final address, against which relative links are read.

    What is over `most` is taken out before the feed is parsed, so that a long feed costs no more than a short one;
    `turn` draws which, so that other runs read the others.
    Raises Refused when the bytes are no feed; a feed that breaks off gives what stands before the break.
    """
    if data.lstrip()[:1] == b"{":
        items = json_feeds.items(data)
        wanted = items[: int(min(most, len(items)))]
        named = [_entry(item, url, number) for number, item in enumerate(wanted, start=1)]
        return Feed(entries=named, left=len(items) - len(wanted))
    begun, left = shortened(data, most, turn)
    # a stream: a text or bytes might be taken for an address or a file name and opened
    told = {"content-location": url, "content-type": headers.get("content-type", "application/xml")}
    found = attempt(parsed, io.BytesIO(begun), response_headers=told)
    if isinstance(found, Fault):  # the library fails on some damaged declarations of encodings
        raise broken(f"is a feed that cannot be read ({shown(found.reason)}).")
    if not found.get("version") and not found.entries:
        raise broken(f"is no feed ({_fault(found)}).")
    if not found.entries and found.get("bozo") and not left:
        raise broken(f"is a feed that cannot be read ({_fault(found)}).")
    if found.get("version") in RDF:
        _date_rdf(found.entries)
    entries = [_entry(entry, url, number) for number, entry in enumerate(found.entries, start=1)]
    kept = entries[: int(min(most, len(entries)))]  # some may have been hidden from looking at the bytes
    return Feed(entries=kept, left=left + len(entries) - len(kept))


def _date_rdf(entries: list[Any]) -> None:
    """RDF has one date for an entry, that of its publication, which feedparser takes for the last change."""
    for entry in entries:
        if "published" not in entry and "updated" in entry:
            entry["published"] = entry.pop("updated")


def too_long(most: float) -> Refused:
    """The refusal of the entries that are over the limit, or over what one feed may cost."""
    return over(f"of one feed {most:,} entries are read, and {MOST_MARKS:,} tags", OWN_LIMITS)


def broken(what: str) -> Refused:
    """The refusal of a feed, or of an entry of one."""
    return Refused("broken_feed", what, "Open it in a browser; a section page is declared with kind: pages.")


def _entry(entry: Mapping[str, Any], url: str, number: int) -> Entry:
    link = as_line(entry.get("link"))
    try:
        address = urljoin(url, link) if link else None
    except ValueError:  # a broken host; the guard says so when it is asked for
        address = link
    authors = [name for author in entry.get("authors") or () if (name := as_line(author.get("name")))]
    stated = {
        "title": as_line(entry.get("title")),
        "published": instant(entry.get("published")),
        # asked for in vain, feedparser gives the date of publication in its place
        "updated": instant(entry["updated"]) if "updated" in entry else None,
        "by": authors or [name for name in (as_line(entry.get("author")),) if name],
        "id": as_line(entry.get("id")),
        "language": as_line(entry.get("language")),
        "publisher": _publisher(entry.get("source")),
    }
    name = as_line(entry.get("id")) or f"entry {number}"
    return Entry(url=address, name=shown(name), stated={key: value for key, value in stated.items() if value})


def _publisher(source: Any) -> str | None:
    """Who published the entry first, where the feed passes it on: the title of RSS's and Atom's `source`."""
    return as_line(source.get("title")) if isinstance(source, Mapping) else None


def as_line(value: Any) -> str | None:
    """A text in one line, None for anything else and for blanks."""
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def instant(value: Any) -> str | None:
    """A date of a feed in ISO 8601 with the offset that it states, if any; None when it cannot be read.

    RSS has its dates from e-mail, Atom from ISO 8601.
    """
    text = as_line(value)
    if text is None:
        return None
    try:
        if not text[:4].isdecimal():
            return parsedate_to_datetime(text).isoformat()
        instant = datetime.fromisoformat(text)
        return text if len(text) == len("2025-04-17") else instant.isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _fault(found: Mapping[str, Any]) -> str:
    fault = found.get("bozo_exception")
    return shown(str(fault).strip()) if fault else "no entry and no known root element"


def entries(data: bytes, url: str, headers: Mapping[str, str]) -> list[Entry]:
    """The entries of a feed as they stand in it; see `read`, which also bounds them."""
    return read(data, url, headers).entries
