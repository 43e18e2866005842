"""Sums of an article in words: "40 + 25 = 65, not 70".

Belongs here: a relation with its numbers to a line. Does not: finding relations (extraction).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twosource.reporting import words

Row = dict[str, Any]

SCALES = ((1e12, " (trillion)"), (1e9, " (billion)"), (1e6, " (million)"))


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
    values = [abs(one["value"] or 0.0) for one in operands]
    if stated is None or len(values) != len(row["operands"]):
        return f"the {row['relation']} comes out as {words.cell(row['computed'])}"
    if row["relation"] in ("share", "growth"):
        return _percent(row, values, abs(stated["value"] or 0.0))
    scale, name = _scale([*values, abs(row["computed"])])
    sign = {"sum": " + ", "difference": " − ", "product": " × "}.get(row["relation"], " ; ")
    told = sign.join(words.cell(value / scale) for value in values)
    other = "" if row["holds"] else f", not {words.cell((stated['value'] or 0.0) / scale)}"
    return f"{told} = {words.cell(round(row['computed'] / scale, 6))}{other}{name}"


def _percent(row: Row, values: Sequence[float], stated: float) -> str:
    scale, name = _scale(values)
    first, second = (words.cell(value / scale) for value in values[:2])
    other = "" if row["holds"] else f", not {words.cell(stated)} %"
    computed = words.cell(round(abs(row["computed"]), 2))
    if row["relation"] == "share":
        return f"{first} of {second}{name} is {computed} %{other}"
    way = "more" if values[1] >= values[0] else "less"
    return f"from {first} to {second}{name} is {computed} % {way}{other}"


def _scale(values: Sequence[float]) -> tuple[float, str]:
    """What all the numbers are divided by, with its name: millions are read more easily than their zeros."""
    least = min((value for value in values if value), default=0.0)
    return next(((scale, name) for scale, name in SCALES if least >= scale), (1.0, ""))
