"""A stage that has looked through all its units looks only at touched ones, until rows come or go by another way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from twosource import declarations
from twosource.declarations import Stage
from twosource.settings import Settings
from twosource.stages import articles, captures, recheck
from twosource.validation import run as validation
from twosource.warehouse import contents, settled, stages
from twosource.warehouse.session import Session

TEXT = "The harbour board met on Monday.\n\nIt approved a budget of $4 million for dredging this year.\n"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session(Settings(home=tmp_path)) as session:
        session.begin("first")
        take_in(session, "a")
        assert articles.run(session).done == 1
        yield session


def take_in(session: Session, name: str) -> None:
    """One pass over the folder of news, with a file of that name in it."""
    home = session.settings.home
    (home / "news").mkdir(exist_ok=True)
    (home / "news" / f"{name}.txt").write_text(TEXT + name)
    captures.run(session, captures.Request(names=[str(home / "news")]))


def searches(session: Session, monkeypatch: pytest.MonkeyPatch) -> tuple[bool, int]:
    """Whether the stage looks through all its units, and how many it then does."""
    asked: list[bool] = []
    search = stages.pending

    def noted(con: Any, stage: Stage, *rest: Any, touched: bool = False) -> stages.Pending:
        asked.append(not touched)
        return search(con, stage, *rest, touched=touched)

    with monkeypatch.context() as patched:
        patched.setattr(stages, "pending", noted)
        done = articles.run(session).done
    return any(asked), done


def test_nothing_new_searches_nothing(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    assert searches(session, monkeypatch) == (False, 0)
    take_in(session, "a")
    assert searches(session, monkeypatch) == (False, 0), "it was there before"


@pytest.mark.parametrize(
    "change",
    [
        lambda session: take_in(session, "b"),
        lambda session: stages.reopen(session.con, declarations.stages()["articles"], units(session)),
    ],
    ids=["new", "reopened"],
)
def test_what_a_run_touches_is_done_without_a_search(
    session: Session, monkeypatch: pytest.MonkeyPatch, change: Callable[[Session], object]
) -> None:
    change(session)
    assert searches(session, monkeypatch) == (False, 1)
    assert searches(session, monkeypatch) == (False, 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.con.execute("DELETE FROM raw.captures"),
        lambda session: session.con.execute("DELETE FROM quality.marks"),
        lambda session: contents.mend(session.con),
        lambda session: validation.validate(session.con, session.run, whole=True),
    ],
    ids=["capture gone", "mark gone", "mended", "all looked at"],
)
def test_what_another_way_changes_is_searched_for(
    session: Session, monkeypatch: pytest.MonkeyPatch, change: Callable[[Session], object]
) -> None:
    change(session)
    assert searches(session, monkeypatch)[0]
    assert not searches(session, monkeypatch)[0]


def test_another_version_searches(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "version", lambda: "next")
    assert articles.run(session).done == 1


def test_a_search_of_another_version_that_is_broken_off_leaves_nothing_settled(session: Session) -> None:
    stage = declarations.stages()["articles"]
    assert not settled.is_settled(session.con, stage, "next")
    assert not settled.is_settled(session.con, stage, articles.version())


def test_a_unit_that_waits_for_another_try_is_looked_at(session: Session) -> None:
    unit = units(session)[0]
    session.con.execute("UPDATE quality.marks SET outcome = 'quarantined', run_id = 'earlier'")
    session.con.execute(
        "INSERT INTO quality.set_aside BY NAME SELECT 'x' AS item_id, $1 AS item, 'articles' AS stage, "
        "'quarantined' AS disposition, 'error' AS reason, 'it failed' AS message, now() AS first_seen_at, 1 AS attempts",
        [unit],
    )
    assert articles.run(session).done == 1


def units(session: Session) -> list[str]:
    return [unit for (unit,) in session.con.execute("SELECT capture_id FROM raw.captures").fetchall()]


def test_a_recheck_finds_and_notes_what_no_write_noted(session: Session) -> None:
    assert recheck.run(session)["articles"] == recheck.Rechecked(0, [])
    session.con.execute("UPDATE quality.marks SET fingerprint = 'of somebody else'")
    assert recheck.run(session)["articles"] == recheck.Rechecked(1, units(session))
    assert recheck.run(session)["articles"] == recheck.Rechecked(1, []), "it is noted now"
    assert articles.run(session).done == 1
