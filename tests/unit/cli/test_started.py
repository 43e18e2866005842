"""Processes that the command starts do not take a user's file for a package.

Belongs here: how Python is begun. Does not: what the processes do.
"""

import subprocess
import sys
from pathlib import Path

from twosource.cli.checkup import install


def test_a_file_in_the_folder_of_the_user_is_no_package(tmp_path: Path) -> None:
    (tmp_path / "attr.py").write_text("raise SystemExit('a file of the user was taken for a package')")
    python, *flags = install.TRIAL[: install.TRIAL.index("-m")]
    done = subprocess.run(
        [python, *flags, "-c", "import attrs"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (python, done.returncode, done.stderr) == (sys.executable, 0, "")
