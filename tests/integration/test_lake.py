"""A lake on a real PostgreSQL: one writer whatever happens, readers at the published snapshot, the rows of a file."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import duckdb
import pytest

from tests.integration.command import content, environment, held, twosource
from tests.postgres import Postgres
from twosource.settings import Settings
from twosource.store_words import LAKE
from twosource.warehouse import extensions, lake, ledger, migrate, store
from twosource.warehouse.connect import WarehouseError, WarehouseLocked

NUMBERS = count()
OLD = Path(__file__).parents[1] / "unit" / "warehouse" / "schema_0.sql"
WRITER = """
import sys
from twosource.settings import Settings
from twosource.warehouse import lake
place = Settings.from_environment().lake
with lake.writing(place, 0, float(sys.argv[1])) as con:
    con.execute("BEGIN")
    con.execute("INSERT INTO raw.notes VALUES ('of the writer that hangs')")
    print("writes", flush=True)
    sys.stdin.readline()
    with lake.using(place):
        con.execute("COMMIT")
"""
"""Holds the lease for so many seconds at a time, stands in the middle of a transaction, and commits when told to."""


def settings_of(postgres: Postgres, home: Path) -> Settings:
    return Settings(home=home, store=LAKE + postgres.create(f"news_{os.getpid()}_{next(NUMBERS)}"))


@pytest.fixture
def chosen(postgres: Postgres, tmp_path: Path) -> Settings:
    """An empty lake with one small table."""
    found = settings_of(postgres, tmp_path)
    with store.writing(found, 0) as con:
        con.execute("CREATE SCHEMA raw")
        con.execute("CREATE TABLE raw.notes (note VARCHAR)")
    return found


def notes(chosen: Settings) -> list[str]:
    with store.writing(chosen, 30) as con:
        return [note for (note,) in con.execute("FROM raw.notes ORDER BY note").fetchall()]


@contextmanager
def writer(chosen: Settings, life: float) -> Iterator[subprocess.Popen[str]]:
    """Another process that writes."""
    env = environment(chosen.home, TWOSOURCE_STORE=chosen.store)
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(life)],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writes\n", process.communicate()[1]
        try:
            yield process
        finally:
            process.kill()


def test_a_second_writer_is_told_who_writes(chosen: Settings) -> None:
    with (
        writer(chosen, life=60) as other,
        pytest.raises(WarehouseLocked, match=rf"^process {other.pid} on .+ is writing to the lake"),
        store.writing(chosen, 0.2),
    ):
        pass


def test_a_second_writer_waits(chosen: Settings) -> None:
    with writer(chosen, life=60) as other:
        assert other.stdin is not None
        threading.Timer(0.5, other.communicate, ["go on\n"]).start()
        assert notes(chosen) == ["of the writer that hangs"]


def test_the_lease_of_a_writer_that_was_killed_is_free_and_its_rows_are_not_there(chosen: Settings) -> None:
    with writer(chosen, life=3600) as other:
        other.kill()
        other.wait()
        assert notes(chosen) == []


def test_a_writer_that_hangs_loses_the_lease_and_can_store_nothing_more(chosen: Settings) -> None:
    with writer(chosen, life=1) as other:
        os.kill(other.pid, signal.SIGSTOP)
        with store.writing(chosen, 30) as con:
            con.execute("INSERT INTO raw.notes VALUES ('of the next')")
        os.kill(other.pid, signal.SIGCONT)
        _, said = other.communicate("go on\n")
    assert other.returncode != 0
    assert "WarehouseError" in said
    assert notes(chosen) == ["of the next"]


def test_a_commit_without_the_lease_is_refused_by_postgresql_itself(chosen: Settings) -> None:
    assert chosen.lake is not None
    with lake.writing(chosen.lake, 0) as first:
        first.execute("BEGIN")
        first.execute("INSERT INTO raw.notes VALUES ('too late')")
        with duckdb.connect() as other:
            extensions.load(other, "postgres_scanner")
            other.execute(f"ATTACH '{chosen.lake.catalog}' AS server (TYPE postgres)")
            other.execute("CALL postgres_execute('server', 'UPDATE twosource_lease SET token = ''another''')")
        with pytest.raises(WarehouseError, match="another took over the right to write"), lake.using(chosen.lake):
            first.execute("COMMIT")
    assert notes(chosen) == []


def test_postgresql_that_ends_in_the_middle_is_told_and_the_next_run_goes_on(
    chosen: Settings, postgres: Postgres
) -> None:
    with store.writing(chosen, 0) as con:
        con.execute("INSERT INTO raw.notes VALUES ('before')")
        con.execute("BEGIN")
        con.execute("INSERT INTO raw.notes VALUES ('half')")
        postgres.stop()
        with (
            pytest.raises(WarehouseError, match="see that PostgreSQL and the place"),
            store.using_live(chosen),
        ):
            con.execute("COMMIT")
    with pytest.raises(WarehouseError, match=r"connection to server .* failed"):
        store.reading(chosen)
    postgres.start()
    assert notes(chosen) == ["before"]


def test_readers_see_what_is_published_and_can_do_nothing_else(postgres: Postgres, tmp_path: Path) -> None:
    chosen = settings_of(postgres, tmp_path)
    with pytest.raises(WarehouseError, match="Nothing is published"):
        store.reading(chosen)
    with store.of_a_run(chosen) as con:
        days = "['2025-03-09', '2025-04-01', '2025-04-30']::DATE[]"
        con.execute(f"INSERT INTO links.bands SELECT 'a', band, unnest({days}) FROM range(1, 40) b(band)")
        assert lake.publish(con, ledger.begin(con, "first")) is not None
        found = con.execute("SELECT data_file FROM ducklake_list_files('lake', 'bands', schema => 'links')").fetchall()
        months = [Path(file).relative_to(tmp_path / "lake" / "links" / "bands").parent for (file,) in found]
        assert sorted(map(str, months)) == ["year=2025/month=3", "year=2025/month=4"], "look-ups go by day"
        con.execute("INSERT INTO quality.runs (run_id, number, started_at, n_writes) VALUES ('later', 2, now(), 1)")
    with store.reading(chosen, whole=True) as con:
        assert con.execute("SELECT run_id FROM quality.runs").fetchall() == [("first",)]
        for refused in (
            "DELETE FROM quality.runs",
            "FROM read_text('/etc/passwd')",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error, match=r"read-only|disabled by configuration|locked"):
                con.execute(refused)
    with store.of_a_run(chosen) as con:
        assert lake.publish(con, ledger.begin(con, "later")) is not None
        assert lake.publish(con, ledger.begin(con, "nothing new")) is None
    with store.reading(chosen) as con:
        assert con.execute("SELECT run_id FROM quality.runs ORDER BY run_id").fetchall() == [("first",), ("later",)]


@pytest.mark.slow
def test_migrations_run_on_a_lake(postgres: Postgres, tmp_path: Path) -> None:
    chosen = settings_of(postgres, tmp_path)
    with store.writing(chosen) as con:
        con.execute(OLD.read_text(encoding="utf-8"))
    with store.of_a_run(chosen) as con:
        assert migrate.shape_differences(con) == []


def test_without_the_extra_its_name_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extensions, "find_spec", lambda _: None)
    with pytest.raises(WarehouseError, match=r"pip install 'twosource\[scale\]'"):
        store.reading(Settings(home=tmp_path, store=f"{LAKE}dbname=news"))


@pytest.mark.slow
def test_a_run_on_a_lake_gives_the_rows_of_a_file(postgres: Postgres, sample_home: Path, tmp_path: Path) -> None:
    chosen = settings_of(postgres, tmp_path)
    done = twosource(tmp_path, "run", "samples", TWOSOURCE_STORE=chosen.store)
    assert done.returncode == 0, done.stdout + done.stderr
    with store.reading(chosen, whole=True) as con:
        assert held(con) == content(sample_home)
    assert not chosen.live.exists()
    assert not chosen.published.exists()
