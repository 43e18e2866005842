"""Sums of an article in words: "40 + 25 = 65, not 70".

Belongs here: a relation with its numbers to a line. Does not: finding relations (extraction).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twosource.reporting import words
from twosource.reporting.sums import told

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sum:
    """A relation between numbers of the article: the line, whether it holds, and the ids of the numbers in it."""

    line: str
    holds: bool
    sentence: str
    operands: tuple[str, ...]
    stated: str

    @property
    def numbers(self) -> tuple[str, ...]:
        """All its numbers."""
        return (*self.operands, self.stated)


def sums(arithmetic: Sequence[Row], quantities: Sequence[Row]) -> list[Sum]:
    """The relations with their numbers, those that do not hold first."""
    known = {row["quantity_id"]: row for row in quantities}
    found = [
        Sum(_line(row, known), row["holds"], row["text"], tuple(row["operands"]), row["stated"]) for row in arithmetic
    ]
    return sorted(found, key=lambda one: one.holds)


def _line(row: Row, known: Mapping[str, Row]) -> str:
    operands = [known[own] for own in row["operands"] if own in known]
    stated = known.get(row["stated"])
    if stated is None or len(operands) != len(row["operands"]):
        return f"the {row['relation']} comes out as {words.cell(row['computed'])}"
    numbers = [abs(one["value"] or 0.0) for one in operands]
    written = abs(stated["value"] or 0.0)
    return told(row["relation"], numbers, written, abs(row["computed"]), row["holds"], stated["unit"])
