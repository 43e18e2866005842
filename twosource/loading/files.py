"""Which files belong to a source: files, folders and patterns, in one fixed order.

Belongs here: walking folders; hidden and excluded files. Does not: opening a file or judging its ending; telling links
and twosource's own folders (left_out), spelling out patterns (patterns).
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from twosource.loading import left_out, stating
from twosource.loading.identity import address
from twosource.loading.patterns import INBOX, matches
from twosource.loading.refusal import Refused, reading_failure
from twosource.loading.sources import FILE_NAME, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file that belongs to a source; with `refused`, something that is left out or cannot be walked.

    `named` says that the user named this very path, so that it may be a link.
    """

    path: Path
    address: str
    named: bool = False
    refused: Refused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A path still to be looked at."""

    path: Path
    is_folder: bool = False
    named: bool = False
    refused: Refused | None = None

    def order(self) -> bytes:
        """The sort key: a folder stands where its files stand, so that the whole walk is sorted by path."""
        return os.fsencode(self.path) + (b"/" if self.is_folder else b"")


def files(source: Source) -> Iterator[Found]:
    """The files of a source: its paths sorted (byte by byte, POSIX), and each folder's files sorted in the same way.

    A file is given once though two paths of the source hold it, a folder once whatever its names. A path that does not
    exist is given like a file (opening it tells why), unless the source is optional. Given as refused are a folder that
    cannot be listed, a link that the user has not named itself, and twosource's own folders: of the home, a walk enters
    the inbox alone. Nothing is opened.
    """
    own = left_out.Own(source.home)
    roots = _roots(source, own)
    known = {place.path for place in roots}
    waiting = roots[::-1]
    seen: set[left_out.FolderId] = set()
    while waiting:
        place = waiting.pop()
        refused = place.refused
        if place.is_folder:
            try:
                inside, refused = _inside(place.path, source, own, seen)
            except OSError as error:
                inside, refused = [], reading_failure(error)
            waiting.extend(below for below in reversed(inside) if below.path not in known)
            if refused is None:
                continue
        yield Found(path=place.path, address=address(place.path, source.bases), named=place.named, refused=refused)


def _roots(source: Source, own: left_out.Own) -> list[_Place]:
    """The paths a source states, patterns spelled out, sorted and each once."""
    found: dict[Path, _Place] = {}
    for path in source.paths:
        if os.path.lexists(path) or not glob.has_magic(str(path)):
            if os.path.lexists(path) or not source.optional:
                found[path] = _Place(path=path, is_folder=os.path.isdir(path), named=True)
            continue
        for match in matches(path, partial(is_input, source=source), own):
            place = _Place(path=match.path, is_folder=match.is_folder, refused=match.refused)
            found.setdefault(match.path, place)
    return sorted((_outside_of(own, place) for place in found.values()), key=_Place.order)


def _outside_of(own: left_out.Own, place: _Place) -> _Place:
    """The place, refused when it lies in a folder that twosource made."""
    if place.refused is None and own.holds(place.path):
        return _Place(path=place.path, refused=left_out.own_folder())
    return place


def _inside(
    folder: Path, source: Source, own: left_out.Own, seen: set[left_out.FolderId]
) -> tuple[list[_Place], Refused | None]:
    """What to look at inside a folder, sorted, and why the rest of it is left out, if it is.

    Nothing is inside when the folder was walked already under another name. Raises OSError when it cannot be listed.
    """
    identity = left_out.folder_id(folder)
    if identity in seen:
        return [], None
    seen.add(identity)
    if own.is_home(identity):
        inbox = folder / INBOX
        walked = os.path.isdir(inbox) and not os.path.islink(inbox)
        return [_Place(path=inbox, is_folder=True)] if walked else [], left_out.own_home()
    with os.scandir(folder) as entries:
        found = list(entries)
    names = {entry.name for entry in found}
    inputs = (e for e in found if is_input(folder / e.name, source) and not stating.is_statement(e.name, names))
    inside = [_place(folder, entry) for entry in inputs]
    return sorted(inside, key=_Place.order), None


def _place(folder: Path, entry: os.DirEntry[str]) -> _Place:
    """An entry of a folder; a link is refused, wherever it leads."""
    if entry.is_symlink():
        return _Place(path=folder / entry.name, refused=left_out.link())
    return _Place(path=folder / entry.name, is_folder=entry.is_dir(follow_symlinks=False))


def is_input(path: Path, source: Source) -> bool:
    """Whether a file or folder that was found (not named by hand) can hold inputs, as far as its name tells."""
    if path.name.startswith(".") or path.name == FILE_NAME:
        return False
    return not any(path.match(pattern) for pattern in source.exclude)
