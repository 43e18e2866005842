"""A stage that had nothing left to do searches again only when something that it reads is another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from twosource import declarations
from twosource.declarations import Stage
from twosource.settings import Settings
from twosource.stages import articles, captures
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


def searches(session: Session, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the stage looks through all fingerprints."""
    asked: list[str] = []
    search = stages.pending

    def noted(con: Any, stage: Stage, *rest: Any) -> stages.Pending:
        asked.append(stage.name)
        return search(con, stage, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(stages, "pending", noted)
        articles.run(session)
    return bool(asked)


def test_nothing_new_searches_nothing(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not searches(session, monkeypatch)
    take_in(session, "a")
    assert not searches(session, monkeypatch), "it was there before"


@pytest.mark.parametrize(
    "change",
    [
        lambda session: take_in(session, "b"),
        lambda session: session.con.execute("DELETE FROM raw.captures"),
        lambda session: session.con.execute("DELETE FROM quality.marks"),
        lambda session: stages.reopen(session.con, declarations.stages()["articles"], ["a"]),
        lambda session: contents.mend(session.con),
        lambda session: validation.validate(session.con, session.run, whole=True),
    ],
    ids=["new", "capture gone", "mark gone", "reopened", "mended", "all looked at"],
)
def test_whatever_changes_is_searched_for(
    session: Session, monkeypatch: pytest.MonkeyPatch, change: Callable[[Session], object]
) -> None:
    change(session)
    assert searches(session, monkeypatch)
    assert not searches(session, monkeypatch)


def test_another_version_searches(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "version", lambda: "next")
    assert articles.run(session).done == 1


def test_a_unit_that_waits_for_another_try_keeps_the_search_going(session: Session) -> None:
    stage = declarations.stages()["articles"]
    session.con.execute(
        "INSERT INTO quality.set_aside BY NAME SELECT 'x' AS item_id, 'a' AS item, 'articles' AS stage, "
        "'quarantined' AS disposition, 'error' AS reason, 'it failed' AS message, now() AS first_seen_at, 1 AS attempts"
    )
    settled.settle(session.con, stage, articles.version())
    assert not settled.is_settled(session.con, stage, articles.version())
