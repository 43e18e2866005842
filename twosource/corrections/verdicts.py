"""Corrections of comparisons: two passages that were set against each other do not contradict one another.

Belongs here: which comparison is meant, and what it becomes. Does not: comparing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from twosource.corrections.matching import folded
from twosource.records import Correction

Row = dict[str, Any]
APART = ("conflicting", "altered_copy")
"""The statuses in which two sides stand apart."""
SIDES = {0, 1}


def corrected(
    comparisons: Sequence[Row], stances: Sequence[Row], documents: Mapping[str, str], told: Sequence[Correction]
) -> tuple[list[Row], list[tuple[str, str]]]:
    """The rows of comparisons, and (correction, comparison) of what was applied.

    One is meant when all passages of the correction stand in it and are on both of its sides.
    """
    of: dict[str, list[Row]] = {}
    for stance in stances:
        of.setdefault(stance["comparison_id"], []).append(stance)
    made, applied = [], []
    for row in comparisons:
        meant = [one for one in told if row["status"] in APART and _is_meant(one, of[row["comparison_id"]], documents)]
        applied += [(one.correction_id, row["comparison_id"]) for one in meant]
        made.append({**row, "status": "not_comparable", "reason": "by_hand", "severity": 0.0} if meant else row)
    return made, applied


def _is_meant(told: Correction, stances: Sequence[Row], documents: Mapping[str, str]) -> bool:
    sides = set()
    for document, words in zip(told.documents, told.evidence, strict=True):
        found = {
            stance["side"]
            for stance in stances
            if documents.get(stance["article_id"]) == document and folded(stance["text"]) == folded(words)
        }
        if not found:
            return False
        sides |= found
    return sides >= SIDES
