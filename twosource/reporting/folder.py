"""The report's folder: whose it is, who may write it, and putting new pages in their places.

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
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = "report"
MANIFEST = "manifest.json"
LEFT = re.compile(rf"\.{FOLDER}\.[a-z0-9_]{{8}}(\.old)?")
"""Folders that a killed run left: half a new report, or an old one on its way out."""
NAMED = 3
"""Foreign files that a refusal names."""


class ReportError(RuntimeError):
    """The report cannot be written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a report was made from, and its pages: path to digest of what a page shows.

    A page with an empty digest is being written: whoever finds it so after a run was killed writes it anew.
    """

    stamp: Mapping[str, str]
    pages: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
        """The manifest of the report that is there; None when there is none, or it cannot be understood."""
        try:
            found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            pages = dict(found["pages"])
            # pages that are no more are removed: one that lies outside was written by somebody else
            outside = any(page.startswith("/") or ".." in page.split("/") for page in pages)
            return None if outside else cls(dict(found["stamp"]), pages)
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def write(self, folder: Path) -> None:
        """Put it into a folder, in the place of the one that is there."""
        found = json.dumps({"stamp": self.stamp, "pages": self.pages}, sort_keys=True)
        unfinished = folder / f"{MANIFEST}.new"
        unfinished.write_text(found, encoding="utf-8")
        os.replace(unfinished, folder / MANIFEST)


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


def refuse_foreign(target: Path, pages: Collection[str], ours: Collection[str]) -> None:
    """Raise ReportError when writing `pages` into `target` would lose what is of no report; `ours` are pages that one
    of ours has written there. Whatever stands elsewhere in the folder stays."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        kind = "a link" if target.is_symlink() else "a file"
        raise ReportError(
            f"The report was not written: {target} is {kind}, where the folder of the report belongs. Move it away, "
            "or set TWOSOURCE_HOME to another folder, then run `twosource report`."
        )
    inner = {str(Path(page).parent) for page in pages} - {"."}
    foreign = [f"{name}/" for name in sorted(inner) if _is_no_folder(target / name)]
    lying = there(target)
    foreign += sorted(page for page in pages if page in lying and _is_foreign(target / page, page in ours))
    if foreign:
        more = f" and {len(foreign) - NAMED} more" if len(foreign) > NAMED else ""
        raise ReportError(
            f"The report was not written: in {target} stands what no report has put there "
            f"({', '.join(foreign[:NAMED])}{more}), where its pages belong. Move that away, then run "
            "`twosource report`."
        )


def _is_no_folder(path: Path) -> bool:
    return path.is_symlink() or (path.exists() and not path.is_dir())


def _is_foreign(path: Path, known: bool) -> bool:
    return path.is_symlink() or (os.path.lexists(path) and not (known and path.is_file()))


def there(target: Path) -> set[str]:
    """The files in the folder and in the folders in it, as paths within; no link is followed."""
    found: set[str] = set()
    if target.is_symlink() or not target.is_dir():
        return found
    with os.scandir(target) as entries:
        first = list(entries)
    for entry in first:
        if entry.is_dir(follow_symlinks=False):
            with os.scandir(entry) as inner:
                found |= {f"{entry.name}/{one.name}" for one in inner}
        else:
            found.add(entry.name)
    return found


def bring_up(made: Path, target: Path, old: Manifest | None, new: Manifest, written: Sequence[str]) -> None:
    """Put the pages `written`, which stand in `made`, into the report, each whole and in this order, and remove those
    that the new manifest does not have.

    The manifest is written before and after: killed between, the next run finds which pages it has to write again.
    Raises ReportError when one of them would take the place of something foreign.
    """
    known = old.pages if old else {}
    refuse_foreign(target, [*written, MANIFEST], {*known, *([MANIFEST] if old else [])})
    target.mkdir(exist_ok=True)
    target.chmod(0o755)
    Manifest({"form": new.stamp["form"]}, {**known, **dict.fromkeys(written, "")}).write(target)
    for inner in {page.rpartition("/")[0] for page in written}:
        (target / inner).mkdir(exist_ok=True)
    for page in written:
        os.replace(f"{made}/{page}", f"{target}/{page}")
    for page in known.keys() - new.pages.keys():
        (target / page).unlink(missing_ok=True)
    new.write(target)
