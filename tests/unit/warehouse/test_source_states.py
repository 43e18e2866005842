"""A declared source as its last pass left it: problems, severities, news, and when it is due again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from twosource import declarations
from twosource.loading import cadence
from twosource.settings import Settings
from twosource.warehouse import source_states
from twosource.warehouse.session import Session
from twosource.warehouse.source_states import Expected, Passed

HOUR = timedelta(hours=1)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session(Settings(home=tmp_path)) as session:
        session.begin("run-1")
        yield session


def note(session: Session, expected: Expected, **more: Any) -> None:
    given: dict[str, Any] = {"status": "ok", "found": 5, "new": 0, "is_blocked": False, "message": "why", **more}
    source_states.note(session, "desk", Passed(**given), expected)


def state(session: Session) -> dict[str, Any]:
    cursor = session.con.execute("SELECT * EXCLUDE (checked_at), due_at - checked_at AS wait FROM quality.sources")
    names = [d[0] for d in cursor.description or ()]
    (row,) = cursor.fetchall()
    return dict(zip(names, row, strict=True))


@pytest.mark.parametrize(
    ("expected", "more", "problem"),
    [
        (Expected(), {}, None),
        (Expected(), {"status": "failed", "found": 0}, "unreadable"),
        (Expected(), {"status": "failed", "found": 3, "is_blocked": True}, "blocked"),
        (Expected(minimum=6), {}, "too_few"),
        (Expected(maximum=4), {}, "too_many"),
        (Expected(minimum=5, maximum=5), {}, None),
    ],
)
def test_each_problem(session: Session, expected: Expected, more: dict[str, Any], problem: str | None) -> None:
    note(session, expected, **more)
    found = state(session)
    assert found["problem"] == problem
    assert (found["message"] is None) == (problem is None)


def test_a_source_is_silent_after_the_time_that_it_declares(session: Session) -> None:
    expected = Expected(silence=timedelta(days=2))
    note(session, expected, new=1)
    assert state(session)["problem"] is None
    session.con.execute(
        "UPDATE quality.sources SET news_at = news_at - INTERVAL 3 DAY, first_at = first_at - INTERVAL 9 DAY"
    )
    note(session, expected)
    assert state(session)["problem"] == "silent"
    note(session, expected, new=1)
    assert state(session)["problem"] is None


def test_failures_are_tried_again_sooner_and_with_growing_pauses(session: Session) -> None:
    waits = []
    for _ in range(6):
        note(session, Expected(every=HOUR), status="failed", found=0)
        waits.append(state(session)["wait"])
    assert waits == [timedelta(minutes=n) for n in (5, 10, 20, 40, 60, 60)]
    note(session, Expected(every=HOUR))
    assert (state(session)["wait"], state(session)["failures"]) == (HOUR, 0)


@pytest.mark.parametrize(
    ("severity", "failing"),
    [("critical", "critical_source_delivers"), ("warning", "source_delivers"), ("info", "minor_source_delivers")],
)
def test_the_check_that_fails_has_the_severity_that_is_declared(session: Session, severity: Any, failing: str) -> None:
    note(session, Expected(minimum=9, severity=severity))
    rules = declarations.table("quality.sources").expectations
    found = {
        rule.name: session.con.execute(f"SELECT count(*) FROM quality.sources WHERE NOT ({rule.sql})").fetchone()
        for rule in rules
    }
    assert {name for name, n in found.items() if n == (1,)} == {failing}
    assert {rule.name: rule.severity for rule in rules}[failing] == severity


def test_what_is_declared_no_more_is_let_go_of(session: Session) -> None:
    note(session, Expected())
    source_states.forget_others(session, ["other"])
    assert session.con.execute("SELECT count(*) FROM quality.sources").fetchone() == (0,)


# ------------------------------------------------------------------ the small file


def test_what_was_never_looked_at_is_due(tmp_path: Path) -> None:
    now = datetime(2025, 4, 17, tzinfo=UTC)
    cadence.write(tmp_path, {"a": now - HOUR, "b": now + HOUR}, ["b"])
    assert cadence.due(tmp_path, ["a", "b", "c"], now) == ["a", "c"]
    assert cadence.due(tmp_path, ["a", "b"], now + 9 * HOUR) == ["a", "b"], "what was slept through is due"
    assert (cadence.is_left(tmp_path, "a"), cadence.is_left(tmp_path, "b")) == (False, True)


@pytest.mark.parametrize("text", ["", "[", "[]", '{"due": 5}', '{"due": {"a": "never"}}', "null"])
def test_a_file_that_cannot_be_read_makes_all_due(tmp_path: Path, text: str) -> None:
    (tmp_path / "live").mkdir()
    (tmp_path / "live" / "due.json").write_text(text)
    assert cadence.due(tmp_path, ["a"], datetime.now(UTC)) == ["a"]
    assert not cadence.is_left(tmp_path, "a")
