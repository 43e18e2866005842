"""A member of an archive, whatever the archive: whether it is read, how it is called, and the pieces of it.

Belongs here: what zip and tar share. Does not: their forms (zips, tars).
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePath, PurePosixPath

from twosource.loading.formats import Format, Shape, endings, format_of
from twosource.loading.payloads import MOST_EXPANSION, Readable, Stream, require_library, whole
from twosource.loading.pieces import Asked, Broken, Piece, Record, Upto
from twosource.loading.refusal import READING_FAILURES, Refused, reading_failure

Pieces = Callable[[Stream, Format, Asked], Iterator[Piece]]
"""The reader of all kinds, handed down so that an archive may hold any of them."""
MOST_MEMBERS = 200_000
DEEPEST = 2  # archives inside one another: one in another is common, a third is a trap


ARCHIVES = (Shape.ZIP, Shape.TAR, Shape.WARC, Shape.WACZ)
HELD = (Shape.ZIP, Shape.WARC, Shape.WACZ)
"""Archives in which a reader goes to and fro: inside another they are held in memory, no larger than a document."""


class Allowance:
    """How many bytes one archive may unpack to: what a document may have, or so many times its own size."""

    def __init__(self, packed: int, max_bytes: int) -> None:
        self._left = max(max_bytes, MOST_EXPANSION * packed)

    def take(self, number: int) -> None:
        """Count bytes; raises Refused when that is more than the archive may hold."""
        self._left -= number
        if self._left < 0:
            what = f"unpacks to more than {MOST_EXPANSION} times its size, as no text does; the rest was not read."
            raise Refused("too_large", what, "Unpack it yourself if it is meant to be read.")


class Counted(io.RawIOBase):
    """A stream whose bytes are counted against an allowance as they are read."""

    def __init__(self, inner: Readable, allowance: Allowance) -> None:
        self._inner = inner
        self._allowance = allowance

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer; raises Refused when the archive may unpack to no more."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._inner.read(len(view))
        self._allowance.take(len(data))
        view[: len(data)] = data
        return len(data)


def is_hidden(name: str) -> bool:
    """Whether a member or a folder around it is hidden: what systems put beside what a person packed."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)


def form_of(name: str, asked: Asked) -> Format:
    """The format of a member; raises Refused when it climbs out of the archive or is of a kind that is not read."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        what = "is a member whose path climbs out of its archive, and was not read."
        raise Refused("unreadable", what, "Whoever packed it meant harm or made a mistake; unpack it with care.")
    form = format_of(path)
    if form is None or not asked.is_input(PurePath(path)):
        what = "is a member of a kind that is not read."
        raise Refused("unknown_format", what, f"Files read end in {endings()}.", "skipped")
    require_library(form)
    return form


def pieces_of(
    name: str, place: int, form: Format, stream: Readable, asked: Asked, allowance: Allowance, reader: Pieces
) -> Iterator[Piece]:
    """The pieces of one member, each named by the member; one that cannot be read to its end is Broken."""
    try:
        if form.shape in ARCHIVES and asked.depth + 1 >= DEEPEST:
            what = f"is an archive inside {DEEPEST} others, which is not opened."
            raise Refused("too_large", what, "Unpack the outer one yourself.", "skipped")
        counted = io.BufferedReader(Counted(stream, allowance))
        if form.packed:
            counted = io.BufferedReader(Counted(gzip.GzipFile(fileobj=counted), allowance))
        if form.shape in HELD:  # read at any place, so it is held as a whole
            counted = io.BufferedReader(io.BytesIO(whole(counted, asked.max_bytes)))  # type: ignore[arg-type]
        inner = replace(asked, address=f"{asked.address}#{name}", packed_size=None, depth=asked.depth + 1)
        for piece in reader(counted, form, inner):
            yield named(piece, name, place, form.media_type)
    except Refused as refused:
        yield Broken(place=place, key=name, refused=refused)
    except READING_FAILURES as error:
        yield Broken(place=place, key=name, refused=reading_failure(error))


def named(piece: Piece, name: str, place: int, media_type: str) -> Piece:
    """The piece under its member's name."""
    if isinstance(piece, Upto):
        return replace(piece, inside=name if piece.inside is None else f"{name}#{piece.inside}")
    if isinstance(piece, Record) and piece.place is None:
        return replace(piece, place=place, key=name, media_type=piece.media_type or media_type)
    own = piece.key if piece.key else f"L{piece.place}"
    key = f"{name}#{own}"
    if isinstance(piece, Broken):
        return replace(piece, key=key)
    return replace(piece, key=key, media_type=piece.media_type or media_type)
