"""What integration tests share: a home in which the sample captures were run once."""

from pathlib import Path

import pytest

from tests.integration.command import twosource


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the samples in it, and the run's summary beside it. Tests read it; one that writes makes a copy."""
    home = tmp_path_factory.mktemp("samples")
    done = twosource(home, "run", "samples")
    assert done.returncode == 0, done.stdout + done.stderr
    (home / "summary.txt").write_text(done.stdout, encoding="utf-8")
    return home
