"""Opening the database: what stands in the way is said in words, and another run is waited for."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from twosource.warehouse import connect
from twosource.warehouse.connect import WarehouseError, WarehouseLocked

HOLD = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read(); con.close()"
"""Holds the database until its standard input ends."""


@contextmanager
def held(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the database open for writing."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder
        let_go(holder)


def let_go(holder: subprocess.Popen[str]) -> None:
    assert holder.stdin is not None
    holder.stdin.close()


def test_who_holds_the_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with held(path) as holder, pytest.raises(WarehouseLocked) as caught:
        connect.open_live(path, wait=0)
    assert f"process {holder.pid} (" in str(caught.value)
    assert "within 0 s" in str(caught.value)


def test_a_database_that_is_let_go_within_the_wait_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with held(path) as holder:
        release = threading.Timer(0.3, let_go, [holder])
        release.start()
        begun = time.monotonic()
        with connect.open_live(path, wait=60) as con:
            assert con.execute("SELECT 1").fetchone() == (1,)
        assert 0.1 < time.monotonic() - begun < 30
        release.join()


def test_the_folder_is_made(tmp_path: Path) -> None:
    connect.open_live(tmp_path / "new" / "live" / "w.duckdb").close()
    assert (tmp_path / "new" / "live" / "w.duckdb").is_file()


@pytest.mark.parametrize("folder", ["file", "file/below"])
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WarehouseError, match=r"cannot be made.*TWOSOURCE_HOME") as caught:
        connect.open_live(tmp_path / folder / "w.duckdb")
    assert str(tmp_path / folder) in str(caught.value)


@pytest.mark.parametrize("folder", ["data", "blocks"])
def test_a_file_that_is_no_database_is_said_at_once(tmp_path: Path, folder: str) -> None:
    # The engine's message has the path in it, here one with the letters of "lock".
    path = tmp_path / folder / "w.duckdb"
    path.parent.mkdir()
    path.write_text("The minutes of the council. " * 200)
    begun = time.monotonic()
    with pytest.raises(WarehouseError, match="not a valid DuckDB database") as caught:
        connect.open_live(path, wait=5)
    assert not isinstance(caught.value, WarehouseLocked)
    assert time.monotonic() - begun < 4


def test_a_folder_in_the_place_of_the_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "w.duckdb").mkdir()
    with pytest.raises(WarehouseError, match="cannot be opened"):
        connect.open_live(tmp_path / "w.duckdb", wait=0)


def test_without_a_copy_the_reader_is_told_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="twosource run"):
        connect.open_copy(tmp_path / "none.duckdb")


def test_a_copy_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "copy.duckdb").write_text("nothing of the kind")
    with pytest.raises(WarehouseError, match="cannot be opened"):
        connect.open_copy(tmp_path / "copy.duckdb")


def test_the_copy_is_for_reading_only(tmp_path: Path) -> None:
    connect.open_live(tmp_path / "copy.duckdb").close()
    with connect.open_copy(tmp_path / "copy.duckdb") as con, pytest.raises(duckdb.InvalidInputException):
        con.execute("CREATE TABLE t (n INTEGER)")


def test_times_are_in_utc(tmp_path: Path) -> None:
    with connect.open_live(tmp_path / "w.duckdb") as con:
        shown = con.execute("SELECT (TIMESTAMPTZ '2025-02-01 09:00:00+09')::VARCHAR").fetchone()
    assert shown == ("2025-02-01 00:00:00+00",)


def break_off(con: duckdb.DuckDBPyConnection, statement: str, why: str) -> None:
    with connect.transaction(con):
        con.execute(statement)
        raise ValueError(why)


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    with connect.open_live(tmp_path / "w.duckdb") as con:
        with connect.transaction(con):
            con.execute("CREATE TABLE t (n INTEGER)")
        with pytest.raises(ValueError, match="interrupted"):
            break_off(con, "INSERT INTO t VALUES (1)", "interrupted")
        assert con.execute("SELECT count(*) FROM t").fetchone() == (0,)


def test_a_transaction_that_the_engine_ended_lets_the_first_error_through(tmp_path: Path) -> None:
    with connect.open_live(tmp_path / "w.duckdb") as con:
        with pytest.raises(ValueError, match="the first error"):
            break_off(con, "ROLLBACK", "the first error")
        with connect.transaction(con):
            con.execute("CREATE TABLE t (n INTEGER)")
