"""The matrix: facts by outlet, grouped by how they stand; facts of one wire text stand together.

Belongs here: groups, rows and cells. Does not: cards of conflicts (`cards`), or how it folds on a phone (`style.css`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twosource.reporting.article import evidence
from twosource.reporting.story import origins, standing

Row = dict[str, Any]

MOST_COLUMNS = 12
"""Articles that have a column; a story with more shows those that tell most of what is compared."""
MOST_ROWS = 150
"""Rows of a group that are drawn; those beyond are listed by their question."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one article says to one fact: its stances with the words around the proof; `copied_from` names the outlet
    of an earlier article of the same origin that says it too."""

    member: Row
    said: list[tuple[Row, list[evidence.Segment]]]
    copied_from: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A fact with a cell for each column; `notes` say who has it from whom, and whom alone all quote."""

    comparison: Row
    reason: str
    slot: str
    cells: list[Cell]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines that stand together: those of one text have its origin as `title`, the others None."""

    title: str | None
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Group:
    """All facts of one status, in folds; `beyond` are the facts that have no line."""

    standing: standing.Standing
    number: int
    folds: list[Fold]
    beyond: list[Row]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The columns, the articles without one, and the groups in a reader's order."""

    columns: list[Row]
    left_out: int
    groups: list[Group]


def matrix(
    members: Sequence[Row], comparisons: Sequence[Row], stances: Mapping[str, Mapping[str, Sequence[Row]]]
) -> Matrix:
    """The matrix of a story. `members` stand in order of publication; `stances` by comparison, then by article."""
    columns = _columns(members, stances)
    known = {member["article_id"]: member for member in members}
    by_status: dict[str, list[Row]] = {}
    for comparison in comparisons:
        by_status.setdefault(comparison["status"], []).append(comparison)
    ordered = [
        *(one for one in standing.order() if one in by_status),
        *sorted(by_status.keys() - set(standing.order())),
    ]
    groups = [_group(status, by_status[status], columns, known, stances) for status in ordered]
    return Matrix(columns, len(members) - len(columns), groups)


def columns_of(members: Sequence[str], told: Counter[str]) -> list[str]:
    """The articles that have a column, in their order: all, or those that tell most."""
    most = sorted(members, key=lambda own: (-told[own], members.index(own)))[:MOST_COLUMNS]
    return [own for own in members if own in set(most)]


def _columns(members: Sequence[Row], stances: Mapping[str, Mapping[str, Sequence[Row]]]) -> list[Row]:
    if len(members) <= MOST_COLUMNS:
        return list(members)
    told = Counter(own for by_article in stances.values() for own, rows in by_article.items() if _spoken(rows))
    kept = set(columns_of([member["article_id"] for member in members], told))
    return [member for member in members if member["article_id"] in kept]


def _spoken(rows: Sequence[Row]) -> bool:
    return any(row["text"] is not None for row in rows)


def _group(
    status: str,
    rows: Sequence[Row],
    columns: Sequence[Row],
    known: Mapping[str, Row],
    stances: Mapping[str, Mapping[str, Sequence[Row]]],
) -> Group:
    folds: dict[str | None, list[Line]] = {}
    for row in rows[:MOST_ROWS]:
        said = stances.get(row["comparison_id"], {})
        behind = origins.origins(
            origins.of_stance(known[own], found[0]) for own, found in said.items() if own in known and _spoken(found)
        )
        telling = sum(_spoken(found) for found in said.values())
        title = origins.in_words(behind) if len(behind) == 1 and telling > 1 and row["n_origins"] < 2 else None
        folds.setdefault(title, []).append(_line(row, columns, said))
    ordered = sorted(folds.items(), key=lambda fold: (fold[0] is not None, fold[0] or ""))
    return Group(
        standing.standing(status), len(rows), [Fold(title, lines) for title, lines in ordered], list(rows[MOST_ROWS:])
    )


def _line(comparison: Row, columns: Sequence[Row], said: Mapping[str, Sequence[Row]]) -> Line:
    cells = []
    earlier: dict[str, str] = {}
    for member in columns:
        rows = said.get(member["article_id"], ())
        spoken = _spoken(rows)
        behind = origins.of_stance(member, rows[0]) if spoken else member
        group = behind["origin_group"] or member["article_id"]
        cells.append(Cell(member, [(row, around(row, member)) for row in rows], earlier.get(group) if spoken else None))
        if spoken:
            earlier.setdefault(group, member["outlet"] or "an earlier article")
    told = [row for rows in said.values() for row in rows if row["text"] is not None]
    speaker = origins.one_speaker(told)
    notes = origins.taken(told) + ([f"one speaker: all quote {speaker}"] if speaker else [])
    return Line(comparison, standing.reason(comparison["reason"]), standing.slot(comparison["slot"]), cells, notes)


def around(stance: Row, member: Row) -> list[evidence.Segment]:
    """The words that prove a stance in their surroundings; none where it is silent."""
    start, end = stance["char_start"], stance["char_end"]
    if start is None or end is None:
        return []
    span = evidence.Span("evidence", start, end, stance["comparison_id"])
    return list(evidence.cut(member["text"], [span], *evidence.around(member["text"], start, end)))
