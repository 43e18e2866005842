"""`twosource doctor`: what it finds, and that it says what to do exactly where something has to be done."""

import shutil
import subprocess
import sys
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from twosource.cli import doctor
from twosource.cli.doctor import Finding
from twosource.cli.main import app
from twosource.records import Capture, SetAside
from twosource.settings import Settings
from twosource.warehouse import intake, ledger, migrate
from twosource.warehouse.session import Session

Usage = namedtuple("Usage", "total used free")
BEGUN = datetime(2025, 4, 17, 8, 0, tzinfo=UTC)
HOLD = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    """A home in which one run ended well."""
    settings = Settings(home=tmp_path / "home")
    settings.live.parent.mkdir(parents=True)
    with duckdb.connect(str(settings.live)) as con:
        migrate.prepare(con)
        con.execute(
            "INSERT INTO quality.runs (run_id, number, started_at, finished_at, n_writes) VALUES ('r1', 1, ?, ?, 1)",
            [BEGUN, BEGUN + timedelta(seconds=42)],
        )
    return settings


def change(settings: Settings, sql: str) -> None:
    with duckdb.connect(str(settings.live)) as con:
        con.execute(sql)


def found(settings: Settings) -> dict[str, Finding]:
    return {finding.check: finding for finding in doctor.live_database(settings)}


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 KB"), (7_900_000, "7.9 MB"), (83_200_000_000, "83.2 GB")],
)
def test_a_size_is_in_the_unit_of_a_person(count: int, shown: str) -> None:
    assert doctor.size(count) == shown


@pytest.mark.parametrize(
    ("ago", "shown"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=1.5), "1 second ago"),
        (timedelta(minutes=3, seconds=20), "3 minutes ago"),
        (timedelta(hours=1, minutes=50), "1 hour ago"),
        (timedelta(days=12, hours=3), "12 days ago"),
    ],
)
def test_an_age_is_in_whole_units(ago: timedelta, shown: str) -> None:
    assert doctor.age(datetime.now(UTC) - ago) == shown


def test_all_packages_are_here_and_a_missing_one_is_told() -> None:
    for package in doctor.PACKAGES:
        assert doctor.version(package).advice is None
    assert doctor.version("no-such-package-anywhere") == Finding(
        "no-such-package-anywhere", "not installed", "Install twosource again, whole."
    )


def test_a_python_that_is_too_new_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.python().advice is None
    monkeypatch.setattr(sys, "version_info", (3, 14, 0))
    assert doctor.python().advice == "Use Python 3.11 to 3.13."


def test_a_model_that_is_not_installed_is_told_with_the_setting() -> None:
    missing = doctor.model("xx_no_such_model")
    assert missing.found == "xx_no_such_model is not installed"
    assert "TWOSOURCE_MODEL" in (missing.advice or "")


def test_a_model_that_does_not_load_is_told() -> None:
    broken = doctor.model("typer")  # a package that is installed and is no model
    assert "does not load" in broken.found
    assert broken.advice is not None


def test_duckdb_has_all_its_parts_and_a_missing_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.extensions().advice is None
    monkeypatch.setattr(doctor, "EXTENSIONS", ("json", "no_such_part"))
    assert doctor.extensions().found == "without no_such_part"
    assert doctor.extensions().advice is not None


def test_a_home_that_can_be_made_is_well_and_one_below_a_file_is_not(tmp_path: Path) -> None:
    assert doctor.home(tmp_path) == Finding("data folder", str(tmp_path))
    assert doctor.home(tmp_path / "a" / "b").advice is None
    assert not (tmp_path / "a").exists(), "nothing is made by looking"
    (tmp_path / "file").write_text("")
    blocked = doctor.home(tmp_path / "file" / "home")
    assert "cannot be written" in blocked.found
    assert "TWOSOURCE_HOME" in (blocked.advice or "")


@pytest.mark.parametrize(("free", "well"), [(999_999_999, False), (1_000_000_000, True)])
def test_a_disk_that_is_nearly_full_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, well: bool
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(2 * free, free, free))
    assert (doctor.disk(tmp_path / "none").advice is None) == well


def test_before_the_first_run_all_is_well(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert all(finding.advice is None for finding in found(settings).values())
    assert doctor.published_copy(settings.published).advice is None
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_ended_well(chosen: Settings) -> None:
    findings = found(chosen)
    assert findings["last run"].found.endswith("ended well after 42 s")
    assert "nobody writes; shape" in findings["database of runs"].found
    assert [finding for finding in findings.values() if finding.advice] == []


def test_a_run_that_was_killed(chosen: Settings) -> None:
    change(chosen, "UPDATE quality.runs SET finished_at = NULL")
    assert found(chosen)["last run"].found.endswith("did not reach its end")
    assert found(chosen)["last run"].advice == "Run again: it goes on where it stopped."


def test_critical_checks_that_fail(chosen: Settings) -> None:
    columns = "run_id, checked_at, table_name, expectation, severity, success, n_checked, n_failed, description"
    for number, (severity, success) in enumerate((("critical", "false"), ("critical", "true"), ("warning", "false"))):
        values = f"'r1', now(), 'clean.articles', 'rule_{number}', '{severity}', {success}, 1, 1, 'a rule'"
        change(chosen, f"INSERT INTO quality.checks ({columns}) VALUES ({values})")
    finding = found(chosen)["last run"]
    assert "; 1 critical check fails" in finding.found
    assert "severity = 'critical'" in (finding.advice or "")


def test_a_database_that_is_being_written_names_the_process(chosen: Settings) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(chosen.live)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        finding = found(chosen)["database of runs"]
        holder.communicate(b"")
    assert f"being written by process {holder.pid} (" in finding.found
    assert finding.advice is None


def test_a_file_that_is_no_database(chosen: Settings) -> None:
    chosen.live.write_bytes(b"not a database at all" * 1000)
    finding = found(chosen)["database of runs"]
    assert "cannot be opened" in finding.found
    assert finding.advice is not None


def test_a_database_of_somebody_else(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    settings.live.parent.mkdir()
    change(settings, "CREATE TABLE songs (title VARCHAR)")
    assert "not a database of twosource" in found(settings)["database of runs"].found


def test_a_database_of_a_newer_version(chosen: Settings) -> None:
    change(chosen, "INSERT INTO quality.schema_versions VALUES (9999, 'later', now())")
    finding = found(chosen)["database of runs"]
    assert "shape 9999, of a newer twosource" in finding.found
    assert finding.advice == "Use the version that wrote it."


def test_tables_of_another_shape(chosen: Settings) -> None:
    change(chosen, "CREATE TABLE quality.songs (title VARCHAR)")
    assert "quality.songs is not declared" in found(chosen)["database of runs"].found
    assert found(chosen)["database of runs"].advice is not None


def test_files_that_wait_in_the_inbox(chosen: Settings) -> None:
    chosen.inbox.mkdir()
    for name in ("seen.txt", "refused.txt", "new.txt"):
        (chosen.inbox / name).write_text("words")
    taken_in(chosen)
    assert found(chosen)["inbox"].found == f"{chosen.inbox}, 3 files, 1 of them waiting"
    assert "twosource run inbox" in (found(chosen)["inbox"].advice or "")
    (chosen.inbox / "new.txt").unlink()
    assert found(chosen)["inbox"] == Finding("inbox", f"{chosen.inbox}, 2 files, none of them waiting")


def taken_in(settings: Settings) -> None:
    """A run that stored one file of the inbox and refused another."""
    capture = Capture(
        capture_id="0" * 32,
        source="inbox",
        address="inbox/seen.txt",
        media_type="text/plain",
        data=b"words",
        sha256="0" * 64,
        first_seen_at=BEGUN,
    )
    aside = SetAside(
        item="inbox/refused.txt",
        source="inbox",
        address="inbox/refused.txt",
        stage="captures",
        disposition="quarantined",
        reason="empty",
        message="inbox/refused.txt is empty.",
    )
    with Session(settings) as session:
        run = session.begin("r2")
        intake.take_in(session, "inbox", [capture, aside], None)
        ledger.finish(session.con, run)


@pytest.mark.parametrize(("advice", "status"), [(None, 0), ("Mend it.", 1)])
def test_the_status_tells_whether_something_must_be_done(
    chosen: Settings, monkeypatch: pytest.MonkeyPatch, advice: str | None, status: int
) -> None:
    monkeypatch.setenv("TWOSOURCE_HOME", str(chosen.home))
    monkeypatch.setattr(doctor, "model", lambda name: Finding("language model", name + "\x1b[31m", advice))
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == status
    assert "last run" in result.stdout
    assert "\x1b[31m" not in result.stdout
    assert ("Mend it." in result.stdout) == (status == 1)
