"""The package as it is shipped, built from a copy of this checkout; and commands that run away from it.

Belongs here: what the tests of the wheel and of its installation share. Does not: any test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from twosource import paths

CHECKOUT = paths.app_folder()


@dataclass(frozen=True)
class Built:
    """A copy of the checkout without what git ignores, and what was built from it."""

    source: Path
    sdist: Path
    wheel: Path


def build(folder: Path) -> Built:
    """Both files, in the copy's own `dist`."""
    source = folder / "twosource"
    ignored = [line.strip().rstrip("/") for line in (CHECKOUT / ".gitignore").read_text().splitlines() if line.strip()]
    shutil.copytree(CHECKOUT, source, ignore=shutil.ignore_patterns(".git", *ignored))
    # Without further options the wheel is built from the sdist, so a file that the sdist lacks is missed at once.
    ended(sys.executable, "-m", "build", "--no-isolation", cwd=source)
    (sdist,), (wheel,) = (source / "dist").glob("*.tar.gz"), (source / "dist").glob("*.whl")
    return Built(source, sdist, wheel)


def files(folder: Path) -> set[str]:
    """Paths of all files below a folder, with forward slashes."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def clean() -> dict[str, str]:
    """The environment without anything that leads Python or twosource back to this checkout."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("TWOSOURCE_", "DAGSTER_", "PYTHON", "XDG_"))}


def ended(*command: str, cwd: Path, env: dict[str, str] | None = None, timeout: float = 300) -> str:
    """What a command that has to succeed prints."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=timeout, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
