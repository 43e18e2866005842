"""From a source to captures: the one generator that the stage `captures` runs.

Belongs here: files, formats and records put together; the way to the web for sources that are there.
Does not: storing them, telling new ones from old ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from twosource.loading import stating
from twosource.loading.declaring import SourceError
from twosource.loading.files import Found, files, is_input
from twosource.loading.formats import Format
from twosource.loading.identity import capture_id, record_address
from twosource.loading.kinds.readers import pieces
from twosource.loading.payloads import known_format, opened
from twosource.loading.pieces import Asked, Broken, Piece, Upto, nothing_reached
from twosource.loading.refusal import READING_FAILURES, Refused, reading_failure, set_aside
from twosource.loading.source import Source
from twosource.records import Capture, Reached, SetAside

if TYPE_CHECKING:
    from twosource.loading.web import Web

Stated = Mapping[str, Any]
Reach = Callable[[str], Reached | None]
"""How far an earlier pass came in a file of that address, None when none did."""


def nothing_known(_address: str) -> Capture | None:
    """The lookup of a first run."""
    return None


def load(
    source: Source,
    first_seen_at: datetime,
    max_bytes: int,
    web: Web | None = None,
    known: Callable[[str], Capture | None] = nothing_known,
    reached: Reach = nothing_reached,
) -> Iterator[Capture | SetAside | Reached]:
    """All inputs of a source in a fixed order, one by one: a capture, or why there is none.

    `first_seen_at` is the start of the run; `max_bytes` bounds a document, a page, a JSON file, and a line of JSON
    lines, each after unpacking. `web` fetches for a source on the web, and `known` gives the newest capture at an
    address of this source, so that a page is fetched only if it has changed. `reached` says how far an earlier pass
    came in a web archive; how far this one comes stands between the captures, to be stored with those before it.
    Never raises for what an input is or holds; raises ValueError for a source on the web and no `web`. The same record
    twice in a source is given twice, with the same `capture_id`.
    """
    if source.kind == "path":
        yield from _from_files(source, first_seen_at, max_bytes, reached)
        return
    if web is None:
        raise ValueError(f"The source {source.name} is on the web, and nothing was given to fetch it with.")
    from twosource.loading.pages import pages  # brings the web's libraries; files do without

    yield from pages(source, first_seen_at, max_bytes, web, known)


def _from_files(
    source: Source, first_seen_at: datetime, max_bytes: int, reached: Reach
) -> Iterator[Capture | SetAside | Reached]:
    """The inputs of a source of files."""
    beside = stating.Beside(source)
    for found in files(source):
        try:
            if found.refused is not None:
                raise found.refused
            stated = beside.of(found.path)
            yield from _inputs(found, source, stated, first_seen_at, max_bytes, reached)
        except Refused as refused:
            yield set_aside(refused, source.name, found.address)
        except SourceError as error:
            wrong = Refused("unreadable_record", "cannot be taken in as it is stated.", str(error))
            yield set_aside(wrong, source.name, found.address)
        except READING_FAILURES as error:
            yield set_aside(reading_failure(error), source.name, found.address)


def _inputs(
    found: Found, source: Source, stated: Stated, first_seen_at: datetime, max_bytes: int, reached: Reach
) -> Iterator[Capture | SetAside | Reached]:
    """The captures of one file; raises Refused or one of READING_FAILURES when it is not taken, or not to its end."""
    form = known_format(found.path)
    asked = Asked(
        address=found.address,
        max_bytes=max_bytes,
        stated=source.fields,
        packed_size=found.path.stat().st_size if form.packed else None,
        picked=source.records,
        is_input=partial(is_input, source=source),
        reached=reached,
    )
    with opened(found.path, form.packed, follow=found.named) as stream:
        for piece in pieces(stream, form, asked):
            yield _input(piece, form, found, source, stated, first_seen_at)


def _input(
    piece: Piece, form: Format, found: Found, source: Source, stated: Stated, first_seen_at: datetime
) -> Capture | SetAside | Reached:
    """A piece of a file as what travels on."""
    if isinstance(piece, Upto):
        address = found.address if piece.inside is None else f"{found.address}#{piece.inside}"
        return Reached(
            source=source.name,
            address=address,
            mark=piece.mark,
            position=piece.position,
            finished=piece.finished,
            taken=piece.taken,
            not_wanted=piece.not_wanted,
            passed=piece.passed,
        )
    address = found.address if piece.place is None else record_address(found.address, piece.key, piece.place)
    if isinstance(piece, Broken):
        return set_aside(piece.refused, source.name, address)
    packing = {"content-encoding": "gzip"} if form.packed else {}
    return Capture(
        capture_id=capture_id(source.name, address, piece.data),
        source=source.name,
        address=address,
        media_type=piece.media_type or form.media_type,
        data=piece.data,
        sha256=hashlib.sha256(piece.data).hexdigest(),
        first_seen_at=first_seen_at,
        url=stated.get("url") or piece.url,
        outlet=stated.get("outlet") or source.outlet,
        headers={**packing, **piece.headers, **stating.header(stated)},
        fields=piece.fields,
    )
