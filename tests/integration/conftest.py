"""What integration tests share: a home in which the sample captures were run once."""

import fcntl
from pathlib import Path

import pytest

from tests.integration.command import twosource


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A home with the samples in it, and the run's summary beside it. Tests read it; one that writes makes a copy.

    It is made once for all worker processes of a test run: the first that needs it makes it, the others wait for it.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    home = shared / "samples"
    with (shared / "samples.lock").open("a") as claim:
        fcntl.flock(claim, fcntl.LOCK_EX)
        if not (home / "summary.txt").exists():
            done = twosource(home, "run", "samples")
            assert done.returncode == 0, done.stdout + done.stderr
            (home / "summary.txt").write_text(done.stdout, encoding="utf-8")
    return home
