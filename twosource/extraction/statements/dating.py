"""When what a clause tells takes place: the times that stand in it.

Belongs here: which time a clause rests on, and what that implies. Does not: reading times (`times`).
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from twosource.extraction.statements.scene import Scene

if TYPE_CHECKING:
    from twosource.extraction.statements.spine import Page, Statements

LONG_AGO = 365
"""Days before publication from which on an act is background."""


def by_statement(made: Statements, page: Page, begin: int) -> dict[int, list[int]]:
    """Indexes of the points in time of a paragraph by the statement, from `begin` on, that they stand in."""
    scene = made.scene
    found: dict[int, list[int]] = {}
    last = page.paragraph.start + (page.starts[-1] + len(page.paragraph.doc[-1]) if page.starts else 0)
    at = bisect.bisect_left(scene.time_starts, page.paragraph.start)
    while at < len(scene.time_starts) and scene.time_starts[at] < last:
        time = scene.times[scene.time_numbers[at]]
        number = made.around(time.start, time.end)
        if number is not None and number >= begin:
            found.setdefault(number, []).append(scene.time_numbers[at])
        at += 1
    return found


def nearest(scene: Scene, times: Sequence[int], place: int) -> int | None:
    """Of the times of a clause the index of the one nearest to its verb."""
    return min(times, key=lambda number: abs(scene.times[number].start - place), default=None)


def value(scene: Scene, number: int | None) -> str | None:
    """The TIMEX3 value of a time; None of one with an unknown part."""
    found = scene.times[number].value if number is not None else None
    return None if found is None or "X" in found else found


def is_known(scene: Scene, number: int | None) -> bool:
    """Whether a time is known to the days that it spans, in a text whose day is known."""
    time = scene.times[number] if number is not None else None
    return time is not None and time.begins_on is not None and scene.published is not None


def implied(scene: Scene, number: int | None) -> str | None:
    """What a time implies: what is dated after publication is planned, what is dated long before it is background."""
    time = scene.times[number] if number is not None else None
    if time is None or time.begins_on is None or time.ends_on is None or scene.published is None:
        return None
    if time.begins_on > scene.published:
        return "planned"
    past = (date.fromisoformat(scene.published) - date.fromisoformat(time.ends_on)).days
    return "historical" if past > LONG_AGO else None
