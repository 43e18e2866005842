"""The folder of a release: whose it is, and putting a new one in its place whole.

Belongs here: the unfinished folder beside it, what is ours to replace. Does not: what stands in it (`release`).
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

DESCRIPTOR = "datapackage.json"
MARK = "twosource"
"""The key of a descriptor by which a folder is known as ours."""
NAMED = 3
"""Foreign files that a refusal names."""


class ReleaseError(RuntimeError):
    """The release cannot be written; the message says why and what to do."""


@contextlib.contextmanager
def new(target: Path) -> Iterator[Path]:
    """An empty folder beside `target`, which takes its place at the end, whole; on any exception nothing changes.

    Raises ReleaseError when that would lose what is not ours, or another export writes there; OSError.
    """
    target = Path(os.path.abspath(target))
    refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    made = target.with_name(f".{target.name}.unfinished")
    made.mkdir(exist_ok=True)
    with _held(made, target):
        _emptied(made)
        try:
            yield made
            _replace(made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)


@contextlib.contextmanager
def _held(made: Path, target: Path) -> Iterator[None]:
    claim = os.open(made, os.O_RDONLY)
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise ReleaseError(f"Another export is writing {target}. Wait for it, or name another folder.") from error
    finally:
        os.close(claim)


def _emptied(made: Path) -> None:
    """Remove what a killed export left."""
    for left in made.iterdir():
        left.unlink()


def refuse_foreign(target: Path) -> None:
    """Raise ReleaseError when replacing `target` would lose anything but a release of ours."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        kind = "a link" if target.is_symlink() else "a file"
        raise ReleaseError(f"{target} is {kind}, and a release is a folder. Name another folder.")
    if not target.exists():
        return
    ours = _ours(target)
    if foreign := sorted(entry.name for entry in target.iterdir() if entry.is_dir() or entry.name not in ours):
        more = f" and {len(foreign) - NAMED} more" if len(foreign) > NAMED else ""
        raise ReleaseError(
            f"{target} holds what is of no release ({', '.join(foreign[:NAMED])}{more}), which writing one there would "
            "lose. Name another folder, or one that is not there yet."
        )


def _ours(target: Path) -> set[str]:
    """The files of the release that is there; none when there is none."""
    try:
        found = json.loads((target / DESCRIPTOR).read_text(encoding="utf-8"))
        if MARK not in found:
            return set()
        return {DESCRIPTOR, *(str(resource["path"]) for resource in found["resources"])}
    except (OSError, ValueError, TypeError, KeyError):
        return set()


def _replace(made: Path, target: Path) -> None:
    """Put the new folder in place of the old one: two renames, so no reader sees half a release."""
    made.chmod(0o755)
    if not target.exists():
        made.rename(target)
        return
    old = target.with_name(f".{target.name}.old")
    if old.exists():  # what an export left that was killed at this place
        refuse_foreign(old)
        shutil.rmtree(old)
    target.rename(old)
    try:
        refuse_foreign(old)
    except ReleaseError:
        old.rename(target)
        raise
    made.rename(target)
    shutil.rmtree(old)
