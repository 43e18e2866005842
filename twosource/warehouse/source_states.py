"""Each declared source as its last pass left it: whether it does what it declares, and when it is due again.

Belongs here: judging a pass against the declaration, and the row of `quality.sources`. Does not: the pass itself
(intake), the schedule (pipelines).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from twosource import declarations, words
from twosource.records import NOT_YET
from twosource.warehouse import tables
from twosource.warehouse.connect import transaction
from twosource.warehouse.session import Session

TABLE = "quality.sources"
SOONEST = timedelta(minutes=5)
"""After a failure a source is tried again so soon, then after twice that, and so on, up to its own cadence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a source declares: inputs of a pass, time without news, its cadence, and how much a failure matters."""

    minimum: int | None = None
    maximum: int | None = None
    silence: timedelta | None = None
    severity: words.Severity = "warning"
    every: timedelta = timedelta(hours=1)
    is_watched: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What a pass found: how it went, inputs, new ones, whether the host kept us out, and what happened in words."""

    status: str
    found: int
    new: int
    is_blocked: bool
    message: str | None


def note(session: Session, source: str, passed: Passed, expected: Expected) -> None:
    """Write the source's row anew. Nothing of it makes a new copy for analysts by itself: it is news of every run."""
    now = datetime.now(UTC)
    before = _row(session, source)
    failed = passed.status == "failed"
    failures = int(before.get("failures", 0)) + 1 if failed else 0
    news_at = now if passed.new else before.get("news_at")
    first_at = before.get("first_at") or now
    problem = _problem(passed, expected, now - (news_at or first_at))
    row = {
        "source": source,
        "checked_at": now,
        "status": passed.status,
        "problem": problem,
        "severity": expected.severity,
        "message": _told(source, problem, passed, expected, news_at) if problem else None,
        "n_found": passed.found,
        "first_at": first_at,
        "good_at": before.get("good_at") if failed else now,
        "news_at": news_at,
        "failures": failures,
        "due_at": now + _wait(failures, expected.every),
    }
    table = declarations.table(TABLE)
    session.con.register("new_source", tables.frame(table, [row]))
    with transaction(session.con):
        session.con.execute(f"DELETE FROM {TABLE} WHERE source = ?", [source])
        session.con.execute(f"INSERT INTO {TABLE} BY NAME SELECT {tables.insert_list(table)} FROM new_source")
    session.con.unregister("new_source")


def forget_others(session: Session, declared: list[str]) -> None:
    """Let go of sources that are declared no more: nobody can mend them."""
    session.con.execute(f"DELETE FROM {TABLE} WHERE source NOT IN (SELECT unnest(?::VARCHAR[]))", [declared])


def due(session: Session) -> dict[str, datetime]:
    """When each source is due again."""
    rows = session.con.execute(f"SELECT source, epoch_us(due_at) FROM {TABLE} ORDER BY source").fetchall()
    return {name: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at) for name, at in rows}


def left(session: Session) -> list[str]:
    """The sources whose last pass left something for a later one."""
    sql = (
        "SELECT DISTINCT source FROM quality.set_aside WHERE stage = 'captures' AND reason = ? AND released_at IS NULL "
        "ORDER BY source"
    )
    return [name for (name,) in session.con.execute(sql, [NOT_YET]).fetchall()]


def _row(session: Session, source: str) -> Mapping[str, Any]:
    sql = (
        "SELECT failures, epoch_us(first_at) AS first_at, epoch_us(good_at) AS good_at, epoch_us(news_at) AS news_at "
        f"FROM {TABLE} WHERE source = ?"
    )
    found = session.con.execute(sql, [source]).fetchone()
    if found is None:
        return {}
    times = (None if at is None else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at) for at in found[1:])
    return {"failures": found[0], **dict(zip(("first_at", "good_at", "news_at"), times, strict=True))}


def _problem(passed: Passed, expected: Expected, without_news: timedelta) -> words.SourceProblem | None:
    if passed.status == "failed":
        return "blocked" if passed.is_blocked else "unreadable"
    if expected.minimum is not None and passed.found < expected.minimum:
        return "too_few"
    if expected.silence is not None and without_news > expected.silence:
        return "silent"
    if expected.maximum is not None and passed.found > expected.maximum:
        return "too_many"
    return None


def _told(
    source: str, problem: words.SourceProblem, passed: Passed, expected: Expected, news_at: datetime | None
) -> str:
    since = f"since {news_at:%Y-%m-%d %H:%M} UTC" if news_at else "ever"
    told = {
        "unreadable": f"{source} could not be read. {passed.message or ''}",
        "blocked": f"{source} does not let us in. {passed.message or ''}",
        "silent": f"{source} has had nothing new {since}, and declares that it has within {expected.silence}.",
        "too_few": f"{source} gave {passed.found} inputs, and declares {expected.minimum} as its least.",
        "too_many": f"{source} gave {passed.found} inputs, and declares {expected.maximum} as its most.",
    }
    return told[problem].strip()


def _wait(failures: int, every: timedelta) -> timedelta:
    """How long until the source is looked at again: its cadence, after failures sooner, with growing pauses."""
    if not failures:
        return every
    return min(every, SOONEST * int(2 ** min(failures - 1, 20)))
