"""Lists of addresses: one in each line of a file or of standard input.

Belongs here: reading the lines. Does not: fetching what they name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from twosource.loading.declaring import SourceError, is_web_address
from twosource.loading.identity import shown

MOST_LINES = 100_000
MOST_BYTES = 32_000_000
STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The lines of a list: web addresses, each once, and all others (names of sources, paths); `lines` tells the line,
    from 1, in which each of these stands first."""

    addresses: tuple[str, ...]
    others: tuple[str, ...]
    lines: Mapping[str, int]


def read(place: Path) -> Listed:
    """The list in a file. Raises SourceError when it cannot be read or is too long."""
    try:
        with place.open("rb") as stream:
            return read_stream(stream, shown(place))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SourceError(
            f"The list {shown(place)} cannot be read: {why}. Give a file with an address a line."
        ) from None


def read_stream(stream: IO[bytes], name: str) -> Listed:
    """The list in an open stream; `name` is for messages. Raises SourceError when it is no text or too long."""
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise SourceError(f"The list {name} has more than {MOST_BYTES:,} bytes. Give it in parts.")
    try:
        numbered = list(_lines(data.decode("utf-8-sig").splitlines()))
    except UnicodeDecodeError as error:
        raise SourceError(f"The list {name} is not UTF-8 (byte {error.start + 1}). Save it as UTF-8.") from error
    if len(numbered) > MOST_LINES:
        raise SourceError(f"The list {name} has more than {MOST_LINES:,} lines. Give it in parts.")
    first = {line: number for number, line in reversed(numbered)}
    lines = list(dict.fromkeys(line for _, line in numbered))
    return Listed(
        addresses=tuple(line for line in lines if is_web_address(line)),
        others=tuple(line for line in lines if not is_web_address(line)),
        lines=first,
    )


def _lines(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers: no blank ones, and none that begins with #."""
    numbered = ((number, line.strip()) for number, line in enumerate(lines, start=1))
    return ((number, line) for number, line in numbered if line and not line.startswith("#"))
