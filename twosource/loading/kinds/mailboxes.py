"""Mailboxes in the form mbox: messages one after the other, each behind a line that begins with "From ".

Belongs here: telling messages apart. Does not: what a message says (cleaning).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.parser import BytesHeaderParser

from twosource.loading.payloads import CHUNK, MOST_EXPANSION, Stream
from twosource.loading.pieces import Asked, Broken, Piece, Record
from twosource.loading.refusal import Refused, too_large

OPENING = re.compile(rb"From .{0,400}\d\d:\d\d.{0,100}\r?\n?")
"""The line before a message: a sender and a time. A sentence that begins with "From" has seldom a time of the clock."""
QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
HEAD = 65_536  # bytes of a message in which its id is looked for


def messages(stream: Stream, asked: Asked) -> Iterator[Piece]:
    """The messages, each as it was sent; raises Refused for a file that holds none."""
    place = 0
    for data in _split(stream, asked):
        place += 1
        if data is None:
            yield Broken(place=place, refused=too_large("is a message that is", asked.max_bytes))
            continue
        message = QUOTED.sub(rb"\1", data)
        yield Record(data=message, place=place, key=_id(message))
    if not place:
        what = "holds no message: a mailbox has a line that begins with 'From ' before each."
        raise Refused("empty", what, "Give a single message the ending .eml.")


def _split(stream: Stream, asked: Asked) -> Iterator[bytes | None]:
    """The bytes of each message; None for one that is larger than the limit."""
    left = None if asked.packed_size is None else max(asked.max_bytes, MOST_EXPANSION * asked.packed_size)
    lines: list[bytes] | None = None
    size, read, blank, whole_line = 0, 0, True, True
    while line := stream.readline(CHUNK):
        read += len(line)
        if left is not None and read > left:
            what = f"unpacks to more than {MOST_EXPANSION} times its size, as no text does; the rest was not read."
            raise Refused("too_large", what, "Unpack it yourself if it is meant to be read.")
        if whole_line and blank and OPENING.fullmatch(line):
            if lines is not None:
                yield _joined(lines, size, asked)
            lines, size = [], 0
        elif lines is not None:
            size += len(line)
            if size <= asked.max_bytes:
                lines.append(line)
            else:
                lines.clear()
        blank, whole_line = not line.strip(), line.endswith(b"\n")
    if lines is not None:
        yield _joined(lines, size, asked)


def _joined(lines: list[bytes], size: int, asked: Asked) -> bytes | None:
    """A message without the blank line that the mailbox puts behind it."""
    if size > asked.max_bytes:
        return None
    data = b"".join(lines)
    return data[: -2 if data.endswith(b"\r\n\r\n") else -1] if data.endswith((b"\n\n", b"\r\n\r\n")) else data


def _id(message: bytes) -> str | None:
    """The message's own id, None when it has none."""
    found = BytesHeaderParser().parsebytes(message[:HEAD]).get("message-id")
    return str(found).strip().strip("<>").strip() or None if found is not None else None
