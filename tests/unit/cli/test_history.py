"""Dagster's history that cannot be used: each fault a sentence with the right thing to do, and no traceback."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines import history
from twosource.cli.history import MAKE_ROOM, kept
from twosource.cli.terminal import Failure
from twosource.settings import Settings, SettingsError


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("made") / "home"
    with history.instance(Settings(home=home)):
        return home


def file_for(path: Path) -> None:
    shutil.rmtree(path)
    path.write_text("a file")


def folder_for(path: Path) -> None:
    path.unlink()
    path.mkdir()


def without_runs(path: Path) -> None:
    with sqlite3.connect(path) as con:
        con.execute("DROP TABLE runs")


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "settings are no YAML": (lambda home: (home / "dagster/dagster.yaml").write_text("a: [b"), "Correct it, or"),
    "settings unknown": (lambda home: (home / "dagster/dagster.yaml").write_text("telemetri: 1"), "Correct it, or"),
    "settings a list": (lambda home: (home / "dagster/dagster.yaml").write_text("- 1"), "Correct it, or"),
    "settings no text": (
        lambda home: (home / "dagster/dagster.yaml").write_bytes(b"\xff\xfe"),
        "Correct it, or",
    ),
    "settings a folder": (
        lambda home: folder_for(home / "dagster/dagster.yaml"),
        "A folder is in the place of a file",
    ),
    "runs garbage": (
        lambda home: (home / "dagster/history/runs.db").write_bytes(b"no" * 5000),
        "Move that folder",
    ),
    "runs without a table": (lambda home: without_runs(home / "dagster/history/runs.db"), "Move that folder"),
    "home a file": (file_for, "A file is in the place of a folder"),
    "history a file": (lambda home: file_for(home / "dagster"), "A file is in the place of a folder"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_what_to_do(made: Path, tmp_path: Path, fault: str) -> None:
    home = shutil.copytree(made, tmp_path / "home")
    damage, advice = FAULTS[fault]
    damage(home)
    settings = Settings(home=home)
    with pytest.raises(Failure) as told, kept(settings), history.instance(settings):
        pass
    assert advice in str(told.value)
    assert str(home) in str(told.value)
    assert "Make room" not in str(told.value)


@pytest.mark.parametrize(("number", "room"), [(errno.ENOSPC, True), (errno.EACCES, False), (errno.EROFS, False)])
def test_room_is_asked_for_only_where_there_is_none(tmp_path: Path, number: int, room: bool) -> None:
    with pytest.raises(Failure) as told, kept(Settings(home=tmp_path)):
        raise OSError(number, os.strerror(number), "somewhere")
    assert (MAKE_ROOM in str(told.value)) is room


def test_a_percent_sign_in_the_path_is_no_fault(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "50%41 of it")
    with kept(settings), history.instance(settings) as instance:
        assert instance.get_runs_count() == 0
    assert (settings.dagster_home / "history" / "runs.db").is_file()
    assert history.plain(settings.dagster_home) == history.plain(settings.dagster_home)


def test_a_link_of_somebody_else_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a%b"
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    first = history.plain(folder)
    first.unlink()
    first.symlink_to("/etc")
    assert history.plain(folder).readlink() == folder


def test_a_question_mark_in_the_path_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"has a \? in its path.*TWOSOURCE_HOME"):
        Settings.from_environment({"TWOSOURCE_HOME": str(tmp_path / "why?")})
