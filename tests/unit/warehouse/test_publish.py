"""The copy that analysts read: whole, described, and replaced without disturbing whoever reads the old one."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.unit.warehouse.rows import add_capture
from twosource import analyst_views, declarations
from twosource.settings import Settings
from twosource.warehouse import connect, ledger
from twosource.warehouse.connect import WarehouseError
from twosource.warehouse.publish import behind, file_stamp, held_back, is_whole, note_held_back, publish
from twosource.warehouse.session import Session

UNFINISHED = ".copy.duckdb.unfinished"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "copy.duckdb"


def note_run(con: duckdb.DuckDBPyConnection, name: str) -> None:
    ledger.begin(con, name)


def runs(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [run for (run,) in con.execute("SELECT run_id FROM quality.runs ORDER BY 1").fetchall()]


def test_the_copy_has_the_tables_views_and_comments(con: duckdb.DuckDBPyConnection, target: Path) -> None:
    note_run(con, "one")
    assert publish(con, target) > 0
    with connect.open_copy(target) as copy:
        assert runs(copy) == ["one"]
        views = copy.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        assert {name for (name,) in views} == set(analyst_views.views())
        for view in analyst_views.views():
            copy.execute(f"SELECT * FROM {view}").fetchall()
        comments = copy.execute(
            "SELECT schema_name || '.' || table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
    described = {(name, column): comment for name, column, comment in comments}
    tables = {**declarations.tables(), **declarations.index_tables()}
    everything = {name: table.columns for name, table in tables.items()}
    everything |= {f"main.{name}": view.columns for name, view in analyst_views.views().items()}
    assert described == {
        (name, c.name): declarations.describe(c) for name, columns in everything.items() for c in columns
    }


def test_the_copy_is_whole_though_the_live_file_is_open(con: duckdb.DuckDBPyConnection, target: Path) -> None:
    publish(con, target)
    note_run(con, "later")
    with connect.open_copy(target) as copy:
        assert runs(copy) == []
    assert runs(con) == ["later"]


def test_an_open_reader_keeps_the_old_copy(con: duckdb.DuckDBPyConnection, target: Path, tmp_path: Path) -> None:
    note_run(con, "one")
    publish(con, target)
    with connect.open_copy(target) as reader:
        note_run(con, "two")
        publish(con, target)
        assert runs(reader) == ["one"]
        # Under another name, since the engine shares one instance per path within a process.
        shutil.copy(target, tmp_path / "second.duckdb")
        with connect.open_copy(tmp_path / "second.duckdb") as fresh:
            assert runs(fresh) == ["one", "two"]


def test_what_a_killed_run_left_is_in_nobodys_way(con: duckdb.DuckDBPyConnection, target: Path) -> None:
    target.with_name(UNFINISHED).write_bytes(b"half a copy")
    target.with_name(f"{UNFINISHED}.wal").write_bytes(b"half a log")
    note_run(con, "one")
    publish(con, target)
    with connect.open_copy(target) as copy:
        assert runs(copy) == ["one"]
    assert [p.name for p in target.parent.glob(".copy*")] == []


def test_a_target_that_cannot_be_written_is_named(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for target in (tmp_path / "file" / "copy.duckdb", tmp_path / "missing" / "copy.duckdb"):
        with pytest.raises(WarehouseError, match="could not be written") as caught:
            publish(con, target)
        assert str(target) in str(caught.value)


def test_when_writing_fails_the_old_copy_stays(con: duckdb.DuckDBPyConnection, target: Path) -> None:
    note_run(con, "one")
    publish(con, target)
    before = target.read_bytes()
    note_run(con, "two")
    (target.with_name(UNFINISHED) / "in the way").mkdir(parents=True)
    with pytest.raises(WarehouseError, match="could not be written"):
        publish(con, target)
    assert target.read_bytes() == before
    (target.with_name(UNFINISHED) / "in the way").rmdir()
    target.with_name(UNFINISHED).rmdir()
    publish(con, target)
    with connect.open_copy(target) as copy:
        assert runs(copy) == ["one", "two"], "the connection can publish again after a failure"


def test_a_run_clears_away_what_a_killed_one_left_of_a_copy(tmp_path: Path) -> None:
    chosen = Settings(home=tmp_path)
    left = [tmp_path / f".{chosen.published.name}.unfinished{end}" for end in ("", ".wal")]
    for path in left:
        path.write_bytes(b"half a copy")
    with Session(chosen) as session:
        session.begin("one")
        assert not any(path.exists() for path in left)


def test_when_the_copy_cannot_take_its_place_nothing_is_left_of_it(
    con: duckdb.DuckDBPyConnection, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(con, target)
    before = target.read_bytes()
    note_run(con, "one")

    def refuse(*_: object) -> None:
        raise OSError("Operation not permitted")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(WarehouseError, match="not permitted"):
        publish(con, target)
    assert target.read_bytes() == before
    assert [p.name for p in target.parent.glob(".copy*")] == []
    assert con.execute("SELECT count(*) FROM duckdb_databases() WHERE database_name = 'published'").fetchone() == (0,)


# ------------------------------------------------------------------ no captures are lost


def test_a_copy_that_holds_more_captures_than_the_database_is_left(
    con: duckdb.DuckDBPyConnection, target: Path
) -> None:
    for name in "ab":
        add_capture(con, name)
    publish(con, target)
    before = target.read_bytes()
    con.execute("DELETE FROM raw.captures WHERE capture_id = 'a'")
    with pytest.raises(WarehouseError, match=r"holds 1 captures that the live database does not have.*move the copy"):
        publish(con, target)
    assert target.read_bytes() == before
    target.unlink()
    publish(con, target)


# ------------------------------------------------------------------ a damaged copy


def cut(data: bytes) -> bytes:
    return data[: len(data) // 3]


def garbage(data: bytes) -> bytes:
    return bytes(reversed(data))


def flipped_header(data: bytes) -> bytes:
    return bytes(b ^ 0xFF for b in data[:4096]) + data[4096:]


def flipped_deep_inside(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes(b ^ 0xFF for b in data[middle : middle + 64]) + data[middle + 64 :]


@pytest.mark.parametrize("damage", [cut, garbage, flipped_header, flipped_deep_inside])
def test_a_damaged_copy_is_not_whole_and_is_made_anew(
    con: duckdb.DuckDBPyConnection, target: Path, damage: Callable[[bytes], bytes]
) -> None:
    add_capture(con, "a")
    publish(con, target)
    stamp = file_stamp(target)
    assert is_whole(target, stamp)
    target.write_bytes(damage(target.read_bytes()))
    assert not is_whole(target, stamp)
    publish(con, target)
    assert is_whole(target, file_stamp(target))


def test_a_copy_with_the_right_stamp_that_does_not_open_is_not_whole(
    con: duckdb.DuckDBPyConnection, target: Path
) -> None:
    publish(con, target)
    status = target.stat()
    target.write_bytes(flipped_header(target.read_bytes()))
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert not is_whole(target, file_stamp(target))


def test_no_copy_and_a_copy_of_unknown_stamp_are_not_whole(con: duckdb.DuckDBPyConnection, target: Path) -> None:
    assert not is_whole(target, None)
    publish(con, target)
    assert not is_whole(target, None)


# ------------------------------------------------------------------ why the copy is behind


def test_a_reader_is_told_since_when_and_why(target: Path) -> None:
    assert behind(target) is None
    note_held_back(target, "critical rules fail")
    first = held_back(target)
    assert first is not None
    note_held_back(target, "the disk is full")
    then = held_back(target)
    assert then is not None
    assert (then.since, then.why) == (first.since, "the disk is full"), "since the first run that was held back"
    assert behind(target) == f"the copy for analysts has not been brought up to date since {first.since}: {then.why}"
    note_held_back(target, None)
    note_held_back(target, None)
    assert behind(target) is None


def test_half_a_note_is_no_note(target: Path) -> None:
    note_held_back(target, "x")
    (note,) = target.parent.glob("*.held-back.json")
    for text in ("", "{", "[]", "{}", '{"since": 1}'):
        note.write_text(text)
        assert behind(target) is None


def test_a_note_that_cannot_be_written_is_a_sentence(target: Path) -> None:
    with pytest.raises(WarehouseError, match="note"):
        note_held_back(target.parent / "nowhere" / "copy.duckdb", "x")
