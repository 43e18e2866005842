"""Files that open and yet cannot be read: each verb says so in a sentence, with what to do and status 1."""

import os
import subprocess
from pathlib import Path

import duckdb
import pytest

from tests.integration.command import TWOSOURCE, environment, twosource
from tests.unit.warehouse.rows import add_capture, damage
from twosource.settings import Settings
from twosource.warehouse import connect, migrate
from twosource.warehouse.publish import publish

MARK = os.urandom(300_000)
"""The bytes of a capture, which no compression makes less of."""


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """A home with one large capture, and its copy."""
    made = Settings(home=tmp_path)
    with connect.open_live(made.live) as con:
        migrate.prepare(con)
        add_capture(con, "a", MARK)
        publish(con, made.published)
    return made


def told(home: Settings, *arguments: str) -> str:
    done = twosource(home.home, *arguments)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("arguments", [("check", "--all"), ("run", "inbox")])
def test_a_damaged_part_of_the_live_database_is_told(home: Settings, arguments: tuple[str, ...]) -> None:
    damage(home.live, MARK)
    said = told(home, *arguments)
    assert "Corrupt database file" in said
    assert "`twosource restore` begins again" in said


@pytest.mark.parametrize("form", ["table", "csv", "json", "parquet"])
def test_a_damaged_part_of_the_copy_is_no_fault_of_the_question(home: Settings, form: str) -> None:
    damage(home.published, MARK)
    target = home.home / "answer"
    said = told(home, "sql", "SELECT data FROM raw.captures", "--format", form, "--output", str(target))
    assert f"{home.published} cannot be used" in said
    assert "move it away" in said
    assert not target.exists()


@pytest.mark.parametrize("arguments", [("show", "a"), ("report",)])
def test_a_copy_of_another_shape_is_told(home: Settings, arguments: tuple[str, ...]) -> None:
    with duckdb.connect(str(home.published)) as con:
        con.execute("DROP TABLE clean.articles")
    assert "of another version, move it away" in told(home, *arguments)


@pytest.mark.parametrize("arguments", [("sql", "SELECT 1"), ("sql", "SELECT 1", "--format", "csv"), ("--help",)])
def test_output_that_takes_no_more_is_told(home: Settings, arguments: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [TWOSOURCE, *arguments], env=environment(home.home), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr == (
        b"twosource: what was to be told cannot be written: No space left on device. "
        b"Make room on the disk and try again.\n"
    )
