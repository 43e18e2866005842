"""What a check found, and how sizes and ages are told.

Belongs here: the record and its words. Does not: any check.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

UNITS = (("GB", 10**9), ("MB", 10**6), ("KB", 10**3))
SPANS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; `advice` says what to do, None when nothing has to be done."""

    check: str
    found: str
    advice: str | None = None


def size(count: int) -> str:
    """Bytes in the unit that a person would use."""
    for unit, worth in UNITS:
        if count >= worth:
            return f"{count / worth:.1f} {unit}"
    return f"{count} bytes"


def age(moment: datetime) -> str:
    """How long ago a moment was, in whole units."""
    seconds = max(0, int((datetime.now(UTC) - moment).total_seconds()))
    for unit, worth in SPANS:
        if seconds >= worth:
            return f"{number(seconds // worth, unit)} ago"
    return "just now"


def number(count: int, noun: str) -> str:
    """The count with its noun, in the plural where it has to be."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
