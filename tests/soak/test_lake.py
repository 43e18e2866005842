"""The lake under Ray and under the knife: equal rows whatever does the work, and a writer killed twenty times."""

import os
import random
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.integration.command import content, held, twosource
from tests.postgres import Postgres
from tests.soak import village
from tests.soak.killing import STAGES, Run, Server, kill_when
from tests.soak.test_engines import ON_RAY
from twosource.settings import Settings
from twosource.store_words import LAKE
from twosource.warehouse import store

ARTICLES = 5
ROUNDS = 4
SHORT, LONG = 1.5, 12.0
"""Seconds within which a kill comes after its stage has begun; after the last, into checks, publishing and upkeep."""

pytestmark = pytest.mark.slow


def rows(home: Path, lake: str) -> dict[str, list[str]]:
    """What readers of the lake see."""
    with store.reading(Settings(home=home, store=lake), whole=True) as con:
        return held(con)


@pytest.mark.parametrize("engine", [{"TWOSOURCE_PROCESSES": "2"}, ON_RAY], ids=["pool", "ray"])
def test_every_engine_gives_the_rows_of_a_file(postgres: Postgres, tmp_path: Path, engine: dict[str, str]) -> None:
    alone, shared = tmp_path / "file", tmp_path / "lake"
    assert twosource(alone, "run", "samples", TWOSOURCE_PROCESSES="1").returncode == 0
    lake = LAKE + postgres.create("engines")
    done = twosource(shared, "run", "samples", TWOSOURCE_STORE=lake, **engine)
    assert done.returncode == 0, done.stdout + done.stderr
    assert rows(shared, lake) == content(alone)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder of a few articles."""
    made = tmp_path / "source"
    made.mkdir()
    for number in range(ARTICLES):
        village.write(made, number)
    return made


class Runs:
    """Runs of the command over one source, in lakes of one PostgreSQL."""

    def __init__(self, postgres: Postgres, source: Path, lake: str, **more: str) -> None:
        self._source = source
        self.words = postgres.create(lake)
        self.lake = LAKE + self.words
        self.server = Server(TWOSOURCE_STORE=self.lake, **more)

    def begin(self, home: Path) -> Run:
        """Begin a run."""
        home.mkdir(exist_ok=True)
        return self.server.begin(home, self._source)

    def whole(self, home: Path) -> dict[str, list[str]]:
        """What readers see once a run was left to its end; it ends well."""
        run = self.begin(home)
        assert self.server.end() == 0, run.said.read_text()
        return rows(home, self.lake)


def test_a_writer_that_is_killed_is_followed_by_one_that_goes_on(
    postgres: Postgres, source: Path, tmp_path: Path
) -> None:
    runs = Runs(postgres, source, "kills")
    undisturbed = runs.whole(tmp_path / "undisturbed")
    chance = random.Random(20250418)
    killed: Counter[str] = Counter()
    for number in range(ROUNDS):
        assert postgres.create("kills") == runs.words
        home = tmp_path / str(number)
        for stage in STAGES:  # each begins with what the one before it left
            run = runs.begin(home)
            delay = chance.uniform(0, LONG if stage == STAGES[-1] else SHORT)
            killed[stage] += kill_when(run, lambda run, stage=stage: has_begun(run, stage), delay)  # type: ignore[misc]
            runs.server.end()
        assert runs.whole(home) == undisturbed, number
        print(number, dict(killed), flush=True)
    runs.server.close()
    assert killed.total() >= ROUNDS * len(STAGES) * 0.8, killed


def test_postgresql_gone_in_the_middle_of_a_run_is_told_and_the_next_goes_on(
    postgres: Postgres, source: Path, tmp_path: Path
) -> None:
    runs = Runs(postgres, source, "gone")
    undisturbed = runs.whole(tmp_path / "undisturbed")
    assert postgres.create("gone") == runs.words
    run = runs.begin(tmp_path / "home")
    wait_for(run, "facts")
    postgres.stop()
    try:
        assert runs.server.end() == 1, run.said.read_text()
    finally:
        postgres.start()
    said = run.said.read_text().split()
    assert "see that PostgreSQL and the place of the files answer, and run again" in " ".join(said)
    assert "Traceback" not in said
    assert runs.whole(tmp_path / "home") == undisturbed
    runs.server.close()


def test_a_run_that_hangs_loses_the_lake_to_the_next_and_says_so(
    postgres: Postgres, source: Path, tmp_path: Path
) -> None:
    place = {"TWOSOURCE_STORE_DATA": str(tmp_path / "files")}
    runs = Runs(postgres, source, "hangs", **place)
    undisturbed = runs.whole(tmp_path / "undisturbed")
    assert postgres.create("hangs") == runs.words
    hung = runs.begin(tmp_path / "home")
    wait_for(hung, "facts")
    os.killpg(hung.pid, signal.SIGSTOP)
    # a home of its own, as another machine has
    more = {"TWOSOURCE_STORE": runs.lake, "TWOSOURCE_LOCK_WAIT": "120", **place}
    next_ = twosource(tmp_path / "other", "run", str(source), **more)
    assert next_.returncode == 0, next_.stdout + next_.stderr
    os.killpg(hung.pid, signal.SIGCONT)
    assert runs.server.end() == 1, hung.said.read_text()
    assert rows(tmp_path / "other", runs.lake) == undisturbed
    assert runs.whole(tmp_path / "home") == undisturbed
    runs.server.close()


def wait_for(run: Run, stage: str) -> None:
    """Wait until a stage has begun."""
    while run.lives() and not has_begun(run, stage):
        time.sleep(0.01)


def has_begun(run: Run, stage: str) -> bool:
    """Whether the stage before it has told its end; the first begins with the run itself."""
    place = STAGES.index(stage)
    return place == 0 or run.has_said(f"{STAGES[place - 1]}:")
