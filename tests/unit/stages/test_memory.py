"""What a stage of many units alone had use for is let go when it is done, and workers end before what comes after."""

from pathlib import Path

import pytest

from tests.unit.stages.desk import Desk
from twosource.cleaning import language
from twosource.engines.pool import Pool
from twosource.extraction import parse
from twosource.settings import Settings
from twosource.warehouse import stages
from twosource.warehouse.session import Session


def _held() -> tuple[int, int]:
    return language._identifier.cache_info().currsize, parse.model.cache_info().currsize


def test_models_are_let_go_after_many_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "MANY", 2)
    desk = Desk(tmp_path)
    assert desk.rows("SELECT count(*) > 10 FROM facts.mentions") == [(True,)]
    assert _held() == (0, 0)
    desk.session.close()


def test_models_stay_after_few(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert _held() >= (1, 1)
    desk.session.close()


def test_workers_end_before_the_run_does_and_come_again_when_asked_for(tmp_path: Path) -> None:
    with Session(Settings(home=tmp_path, processes=2)) as session:
        first = session.engine
        assert isinstance(first, Pool)
        list(first.map(sorted, [[2, 1]] * 40, 4))
        assert first._executor is not None
        session.end_workers()
        session.end_workers()
        assert first._executor is None
        assert session.engine is not first
