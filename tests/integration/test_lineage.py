"""An OpenLineage server hears of a run: that it begins, and how it ended, with the state of every table."""

import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.integration.reported import asked
from twosource.alerting import lineage
from twosource.settings import Settings

RUN = "0193dc3c-5f0e-7c4b-9d0c-1b6c1b2f3a4d"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The events that a server on this machine got, which the variable names."""
    events: list[Any] = []

    class Server(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            events.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(201)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("OPENLINEAGE_URL", f"http://127.0.0.1:{server.server_port}")
        yield events
        server.shutdown()


@pytest.fixture
def home(sample_home: Path, tmp_path: Path) -> Path:
    (tmp_path / "live").mkdir()
    shutil.copy2(sample_home / "live" / "warehouse.duckdb", tmp_path / "live" / "warehouse.duckdb")
    shutil.copy2(sample_home / "twosource.duckdb", tmp_path / "twosource.duckdb")
    return tmp_path


def test_a_run_is_told_from_its_begin_to_its_end(heard: list[Any], home: Path) -> None:
    assert (lineage.begun(RUN), lineage.ended(Settings(home=home), RUN)) == ([], [])
    assert [event["eventType"] for event in heard] == ["START", "COMPLETE"]
    assert {(event["run"]["runId"], event["job"]["name"]) for event in heard} == {(RUN, "ingest")}
    tables = {one["name"]: one["inputFacets"] for one in heard[1]["inputs"]}
    assert set(tables) == set(asked(home, "SELECT DISTINCT table_name FROM checks"))
    (number,) = asked(home, "SELECT count(*) FROM clean.articles")
    assert tables["clean.articles"]["dataQualityMetrics"]["rowCount"] == number
    failed = [
        (table, one["assertion"], one["severity"])
        for table, facets in tables.items()
        for one in facets["dataQualityAssertions"]["assertions"]
        if not one["success"]
    ]
    assert failed == [("facts.arithmetic", "arithmetic_holds", "warn")]


def test_a_run_that_stopped_is_told_with_the_reason(heard: list[Any], home: Path) -> None:
    assert lineage.ended(Settings(home=home), RUN, "The disk is full.") == []
    (event,) = heard
    assert event["eventType"] == "FAIL"
    assert event["run"]["facets"]["errorMessage"]["message"] == "The disk is full."


def test_a_server_that_is_not_there_is_told_of_and_stops_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENLINEAGE__TRANSPORT__TYPE", "http")
    monkeypatch.setenv("OPENLINEAGE__TRANSPORT__URL", "http://127.0.0.1:9")
    monkeypatch.setenv("OPENLINEAGE__TRANSPORT__RETRY", '{"total": 0}')
    (fault,) = lineage.ended(Settings(home=home), RUN)
    assert fault.startswith("OpenLineage was not told that the run is complete (")


def test_without_a_server_nothing_is_sent(heard: list[Any], home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENLINEAGE_URL")
    assert (lineage.begun(RUN), lineage.ended(Settings(home=home), RUN)) == ([], [])
    assert heard == []
