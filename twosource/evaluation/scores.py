"""Figures with what they are worth: a share with its interval, agreement of two judges.

Belongs here: arithmetic. Does not: what was counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

Z = 1.96
"""Standard errors of a 95 percent interval."""
LEAST = 30
"""Items below which no figure is given: with fewer, the interval of a share is wider than 35 points in its middle."""


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `n`, with the share and the bounds of its 95 percent interval (Wilson's), each None below `LEAST`
    items; `n_needed` is how many more it takes."""

    right: int
    n: int

    @property
    def n_needed(self) -> int:
        """Items that are missing until a figure is given; 0 when it is."""
        return max(0, LEAST - self.n)

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""
        return None if self.n_needed else self.right / self.n

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The ends of the interval."""
        return None if self.n_needed else wilson(self.right, self.n)


def wilson(right: int, n: int, z: float = Z) -> tuple[float, float]:
    """Wilson's interval of a share; it stays within 0 and 1 and is right for shares near them. `n` is above 0."""
    middle = (right + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * sqrt(right * (n - right) / n + z * z / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two judges' labels of the same items: how far they agree beyond chance. None below `LEAST`
    items, and when both give one label alone, as chance then agrees as well."""
    if len(pairs) < LEAST:
        return None
    one, two = [a for a, _ in pairs], [b for _, b in pairs]
    same = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(one.count(label) * two.count(label) for label in {*one, *two}) / len(pairs) ** 2
    return None if chance == 1 else (same - chance) / (1 - chance)
