"""A stopped command: one sentence and 130 or 143, at whatever moment, and the next run goes on.

Real signals to real processes. Belongs here: how a command ends. Does not: that its tables are whole (`test_faults`).
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.command import TWOSOURCE, environment, twosource

SENTENCE = "twosource: stopped; run again to go on.\n"
STATUS = {signal.SIGINT: 130, signal.SIGTERM: 143}
FERRY = (
    "The ferry board met in Northhaven on Tuesday, for the {0}th time.\n\n"
    "It agreed to spend ${0} million on two electric ferries, chairwoman Ada Lindqvist said.\n"
)
FAR_ENOUGH = 20.0
"""Seconds within which a stopped command has ended: the grace it gives itself, on a busy machine."""


@pytest.fixture
def captures(tmp_path: Path) -> Path:
    folder = tmp_path / "captures"
    folder.mkdir()
    for number in range(24):
        (folder / f"{number}.txt").write_text(FERRY.format(number + 2) * 6)
    return folder


def begin(home: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    # a job begun by a shell in the background would ignore SIGINT; one of its own session does not
    return subprocess.Popen(
        [TWOSOURCE, *arguments],
        env=environment(home, TWOSOURCE_BATCH="2", **more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def until(holds: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while not holds():
        assert process.poll() is None, "it ended before it could be stopped"
        assert time.monotonic() < deadline
        time.sleep(0.01)


def loaded(process: subprocess.Popen[str], library: str) -> bool:
    """Whether the process has come so far in its imports."""
    return library in Path(f"/proc/{process.pid}/maps").read_text()


def stopped(process: subprocess.Popen[str], number: signal.Signals, whole_group: bool = False) -> str:
    """Send the signal, to its workers too as a terminal does, wait for the end, and return what was said."""
    (os.killpg if whole_group else os.kill)(process.pid, number)
    begun = time.monotonic()
    _, said = process.communicate(timeout=120)
    assert time.monotonic() - begun < FAR_ENOUGH
    assert process.returncode == STATUS[number], said
    return said


MOMENTS: dict[str, Callable[[Path, subprocess.Popen[str]], bool]] = {
    "history": lambda home, _process: (home / "dagster" / "history").exists(),
    "first write": lambda home, _process: (home / "live" / "warehouse.duckdb.wal").exists(),
    "extraction": lambda _home, process: loaded(process, "thinc"),
    "report": lambda home, _process: (home / "twosource.duckdb").exists(),
}


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        pytest.param("history", signal.SIGINT, marks=pytest.mark.slow),
        ("first write", signal.SIGTERM),
        ("extraction", signal.SIGINT),
        pytest.param("report", signal.SIGTERM, marks=pytest.mark.slow),
    ],
)
def test_a_run_is_stopped_at_any_moment_and_the_next_goes_on(
    tmp_path: Path, captures: Path, moment: str, number: signal.Signals
) -> None:
    home = tmp_path / "home"
    process = begin(home, "run", str(captures))
    until(lambda: MOMENTS[moment](home, process), process)
    said = stopped(process, number)
    assert said.endswith(SENTENCE)
    assert said.count(SENTENCE) == 1
    assert "Traceback" not in said
    if moment == "extraction":
        assert twosource(home, "run", str(captures)).returncode == 0


@pytest.mark.parametrize(
    ("library", "number"),
    [
        ("typer", signal.SIGINT),
        pytest.param("duckdb", signal.SIGTERM, marks=pytest.mark.slow),
        pytest.param("dagster", signal.SIGINT, marks=pytest.mark.slow),
        ("spacy", signal.SIGTERM),
    ],
)
def test_a_run_is_stopped_while_it_loads_a_library(
    tmp_path: Path, captures: Path, library: str, number: signal.Signals
) -> None:
    (tmp_path / "early").mkdir()
    (tmp_path / "early" / f"{library}.py").write_text(
        f"import os, time\ntry:\n    os.kill(os.getpid(), {number.value}); time.sleep(30)\n"
        "except BaseException as error:\n    raise ImportError('it is turned into another error') from error\n"
    )
    process = begin(tmp_path / "home", "run", str(captures), PYTHONPATH=str(tmp_path / "early"))
    _, said = process.communicate(timeout=120)
    assert process.returncode == STATUS[number], said
    assert said.endswith(SENTENCE)
    assert "Traceback" not in said


CTRL_C = pytest.param(
    True,
    id="Ctrl-C",
    marks=[
        pytest.mark.slow,
        pytest.mark.xfail(strict=False, reason="a worker that is still importing may print its own interrupt"),
    ],
)


@pytest.mark.parametrize("whole_group", [pytest.param(False, id="SIGTERM"), CTRL_C])
def test_worker_processes_end_with_the_run(tmp_path: Path, captures: Path, whole_group: bool) -> None:
    process = begin(tmp_path / "home", "run", str(captures), TWOSOURCE_PROCESSES="2")

    def workers() -> list[int]:
        return [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and int(pid) != process.pid and session(pid)]

    def session(pid: str) -> bool:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return False
        return int(fields[3]) == process.pid and fields[0] != "Z"

    until(lambda: len(workers()) >= 2, process)
    said = stopped(process, signal.SIGINT if whole_group else signal.SIGTERM, whole_group)
    assert said.endswith(SENTENCE)
    assert "Traceback" not in said
    deadline = time.monotonic() + FAR_ENOUGH
    while workers() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert workers() == []


def test_a_signal_that_a_library_swallows_is_not_lost() -> None:
    """What Dagster raises may fall into a callback, and what it keeps in mind it may forget: the watch ends it all."""
    lost = (
        "import os, signal, time\n"
        "from twosource.cli import signals\n"
        "signals.answer(); signals.GRACE = 0.5\n"
        "with signals.watched():\n"
        "    signal.signal(signal.SIGTERM, lambda *_: None)\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    time.sleep(60)\n"
    )
    done = subprocess.run([sys.executable, "-c", lost], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (143, SENTENCE)


def test_an_answer_that_is_stopped_leaves_no_half_file(tmp_path: Path, sample_home: Path) -> None:
    target = tmp_path / "big.csv"
    process = begin(
        sample_home, "sql", "SELECT range, md5(range::VARCHAR) FROM range(90000000)", "--output", str(target)
    )
    until(lambda: any(path.stat().st_size > 1_000_000 for path in tmp_path.iterdir()), process)
    assert stopped(process, signal.SIGTERM) == SENTENCE
    assert list(tmp_path.iterdir()) == []
