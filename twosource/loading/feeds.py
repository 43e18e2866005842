"""RSS and Atom: the addresses that a feed names, each with what the feed says of it.

Belongs here: reading the bytes of a feed. Does not: fetching it or its pages; judging what it says (cleaning).
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

import feedparser

from twosource.faults import Fault, attempt
from twosource.loading.identity import shown
from twosource.loading.refusal import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: its page's absolute address (None when it names none), a name for messages, and what it states."""

    url: str | None
    name: str
    stated: Mapping[str, Any]

    def as_json(self) -> str:
        """What the feed states of the page, in a form that is the same for the same statement."""
        return json.dumps(self.stated, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def entries(data: bytes, url: str, headers: Mapping[str, str]) -> list[Entry]:
    """The entries of a feed in their order. `url` is its final address, against which relative links are read.

    Raises Refused when the bytes are no feed; a feed that breaks off gives what stands before the break.
    """
    # a stream: a text or bytes might be taken for an address or a file name and opened
    told = {"content-location": url, "content-type": headers.get("content-type", "application/xml")}
    found = attempt(feedparser.parse, io.BytesIO(data), response_headers=told)
    if isinstance(found, Fault):  # the library fails on some damaged declarations of encodings
        raise broken(f"is a feed that cannot be read ({shown(found.reason)}).")
    if not found.get("version") and not found.entries:
        raise broken(f"is no RSS or Atom feed ({_fault(found)}).")
    if not found.entries and found.get("bozo"):
        raise broken(f"is a feed that cannot be read ({_fault(found)}).")
    return [_entry(entry, url, number) for number, entry in enumerate(found.entries, start=1)]


def broken(what: str) -> Refused:
    """The refusal of a feed, or of an entry of one."""
    return Refused("broken_feed", what, "Open it in a browser; a section page is declared with kind: pages.")


def _entry(entry: Mapping[str, Any], url: str, number: int) -> Entry:
    link = _line(entry.get("link"))
    try:
        address = urljoin(url, link) if link else None
    except ValueError:  # a broken host; the guard says so when it is asked for
        address = link
    authors = [name for author in entry.get("authors") or () if (name := _line(author.get("name")))]
    stated = {
        "title": _line(entry.get("title")),
        "published": _instant(entry.get("published")),
        # asked for in vain, feedparser gives the date of publication in its place
        "updated": _instant(entry["updated"]) if "updated" in entry else None,
        "by": authors or [name for name in (_line(entry.get("author")),) if name],
        "id": _line(entry.get("id")),
    }
    name = _line(entry.get("id")) or f"entry {number}"
    return Entry(url=address, name=shown(name), stated={key: value for key, value in stated.items() if value})


def _line(value: Any) -> str | None:
    """A text in one line, None for anything else and for blanks."""
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def _instant(value: Any) -> str | None:
    """A date of a feed in ISO 8601 with the offset that it states, if any; None when it cannot be read.

    RSS has its dates from e-mail, Atom from ISO 8601.
    """
    text = _line(value)
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
