"""The samples by a pool of processes and by Ray, undisturbed and with a worker killed: equal rows.

Real clusters, started here. Belongs here: what takes minutes. Does not: the order of the work (unit/engines).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.command import TWOSOURCE, content, environment, twosource

pytestmark = pytest.mark.slow
ON_RAY = {"TWOSOURCE_ENGINE": "ray", "TWOSOURCE_RAY_ADDRESS": "local"}
RAY = str(Path(sys.executable).with_name("ray"))
WORKER = "ray::_do"
"""How Ray calls a process that does a batch of ours."""


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The rows of one process."""
    home = tmp_path_factory.mktemp("alone")
    assert twosource(home, "run", "samples", TWOSOURCE_PROCESSES="1").returncode == 0
    return content(home)


@pytest.mark.parametrize("engine", [{"TWOSOURCE_PROCESSES": "2"}, ON_RAY], ids=["pool", "ray"])
def test_every_engine_gives_the_same_rows(tmp_path: Path, alone: dict[str, list[str]], engine: dict[str, str]) -> None:
    done = twosource(tmp_path, "run", "samples", **engine)
    assert done.returncode == 0, done.stdout + done.stderr
    assert content(tmp_path) == alone


def test_a_worker_of_ray_that_is_killed_in_mid_batch_changes_no_row(
    tmp_path: Path, alone: dict[str, list[str]]
) -> None:
    command = [TWOSOURCE, "run", "samples"]
    with subprocess.Popen(command, env=environment(tmp_path, **ON_RAY), stderr=subprocess.PIPE, text=True) as run:
        killed = kill_a_worker(run)
        _, said = run.communicate(timeout=300)
    assert killed, "no worker was at work"
    assert run.returncode == 0, said
    assert content(tmp_path) == alone


def kill_a_worker(run: subprocess.Popen[str]) -> bool:
    """Kill the first process that does a batch; whether one was found before the run ended."""
    while run.poll() is None:
        listed = subprocess.run(["ps", "-eo", "pid=,args="], capture_output=True, text=True, check=True).stdout
        for line in listed.splitlines():
            pid, _, name = line.strip().partition(" ")
            if name.startswith(WORKER) and str(run.pid) in ancestors(int(pid)):
                os.kill(int(pid), signal.SIGKILL)
                return True
        time.sleep(0.02)
    return False


def ancestors(pid: int) -> Iterator[str]:
    """The processes that a process descends from."""
    while pid > 1:
        told = subprocess.run(["ps", "-o", "ppid=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
        if not told.strip():
            return
        yield told.strip()
        pid = int(told)
