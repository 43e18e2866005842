"""How an input is named: the text form of a path, its address, and the id of a capture.

Belongs here: pure naming. Does not: opening anything; document and article ids, which need what cleaning finds.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePath

LONGEST_KEY = 500  # characters; a longer id is no name, and addresses are shown to people
UNSHOWN = {"Cc", "Cs", "Zl", "Zp"}  # Unicode categories: control, surrogate, line and paragraph separator
ID_LENGTH = 32  # hexadecimal digits, 128 bits


def shown(name: str | PurePath) -> str:
    """A path or key as valid Unicode in one line, different for different names.

    A byte that is not UTF-8 and a control character stand as `\\xNN`, a lone surrogate and a line separator as
    `\\uNNNN`, a backslash as two; everything else stands as it is. So a name with a line break or in an old encoding
    has an address too.
    """
    return "".join(_shown_letter(letter) for letter in str(name))


def address(path: PurePath, bases: Iterable[PurePath]) -> str:
    """The address of a file: a POSIX path relative to the first base that holds it, else the absolute path.

    The bases are the user's home and the app's folder, so that the same inbox has the same addresses on every machine.
    """
    for base in bases:
        if path != base and path.is_relative_to(base):
            return shown(path.relative_to(base).as_posix())
    return shown(path.as_posix())


def record_address(file_address: str, key: str | None, line: int) -> str:
    """The address of a record in a file: `path#key`, or `path#L<line>` (from 1) when it has no usable id."""
    if key is None or not key.strip() or len(key) > LONGEST_KEY:
        return f"{file_address}#L{line}"
    return f"{file_address}#{shown(key.strip())}"


def capture_id(source: str, address: str, data: bytes) -> str:
    """32 hexadecimal digits of a SHA-256 over source name, address and bytes."""
    sha = hashlib.sha256()
    for part in (source.encode("utf-8"), address.encode("utf-8")):
        # the length keeps two different splits of the same bytes apart
        sha.update(len(part).to_bytes(8, "big") + part)
    sha.update(data)
    return sha.hexdigest()[:ID_LENGTH]


def absolute(path: str | Path) -> Path:
    """The path made absolute and free of `.` and `..`, without following links."""
    return Path(os.path.abspath(path))


def _shown_letter(letter: str) -> str:
    """One character as `shown` gives it."""
    if letter == "\\":
        return "\\\\"
    if unicodedata.category(letter) not in UNSHOWN:
        return letter
    code = ord(letter)
    if code < 0x80:
        return f"\\x{code:02x}"
    # Python stands these surrogates for the bytes 80 to FF of a name that is not UTF-8
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"
