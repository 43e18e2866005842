"""Which files belong to a source: files, folders and patterns, in one fixed order.

Belongs here: walking folders, links, hidden and excluded files. Does not: opening a file or judging its ending.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from twosource.loading.identity import address
from twosource.loading.refusal import Refused, reading_failure
from twosource.loading.sources import FILE_NAME, Source

FolderId = tuple[int, int]
"""Device and inode: what a folder is, whatever links lead to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file that belongs to a source; with `refused`, a folder that cannot be walked."""

    path: Path
    address: str
    refused: Refused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A path still to be looked at, and the folders that it was reached through."""

    path: Path
    is_folder: bool
    above: tuple[FolderId, ...] = ()

    def order(self) -> bytes:
        """The sort key: a folder stands where its files stand, so that the whole walk is sorted by path."""
        return os.fsencode(self.path) + (b"/" if self.is_folder else b"")


def files(source: Source) -> Iterator[Found]:
    """The files of a source: its paths sorted (byte by byte, POSIX), and each folder's files sorted in the same way.

    A file is given once though two paths of the source hold it, a folder once however many links lead to it. A path
    that does not exist is given like a file (opening it tells why), unless the source is optional. A folder that
    cannot be listed, or is a link back to one above, is given as refused. Nothing is opened.
    """
    roots = _roots(source)
    named = {place.path for place in roots}
    waiting = roots[::-1]
    seen: set[FolderId] = set()
    while waiting:
        place = waiting.pop()
        refused = None
        if place.is_folder:
            try:
                inside = _inside(place, source, seen)
            except OSError as error:
                refused = reading_failure(error)
            except Refused as loop:
                refused = loop
            else:
                waiting.extend(below for below in reversed(inside) if below.path not in named)
                continue
        yield Found(path=place.path, address=address(place.path, source.bases), refused=refused)


def _roots(source: Source) -> list[_Place]:
    """The paths a source states, patterns spelled out, sorted and each once."""
    found: set[Path] = set()
    for path in source.paths:
        if os.path.lexists(path):
            found.add(path)
        elif glob.has_magic(str(path)):
            found.update(_matches(path, source))
        elif not source.optional:
            found.add(path)
    return sorted((_Place(path=path, is_folder=os.path.isdir(path)) for path in found), key=_Place.order)


def _matches(pattern: Path, source: Source) -> Iterator[Path]:
    """What a pattern matches, without what is excluded itself or lies in a folder that is."""
    fixed = next(parent for parent in pattern.parents if not glob.has_magic(str(parent)))
    for name in glob.iglob(str(pattern), recursive=True):
        path = Path(name)
        if all(_is_input(part, source) for part in (path, *path.parents) if part != fixed and fixed in part.parents):
            yield path


def _inside(place: _Place, source: Source, seen: set[FolderId]) -> list[_Place]:
    """The inputs directly inside a folder, sorted; none when the folder was walked already under another name.

    Raises OSError when it cannot be listed, and Refused when it is a link back to a folder above it.
    """
    status = os.stat(place.path)
    identity = (status.st_dev, status.st_ino)
    if identity in place.above:
        what = "is a link back to a folder that holds it."
        raise Refused("unreadable", what, "Its files are read where they stand; remove the link, or exclude it.")
    if identity in seen:
        return []
    seen.add(identity)
    with os.scandir(place.path) as entries:
        inside = [
            _Place(path=place.path / entry.name, is_folder=os.path.isdir(entry), above=(*place.above, identity))
            for entry in entries
            if _is_input(place.path / entry.name, source)
        ]
    return sorted(inside, key=_Place.order)


def _is_input(path: Path, source: Source) -> bool:
    """Whether a file or folder that was found (not named by hand) can hold inputs, as far as its name tells."""
    if path.name.startswith(".") or path.name == FILE_NAME:
        return False
    return not any(path.match(pattern) for pattern in source.exclude)
