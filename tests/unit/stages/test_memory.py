"""What a stage of many units alone had use for is let go when it is done, and workers end before what comes after."""

import multiprocessing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from twosource import extract
from twosource.cleaning import language
from twosource.engines.pool import Pool
from twosource.extraction import parse
from twosource.faults import Fault
from twosource.settings import Settings
from twosource.stages import articles, facts
from twosource.warehouse.session import Session
from twosource.warehouse.stages import MANY, Counts

SENTENCE = "Ines Morel, who chairs the harbour board of Alder Bay, said on Tuesday that the tolls would rise."


@dataclass
class Did:
    """In the place of a session whose stage has just done so many units."""

    units: int
    settings: Settings = field(default_factory=lambda: Settings(home=Path()))

    def do(self, *_: Any) -> Counts:
        return Counts(done=self.units)


def test_a_stage_of_many_units_lets_go_of_what_only_it_uses() -> None:
    before = extract(SENTENCE)
    assert language.language_of(SENTENCE) == "en"
    for stage, held in ((articles, language._identifier), (facts, parse.model)):
        stage.run(cast("Session", Did(MANY - 1)))
        assert held.cache_info().currsize
        stage.run(cast("Session", Did(MANY)))
        assert not held.cache_info().currsize
    assert extract(SENTENCE) == before  # it is loaded anew
    assert language.language_of(SENTENCE) == "en"


def doubled(numbers: list[int]) -> list[int | Fault]:
    """Work for workers; it stands here so that they find it."""
    return [2 * number for number in numbers]


def test_workers_end_before_the_run_does_and_come_again_when_asked_for(tmp_path: Path) -> None:
    with Session(Settings(home=tmp_path, processes=2)) as session:
        first = session.engine
        assert isinstance(first, Pool)
        assert list(first.map(doubled, range(40), 4)) == doubled([*range(40)])
        workers = multiprocessing.active_children()
        assert workers
        session.end_workers()
        session.end_workers()
        for worker in workers:
            worker.join(10)
        assert not any(worker.is_alive() for worker in workers)
        assert session.engine is not first
