"""Web archives (WARC 1.0 and 1.1), read as a stream: pages with the address and time at which a crawler fetched them.

Belongs here: choosing records, and going on where an earlier pass stopped. Does not: HTTP inside a record
(http_records), WARC files inside a WACZ (waczs).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from twosource.loading.identity import shown
from twosource.loading.kinds import http_records
from twosource.loading.payloads import Stream
from twosource.loading.picking import Picked
from twosource.loading.pieces import Asked, Broken, Piece, Record, Upto
from twosource.loading.refusal import Refused, too_large

if TYPE_CHECKING:
    from fastwarc.warc import ArchiveIterator, WarcRecord

HEAD = 65_536  # bytes at either end of a file that tell it from another
LONGEST_HEADERS = 1_000_000  # bytes that headers may have beside a page
STEP = 500
"""Records between two notes of how far reading has come: what a killed run reads again at the most."""


@dataclass(slots=True)
class _Place:
    """Where reading stands: what it goes by, bytes, captures before it, and why how many records were left."""

    mark: str
    position: int = 0
    taken: int = 0
    left: Counter[str] = field(default_factory=Counter)

    def upto(self, finished: bool = False, passed: bool = False) -> Upto:
        """This place as what travels on."""
        return Upto(
            inside=None,
            mark=self.mark,
            position=self.position,
            finished=finished,
            taken=self.taken,
            not_wanted=json.dumps(self.left),
            passed=passed,
        )


def records(stream: Stream, asked: Asked) -> Iterator[Piece]:
    """The pages of an archive that are wanted, from where an earlier pass over the same bytes stopped.

    Raises Refused for what is no WARC, or breaks off. What was not wanted is told in one Broken (skipped) at the end.
    """
    at = _Place(_mark(stream, asked.picked))
    before = asked.reached(asked.address)
    if before is not None and before.mark == at.mark and before.position:
        at = _Place(at.mark, before.position, before.taken, Counter(json.loads(before.not_wanted)))
        yield at.upto(before.finished, passed=True)
        if before.finished:
            return
    begin = stream.seek(at.position)
    number = 0
    try:
        # a position counts from where the stream stood; each of the records that it yields is read before the next
        for record in _archive(stream):
            number += 1
            at.position = record.stream_pos
            if number % STEP == 0:
                yield at.upto()
            piece = _piece(record, asked, at.left)
            if piece is not None:
                at.taken += isinstance(piece, Record)
                yield piece
    except OSError as error:
        raise _damaged(error, at.position, number) from error
    if not number and not begin:
        raise Refused("empty", "is an archive without a single record.", "Fetch it again.")
    if at.left:
        yield Broken(place=0, key="left", refused=_left(at.left))
    yield at.upto(finished=True)


def _archive(stream: Stream) -> ArchiveIterator:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion | WarcRecordType.revisit
    return ArchiveIterator(stream, record_types=wanted, parse_http=False)


def _piece(record: WarcRecord, asked: Asked, left: Counter[str]) -> Piece | None:
    """A record as a page; None when it is not wanted, which is counted."""
    from fastwarc.warc import WarcRecordType

    headers = record.headers
    place = record.stream_pos
    url = (headers.get("WARC-Target-URI") or "").strip().strip("<>")
    languages = headers.get("WARC-Identified-Content-Language") or ""
    why_not = asked.picked.why_not(url, record.record_date, languages)
    if record.record_type == WarcRecordType.revisit:
        why_not = "that only say that nothing had changed"
    if not url.lower().startswith(("http://", "https://")):
        why_not = "of no web page"
    if why_not is None and (kind := headers.get("WARC-Identified-Payload-Type")) and not http_records.is_page(kind):
        why_not = "of other media types"
    if why_not is not None:
        left[why_not] += 1
        return None
    try:
        data = _block(record, asked.max_bytes)
        if record.record_type == WarcRecordType.response:
            answer = http_records.read(data, asked.max_bytes)
        else:
            answer = http_records.Answer(media_type=headers.get("Content-Type") or "", data=data)
        if isinstance(answer, str):
            left[answer] += 1
            return None
    except Refused as refused:
        return Broken(place=place, key=f"{url}@{place}", refused=refused)
    fetched = headers.get("WARC-Date")
    return Record(
        data=answer.data,
        place=place,
        key=url,
        url=url,
        media_type=answer.media_type,
        headers={**answer.headers, **({"fetched-at": fetched} if fetched else {})},
    )


def _block(record: WarcRecord, max_bytes: int) -> bytes:
    """The bytes of a record; raises Refused when they are too many, or fewer than it says."""
    length = record.content_length
    if length > max_bytes + LONGEST_HEADERS:
        raise too_large("is a record that is", max_bytes)
    data = bytes(record.reader.read(length))
    if len(data) < length:
        what = f"is a record of {length:,} bytes of which {len(data):,} are there: the archive was cut off."
        raise Refused("truncated", what, "Copy or fetch it again, whole.")
    if "WARC-Truncated" in record.headers:
        what = f"was cut off by whoever archived it ({shown(record.headers['WARC-Truncated'])})."
        raise Refused("truncated", what, "Fetch the page itself.")
    return data


def _mark(stream: Stream, picked: Picked) -> str:
    """What changes when the bytes or the choice do; a long file is told by its ends and its size."""
    size = stream.seek(0, os.SEEK_END)
    sha = hashlib.sha256(f"{size}|{picked}".encode())
    for place in (0, max(0, size - HEAD)):
        stream.seek(place)
        sha.update(stream.read(HEAD))
    return sha.hexdigest()[:32]


def _left(left: Counter[str]) -> Refused:
    """The refusal of the records that are not wanted, in one sentence."""
    parts = ", ".join(f"{number:,} {why}" for why, number in sorted(left.items()))
    what = f"holds {sum(left.values()):,} records that were not wanted: {parts}."
    return Refused(
        "not_wanted", what, "Widen the choice under `records` in sources.yml if some of them are.", "skipped"
    )


def _damaged(error: OSError, place: int, number: int) -> Refused:
    where = f"after its record at byte {place:,}" if number else "from its first byte"
    what = f"is no WARC file, or a damaged one, {where} ({shown(str(error))}); the rest was not read."
    return Refused("unreadable", what, "Fetch it again, whole; what came before stays.")
