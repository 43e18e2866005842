"""`twosource doctor`: what it finds, and that it says what to do exactly where something has to be done."""

import shutil
import subprocess
import sys
import tempfile
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from twosource.cli.checkup import data, finding, install, trial
from twosource.cli.checkup.finding import Finding
from twosource.cli.main import app
from twosource.records import Capture, SetAside
from twosource.settings import DEFAULT_MODEL, Settings
from twosource.warehouse import intake, ledger, migrate, publish
from twosource.warehouse.session import Session
from twosource.warehouse.source_states import Expected

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
    return {told.check: told for told in data.live_database(settings)}


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 KB"), (7_900_000, "7.9 MB"), (83_200_000_000, "83.2 GB")],
)
def test_a_size_is_in_the_unit_of_a_person(count: int, shown: str) -> None:
    assert finding.size(count) == shown


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
    assert finding.age(datetime.now(UTC) - ago) == shown


def test_all_packages_are_here_and_a_missing_one_is_told() -> None:
    for package in install.PACKAGES:
        assert install.version(package).advice is None
    assert install.version("no-such-package-anywhere") == Finding(
        "no-such-package-anywhere", "not installed", "Install twosource again, whole."
    )


def test_a_python_that_is_too_new_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert install.python().advice is None
    monkeypatch.setattr(sys, "version_info", (3, 14, 0))
    assert install.python().advice == "Use Python 3.11 to 3.13."


def test_a_model_that_is_not_installed_is_told_with_the_setting() -> None:
    missing = install.model("xx_no_such_model")
    assert missing.found == "xx_no_such_model is not installed"
    assert "TWOSOURCE_MODEL" in (missing.advice or "")


def test_every_stage_is_tried() -> None:
    tried = list(install.stages(DEFAULT_MODEL))
    assert [told for told in tried if told.advice] == []
    assert {told.check for told in tried} == trial.TRIALS.keys()


def test_what_a_stage_needs_and_is_broken_is_told_of_that_stage_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "trafilatura.py").write_text("raise ImportError('lxml.html.clean is another project now')")
    (tmp_path / "rensa.py").write_text("import os; os.kill(os.getpid(), 11)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    told = {told.check: told for told in install.stages(DEFAULT_MODEL)}
    assert "lxml.html.clean is another project now" in told["cleaning"].found
    assert (told["loading"].advice, told["extraction"].advice) == (None, None)
    assert "the process died of it (status -11)" in list(told.values())[-1].found
    assert "Install twosource again" in (told["cleaning"].advice or "")


def test_a_model_that_reads_nothing_is_told_by_extraction() -> None:
    told = {told.check: told for told in install.stages("typer")}  # a package that is installed and is no model
    assert told["extraction"].advice is not None
    assert told["cleaning"].advice is None


def test_a_temporary_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert install.temporary().advice is None
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert "cannot be written" in install.temporary().found
    assert "TMPDIR" in (install.temporary().advice or "")


def test_duckdb_has_all_its_parts_and_a_missing_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert install.extensions().advice is None
    monkeypatch.setattr(install, "EXTENSIONS", ("json", "no_such_part"))
    assert install.extensions().found == "without no_such_part"
    assert install.extensions().advice is not None


def test_a_home_that_can_be_made_is_well_and_one_below_a_file_is_not(tmp_path: Path) -> None:
    assert install.home(tmp_path) == Finding("data folder", str(tmp_path))
    assert install.home(tmp_path / "a" / "b").advice is None
    assert not (tmp_path / "a").exists(), "nothing is made by looking"
    (tmp_path / "file").write_text("")
    blocked = install.home(tmp_path / "file" / "home")
    assert "cannot be written" in blocked.found
    assert "TWOSOURCE_HOME" in (blocked.advice or "")


@pytest.mark.parametrize(("free", "well"), [(999_999_999, False), (1_000_000_000, True)])
def test_a_disk_that_is_nearly_full_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, well: bool
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(2 * free, free, free))
    assert (install.disk(tmp_path / "none").advice is None) == well


def test_before_the_first_run_all_is_well(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert all(told.advice is None for told in found(settings).values())
    assert data.published_copy(settings).advice is None
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_ended_well(chosen: Settings) -> None:
    findings = found(chosen)
    assert findings["last run"].found.endswith("ended well after 42 s")
    assert "nobody writes; shape" in findings["database of runs"].found
    assert [told for told in findings.values() if told.advice] == []


def test_a_run_that_was_killed(chosen: Settings) -> None:
    change(chosen, "UPDATE quality.runs SET finished_at = NULL")
    assert found(chosen)["last run"].found.endswith("did not reach its end")
    assert found(chosen)["last run"].advice == "Run again: it goes on where it stopped."


def test_the_last_run_is_the_newest_whatever_its_clock_said(chosen: Settings) -> None:
    change(
        chosen,
        "INSERT INTO quality.runs (run_id, number, started_at, n_writes) "
        "SELECT 'r2', number + 1, started_at - INTERVAL 1 DAY, 0 FROM quality.runs",
    )
    values = "'r2', 'ferry', now(), now(), 'failed', 1, 0, 0, 1, 0, NULL, 'Nobody answers.'"
    change(chosen, f"INSERT INTO quality.coverage VALUES ({values})")
    assert found(chosen)["last run"].found.endswith("did not reach its end")
    assert "Nobody answers." in found(chosen)["source ferry"].found


def test_a_database_of_an_older_version_is_told_and_asked_no_more(chosen: Settings) -> None:
    change(chosen, "ALTER TABLE quality.runs DROP COLUMN number")
    change(chosen, "DELETE FROM quality.schema_versions WHERE version >= 5")
    findings = found(chosen)
    assert "the next run brings it to" in findings["database of runs"].found
    assert "last run" not in findings
    assert [told for told in findings.values() if told.advice] == []


def test_a_database_that_is_gone_while_its_copy_is_there_can_be_restored(chosen: Settings) -> None:
    chosen.live.rename(chosen.published)
    finding = found(chosen)["database of runs"]
    assert "is gone" in finding.found
    assert finding.advice == "Run `twosource restore`."


def test_critical_checks_that_fail(chosen: Settings) -> None:
    columns = "run_id, checked_at, table_name, expectation, severity, success, n_checked, n_failed, description"
    for number, (severity, success) in enumerate((("critical", "false"), ("critical", "true"), ("warning", "false"))):
        values = f"'r1', now(), 'clean.articles', 'rule_{number}', '{severity}', {success}, 1, 1, 'a rule'"
        change(chosen, f"INSERT INTO quality.checks ({columns}) VALUES ({values})")
    told = found(chosen)["last run"]
    assert "; 1 critical check fails" in told.found
    assert "severity = 'critical'" in (told.advice or "")


def test_a_database_that_is_being_written_names_the_process(chosen: Settings) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(chosen.live)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        told = found(chosen)["database of runs"]
        holder.communicate(b"")
    assert f"being written by process {holder.pid} (" in told.found
    assert told.advice is None


def test_a_file_that_is_no_database(chosen: Settings) -> None:
    chosen.live.write_bytes(b"not a database at all" * 1000)
    told = found(chosen)["database of runs"]
    assert "cannot be opened" in told.found
    assert told.advice is not None


def test_a_database_of_somebody_else(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    settings.live.parent.mkdir()
    change(settings, "CREATE TABLE songs (title VARCHAR)")
    assert "not a database of twosource" in found(settings)["database of runs"].found


def test_a_database_of_a_newer_version(chosen: Settings) -> None:
    change(chosen, "INSERT INTO quality.schema_versions VALUES (9999, 'later', now())")
    told = found(chosen)["database of runs"]
    assert "shape 9999, of a newer twosource" in told.found
    assert told.advice == "Use the version that wrote it."


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
        intake.take_in(session, "inbox", [capture, aside], Expected())
        ledger.finish(session.con, run)


def test_sources_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    def checks() -> dict[str, Finding]:
        return {told.check: told for told in data.declared_sources(tmp_path)}

    assert [told.advice for told in checks().values()] == [None]
    (tmp_path / "sources.yml").write_text(
        "ferry:\n  paths: nowhere\nfeed:\n  kind: feed\n  urls: https://news.example/\n"
    )
    assert checks()["source ferry"].found == f"{tmp_path / 'nowhere'} is not there"
    assert checks()["source ferry"].advice is not None
    assert "source feed" not in checks(), "nobody is asked for a page"
    (tmp_path / "nowhere").symlink_to(tmp_path / "nowhere")
    assert "source ferry" in checks()
    (tmp_path / "sources.yml").write_text("ferry: [")
    assert checks()["sources"].advice is not None


def test_a_source_that_failed_in_the_last_run_is_told(chosen: Settings) -> None:
    values = "'r1', 'ferry', now(), now(), 'failed', 1, 0, 0, 1, 0, NULL, 'Nobody answers at news.example.'"
    change(chosen, f"INSERT INTO quality.coverage VALUES ({values})")
    told = found(chosen)["source ferry"]
    assert told.found.startswith("failed ")
    assert told.found.endswith("Nobody answers at news.example.")
    assert told.advice is not None


def test_a_source_that_failed_before_a_check_is_still_told(chosen: Settings) -> None:
    values = "now(), now(), 'failed', 1, 0, 0, 1, 0, NULL, 'Nobody answers.'"
    change(chosen, f"INSERT INTO quality.coverage VALUES ('r1', 'ferry', {values})")
    later = "SELECT 'r2', number + 1, started_at, finished_at, 0 FROM quality.runs"
    change(chosen, f"INSERT INTO quality.runs (run_id, number, started_at, finished_at, n_writes) {later}")
    assert "source ferry" in found(chosen), "a check has no passes of its own"
    change(chosen, "INSERT INTO quality.coverage VALUES ('r2', 'other', now(), now(), 'ok', 1, 0, 1, 0, 0, NULL, NULL)")
    assert "source ferry" not in found(chosen), "nobody declares it, and the last run did not ask for it"
    (chosen.home / "sources.yml").write_text("ferry:\n  kind: feed\n  urls: https://news.example/\n")
    assert "source ferry" in found(chosen)


def test_rules_of_ones_own_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    assert data.own_rules(tmp_path).advice is None
    (tmp_path / "expectations").mkdir()
    (tmp_path / "expectations" / "mine.yml").write_text("table: clean.articles\nexpectations: [{name: a}]\n")
    told = data.own_rules(tmp_path)
    assert "`severity` is one of" in told.found
    assert "expectations" in (told.advice or "")


def test_when_all_rows_were_last_checked_is_told(chosen: Settings) -> None:
    assert "never" in found(chosen)["all rows"].found
    change(chosen, "UPDATE quality.runs SET checked_by = 'x'")
    assert "ago" in found(chosen)["all rows"].found


class TestCopy:
    def test_an_older_one_in_its_place_is_told(self, chosen: Settings) -> None:
        self.publish(chosen)
        stamp = publish.file_stamp(chosen.published)
        change(chosen, f"UPDATE quality.runs SET publish_seconds = 1, published_file = '{stamp}'")
        assert data.published_copy(chosen).advice is None
        later = "SELECT 'r2', number + 1, started_at, finished_at, 1, 1, 'newer' FROM quality.runs"
        columns = "run_id, number, started_at, finished_at, n_writes, publish_seconds, published_file"
        change(chosen, f"INSERT INTO quality.runs ({columns}) {later}")
        told = data.published_copy(chosen)
        assert "an older file was put there" in told.found
        assert told.advice == "Run `twosource run`, which writes the copy anew."

    def publish(self, settings: Settings) -> None:
        with duckdb.connect(str(settings.live)) as con:
            publish.publish(con, settings.published)

    def test_a_whole_one_is_well(self, chosen: Settings) -> None:
        self.publish(chosen)
        told = data.published_copy(chosen)
        assert told.advice is None
        assert "every view can be read" in told.found

    def test_one_that_is_no_database_is_told(self, chosen: Settings) -> None:
        chosen.published.write_bytes(b"nothing of the kind" * 1000)
        assert "cannot be opened" in data.published_copy(chosen).found
        assert "Move it away" in (data.published_copy(chosen).advice or "")

    def test_one_that_lacks_a_view_is_told(self, chosen: Settings) -> None:
        self.publish(chosen)
        with duckdb.connect(str(chosen.published)) as con:
            con.execute("DROP VIEW quotes")
        assert "lacks the view quotes" in data.published_copy(chosen).found
        assert data.published_copy(chosen).advice is not None

    def test_a_view_that_cannot_be_read_is_told(self, chosen: Settings) -> None:
        self.publish(chosen)
        with duckdb.connect(str(chosen.published)) as con:
            con.execute("DROP TABLE quality.coverage")
        assert "cannot be read: Catalog Error" in data.published_copy(chosen).found
        assert data.published_copy(chosen).advice is not None

    def test_one_that_is_behind_the_runs_is_told(self, chosen: Settings) -> None:
        self.publish(chosen)
        taken_in(chosen)
        assert data.published_copy(chosen).found.endswith("1 document of the database of runs is not in it")
        assert data.published_copy(chosen).advice is not None


@pytest.mark.parametrize(("advice", "status"), [(None, 0), ("Mend it.", 1)])
def test_the_status_tells_whether_something_must_be_done(
    chosen: Settings, monkeypatch: pytest.MonkeyPatch, advice: str | None, status: int
) -> None:
    monkeypatch.setenv("TWOSOURCE_HOME", str(chosen.home))
    monkeypatch.setattr(install, "stages", lambda _model: [])
    monkeypatch.setattr(install, "model", lambda name: Finding("language model", name + "\x1b[31m", advice))
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == status
    assert "last run" in result.stdout
    assert "\x1b[31m" not in result.stdout
    assert ("Mend it." in result.stdout) == (status == 1)


def test_workers_that_find_no_memory_are_told_with_how_many_would(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "meminfo").write_text("MemTotal: 4000000 kB\nMemAvailable: 2000000 kB\n")
    monkeypatch.setattr(install, "MEMORY", tmp_path / "meminfo")
    assert install.workers(2, "pool").advice is None
    assert install.workers(7, "pool").advice == "Set TWOSOURCE_PROCESSES to 2, or give the machine more memory."
    assert "none beside the run" in install.workers(1, "pool").found
    assert "Ray" in install.workers(1, "ray").found
    monkeypatch.setattr(install, "MEMORY", tmp_path / "none")
    assert install.workers(7, "pool").advice is None
