"""Why little can be compared, and what would help: articles without a date, without an outlet, alone, too short.

Belongs here: articles to sentences. Does not: comparing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]

SHORT = 80
"""Words below which nobody can tell whether an article left something out on purpose."""
FEW = 5
"""Facts that two articles tell, from which on a page needs no excuse."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way, and what would help."""

    what: str
    help: str


def of_story(members: Sequence[Row], n_compared: int) -> list[Obstacle]:
    """Why the articles of a story have few facts in common; nothing when there are enough."""
    if n_compared >= FEW or len(members) < 2:
        return []
    return _obstacles(
        len(members),
        undated=sum(member["published_on"] is None for member in members),
        unnamed=sum(member["outlet"] is None for member in members),
        short=sum((member["word_count"] or 0) < SHORT for member in members),
        copies=sum(bool(member["origin_of"]) for member in members),
    )


def of_all(counts: Mapping[str, int]) -> list[Obstacle]:
    """Why there is little to compare in all; nothing when there are enough facts for the number of stories."""
    together = counts["stories"] - counts["alone"]
    if not counts["articles"] or (together and counts["comparisons"] >= FEW * together):
        return []
    found = _obstacles(counts["articles"], undated=counts["undated"], unnamed=counts["unnamed"])
    if counts["alone"]:
        found.append(
            Obstacle(
                f"{counts['alone']} of {counts['stories']} stories have one article",
                "more outlets on the same days would help",
            )
        )
    return found


def _obstacles(number: int, undated: int, unnamed: int, short: int = 0, copies: int = 0) -> list[Obstacle]:
    found = []
    if undated:
        found.append(
            Obstacle(
                f"{_of(undated, number)} no date, so what is later than what is not known",
                "`twosource run PAGE --published 2025-04-17` states it",
            )
        )
    if unnamed:
        found.append(
            Obstacle(
                f"{_of(unnamed, number)} no outlet that can be named, and what nobody can name confirms nothing",
                "`twosource run PAGE --outlet NAME` states it, or `outlet:` at the source",
            )
        )
    if copies:
        verb = "has" if copies == 1 else "have"
        found.append(
            Obstacle(f"{copies} {verb} the text of another and counts once", "an article of one's own on it would help")
        )
    if short:
        found.append(
            Obstacle(f"{short} of {number} are shorter than {SHORT} words", "the whole article in place of its teaser")
        )
    return found


def _of(part: int, number: int) -> str:
    if part == number:
        return f"all {number} articles have" if number > 1 else "the one article has"
    return f"{part} of {number} articles {'has' if part == 1 else 'have'}"
