"""Faults on purpose: killed runs, two runs at once, inputs that cannot be read, a critical rule that fails."""

import gzip
import random
import signal
import subprocess
import time
from pathlib import Path

import duckdb
import pytest

from tests.integration.command import TWOSOURCE, content, environment, twosource
from twosource import paths

SOME = [
    str(p)
    for p in sorted(paths.seeds("captures").glob("*"))
    if "gold" not in p.name and p.name[:2] in {"07", "08", "09", "15", "16"}
]
"""A few captures are enough here: a story with a copy and a half copy, and another."""


def begin(home: Path, *sources: str, **more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [TWOSOURCE, "run", *sources],
        env=environment(home, **more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for(path: Path, run: subprocess.Popen[bytes]) -> None:
    """Until the file is there, which tells that the run has begun to write, or the run is over."""
    while run.poll() is None and not path.exists():
        time.sleep(0.02)


def kill_and_resume(undisturbed: Path, home: Path, kills: int, seed: int) -> None:
    begun = time.monotonic()
    assert twosource(undisturbed, "run", *SOME, TWOSOURCE_BATCH="2").returncode == 0
    length = time.monotonic() - begun
    moments = random.Random(seed)
    killed = 0
    for _ in range(kills):
        run = begin(home, *SOME, TWOSOURCE_BATCH="1")
        wait_for(home / "live" / "warehouse.duckdb.wal", run)
        try:
            run.wait(moments.uniform(0, length / 2))
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.wait()
            killed += 1
    assert killed, "no run was killed while it was writing"
    done = twosource(home, "run", *SOME, TWOSOURCE_BATCH="2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert content(home) == content(undisturbed)


def test_killed_five_times_and_resumed_the_tables_are_those_of_an_undisturbed_run(tmp_path: Path) -> None:
    kill_and_resume(tmp_path / "undisturbed", tmp_path / "killed", kills=5, seed=20250417)


@pytest.mark.slow
def test_killed_fifty_times_and_resumed_the_tables_are_those_of_an_undisturbed_run(tmp_path: Path) -> None:
    for round_ in range(10):
        kill_and_resume(tmp_path / f"u{round_}", tmp_path / f"k{round_}", kills=5, seed=round_)


def test_batches_of_any_size_give_the_same_rows(tmp_path: Path) -> None:
    for size in ("1", "64"):
        assert twosource(tmp_path / size, "run", *SOME, TWOSOURCE_BATCH=size).returncode == 0
    assert content(tmp_path / "1") == content(tmp_path / "64")


def test_two_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    # the second waits as long as the first may take on a busy machine
    first, second = (begin(tmp_path, *SOME, TWOSOURCE_LOCK_WAIT="250") for _ in range(2))
    assert (first.wait(300), second.wait(300)) == (0, 0)
    alone = tmp_path / "alone"
    assert twosource(alone, "run", *SOME).returncode == 0
    assert content(tmp_path) == content(alone)


def test_a_run_that_cannot_wait_says_who_holds_the_database(tmp_path: Path) -> None:
    (tmp_path / "live").mkdir()
    holder = duckdb.connect(str(tmp_path / "live" / "warehouse.duckdb"))
    done = twosource(tmp_path, "run", *SOME, TWOSOURCE_LOCK_WAIT="0.5")
    holder.close()
    assert done.returncode == 1
    assert "process" in done.stderr
    assert "Traceback" not in done.stderr


def test_bad_inputs_end_with_a_reason_and_the_others_go_through(tmp_path: Path) -> None:
    inbox = tmp_path / "captures"
    inbox.mkdir()
    body = "The harbour board met on Monday.\n\n" + "It approved a budget of $4 million for dredging this year. " * 4
    (inbox / "good.txt").write_text(body)
    (inbox / "empty.txt").write_bytes(b"")
    (inbox / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (inbox / "cut.txt.gz").write_bytes(gzip.compress(body.encode())[:-20])
    (inbox / "unreadable.txt").symlink_to(inbox / "nowhere.txt")
    done = twosource(tmp_path / "home", "run", str(inbox))
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(tmp_path / "home" / "twosource.duckdb"), read_only=True) as con:
        reasons = {
            Path(path).name: (reason, message)
            for path, reason, message in con.execute("SELECT source_path, reason, message FROM quarantine").fetchall()
        }
        kept = con.execute("SELECT count(*) FROM articles").fetchone()
    assert kept == (1,)
    assert {name: reason for name, (reason, _) in reasons.items()} == {
        "empty.txt": "empty",
        "binary.txt": "binary",
        "cut.txt.gz": "truncated",
        "unreadable.txt": "unreadable",
    }
    assert all(len(message) > 20 for _, message in reasons.values())


def test_an_input_that_is_mended_is_released(tmp_path: Path) -> None:
    capture = tmp_path / "captures" / "late.txt"
    capture.parent.mkdir()
    capture.write_bytes(b"")
    home = tmp_path / "home"
    assert twosource(home, "run", str(capture.parent)).returncode == 0
    capture.write_text("The council met on Monday.\n\n" + "It agreed to spend $4 million on the bridge. " * 5)
    assert twosource(home, "run", str(capture.parent)).returncode == 0
    with duckdb.connect(str(home / "twosource.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM quarantine WHERE released_at IS NULL").fetchone() == (0,)
        assert con.execute("SELECT count(*) FROM articles").fetchone() == (1,)


def test_a_failing_critical_rule_stops_publication_and_ends_with_status_1(tmp_path: Path) -> None:
    assert twosource(tmp_path, "run", *SOME).returncode == 0
    published = (tmp_path / "twosource.duckdb").read_bytes()
    with duckdb.connect(str(tmp_path / "live" / "warehouse.duckdb")) as con:
        con.execute("DELETE FROM clean.articles WHERE capture_id = (SELECT min(capture_id) FROM clean.articles)")
    more = tmp_path / "more"
    more.mkdir()
    (more / "new.txt").write_text(
        "The council met on Monday.\n\n" + "It agreed to spend $4 million on the bridge. " * 5
    )
    done = twosource(tmp_path, "run", str(more))
    assert done.returncode == 1
    assert "critical" in done.stdout + done.stderr
    assert (tmp_path / "twosource.duckdb").read_bytes() == published
    again = twosource(tmp_path, "run", str(more))
    assert again.returncode == 1, "a critical rule that failed goes on failing until it is mended"
