"""An answer of HTTP as an archive keeps it: status, headers, and the page without the packing that it was sent in.

Belongs here: reading bytes that a host once sent. Does not: asking hosts (http), archives (warcs).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from twosource.loading.identity import shown
from twosource.loading.payloads import require_text
from twosource.loading.refusal import Refused, too_large
from twosource.loading.unpacking import unpacked

PAGES: Mapping[str, str] = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/plain": "text/plain",
    "text/markdown": "text/markdown",
}
"""The media types that are read as pages, and what they are read as."""
WHOLE = ("200", "203")
KEPT = ("etag", "last-modified", "content-language", "date")
"""Headers of an answer that are kept beside the page."""
MOST_HEADERS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A page: what it is read as, its bytes, and the headers worth keeping (lower-case names)."""

    media_type: str
    data: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def is_page(media_type: str) -> bool:
    """Whether a media type is one of a page."""
    return media_type.partition(";")[0].strip().lower() in PAGES


def read(block: bytes, max_bytes: int) -> Answer | str:
    """The page, or in a few words why there is none to be had. Raises Refused when it is damaged or too large."""
    end, gap = _end_of_head(block)
    lines = block[:end].split(b"\n")[: MOST_HEADERS + 1]
    status = lines[0].split(maxsplit=2)
    if len(status) < 2 or not status[0].startswith(b"HTTP/"):
        raise Refused("unreadable", "is a record that holds no answer of HTTP.", "Fetch the page itself.")
    if status[1].decode("ascii", "replace") not in WHOLE:
        return "of redirects and errors"
    headers = _headers(lines[1:])
    stated = headers.get("content-type", "")
    if stated and not is_page(stated):
        return "of other media types"
    body = block[end + gap :]
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    for encoding in reversed(headers.get("content-encoding", "").lower().split(",")):
        body = unpacked(body, encoding.strip(), max_bytes)
    if len(body) > max_bytes:
        raise too_large("is", max_bytes)
    require_text(body)
    kept = {name: headers[name] for name in KEPT if name in headers}
    return Answer(media_type=_read_as(stated, body), data=body, headers=kept)


def _end_of_head(block: bytes) -> tuple[int, int]:
    """Where the headers end, and how many bytes stand between them and the body."""
    ends = [(place, len(gap)) for gap in (b"\r\n\r\n", b"\n\n") if (place := block.find(gap)) >= 0]
    return min(ends, default=(len(block), 0))


def _headers(lines: list[bytes]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if colon:
            found.setdefault(name.strip().lower().decode("ascii", "replace"), shown(value.decode("latin-1").strip()))
    return found


def _joined(body: bytes) -> bytes:
    """A body without the sizes that stand between its parts. Archives often keep the header and not the parts:
    what does not begin with a size is given as it is. Raises Refused when a part breaks off."""
    pieces: list[bytes] = []
    place = 0
    while True:
        end = body.find(b"\n", place, place + 100)
        try:
            size = int(body[place : end if end >= 0 else place].split(b";")[0].strip(), 16)
        except ValueError:
            if not pieces:
                return body
            size = -1
        if size == 0:
            return b"".join(pieces)
        if size < 0 or end + 1 + size > len(body):
            raise Refused("truncated", "is a page that breaks off between two of its parts.", "Fetch the page itself.")
        pieces.append(body[end + 1 : end + 1 + size])
        place = end + 1 + size
        place += 2 if body.startswith(b"\r\n", place) else body.startswith(b"\n", place)


def _read_as(stated: str, body: bytes) -> str:
    name = stated.partition(";")[0].strip().lower()
    return PAGES.get(name) or ("text/html" if body.lstrip()[:1] == b"<" else "text/plain")
