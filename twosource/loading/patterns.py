"""What a pattern of paths matches: `*`, `?` and `[…]` within a name, `**` for any folders, without following links.

Belongs here: patterns spelled out. Does not: walking the folders that match (files).
"""

from __future__ import annotations

import fnmatch
import glob
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from twosource.loading import left_out
from twosource.loading.refusal import Refused

INBOX = "inbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A path that a pattern matches; with `refused`, one that is left out."""

    path: Path
    is_folder: bool = False
    refused: Refused | None = None


def matches(pattern: Path, is_input: Callable[[Path], bool], own: left_out.Own) -> Iterator[Match]:
    """The files and folders that match, in no order; a folder stands for all in it. Links are given as refused.

    `is_input` says of a path below the part without signs whether it is looked at. A folder that cannot be listed is
    given, so that walking it tells why. Unlike with `glob`, no link is followed, so folders that link to one another
    cost no more than others.
    """
    fixed = next(parent for parent in pattern.parents if not glob.has_magic(str(parent)))
    waiting = [(fixed, pattern.relative_to(fixed).parts)]
    seen: set[tuple[Path, int]] = set()
    while waiting:
        folder, segments = waiting.pop()
        if (folder, len(segments)) in seen or not os.path.isdir(folder):
            continue
        seen.add((folder, len(segments)))
        if segments == ("**",):
            yield Match(path=folder, is_folder=True)
            continue
        if folder != fixed and own.is_home(left_out.folder_id(folder)):
            yield Match(path=folder, refused=left_out.own_home())
            waiting.extend([(folder / INBOX, segments)] if segments[0] == "**" else [])
            continue
        if segments[0] == "**":
            waiting.append((folder, segments[1:]))
        try:
            with os.scandir(folder) as entries:
                found = [entry for entry in entries if is_input(folder / entry.name)]
        except OSError:
            yield Match(path=folder, is_folder=True)
            continue
        for entry in found:
            yield from _below(folder, entry, segments, waiting, own)


def _below(
    folder: Path,
    entry: os.DirEntry[str],
    segments: tuple[str, ...],
    waiting: list[tuple[Path, tuple[str, ...]]],
    own: left_out.Own,
) -> Iterator[Match]:
    """One entry of a folder: matched, to be looked into, or neither."""
    path = folder / entry.name
    first, rest = segments[0], segments[1:]
    deep = first == "**"
    if not deep and not fnmatch.fnmatchcase(entry.name, first):
        return
    if entry.is_symlink():
        if (not deep and not rest) or os.path.isdir(path):
            yield Match(path=path, refused=left_out.link())
        return
    is_folder = entry.is_dir(follow_symlinks=False)
    if not deep and not rest:
        yield Match(path=path, is_folder=is_folder)
    elif is_folder and own.is_made(left_out.folder_id(path)):
        yield Match(path=path, refused=left_out.own_folder())
    elif is_folder:
        waiting.append((path, segments if deep else rest))
