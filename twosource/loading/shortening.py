"""A feed without what is over its limit, cut out before it is parsed: parsing costs a hundred times as much as looking.

Belongs here: finding entries and tags in bytes. Does not: reading a feed (feeds).
"""

from __future__ import annotations

import math
import re

from twosource.loading.formats import HEAD, wide_encoding

MOST_MARKS = 100_000
"""Tags and entities of a feed that are read: some seconds of work, and enough for 1,000 entries of 100 each."""
LONGEST_END = 4_096  # bytes after the last entry that are kept: the tags that close the feed

OPENING = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?(?:item|entry)(?=[\s/>])", re.IGNORECASE)
CLOSING = re.compile(rb"</(?:[A-Za-z_][\w.-]{0,40}:)?(?:item|entry)\s*>", re.IGNORECASE)


def shortened(data: bytes, most: float, turn: int) -> tuple[bytes, int]:
    """A feed with no more than `most` of its entries, and how many were taken out.

    Half of those kept are the first ones, where feeds have their news; the others are a stretch that `turn` draws, so
    that runs with different turns come to read all. Fewer are kept when they hold more than MOST_MARKS tags and
    entities. Taken out are whole entries, so that a well-formed feed stays one.
    """
    plain = _plain(data)
    starts = [found.start() for found in OPENING.finditer(plain)]
    end = _end(plain[max(starts[-1], len(plain) - LONGEST_END) :]) if starts else b""
    bounds = [*starts, len(plain) - len(end)]
    left = MOST_MARKS - _marks(plain[: bounds[0]])
    if left < 0:
        return b"", len(starts)  # no feed has so much before its first entry
    kept: list[bytes] = []
    for number in _chosen(len(starts), most, turn):
        entry = plain[bounds[number] : bounds[number + 1]]
        left -= _marks(entry)
        if left < 0:
            break
        kept.append(entry)
    if len(kept) == len(starts):
        return data, 0
    return b"".join([plain[: bounds[0]], *kept, end]), len(starts) - len(kept)


def _chosen(found: int, most: float, turn: int) -> list[int]:
    """Which of the entries are read, by number from 0."""
    if found <= most:
        return list(range(found))
    stretch = int(most) // 2
    first = int(most) - stretch
    if not stretch:
        return list(range(first))
    start = first + turn % math.ceil((found - first) / stretch) * stretch
    return [*range(first), *range(start, min(start + stretch, found))]


def _marks(data: bytes) -> int:
    return data.count(b"<") + data.count(b"&")


def _end(last: bytes) -> bytes:
    """What stands after the last entry, in the last bytes of a feed."""
    closings = list(CLOSING.finditer(last))
    return last[closings[-1].end() :] if closings else b""


def _plain(data: bytes) -> bytes:
    """The feed in UTF-8 when its characters are wide, so that its tags can be found; else as it is."""
    encoding = wide_encoding(data[:HEAD]) or {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}.get(data[:2])
    if encoding is None:
        return data
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    return re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text).encode("utf-8", "replace")
