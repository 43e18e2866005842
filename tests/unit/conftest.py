"""What unit tests share: a database file of today's shape, made once, to be copied.

Belongs here: that. Does not: rows, any test.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from twosource.warehouse import connect, migrate


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and views and no news."""
    path = tmp_path_factory.mktemp("empty") / "w.duckdb"
    con = connect.open_live(path)
    migrate.prepare(con)
    con.close()
    return path
