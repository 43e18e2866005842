"""A relation between numbers as one reads it: "40 + 25 = 65, not 70".

Belongs here: writing it out of its numbers. Does not: finding it or judging it (`extraction/arithmetic`).
"""

from __future__ import annotations

from collections.abc import Sequence

SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand"))


def told(
    relation: str, operands: Sequence[float], stated: float, computed: float, holds: bool, unit: str | None = None
) -> str:
    """The relation in one line, all its numbers in one scale; what the article states comes last.

    `unit` is that of the stated number: a percentage is no share of a scale.
    """
    in_percent = relation in ("share", "growth")
    amounts = [*operands] if in_percent else [*operands, stated, computed]
    size, name = _scale(amounts)
    parts = [_number(value / size) for value in operands]
    own, said = (_number(value if in_percent else value / size) for value in (computed, stated))
    sign = "%" if in_percent else ""
    left = {
        "sum": " + ".join(parts),
        "product": " × ".join(parts),
        "difference": " − ".join(parts),
        "share": f"{parts[0]} of {parts[-1]}",
        "growth": f"from {parts[0]} to {parts[-1]}",
    }.get(relation, ", ".join(parts))
    # a figure that holds within its rounding is shown as the article has it
    right = f"= {said}{sign}" if holds else f"= {own}{sign}, not {said}{sign}"
    words = " ".join(part for part in (name, None if in_percent else unit) if part)
    return f"{left} {right}" + (f" ({words})" if words else "")


def _scale(values: Sequence[float]) -> tuple[float, str]:
    """The largest scale that all numbers reach, so that a budget is not written with nine zeros."""
    least = min((abs(value) for value in values if value), default=0.0)
    return next(((size, name) for size, name in SCALES if least >= size), (1.0, ""))


def _number(value: float) -> str:
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
