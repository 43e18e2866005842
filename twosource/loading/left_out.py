"""What a walk leaves out though it is there: links, and the folders that twosource makes itself.

Belongs here: telling these, and the reasons that are given. Does not: walking (files, patterns).
"""

from __future__ import annotations

import os
from pathlib import Path

from twosource import paths
from twosource.loading.refusal import Refused

FolderId = tuple[int, int]
"""Device and inode: what a folder is, whatever links lead to it."""


def folder_id(path: Path) -> FolderId:
    """What a folder is; raises OSError when it is not there."""
    status = os.stat(path)
    return status.st_dev, status.st_ino


class Own:
    """The folders of TWOSOURCE_HOME, known by what they are, so that no link or second name hides them."""

    def __init__(self, home: Path | None) -> None:
        self._home = None if home is None else _id_or_none(home)
        self._made = {} if home is None else {_id_or_none(home / name): name for name in paths.OWN_FOLDERS}
        self._held: dict[Path, bool] = {}

    def is_home(self, folder: FolderId) -> bool:
        """Whether a folder is the home itself, of which a walk enters the inbox alone."""
        return folder == self._home

    def is_made(self, folder: FolderId) -> bool:
        """Whether twosource made the folder."""
        return folder in self._made

    def holds(self, path: Path) -> bool:
        """Whether a path lies in a folder that twosource made, or is one."""
        real = Path(os.path.realpath(path))
        if real not in self._held:
            found = _id_or_none(real)
            above = real != real.parent and self.holds(real.parent)
            self._held[real] = above or (found is not None and self.is_made(found))
        return self._held[real]


def link() -> Refused:
    """The refusal of a link that a walk meets."""
    what = "is a link, and links are not followed: what they lead to may lie outside of the source."
    return Refused("link", what, "Name it by itself, or put a copy there, if it is meant to be read.", "skipped")


def own_home() -> Refused:
    """The refusal of the home."""
    what = "is the folder of twosource's own data; of it only the inbox is read."
    return Refused("own_data", what, "Declare other folders inside it in sources.yml by name.", "skipped")


def own_folder() -> Refused:
    """The refusal of what twosource itself has written."""
    what = "belongs to what twosource itself writes, and is no news."
    return Refused("own_data", what, "Nothing has to be done.", "skipped")


def _id_or_none(path: Path) -> FolderId | None:
    try:
        return folder_id(path)
    except OSError:  # a folder that is not there is nowhere met
        return None
