"""The lake under Ray and under the knife: equal rows whatever does the work, and a writer killed twenty times."""

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.integration.command import content, held, twosource
from tests.postgres import Postgres
from tests.soak import village
from tests.soak.killing import STAGES, Run, Server, kill_when
from tests.soak.test_engines import ON_RAY
from twosource.settings import LAKE, Settings
from twosource.warehouse import store

ARTICLES = 5
ROUNDS = 20
LATE = 5
"""Rounds in which the kill falls after the stages: into the checks, publishing and the upkeep."""
SHORT, LONG = 1.5, 12.0
"""Seconds within which a kill comes after its stage has begun."""

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


def test_a_writer_that_is_killed_is_followed_by_one_that_goes_on(postgres: Postgres, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for number in range(ARTICLES):
        village.write(source, number)
    words = postgres.create("kills")
    lake = LAKE + words
    server = Server(TWOSOURCE_STORE=lake)

    def whole(home: Path) -> dict[str, list[str]]:
        home.mkdir(exist_ok=True)
        run = server.begin(home, source)
        assert server.end() == 0, run.said.read_text()
        return rows(home, lake)

    undisturbed = whole(tmp_path / "undisturbed")
    chance = random.Random(20250418)
    killed: Counter[str] = Counter()
    for number in range(ROUNDS):
        assert postgres.create("kills") == words
        home = tmp_path / str(number)
        home.mkdir()
        stage = STAGES[number % len(STAGES)] if number < ROUNDS - LATE else STAGES[-1]
        run = server.begin(home, source)
        delay = chance.uniform(0, SHORT if number < ROUNDS - LATE else LONG)
        killed[stage] += kill_when(run, lambda run, stage=stage: has_begun(run, stage), delay)  # type: ignore[misc]
        server.end()
        assert whole(home) == undisturbed, (number, stage)
        print(number, dict(killed), flush=True)
    server.close()
    assert sum(killed.values()) >= ROUNDS * 0.8, killed


def has_begun(run: Run, stage: str) -> bool:
    """Whether the stage before it has told its end; the first begins with the run itself."""
    place = STAGES.index(stage)
    return place == 0 or run.has_said(f"{STAGES[place - 1]}:")
