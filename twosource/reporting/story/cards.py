"""Conflict cards: both sides of what contradicts, who says it, on which origins, and what was ruled out.

Belongs here: a comparison with its stances to a card. Does not: HTML, or the terminal (`cli/story`), which draw it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twosource.reporting import words
from twosource.reporting.story import differing, origins, sentences, standing

Row = dict[str, Any]

EXPLAINED = ("values_apart", "denied", "degrees_apart")
"""Reasons of a conflict that were given only after every other explanation had failed."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one article says: the article, its stance, who says it there, and the passage in pieces."""

    member: Row
    stance: Row
    who: str
    passage: str
    proof: tuple[int, int]
    pieces: list[differing.Piece]


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its values, who says so, its origins, and the words, the first of each origin first."""

    values: list[str]
    who: list[str]
    origins: list[origins.Origin]
    said: list[Said]

    @property
    def behind(self) -> str:
        """The origins that stand behind it, in words."""
        return origins.counted(self.origins)


@dataclass(frozen=True, slots=True)
class Card:
    """A comparison as a card: `sides` are the two that stand apart, or all, the first told first; `ruled_out` and
    `left_open` are sentences; `first` is who had it first in words, None where no article of it has a date; `taken` are
    sentences on who has it from whom; `speaker` is the one person whom all outlets quote, None where there are more."""

    comparison: Row
    standing: standing.Standing
    reason: str
    sides: list[Side]
    ruled_out: list[str]
    left_open: list[str]
    first: str | None
    taken: list[str]
    speaker: str | None

    @property
    def of_one_text(self) -> str | None:
        """The one origin, in words, on which all of it rests; None where there are more, or sides stand apart."""
        behind = origins.origins(origins.of_stance(one.member, one.stance) for side in self.sides for one in side.said)
        return origins.in_words(behind) if len(behind) == 1 and not self.standing.apart else None


def card(comparison: Row, stances: Sequence[Row], members: Mapping[str, Row]) -> Card:
    """The card of a comparison. `stances` are its rows with words, `members` the articles of the story by id."""
    how = standing.standing(comparison["status"])
    spoken = [row for row in stances if row["text"] is not None and row["article_id"] in members]
    spoken.sort(
        key=lambda row: (str(members[row["article_id"]]["published_on"] or "~"), row["article_id"], row["char_start"])
    )
    numbers = sorted({row["side"] for row in spoken}, key=lambda side: (side is None, side))
    shown = numbers[:2] if how.apart else numbers
    sides = [
        _side([r for r in spoken if r["side"] == n], [r for r in spoken if r["side"] != n], members) for n in shown
    ]
    groups = [{one.group for one in side.origins} for side in sides]
    ruled_out = standing.held_against(comparison["slot"]) if _measured(comparison, spoken) else []
    if how.apart and len(groups) == 2 and not groups[0] & groups[1]:
        ruled_out = [*ruled_out, standing.reason("one_origin")]
    return Card(
        comparison=comparison,
        standing=how,
        reason=standing.reason(comparison["reason"]),
        sides=sides,
        ruled_out=ruled_out,
        left_open=_left_open(sides) if how.apart else [],
        first=first_told(comparison),
        taken=origins.taken(spoken),
        speaker=origins.one_speaker(spoken) if not how.apart else None,
    )


def _measured(comparison: Row, spoken: Sequence[Row]) -> bool:
    """Whether its sides were held against all that explains a difference in its slot: numbers of one unit were, a
    number beside "none" or a place in a row were not, nor were two people who contradict one another."""
    if comparison["status"] != "conflicting" or comparison["reason"] not in EXPLAINED:
        return False
    counted = comparison["slot"] in ("number", "length")
    return not counted or all(" " in (row["value"] or "") for row in spoken)


def who(stance: Row) -> str:
    """Who says it: the outlet, and whom it quotes."""
    outlet = stance["outlet"] or "outlet unknown"
    return f"{outlet}, quoting {stance['speaker']}" if stance["speaker"] else str(outlet)


def first_told(comparison: Row) -> str | None:
    """Who had it first and when; undated articles are never first."""
    day = comparison["first_reported_at"]
    return f"{day}, {comparison['first_outlet'] or 'outlet unknown'}" if day else None


def _side(rows: Sequence[Row], others: Sequence[Row], members: Mapping[str, Row]) -> Side:
    against = [_passage(row, members[row["article_id"]])[0] for row in others]
    said = []
    for row in rows:
        member = members[row["article_id"]]
        passage, proof = _passage(row, member)
        said.append(Said(member, row, who(row), passage, proof, differing.pieces(passage, proof, against)))
    return Side(
        values=list(dict.fromkeys(words.told(row["value"], row["text"], row["stance"]) for row in rows)),
        who=list(dict.fromkeys(one.who for one in said)),
        origins=origins.origins(origins.of_stance(one.member, one.stance) for one in said),
        said=said,
    )


def _passage(row: Row, member: Row) -> tuple[str, tuple[int, int]]:
    """The sentence with the words that prove it, and where they stand in it."""
    text, start, end = member["text"], row["char_start"], row["char_end"]
    begin, stop = sentences.around(text, start, end)
    return text[begin:stop], (start - begin, end - begin)


def _left_open(sides: Sequence[Side]) -> list[str]:
    """What the page cannot rule out: nobody knows when an article was written, or whose it is."""
    undated = [one.who for side in sides for one in side.said if one.member["published_on"] is None]
    unnamed = any(not origin.named for side in sides for origin in side.origins)
    found = [f"when {' and '.join(dict.fromkeys(undated))} wrote it is not known"] if undated else []
    return found + (["one side has a page of which nobody can tell whose it is"] if unnamed else [])
