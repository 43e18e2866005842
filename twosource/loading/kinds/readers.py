"""The table of kinds: for each shape of a file the function that reads it.

Belongs here: the table, and the kinds that need no module of their own. Does not: which ending has which shape
(formats).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from twosource.loading.formats import Format, Shape
from twosource.loading.json_records import split_lines, split_value
from twosource.loading.kinds import mailboxes, tars, waczs, warcs, zips
from twosource.loading.payloads import Stream, document, lines, whole
from twosource.loading.pieces import Asked, Piece, Record


def pieces(stream: Stream, form: Format, asked: Asked) -> Iterator[Piece]:
    """What an open file holds, by its shape. Raises Refused, or one of READING_FAILURES, where it cannot go on."""
    yield from READERS[form.shape](stream, asked)


def _document(stream: Stream, asked: Asked) -> Iterator[Piece]:
    yield Record(data=document(stream, asked.max_bytes), place=None)


def _binary(stream: Stream, asked: Asked) -> Iterator[Piece]:
    yield Record(data=whole(stream, asked.max_bytes), place=None)


def _json(stream: Stream, asked: Asked) -> Iterator[Piece]:
    yield from split_value(document(stream, asked.max_bytes), asked.stated)


def _json_lines(stream: Stream, asked: Asked) -> Iterator[Piece]:
    yield from split_lines(lines(stream, asked.max_bytes, asked.packed_size), asked.stated)


def _zip(stream: Stream, asked: Asked) -> Iterator[Piece]:
    yield from zips.members(stream, asked, pieces)


def _tar(stream: Stream, asked: Asked) -> Iterator[Piece]:
    yield from tars.members(stream, asked, pieces)


READERS: Mapping[Shape, Callable[[Stream, Asked], Iterator[Piece]]] = {
    Shape.DOCUMENT: _document,
    Shape.BINARY: _binary,
    Shape.JSON: _json,
    Shape.JSON_LINES: _json_lines,
    Shape.MAILBOX: mailboxes.messages,
    Shape.ZIP: _zip,
    Shape.TAR: _tar,
    Shape.WARC: warcs.records,
    Shape.WACZ: waczs.records,
}
"""Each shape with its reader; a shape without one is an error of the program."""
