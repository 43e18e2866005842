"""In which direction of a place something lies: "34 miles west of Bireun", and the verdict on two directions.

Belongs here: directions with their place and distance, read in sentences that met. Does not: places by name alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twosource.comparison.measures import interval
from twosource.comparison.occurrences import Met
from twosource.comparison.slots import Said
from twosource.comparison.tellings import Telling
from twosource.comparison.verdicts import Reason, Verdict, Word
from twosource.comparison.wording import content_words

COMPASS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
"""The points of the compass, clockwise, an eighth of a turn apart."""
BEARING = re.compile(
    r"\b(?P<point>(?:north|south)[- ]?(?:east|west)|north|south|east|west)(?:ern)?\s+of\s+"
    r"(?P<place>(?:[\w'’-]+\s+){0,6}?[A-ZÀ-Þ][\w'’-]+)"
)
REACH = 30
"""Characters in front of a direction in which its distance ends."""
LIKELY = 0.6
"""From this probability on two sentences with equal distances are of one occurrence; without distances, `SURE`."""
SURE = 0.9
SLACK = 1.06


@dataclass(frozen=True, slots=True)
class Bearing:
    """A direction from a place; `anchor` are the stems of the place, `distance` its bounds in metres, if any."""

    said: Said
    point: int
    anchor: frozenset[str]
    distance: tuple[float, float] | None


def bearings_of(telling: Telling) -> list[Bearing]:
    """The directions that a sentence tells, of places that bear a name."""
    found = []
    for hit in BEARING.finditer(telling.text):
        anchor = content_words(hit["place"]) & telling.names
        if anchor:
            point = re.sub(r"[- ]", "", hit["point"].lower())
            found.append(Bearing(_said(telling, hit), COMPASS.index(point), anchor, _distance(telling, hit.start())))
    return found


def _said(telling: Telling, hit: re.Match[str]) -> Said:
    start, end = telling.start + hit.start(), telling.start + hit.end()
    return Said(
        slot="place", kind="event", telling=telling, start=start, end=end, text=hit[0], value=" ".join(hit[0].split())
    )


def _distance(telling: Telling, start: int) -> tuple[float, float] | None:
    """The bounds of the length that ends right before the direction."""
    at = telling.start + start
    near = [one for one in telling.quantities if one.kind == "measure" and 0 <= at - one.end <= REACH and one.value]
    return interval(max(near, key=lambda one: one.end)) if near else None


def bearing_pairs(met: Sequence[Met]) -> Iterator[tuple[Said, Said, Verdict]]:
    """The directions of sentences that met, taken from one place, with their verdicts."""
    for pair in met:
        for one in bearings_of(pair.one) if pair.likely >= LIKELY else ():
            for two in bearings_of(pair.two):
                if one.anchor & two.anchor:
                    yield one.said, two.said, _verdict(one, two, pair.likely)


def _verdict(one: Bearing, two: Bearing, likely: float) -> Verdict:
    """Points next to one another are one direction, told more or less finely."""
    if one.distance and two.distance and not _meet(one.distance, two.distance):
        return Verdict(Word.NOT_COMPARABLE, Reason.OTHER_SCOPE, likely)
    apart = (one.point - two.point) % len(COMPASS)
    apart = min(apart, len(COMPASS) - apart)
    if apart <= 1:
        return Verdict(Word.AGREE, Reason.SAME_VALUE if apart == 0 else Reason.FINER, likely)
    if (one.distance and two.distance) or likely >= SURE:
        return Verdict(Word.CONFLICTING, Reason.VALUES_APART, likely)
    return Verdict(Word.NOT_COMPARABLE, Reason.DOUBTFUL, likely)


def _meet(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return max(one[0], two[0]) <= min(one[1], two[1]) * SLACK
