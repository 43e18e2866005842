"""Taking the packing off an answer as it comes, no further than asked: a bomb is seen before it is in memory.

Belongs here: gzip and deflate, and for archives brotli. Does not: asking (http), reading archives (kinds).
"""

from __future__ import annotations

import zlib

from twosource.loading.refusal import Refused, too_large

NARROW = ("gzip", "x-gzip")
PLAIN = ("", "identity")
DEFLATE = "deflate"
BROTLI = "br"


class Unpacking:
    """Takes gzip off a stream, no further than asked, so that a bomb is seen before it is in memory."""

    def __init__(self, encoding: str) -> None:
        if encoding not in ("", "identity", *NARROW):
            what = f"came packed as {encoding!r}, though only gzip was asked for."
            raise Refused("unreadable", what, "Save the page by hand and give the file.")
        self._packed = encoding in NARROW
        self._unpacker = zlib.decompressobj(wbits=31)

    def piece(self, chunk: bytes, most: int) -> bytes:
        """The next bytes unpacked, `most` of them at the most; raises Refused when the packing is damaged."""
        if not self._packed:
            return chunk[:most]
        pieces: list[bytes] = []
        try:
            while chunk and most > 0:
                if self._unpacker.eof:  # packed text may come in several parts, one after the other
                    self._unpacker = zlib.decompressobj(wbits=31)
                piece = self._unpacker.decompress(chunk, most)
                pieces.append(piece)
                most -= len(piece)
                chunk = self._unpacker.unconsumed_tail or self._unpacker.unused_data
        except zlib.error as error:
            raise Refused("unreadable", f"came in damaged gzip ({error}).", "A later run asks again.") from error
        return b"".join(pieces)

    def require_end(self) -> None:
        """Raises Refused when the packing has not ended."""
        if self._packed and not self._unpacker.eof:
            raise Refused("truncated", "ended before its gzip packing did.", "A later run asks again.")


def unpacked(data: bytes, encoding: str, most: int) -> bytes:
    """The bytes that an archive keeps as they were sent, without their packing: gzip, deflate or brotli.

    Raises Refused when they unpack to more than `most`, are damaged, or are packed in another way.
    """
    if encoding in PLAIN:
        return data
    if encoding == BROTLI:
        found = _without_brotli(data, most)
    elif encoding == DEFLATE:
        found = _without_deflate(data, most)
    else:
        unpack = Unpacking(encoding)
        found = unpack.piece(data, most + 1)
        if len(found) <= most:
            unpack.require_end()
    if len(found) > most:
        raise too_large("is", most)
    return found


def _without_deflate(data: bytes, most: int) -> bytes:
    """Deflate as it is sent: with the two bytes that belong before it, or, by some hosts, without them."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            unpacker = zlib.decompressobj(wbits=bits)
            found = unpacker.decompress(data, most + 1)
        except zlib.error:
            continue
        if not unpacker.eof and len(found) <= most:
            raise Refused("truncated", "ended before its deflate packing did.", "Fetch the page again.")
        return found
    raise Refused("unreadable", "came in damaged deflate packing.", "Fetch the page again.")


def _without_brotli(data: bytes, most: int) -> bytes:
    """Brotli, taken off in steps no longer than what is left."""
    import brotli

    unpacker = brotli.Decompressor()
    pieces: list[bytes] = []
    left, chunk = most + 1, data
    try:
        while left > 0 and not unpacker.is_finished():
            piece = unpacker.process(chunk, output_buffer_limit=left)
            chunk = b""
            if not piece and unpacker.can_accept_more_data():
                break
            pieces.append(piece[:left])
            left -= len(piece)
    except brotli.error as error:
        raise Refused("unreadable", "came in damaged brotli packing.", "Fetch the page again.") from error
    if left > 0 and not unpacker.is_finished():
        raise Refused("truncated", "ended before its brotli packing did.", "Fetch the page again.")
    return b"".join(pieces)
