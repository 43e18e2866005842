"""The bytes of one file: opened, unpacked, bounded in size, and told from what is not text.

Belongs here: reading bytes with flat memory. Does not: what the bytes say, which files there are.
"""

from __future__ import annotations

import errno
import gzip
import importlib.util
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from twosource.loading import left_out
from twosource.loading.formats import HEAD, PDF, Format, endings, format_of, not_text, wide_encoding
from twosource.loading.refusal import Refused, too_large

CHUNK = 1 << 20  # bytes read at once
MOST_EXPANSION = 250  # unpacked over packed bytes; news in JSON lines packs 3 to 30 times, a bomb 1,000 times


class Readable(Protocol):
    """What gives bytes when it is asked."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, none at the end."""


class Stream(Readable, Protocol):
    """An open file, packed or not: read in pieces or lines, looked into ahead, and begun again elsewhere."""

    def readline(self, size: int = -1, /) -> bytes:
        """The next line with its end, or so many bytes of it."""

    def peek(self, size: int, /) -> bytes:
        """Some of the bytes that come next."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place; returns it."""

    def tell(self) -> int:
        """The place."""

    def close(self) -> None:
        """Let go of it."""


def known_format(path: Path) -> Format:
    """The format of a file; raises OSError when it is not there, Refused when it is no file or no format we read."""
    _require_file(os.stat(path))
    found = format_of(path)
    if found is None:
        raise Refused("unknown_format", "is of a kind that is not read.", f"Files read end in {endings()}.", "skipped")
    require_library(found)
    return found


def require_library(form: Format) -> None:
    """Raises Refused for a kind that is read by a library which is not installed."""
    if form.media_type == PDF and importlib.util.find_spec("pypdf") is None:
        what = "is a PDF document, which takes the package pypdf to read."
        raise Refused("unknown_format", what, "Install it: pip install 'twosource[pdf]'.", "skipped")


@contextmanager
def opened(path: Path, packed: bool, follow: bool = True) -> Iterator[Stream]:
    """The file's bytes as a stream, unpacked when it is `packed`; raises OSError, and EOFError or zlib.error in use.

    Without `follow`, raises Refused when the path has become a link since it was found.
    """
    # O_NONBLOCK: opening what has become a pipe would wait for ever
    flags = os.O_RDONLY | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW)
    try:
        handle = os.open(path, flags)
    except OSError as error:
        raise left_out.link() if error.errno == errno.ELOOP and not follow else error from error
    with open(handle, "rb") as plain:
        _require_file(os.fstat(handle))
        if not packed:
            yield plain
            return
        with gzip.GzipFile(fileobj=plain) as unpacked:
            yield unpacked


def _require_file(status: os.stat_result) -> None:
    """Raises Refused for what is not an ordinary file."""
    if not stat.S_ISREG(status.st_mode):
        raise Refused("unreadable", "is a pipe, a socket or a device, not a file.", "Copy its content to a file.")


def document(stream: Stream, max_bytes: int) -> bytes:
    """All bytes of a stream; raises Refused when there are none, more than `max_bytes`, or they are not text."""
    data = whole(stream, max_bytes)
    require_text(data)
    return data


def whole(stream: Stream, max_bytes: int) -> bytes:
    """All bytes of a stream, text or not; raises Refused when there are none or more than `max_bytes`."""
    pieces: list[bytes] = []
    size = 0
    while piece := stream.read(min(CHUNK, max_bytes + 1 - size)):
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            raise too_large("is", max_bytes)
    if not size:
        raise _empty()
    return b"".join(pieces)


def lines(stream: Stream, max_bytes: int, packed_size: int | None) -> Iterator[tuple[int, bytes | Refused]]:
    """The lines of a stream, numbered from 1, without line ends; one longer than `max_bytes` is a Refused in its place.

    `packed_size` is the size of the packed file in bytes, None for a file that is not packed. Raises Refused when the
    whole is empty, not text, in UTF-16 or UTF-32, or when a packed file swells beyond what text does.
    """
    _require_narrow_text(stream.peek(HEAD))
    left = None if packed_size is None else max(max_bytes, MOST_EXPANSION * packed_size)
    number = 0
    while line := stream.readline(max_bytes + 2):  # two more, for the line's end
        number += 1
        content = line.removesuffix(b"\n").removesuffix(b"\r")
        read = len(line)
        if len(content) <= max_bytes:
            yield number, content
        else:
            yield number, too_large("is", max_bytes)
            while not line.endswith(b"\n") and (line := stream.readline(CHUNK)):
                read += len(line)
                _require_left(left, read)
        if left is not None:
            _require_left(left, read)
            left -= read


def require_text(data: bytes) -> None:
    """Raises Refused when the bytes are none, or are not text."""
    if not data:
        raise _empty()
    kind = not_text(data)
    if kind is not None:
        raise Refused("binary", f"is not text, but {kind}.", "Give the text of it, or move it elsewhere.")


def _empty() -> Refused:
    return Refused("empty", "is empty (0 bytes).", "Fetch it again, or delete it.")


def _require_narrow_text(head: bytes) -> None:
    """Raises Refused when the beginning is empty, not text, or in an encoding whose lines cannot be told by bytes."""
    encoding = wide_encoding(head)
    if encoding is not None:
        what = f"is in {encoding.upper()}, while JSON lines are in UTF-8."
        raise Refused("unreadable_record", what, "Convert it, for example with iconv.")
    require_text(head)


def _require_left(left: int | None, read: int) -> None:
    """Raises Refused when more was unpacked than a packed file may hold."""
    if left is not None and read > left:
        what = f"unpacks to more than {MOST_EXPANSION} times its size, as no text does; the rest of it was not read."
        raise Refused("too_large", what, "Unpack it yourself if it is meant to be read.")
