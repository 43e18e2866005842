"""From a source to captures: the one generator that the stage `captures` runs.

Belongs here: files, formats and records put together; the way to the web for sources that are there.
Does not: storing them, telling new ones from old ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from twosource.loading.files import Found, files
from twosource.loading.formats import Format, Shape
from twosource.loading.identity import capture_id, record_address
from twosource.loading.json_records import Broken, Record, split_lines, split_value
from twosource.loading.payloads import Stream, document, known_format, lines, opened
from twosource.loading.refusal import READING_FAILURES, Refused, reading_failure, set_aside
from twosource.loading.sources import Source
from twosource.records import Capture, SetAside

if TYPE_CHECKING:
    from twosource.loading.web import Web


def nothing_known(_address: str) -> Capture | None:
    """The lookup of a first run."""
    return None


def load(
    source: Source,
    first_seen_at: datetime,
    max_bytes: int,
    web: Web | None = None,
    known: Callable[[str], Capture | None] = nothing_known,
) -> Iterator[Capture | SetAside]:
    """All inputs of a source in a fixed order, one by one: a capture, or why there is none.

    `first_seen_at` is the start of the run; `max_bytes` bounds a document, a page, a JSON file, and a line of JSON
    lines, each after unpacking. `web` fetches for a source with `urls`, and `known` gives the newest capture at an
    address of this source, so that a page is fetched only if it has changed. Never raises for what an input is or
    holds; raises ValueError for a source with `urls` and no `web`. The same record twice in a source is given twice,
    with the same `capture_id`.
    """
    if source.kind == "path":
        yield from _from_files(source, first_seen_at, max_bytes)
        return
    if web is None:
        raise ValueError(f"The source {source.name} is on the web, and nothing was given to fetch it with.")
    from twosource.loading.pages import pages  # brings the web's libraries; files do without

    yield from pages(source, first_seen_at, max_bytes, web, known)


def _from_files(source: Source, first_seen_at: datetime, max_bytes: int) -> Iterator[Capture | SetAside]:
    """The inputs of a source of files."""
    for found in files(source):
        try:
            if found.refused is not None:
                raise found.refused
            yield from _inputs(found, source, first_seen_at, max_bytes)
        except Refused as refused:
            yield set_aside(refused, source.name, found.address)
        except READING_FAILURES as error:
            yield set_aside(reading_failure(error), source.name, found.address)


def _inputs(found: Found, source: Source, first_seen_at: datetime, max_bytes: int) -> Iterator[Capture | SetAside]:
    """The captures of one file; raises Refused or one of READING_FAILURES when it is not taken, or not to its end."""
    form = known_format(found.path)
    with opened(found.path, form.packed, follow=found.named) as stream:
        for part in _parts(stream, form, found.path, source.fields, max_bytes):
            address = found.address
            if part.place is not None:
                key = part.key if isinstance(part, Record) else None
                address = record_address(found.address, key, part.place)
            if isinstance(part, Broken):
                yield set_aside(part.refused, source.name, address)
                continue
            yield Capture(
                capture_id=capture_id(source.name, address, part.data),
                source=source.name,
                address=address,
                media_type=form.media_type,
                data=part.data,
                sha256=hashlib.sha256(part.data).hexdigest(),
                first_seen_at=first_seen_at,
                url=part.url,
                outlet=source.outlet,
                headers={"content-encoding": "gzip"} if form.packed else {},
                fields=part.fields,
            )


def _parts(
    stream: Stream, form: Format, path: Path, stated: Mapping[str, str], max_bytes: int
) -> Iterator[Record | Broken]:
    """What a file holds, by its shape: one document, one JSON value, or a record per line."""
    match form.shape:
        case Shape.JSON_LINES:
            packed_size = path.stat().st_size if form.packed else None
            yield from split_lines(lines(stream, max_bytes, packed_size), stated)
        case Shape.JSON:
            yield from split_value(document(stream, max_bytes), stated)
        case Shape.DOCUMENT:
            yield Record(data=document(stream, max_bytes), place=None, key=None, url=None, fields={})
