"""Who reported first: a lane for each outlet, a dot for each fact, a line from a text to its copies.

Belongs here: where lanes, dots and lines stand, in pixels of a drawing 330 wide. Does not: how they look
(`templates/story/lanes.html`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

from twosource.reporting.charts import WIDTH

Row = dict[str, Any]

MOST_LANES = 12
MOST_DOTS = 30
"""Dots of one article; the facts beyond are told as a number."""
HIGH = 3
"""Dots that stand above one another."""
STEP = 9
LANE = 52
LEFT, RIGHT, TOP = 10, 14, 20


@dataclass(frozen=True, slots=True)
class Dot:
    """A fact that an article tells; `first` where no dated article told it before."""

    x: float
    y: float
    first: bool
    comparison: Row


@dataclass(slots=True)
class Lane:
    """An outlet with the dots of its articles; `beyond` counts facts without a dot, `free` is where
    the room right of its last dot begins, `notes` says what is a copy."""

    name: str
    y: float
    firsts: int = 0
    later: int = 0
    dots: list[Dot] = field(default_factory=list)
    beyond: int = 0
    free: float = 0.0
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line from an article to one that has its text."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Lanes:
    """The whole drawing; `begin` and `end` are its first and last day, `more` counts outlets without a lane."""

    width: int
    height: float
    lanes: list[Lane]
    arrows: list[Arrow]
    begin: str
    end: str
    more: int


def lanes(
    members: Sequence[Row], comparisons: Sequence[Row], stances: Mapping[str, Mapping[str, Sequence[Row]]]
) -> Lanes | None:
    """The lanes of a story, the outlet that reported first on top, undated articles in a lane of their own at the end.
    None where a story has nothing to compare, or no article of it has a date."""
    moments = {member["article_id"]: moment(member) for member in members}
    dated = [at for at in moments.values() if at is not None]
    if not comparisons or not dated or len(members) < 2:
        return None
    told = _told(members, comparisons, stances, moments)
    begin, end = min(dated), max(dated)
    names = _names([member for member in members if told[member["article_id"]] or member["origin_of"]], moments)
    made = {name: Lane(name, TOP + place * LANE + 24) for place, name in enumerate(names[:MOST_LANES])}
    places: dict[str, tuple[float, float]] = {}
    for member in members:
        at = moments[member["article_id"]]
        lane = made.get(_name(member, at))
        if lane is None:
            continue
        x = max(_x(at, begin, end), lane.free)
        places[member["article_id"]] = (x, lane.y)
        _add(lane, x, told[member["article_id"]])
        if member["origin_of"]:
            lane.notes.append(f"has text of {member['parent_outlet'] or 'an earlier article'}")
    arrows = [
        Arrow(*places[member["origin_of"]], *places[member["article_id"]])
        for member in members
        if member["origin_of"] in places and member["article_id"] in places
        if places[member["origin_of"]][1] != places[member["article_id"]][1]
    ]
    height = TOP + len(made) * LANE
    days = sorted(member["published_on"] for member in members if member["published_on"] is not None)
    more = max(0, len(names) - MOST_LANES)
    return Lanes(WIDTH, height, list(made.values()), arrows, days[0].isoformat(), days[-1].isoformat(), more)


def moment(member: Row) -> datetime | None:
    """When an article was published, in UTC; of a day its noon; None where the day is not known."""
    if member["published_at"] is not None:
        at: datetime = member["published_at"]
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    if member["published_on"] is not None:
        return datetime.combine(member["published_on"], time(12), UTC)
    return None


def _told(
    members: Sequence[Row],
    comparisons: Sequence[Row],
    stances: Mapping[str, Mapping[str, Sequence[Row]]],
    moments: Mapping[str, datetime | None],
) -> dict[str, list[tuple[Row, bool]]]:
    """By article the facts that it tells, each with whether nobody with a date told it before."""
    found: dict[str, list[tuple[Row, bool]]] = {member["article_id"]: [] for member in members}
    for comparison in comparisons:
        telling = [
            own
            for own, rows in stances.get(comparison["comparison_id"], {}).items()
            if own in found and any(row["text"] is not None for row in rows)
        ]
        dates = [at for own in telling if (at := moments[own]) is not None]
        for own in telling:
            found[own].append((comparison, bool(dates) and moments[own] == min(dates)))
    return found


def _names(members: Sequence[Row], moments: Mapping[str, datetime | None]) -> list[str]:
    """The lanes in order: who reported first on top, what has no date last."""
    first: dict[str, tuple[bool, datetime | None]] = {}
    for member in members:
        at = moments[member["article_id"]]
        name = _name(member, at)
        known = first.get(name)
        if known is None or (at is not None and known[1] is not None and at < known[1]):
            first[name] = (at is None, at)
    return sorted(first, key=lambda name: (first[name][0], first[name][1] or datetime.max.replace(tzinfo=UTC), name))


def _name(member: Row, at: datetime | None) -> str:
    return "no date" if at is None else member["outlet"] or "outlet unknown"


def _x(at: datetime | None, begin: datetime, end: datetime) -> float:
    room = WIDTH - LEFT - RIGHT - STEP * (MOST_DOTS // HIGH)
    whole = (end - begin).total_seconds()
    if at is None or not whole:
        return float(LEFT)
    return round(LEFT + room * (at - begin).total_seconds() / whole, 1)


def _add(lane: Lane, x: float, told: Sequence[tuple[Row, bool]]) -> None:
    """The dots of one article, right of those that its lane has: those that it told first stand first."""
    ordered = sorted(told, key=lambda one: not one[1])
    room = min(MOST_DOTS, HIGH * max(0, int((WIDTH - STEP / 2 - x) // STEP + 1)))
    for place, (comparison, first) in enumerate(ordered[:room]):
        column, row = divmod(place, HIGH)
        lane.dots.append(Dot(round(x + column * STEP, 1), lane.y + (row - 1) * STEP, first, comparison))
    lane.free = max(lane.free, *(dot.x + STEP for dot in lane.dots)) if lane.dots else lane.free
    lane.beyond += max(0, len(ordered) - room)
    lane.firsts += sum(first for _, first in told)
    lane.later += sum(not first for _, first in told)
