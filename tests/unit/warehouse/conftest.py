"""Databases for the tests of the warehouse: one of today's shape, and one as it was before any migration.

Belongs here: fixtures. Does not: any test.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from twosource.warehouse import connect

SNAPSHOT = Path(__file__).with_name("schema_0.sql")


@pytest.fixture
def con(tmp_path: Path, empty: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new database of today's shape."""
    con = connect.open_live(Path(shutil.copy(empty, tmp_path / "w.duckdb")))
    yield con
    con.close()


@pytest.fixture
def old(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database that the first version wrote."""
    con = connect.open_live(tmp_path / "old.duckdb")
    con.execute(SNAPSHOT.read_text(encoding="utf-8"))
    yield con
    con.close()
