"""Zip files: their members as they are, never written to disk.

Belongs here: the form of a zip. Does not: what a member holds (members, readers).
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast

from twosource.loading.identity import shown
from twosource.loading.kinds.members import MOST_MEMBERS, Allowance, Pieces, form_of, is_hidden, pieces_of
from twosource.loading.payloads import Stream
from twosource.loading.pieces import Asked, Broken, Piece
from twosource.loading.refusal import Refused

FAULTS = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, ValueError, OverflowError)
"""What the library raises for a damaged or locked archive, beside what reading any file can."""
LOCKED = 0x1  # the bit of a member that is encrypted


def members(stream: Stream, asked: Asked, reader: Pieces) -> Iterator[Piece]:
    """What the members hold, in the order in which the archive lists them; raises Refused for what is no zip."""
    with archive(stream) as opened:
        allowance = Allowance(_size(stream), asked.max_bytes)
        for place, member in enumerate(opened.infolist(), start=1):
            name = shown(member.filename)
            if member.is_dir() or is_hidden(member.filename):
                continue
            try:
                form = form_of(member.filename, asked)
                if member.flag_bits & LOCKED:
                    raise Refused("unreadable", "is locked with a password.", "Unpack it and give the files.")
                inside = member_stream(opened, member)
            except Refused as refused:
                yield Broken(place=place, key=name, refused=refused)
                continue
            with inside:
                yield from pieces_of(name, place, form, inside, asked, allowance, reader)


@contextmanager
def archive(stream: Stream) -> Iterator[zipfile.ZipFile]:
    """The open archive; raises Refused for what is no zip, or has too many members."""
    try:
        opened = zipfile.ZipFile(cast(IO[bytes], stream))
    except FAULTS as error:
        raise damaged(error) from error
    with opened:
        if len(opened.infolist()) > MOST_MEMBERS:
            raise Refused("too_large", f"has more than {MOST_MEMBERS:,} members.", "Unpack it, and give a folder.")
        yield opened


def member_stream(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    """The bytes of a member as a stream; raises Refused when it cannot be opened, or in use when it is damaged."""
    try:
        return _Careful(opened.open(member))  # type: ignore[return-value]
    except FAULTS as error:
        raise damaged(error) from error


def seekable(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> zipfile.ZipExtFile:
    """The bytes of a member in which one may go to and fro at no cost: one that is stored as it is.

    Raises Refused for one that is packed: its records are packed already, and the form asks for them to be stored.
    """
    if member.compress_type != zipfile.ZIP_STORED:
        what = "is a web archive that its WACZ packs a second time, against the form."
        raise Refused("unreadable", what, "Unpack it and give the .warc.gz.")
    try:
        return cast(zipfile.ZipExtFile, opened.open(member))
    except FAULTS as error:
        raise damaged(error) from error


def damaged(error: Exception) -> Refused:
    """The refusal of a zip or a member of one that cannot be read."""
    return Refused("unreadable", f"is no zip file, or a damaged one ({shown(str(error))}).", "Fetch it again, whole.")


class _Careful:
    """A member's stream whose faults are refusals."""

    def __init__(self, inner: IO[bytes]) -> None:
        self._inner = inner

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises Refused when the member is damaged."""
        try:
            return self._inner.read(size)
        except FAULTS as error:
            raise damaged(error) from error

    def __enter__(self) -> _Careful:
        return self

    def __exit__(self, *_: object) -> None:
        self._inner.close()


def _size(stream: Stream) -> int:
    """The bytes of the packed whole."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    return size
