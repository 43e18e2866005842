"""The live database is lost: nothing begins in its place while there is a copy, and the copy can take its place."""

from pathlib import Path

import duckdb
import pytest

from tests.unit.warehouse.rows import add_capture
from twosource.settings import Settings
from twosource.warehouse import connect, migrate, restore
from twosource.warehouse.connect import WarehouseError
from twosource.warehouse.publish import publish
from twosource.warehouse.session import Session


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """A home with a live database of two captures, and its copy."""
    made = Settings(home=tmp_path)
    with connect.open_live(made.live) as con:
        migrate.prepare(con)
        for name in "ab":
            add_capture(con, name)
        publish(con, made.published)
    return made


def captures(path: Path) -> list[str]:
    with duckdb.connect(str(path), read_only=True) as con:
        return [name for (name,) in con.execute("SELECT capture_id FROM raw.captures ORDER BY 1").fetchall()]


def test_a_run_does_not_begin_anew_while_the_copy_holds_something(home: Settings) -> None:
    home.live.unlink()
    with Session(home) as session, pytest.raises(WarehouseError, match=r"is gone.*2 captures.*twosource restore"):
        session.begin("r")
    assert not home.live.exists()


def test_a_copy_that_cannot_be_read_is_not_given_up_either(home: Settings) -> None:
    home.live.unlink()
    home.published.write_bytes(home.published.read_bytes()[:5000])
    with pytest.raises(WarehouseError, match=r"cannot be read.*move the copy away"):
        restore.refuse_lost(home.live, home.published)
    with pytest.raises(WarehouseError, match="cannot be opened"):
        restore.restore(home.live, home.published)


def test_a_new_home_and_an_empty_copy_are_no_loss(tmp_path: Path) -> None:
    chosen = Settings(home=tmp_path)
    restore.refuse_lost(chosen.live, chosen.published)
    with connect.open_live(chosen.live) as con:
        migrate.prepare(con)
        publish(con, chosen.published)
    chosen.live.unlink()
    restore.refuse_lost(chosen.live, chosen.published)


def test_the_copy_takes_the_place_of_what_is_lost(home: Settings) -> None:
    home.live.unlink()
    home.live.with_name("warehouse.duckdb.wal").write_bytes(b"the log of a file that is gone")
    n, aside = restore.restore(home.live, home.published)
    assert n == 2
    assert captures(home.live) == captures(home.published) == ["a", "b"]
    assert aside is not None
    assert aside.with_name(f"{aside.name}.wal").read_bytes() == b"the log of a file that is gone"
    with Session(home) as session:
        session.begin("r")
        assert session.count("raw.captures") == 2


def test_a_damaged_live_database_is_kept_aside(home: Settings) -> None:
    damaged = home.live.read_bytes()[:7000]
    for _ in range(2):
        home.live.write_bytes(damaged)
        _, aside = restore.restore(home.live, home.published)
        assert aside is not None
        assert aside.read_bytes() == damaged
        assert captures(home.live) == ["a", "b"]
    assert len(list(home.live.parent.glob("*.set-aside-*"))) == 2


def test_without_a_copy_nothing_is_moved(home: Settings) -> None:
    home.published.unlink()
    with pytest.raises(WarehouseError, match="no copy"):
        restore.restore(home.live, home.published)
    assert captures(home.live) == ["a", "b"]


def test_a_file_that_is_no_copy_of_ours_is_refused(home: Settings) -> None:
    home.published.unlink()
    duckdb.connect(str(home.published)).close()
    with pytest.raises(WarehouseError, match="not a copy of twosource"):
        restore.restore(home.live, home.published)
