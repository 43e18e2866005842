"""What tests of all kinds share: one PostgreSQL for those that need a lake."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.postgres import Postgres, program

MUST = "TWOSOURCE_TEST_POSTGRES"
"""Set where PostgreSQL has been installed for the tests: then they fail without it."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL of the session's own."""
    if program("postgres") is None:
        assert not os.environ.get(MUST), f"{MUST} is set, but there is no PostgreSQL."
        pytest.skip("there is no PostgreSQL: apt-get install postgresql")
    server = Postgres()
    yield server
    server.close()
