"""The database of the tests of validation."""

from collections.abc import Iterator

import duckdb
import pytest

from tests.unit.validation.stored import GOOD, Database
from twosource.warehouse import migrate


@pytest.fixture
def database() -> Iterator[Database]:
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        migrate.prepare(con)
        made = Database(con)
        made.begin()
        for name in GOOD:
            made.add(name)
        yield made
