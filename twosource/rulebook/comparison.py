"""The register of comparison: what an origin may bear as the rule that decided it.

Belongs here: the rows of comparison as rules. Does not: how an origin is decided (`comparison/origins`).
"""

from __future__ import annotations

from twosource.rules import Rule, described


def register() -> tuple[Rule, ...]:
    """The rules of comparison."""
    return described("comparison")
