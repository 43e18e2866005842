"""Which files are read: endings with their media types, and signs that bytes are not text.

Belongs here: what a file's name and first bytes say about its kind.
Does not: opening files; finding the encoding of text (cleaning does).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import PurePath

HEAD = 65_536  # bytes looked at to tell text from anything else
MOST_CONTROL = 0.03  # share of control bytes; text in any 8-bit encoding has next to none, compressed bytes a tenth
LEAST_PRINTABLE = 0.98  # share of printable characters that makes 16 or 32 bit text

JSON = "application/json"
MAIL = "message/rfc822"
PDF = "application/pdf"
BYTES = "application/octet-stream"


class Shape(Enum):
    """How a file holds its inputs; `kinds` has a reader for each."""

    DOCUMENT = "document"  # the file is the input, a text
    BINARY = "binary"  # the file is the input, and holds its text in a form of its own
    JSON = "json"  # one value: a record, or a list of them
    JSON_LINES = "json_lines"  # a record per line
    MAILBOX = "mailbox"  # messages, one after the other
    ZIP = "zip"
    TAR = "tar"
    WARC = "warc"
    WACZ = "wacz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What an ending says: the media type, the shape, and whether the bytes are packed with gzip."""

    media_type: str
    shape: Shape = Shape.DOCUMENT
    packed: bool = False


ENDINGS: Mapping[str, Format] = {
    "html": Format(media_type="text/html"),
    "htm": Format(media_type="text/html"),
    # read as HTML: pages with this ending are seldom well-formed XML, and browsers never held them to it
    "xhtml": Format(media_type="text/html"),
    "txt": Format(media_type="text/plain"),
    "text": Format(media_type="text/plain"),
    "md": Format(media_type="text/markdown"),
    "markdown": Format(media_type="text/markdown"),
    "json": Format(media_type=JSON, shape=Shape.JSON),
    "jsonl": Format(media_type=JSON, shape=Shape.JSON_LINES),
    "ndjson": Format(media_type=JSON, shape=Shape.JSON_LINES),
    "eml": Format(media_type=MAIL, shape=Shape.BINARY),
    "mbox": Format(media_type=MAIL, shape=Shape.MAILBOX),
    "pdf": Format(media_type=PDF, shape=Shape.BINARY),
    "zip": Format(media_type=BYTES, shape=Shape.ZIP),
    "tar": Format(media_type=BYTES, shape=Shape.TAR),
    "tgz": Format(media_type=BYTES, shape=Shape.TAR, packed=True),
    "warc": Format(media_type=BYTES, shape=Shape.WARC),
    # its records are packed one by one, and its reader unpacks them
    "warc.gz": Format(media_type=BYTES, shape=Shape.WARC),
    "wacz": Format(media_type=BYTES, shape=Shape.WACZ),
}
"""Each ending that is read, and what it stands for. What is in no line here is listed as skipped."""
PACKABLE = (Shape.DOCUMENT, Shape.JSON, Shape.JSON_LINES, Shape.MAILBOX, Shape.TAR)
"""The shapes that are read from a file packed with gzip, too: a name that ends in .gz beside."""

SIGNATURES: Mapping[bytes, str] = {
    b"%PDF-": "a PDF document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF87a": "a GIF picture",
    b"GIF89a": "a GIF picture",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "packed with gzip (add .gz to its name)",
    b"BZh91AY&SY": "packed with bzip2",
    b"\xfd7zXZ\x00": "packed with xz",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
    b"SQLite format 3\x00": "an SQLite database",
    b"\xd0\xcf\x11\xe0": "an old office document",
}
"""First bytes of common files that are not text, and what to call them."""

WIDE_MARKS: Mapping[bytes, str] = {
    # the 32-bit mark begins with the 16-bit one, so it is asked first
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
"""Byte order marks of text whose characters are two or four bytes wide."""

_LAYOUT = b"\t\n\x0b\x0c\r\x1b"  # control bytes that text has: white space, and the escape of ISO-2022-JP
_CONTROL = bytes(byte for byte in range(32) if byte not in _LAYOUT) + b"\x7f"


def endings() -> str:
    """The endings that are read, in words, for messages."""
    packed = ", ".join(f".{ending}" for ending, form in ENDINGS.items() if _is_packable(form))
    alone = ", ".join(f".{ending}" for ending, form in ENDINGS.items() if not _is_packable(form))
    return f"{packed}, each also with .gz, and {alone}"


def format_of(path: PurePath) -> Format | None:
    """The format that a file's ending stands for, whatever its case; None for an ending that is not read."""
    name = path.name.lower()
    own = next((form for ending, form in ENDINGS.items() if "." in ending and _ends(name, ending)), None)
    if own is not None:
        return own
    packed = name.endswith(".gz")
    stem, dot, ending = name.removesuffix(".gz").rpartition(".")
    known = ENDINGS.get(ending) if stem and dot else None
    if known is None or not packed:
        return known
    return replace(known, packed=True) if _is_packable(known) else None


def _ends(name: str, ending: str) -> bool:
    return name.endswith(f".{ending}") and len(name) > len(ending) + 1


def _is_packable(form: Format) -> bool:
    return form.shape in PACKABLE and not form.packed


def wide_encoding(head: bytes) -> str | None:
    """The 16 or 32 bit encoding that a byte order mark states, None without one."""
    return next((encoding for mark, encoding in WIDE_MARKS.items() if head.startswith(mark)), None)


def not_text(data: bytes) -> str | None:
    """What the bytes are when they are no text ("a PDF document"), None when they are text as far as can be told.

    Looks at the first 64 KB. Text is what has next to no control bytes, or reads as UTF-16 or UTF-32.
    """
    head = data[:HEAD]
    signature = next((kind for mark, kind in SIGNATURES.items() if head.startswith(mark)), None)
    if signature is not None:
        return signature
    control = len(head) - len(head.translate(None, delete=_CONTROL))
    if control <= MOST_CONTROL * len(head) or _is_wide_text(head):
        return None
    return f"binary data ({control} of its first {len(head)} bytes are control bytes)"


def _is_wide_text(head: bytes) -> bool:
    """Whether the bytes read as UTF-16 or UTF-32, with or without a byte order mark."""
    return any(_reads_as(head, encoding) for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"))


def _reads_as(head: bytes, encoding: str) -> bool:
    """Whether nearly all characters are printable under an encoding; a cut last character does not count."""
    text = head[: len(head) // 4 * 4].decode(encoding, "replace").removeprefix("\ufeff")
    printable = sum(letter.isprintable() or letter.isspace() for letter in text if letter != "\ufffd")
    return bool(text) and printable >= LEAST_PRINTABLE * len(text)
