"""Faults on purpose: killed runs, two runs at once, inputs that cannot be read, a critical rule that fails."""

import gzip
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

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


class Undisturbed(NamedTuple):
    """A home in which one run took in `SOME` and nothing happened, and the seconds that it took."""

    home: Path
    seconds: float


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """Tests read it; one that writes takes a copy."""
    home = tmp_path_factory.mktemp("undisturbed")
    begun = time.monotonic()
    done = twosource(home, "run", *SOME)
    assert done.returncode == 0, done.stdout + done.stderr
    return Undisturbed(home, time.monotonic() - begun)


@pytest.fixture
def home(undisturbed: Undisturbed, tmp_path: Path) -> Path:
    """A home of the test's own, in which one run has ended well."""
    return Path(shutil.copytree(undisturbed.home, tmp_path / "home"))


def test_killed_three_times_and_resumed_the_tables_are_those_of_an_undisturbed_run(
    tmp_path: Path, undisturbed: Undisturbed
) -> None:
    """Three moments of one order of chance; two hundred more are `make soak`'s."""
    moments = random.Random(20250417)
    killed = 0
    for _ in range(3):
        run = begin(tmp_path, *SOME, TWOSOURCE_BATCH="1")
        wait_for(tmp_path / "live" / "warehouse.duckdb.wal", run)
        try:
            run.wait(moments.uniform(0, undisturbed.seconds / 2))
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.wait()
            killed += 1
    assert killed, "no run was killed while it was writing"
    done = twosource(tmp_path, "run", *SOME, TWOSOURCE_BATCH="1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert content(tmp_path) == content(undisturbed.home), "batches of one or of all, killed or not"


def test_two_runs_at_once_lose_nothing(tmp_path: Path, undisturbed: Undisturbed) -> None:
    # the second waits as long as the first may take on a busy machine
    first, second = (begin(tmp_path, *SOME, TWOSOURCE_LOCK_WAIT="250") for _ in range(2))
    assert (first.wait(300), second.wait(300)) == (0, 0)
    assert content(tmp_path) == content(undisturbed.home)


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
    (inbox / "elsewhere.txt").symlink_to(inbox / "nowhere.txt")
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
        "elsewhere.txt": "link",
    }
    assert all(len(message) > 20 for _, message in reasons.values())


def test_an_input_that_is_mended_is_released(tmp_path: Path) -> None:
    capture = tmp_path / "captures" / "late.txt"
    capture.parent.mkdir()
    capture.write_bytes(b"")
    home = tmp_path / "home"
    assert twosource(home, "run", str(capture.parent)).returncode == 1, "the one input that was named gave nothing"
    capture.write_text("The council met on Monday.\n\n" + "It agreed to spend $4 million on the bridge. " * 5)
    assert twosource(home, "run", str(capture.parent)).returncode == 0
    with duckdb.connect(str(home / "twosource.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM quarantine WHERE released_at IS NULL").fetchone() == (0,)
        assert con.execute("SELECT count(*) FROM articles").fetchone() == (1,)


def test_a_failing_critical_rule_stops_publication_and_ends_with_status_1(tmp_path: Path, home: Path) -> None:
    published = (home / "twosource.duckdb").read_bytes()
    with duckdb.connect(str(home / "live" / "warehouse.duckdb")) as con:
        con.execute("DELETE FROM clean.articles WHERE capture_id = (SELECT min(capture_id) FROM clean.articles)")
    more = tmp_path / "more"
    more.mkdir()
    (more / "new.txt").write_text(
        "The council met on Monday.\n\n" + "It agreed to spend $4 million on the bridge. " * 5
    )
    done = twosource(home, "run", str(more))
    assert done.returncode == 1
    assert "critical" in done.stdout + done.stderr
    assert (home / "twosource.duckdb").read_bytes() == published
    again = twosource(home, "run", str(more))
    assert again.returncode == 1, "a critical rule that failed goes on failing until it is mended"


# ------------------------------------------------------------------ faults of the machine and of the clock


def told(done: subprocess.CompletedProcess[str]) -> str:
    return " ".join((done.stdout + done.stderr).split())


def test_a_fault_of_the_machine_stops_the_run_and_sets_nothing_aside(tmp_path: Path) -> None:
    """No file may grow beyond some megabytes: the language detector cannot unpack its model to a temporary file."""
    limited = subprocess.run(
        ["/bin/bash", "-c", f'ulimit -f 6000; exec "{TWOSOURCE}" run "$@"', "run", *SOME],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert limited.returncode == 1, told(limited)
    assert "The machine could not do the stage articles (OSError" in told(limited)
    assert "Traceback" not in limited.stderr
    with duckdb.connect(str(tmp_path / "live" / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM quality.set_aside").fetchone() == (0,)
        assert con.execute("SELECT count(*) FROM raw.captures").fetchone() == (len(SOME),)
    done = twosource(tmp_path, "run", *SOME)
    assert done.returncode == 0, told(done)
    with duckdb.connect(str(tmp_path / "twosource.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM articles").fetchone() == (len(SOME),)


COUNCIL = "The council met on Monday.\n\n" + "It agreed to spend $4 million on the bridge. " * 5


def test_a_run_whose_clock_was_set_back_is_checked_and_published_like_any_other(tmp_path: Path, home: Path) -> None:
    with duckdb.connect(str(home / "live" / "warehouse.duckdb")) as con:
        # as if that run had been made while the clock was a day fast
        con.execute("UPDATE quality.runs SET started_at = started_at + INTERVAL 1 DAY")
        con.execute("UPDATE quality.checks SET checked_at = checked_at + INTERVAL 1 DAY")
        con.execute("UPDATE raw.captures SET first_seen_at = first_seen_at + INTERVAL 1 DAY")
    (tmp_path / "new.txt").write_text(COUNCIL)
    done = twosource(home, "run", str(tmp_path / "new.txt"))
    assert done.returncode == 0, told(done)
    with duckdb.connect(str(home / "twosource.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM articles").fetchone() == (len(SOME) + 1,)
        assert con.execute(
            "SELECT n_checked FROM checks WHERE run_number = 2 AND expectation = 'genre_allowed'"
        ).fetchone() == (1,)


# ------------------------------------------------------------------ what is lost or damaged


def test_a_lost_database_a_damaged_copy_and_the_way_back(tmp_path: Path, home: Path) -> None:
    live, copy = home / "live" / "warehouse.duckdb", home / "twosource.duckdb"
    (tmp_path / "new.txt").write_text(COUNCIL)
    before = content(home)
    copy.write_bytes(copy.read_bytes()[:1_000_000])
    done = twosource(home, "run", *SOME)
    assert done.returncode == 0, told(done)
    assert "(unchanged)" not in told(done)
    with duckdb.connect(str(copy), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM articles").fetchone() == (len(SOME),)
    live.unlink()
    lost = twosource(home, "run", str(tmp_path / "new.txt"))
    assert lost.returncode == 1
    assert "twosource restore" in told(lost)
    assert not live.exists()
    back = twosource(home, "restore")
    assert back.returncode == 0, told(back)
    assert content(home) == before
    assert twosource(home, "run", str(tmp_path / "new.txt")).returncode == 0
    with duckdb.connect(str(copy), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM articles").fetchone() == (len(SOME) + 1,)


# ------------------------------------------------------------------ statuses


def test_the_status_tells_what_came_of_the_inputs(tmp_path: Path) -> None:
    """How it is told, through a whole run; which status it is, for every case: `tests/unit/cli/test_untaken.py`."""
    empty, bad, good = (tmp_path / name for name in ("empty", "bad", "good"))
    for folder in (empty, bad, good):
        folder.mkdir()
    (bad / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (good / "new.txt").write_text(COUNCIL)
    home = tmp_path / "home"
    (home / "inbox").mkdir(parents=True)
    for sources, status, words in (
        ([str(good), str(bad)], 1, "is not text"),
        (["inbox"], 0, ""),
        ([str(good), str(empty)], 1, "nothing could be taken in from"),
        (["nowhere"], 2, "nowhere"),
    ):
        done = twosource(home, "run", *sources)
        assert done.returncode == status, (sources, told(done))
        assert words in told(done), sources
