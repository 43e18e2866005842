"""What asks for runs: the sensor over the inbox, the schedule of due sources, the nightly look at everything.

Belongs here: ticks, and what they ask for. Does not: runs (test_dagster).
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from assets import checks
from pipelines.definitions import build_definitions
from tests.integration.test_dagster import FERRY, LIBRARY
from twosource.loading import cadence
from twosource.settings import Settings


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    home = tmp_path_factory.mktemp("declared")
    (home / "sources.yml").write_text("harbor.feed: {kind: feed, urls: https://harbor-ledger.example/rss.xml}\n")
    return build_definitions(lambda: Settings(home=home))


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
        assert request.run_config == {"ops": {"captures": {"config": {"sources": ["inbox"], "most": 1_000}}}}
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

    def test_a_run_that_failed_is_asked_for_again_after_a_while(self, tmp_path: Path) -> None:
        (tmp_path / "inbox").mkdir()
        (tmp_path / "inbox" / "ferry.txt").write_text(FERRY)
        request, cursor = self.request(tmp_path)
        assert isinstance(self.after(tmp_path, request, cursor, dg.DagsterRunStatus.STARTED), dg.SkipReason)
        soon = self.after(tmp_path, request, cursor, dg.DagsterRunStatus.FAILURE)
        assert isinstance(soon, dg.SkipReason)
        assert "tried again" in (soon.skip_message or "")
        earlier = json.dumps({**json.loads(cursor), "asked_at": "2025-04-17T06:00:00+00:00"})
        later = self.after(tmp_path, request, earlier, dg.DagsterRunStatus.FAILURE)
        assert isinstance(later, dg.SensorResult)
        (again,) = later.run_requests or ()
        assert again.run_key != request.run_key

    def test_what_a_run_has_left_is_asked_for_at_once(self, tmp_path: Path) -> None:
        (tmp_path / "inbox").mkdir()
        (tmp_path / "inbox" / "ferry.txt").write_text(FERRY)
        request, cursor = self.request(tmp_path)
        assert isinstance(self.after(tmp_path, request, cursor, dg.DagsterRunStatus.SUCCESS), dg.SkipReason)
        cadence.write(tmp_path, {}, ["inbox"])
        assert isinstance(self.after(tmp_path, request, cursor, dg.DagsterRunStatus.SUCCESS), dg.SensorResult)

    @staticmethod
    def after(
        home: Path, request: dg.RunRequest, cursor: str, status: dg.DagsterRunStatus
    ) -> dg.SensorResult | dg.SkipReason:
        """A tick after the run that was asked for has come to a status."""
        sensor = build_definitions(lambda: Settings(home=home)).resolve_sensor_def("inbox_sensor")
        with dg.DagsterInstance.ephemeral() as instance:
            instance.add_run(dg.DagsterRun("ingest", status=status, tags={"dagster/run_key": request.run_key or ""}))
            found = sensor(dg.build_sensor_context(instance=instance, cursor=cursor))
        assert isinstance(found, dg.SensorResult | dg.SkipReason)
        return found

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
    schedule = definitions.resolve_schedule_def("due_sources")
    with dg.instance_for_test() as instance:
        tick = schedule.evaluate_tick(dg.build_schedule_context(instance=instance))
    assert tick.run_requests is not None
    (request,) = tick.run_requests
    (asked,) = [step["config"] for step in request.run_config["ops"].values()]
    assert asked["due"]
    assert "harbor.feed" in asked["sources"], "what was never looked at is due"


def test_a_tick_asks_for_nothing_while_no_source_is_due_or_a_run_is_at_work(tmp_path: Path) -> None:
    schedule = build_definitions(lambda: Settings(home=tmp_path)).resolve_schedule_def("due_sources")
    with dg.instance_for_test() as instance:
        instance.add_run(dg.DagsterRun("ingest", status=dg.DagsterRunStatus.STARTED))
        assert not schedule.evaluate_tick(dg.build_schedule_context(instance=instance)).run_requests
    later = datetime.now(UTC) + timedelta(hours=1)
    cadence.write(tmp_path, {"samples": later, "inbox": later})
    with dg.instance_for_test() as instance:
        tick = schedule.evaluate_tick(dg.build_schedule_context(instance=instance))
    assert not tick.run_requests
    assert "No source is due" in (tick.skip_message or "")
    assert schedule.job_name == "ingest"


def test_a_tick_of_the_nightly_schedule_asks_for_all_rows(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("nightly_check")
    with dg.instance_for_test() as instance:
        tick = schedule.evaluate_tick(dg.build_schedule_context(instance=instance))
    (request,) = tick.run_requests or ()
    assert schedule.job_name == "check_everything"
    assert definitions.resolve_job_def("check_everything").tags[checks.WHOLE] == "all"
    assert request.run_config == {}
