"""One history: what the command line ran shows in the web UI, and a killed command's run does not stay open for ever.

Belongs here: Dagster's own record of runs. Does not: the warehouse's ledgers.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.remote_origin import GrpcServerCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin

from pipelines import history
from pipelines.definitions import build_definitions
from tests.integration.command import TWOSOURCE, environment, twosource
from twosource import paths
from twosource.settings import Settings

FERRY = (
    "The ferry board met in Northhaven on Tuesday.\n\n"
    "It agreed to spend $12 million on two electric ferries, chairwoman Ada Lindqvist said.\n"
)


def prepared(folder: Path) -> tuple[Path, str]:
    """A home, and a folder with one capture."""
    (folder / "captures").mkdir()
    (folder / "captures" / "ferry.txt").write_text(FERRY)
    return folder / "home", str(folder / "captures")


def until(holds: Callable[[], bool], seconds: float) -> bool:
    """Whether it comes to hold within that time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False


@contextmanager
def webserver(home: Path) -> Iterator[Callable[[str], Any]]:
    """The web UI over the home's history; gives a function that puts a GraphQL query to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    workspace = str(paths.app_folder() / "workspace.yaml")
    server = subprocess.Popen(
        [sys.executable, "-m", "dagster_webserver", "-h", "127.0.0.1", "-p", str(port), "-w", workspace],
        env=environment(home, DAGSTER_HOME=str(home / "dagster")),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def ask(query: str) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/graphql",
            json.dumps({"query": query}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["data"]

    def answers() -> bool:
        try:
            return bool(ask("{version}"))
        except (urllib.error.URLError, ConnectionError):
            return False

    try:
        assert until(answers, 60), "the web server did not come up"
        yield ask
    finally:
        server.terminate()
        server.wait(30)


class TestHistory:
    def test_a_run_of_the_command_line_is_in_the_web_uis_history(self, tmp_path: Path) -> None:
        home, captures = prepared(tmp_path)
        done = twosource(home, "run", captures)
        assert done.returncode == 0, done.stderr
        with webserver(home) as ask:
            runs = ask("{runsOrError {... on Runs {results {runId jobName status}}}}")["runsOrError"]["results"]
            (asset,) = ask(
                '{assetNodes(assetKeys: [{path: ["facts", "quotes"]}]) '
                "{groupName hasMaterializePermission assetMaterializations(limit: 5) {runId}}}"
            )["assetNodes"]
        assert [(run["jobName"], run["status"]) for run in runs] == [("ingest", "SUCCESS")]
        assert asset["groupName"] == "facts"
        assert [event["runId"] for event in asset["assetMaterializations"]] == [runs[0]["runId"]]

    def test_a_killed_run_is_ended_by_the_next_one(self, tmp_path: Path) -> None:
        home, captures = prepared(tmp_path)

        def statuses() -> list[str]:
            with history.instance(Settings(home=home)) as instance:
                return [run.status.value for run in instance.get_runs(ascending=True)]

        command = [TWOSOURCE, "run", captures]
        killed = subprocess.Popen(command, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            assert until((home / "live" / "warehouse.duckdb").exists, 60), "the run never came to its first step"
        finally:
            os.kill(killed.pid, signal.SIGKILL)
            killed.wait()
        assert statuses() == ["STARTED"]
        assert twosource(home, "run", captures).returncode == 0
        assert statuses() == ["FAILURE", "SUCCESS"]
        with history.instance(Settings(home=home)) as instance:
            (lost, _) = instance.get_runs(ascending=True)
            messages = [event.message for event in instance.all_logs(lost.run_id)]
        assert any(f"process {killed.pid}, was killed" in message for message in messages)

    def test_only_runs_of_dead_commands_of_this_machine_are_ended(self) -> None:
        sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        living = history.tags() | {history.PID: str(sleeper.pid)}
        repository = RemoteRepositoryOrigin(GrpcServerCodeLocationOrigin("127.0.0.1", port=1), "twosource")
        launched = RemoteJobOrigin(repository, "ingest")
        with dg.DagsterInstance.ephemeral() as instance:
            job = build_definitions().resolve_job_def("ingest")

            def begun(tags: dict[str, str], origin: RemoteJobOrigin | None = None) -> str:
                started = dg.DagsterRunStatus.STARTED
                return instance.create_run_for_job(job, status=started, tags=tags, remote_job_origin=origin).run_id

            ours = begun(living)
            others = [begun({}), begun(living | {history.HOST: "another-host"}), begun(living, launched)]
            try:
                assert history.end_lost_runs(instance) == [], "the command still lives"
            finally:
                sleeper.kill()
                sleeper.wait()
            assert history.end_lost_runs(instance) == [ours]
            statuses = {run.run_id: run.status.value for run in instance.get_runs()}
        assert statuses == {ours: "FAILURE"} | dict.fromkeys(others, "STARTED")
