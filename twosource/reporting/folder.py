"""The report's folder: whose it is, who may write it, and putting a new one in its place whole.

Belongs here: the manifest, the lock, foreign files, what killed runs left. Does not: which pages there are (`site`).
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = "report"
MANIFEST = "manifest.json"
LEFT = re.compile(rf"\.{FOLDER}\.[a-z0-9_]{{8}}(\.old)?")
"""Folders that a killed run left: half a new report, or an old one on its way out."""
DESKTOP = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".directory"})
"""What file managers put into a folder that is looked at; nobody's work."""
NAMED = 3
"""Foreign files that a refusal names."""


class ReportError(RuntimeError):
    """The report cannot be written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a report was made from, and its pages: path to digest of what a page shows."""

    stamp: Mapping[str, str]
    pages: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
        """The manifest of the report that is there; None when there is none, or it cannot be understood."""
        try:
            found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            return cls(dict(found["stamp"]), dict(found["pages"]))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def write(self, folder: Path) -> None:
        """Put it into a new folder, which is then open to readers."""
        found = json.dumps({"stamp": self.stamp, "pages": self.pages}, indent=0, sort_keys=True)
        (folder / MANIFEST).write_text(found, encoding="utf-8")
        folder.chmod(0o755)


@contextlib.contextmanager
def held(home: Path) -> Iterator[None]:
    """Hold the report of a home, waiting for another writer to end: meanwhile nobody else writes it or clears up."""
    claim = os.open(home, os.O_RDONLY)
    try:
        fcntl.flock(claim, fcntl.LOCK_EX)
        yield
    finally:
        os.close(claim)


def clear_left(home: Path) -> None:
    """Remove what killed runs left beside the report. To be called while the report is held."""
    for left in home.iterdir():
        if LEFT.fullmatch(left.name) and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def new(home: Path) -> Iterator[Path]:
    """An empty folder beside the report; what is not put in place is removed."""
    made = Path(tempfile.mkdtemp(prefix=f".{FOLDER}.", dir=home))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def refuse_foreign(target: Path, shown: Path | None = None) -> None:
    """Raise ReportError when replacing `target` would lose anything but a report of ours; `shown`: its name in the
    message, when it stands elsewhere for the moment."""
    place = shown or target
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        kind = "a link" if target.is_symlink() else "a file"
        raise ReportError(
            f"The report was not written: {place} is {kind}, where the folder of the report belongs. Move it away, or "
            "set TWOSOURCE_HOME to another folder, then run `twosource report`."
        )
    if foreign := _foreign(target):
        more = f" and {len(foreign) - NAMED} more" if len(foreign) > NAMED else ""
        raise ReportError(
            f"The report was not written: {place} holds what is of no report ({', '.join(foreign[:NAMED])}{more}), "
            "which replacing the folder would lose. Move that away, then run `twosource report`."
        )


def _foreign(folder: Path) -> list[str]:
    """What stands in a folder and in the manifest of no report there, by path in order; links are followed nowhere."""
    manifest = Manifest.read(folder)
    ours = {*manifest.pages, MANIFEST} if manifest else set()
    folders = {str(parent) for page in ours for parent in Path(page).parents}
    found: list[str] = []
    for place, inner, names in os.walk(folder):
        within = Path(place).relative_to(folder)
        for name in [*inner, *names]:
            path, known = within / name, folders if name in inner else ours
            if (folder / path).is_symlink() or (str(path) not in known and name not in DESKTOP):
                found.append(f"{path}/" if name in inner else str(path))
        inner[:] = [name for name in inner if str(within / name) in folders]
    return sorted(found)


def replace(made: Path, target: Path) -> None:
    """Put the new folder in place of the old one: two renames, so no reader sees half a report.

    Raises ReportError, and leaves the old folder in its place, when something foreign came into it meanwhile.
    """
    old = made.with_name(f"{made.name}.old")
    if os.path.lexists(target):
        target.rename(old)
        try:
            refuse_foreign(old, target)
        except ReportError:
            old.rename(target)
            raise
    made.rename(target)
    shutil.rmtree(old, ignore_errors=True)
