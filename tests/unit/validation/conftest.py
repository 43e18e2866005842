"""The database of the tests of validation."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.validation.stored import GOOD, Database
from twosource.warehouse import connect


@pytest.fixture
def database(tmp_path: Path, empty: Path) -> Iterator[Database]:
    with connect.open_live(Path(shutil.copy(empty, tmp_path / "w.duckdb"))) as con:
        made = Database(con)
        made.begin()
        for name in GOOD:
            made.add(name)
        yield made
