"""Tar files, read from front to back: their members as they are, never written to disk.

Belongs here: the form of a tar. Does not: unpacking gzip around it (payloads), what a member holds (members, readers).
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from io import BufferedReader
from typing import IO, cast

from twosource.loading import left_out
from twosource.loading.identity import shown
from twosource.loading.kinds.members import MOST_MEMBERS, Allowance, Counted, Pieces, form_of, is_hidden, pieces_of
from twosource.loading.payloads import Stream
from twosource.loading.pieces import Asked, Broken, Piece
from twosource.loading.refusal import Refused

FAULTS = (tarfile.TarError, ValueError, OverflowError, RecursionError)
"""What the library raises for a damaged archive, beside what reading any file can."""


def members(stream: Stream, asked: Asked, reader: Pieces) -> Iterator[Piece]:
    """What the members hold, in their order; raises Refused for what is no tar, or breaks off."""
    # a header may state any length for what follows it: what is read in all is bounded, and what members hold too
    read, held = (Allowance(asked.packed_size or 0, asked.max_bytes) for _ in range(2))
    source: Stream = stream if asked.packed_size is None else BufferedReader(Counted(stream, read))
    try:
        with tarfile.open(fileobj=cast(IO[bytes], source), mode="r|") as opened:
            for place, member in enumerate(opened, start=1):
                if place > MOST_MEMBERS:
                    raise Refused("too_large", f"has more than {MOST_MEMBERS:,} members.", "Give it in parts.")
                if member.isdir() or is_hidden(member.name):
                    continue
                yield from _member(opened, member, place, asked, held, reader)
    except FAULTS as error:
        what = f"is no tar file, or a damaged one ({shown(str(error))}); what follows was not read."
        raise Refused("unreadable", what, "Fetch it again, whole.") from error


def _member(
    opened: tarfile.TarFile, member: tarfile.TarInfo, place: int, asked: Asked, held: Allowance, reader: Pieces
) -> Iterator[Piece]:
    name = shown(member.name)
    try:
        form = form_of(member.name, asked)
        if member.issym() or member.islnk():
            raise left_out.link()
        inside = opened.extractfile(member)
        if inside is None:
            raise Refused("unreadable", "is a device or a pipe, not a file.", "Leave it out of the archive.")
    except Refused as refused:
        yield Broken(place=place, key=name, refused=refused)
        return
    with inside:
        allowance = held if asked.packed_size is not None or member.issparse() else Allowance(member.size, member.size)
        yield from pieces_of(name, place, form, inside, asked, allowance, reader)
