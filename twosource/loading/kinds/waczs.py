"""WACZ files: a zip with web archives in its folder `archive`.

Belongs here: finding them. Does not: reading them (warcs).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from twosource.loading.formats import Shape, format_of
from twosource.loading.identity import shown
from twosource.loading.kinds import warcs, zips
from twosource.loading.kinds.members import form_of, named
from twosource.loading.payloads import Stream
from twosource.loading.pieces import Asked, Broken, Piece
from twosource.loading.refusal import Refused


def records(stream: Stream, asked: Asked) -> Iterator[Piece]:
    """The pages of all archives inside, each named by its address; raises Refused when there is no archive."""
    found = 0
    with zips.archive(stream) as opened:
        for place, member in enumerate(opened.infolist(), start=1):
            name = member.filename
            form = format_of(PurePosixPath(name))
            if not name.startswith("archive/") or form is None or form.shape is not Shape.WARC:
                continue
            found += 1
            try:
                form_of(name, asked)
                with zips.seekable(opened, member) as inside:
                    for piece in warcs.records(inside, replace(asked, address=f"{asked.address}#{shown(name)}")):
                        yield named(piece, shown(name), place, form.media_type)
            except Refused as refused:
                yield Broken(place=place, key=shown(name), refused=refused)
    if not found:
        what = "is a WACZ without a web archive in its folder `archive`."
        raise Refused("empty", what, "Give it the ending .zip if it is another kind of archive.")
