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
Passage = tuple[str, str]
"""A document, and words of it with their white space folded."""


def corrected(
    comparisons: Sequence[Row], stances: Sequence[Row], documents: Mapping[str, str], told: Sequence[Correction]
) -> tuple[list[Row], list[tuple[str, str]]]:
    """The rows of comparisons, and (correction, comparison) of what was applied.

    One is meant when all passages of the correction stand in it and are on both of its sides.
    """
    of: dict[str, list[Row]] = {}
    for stance in stances:
        of.setdefault(stance["comparison_id"], []).append(stance)
    by_passage: dict[Passage, list[Correction]] = {}
    for one in told:
        by_passage.setdefault(_passages(one)[0], []).append(one)
    made, applied = [], []
    for row in comparisons:
        meant = _meant(of[row["comparison_id"]], documents, by_passage) if row["status"] in APART else []
        applied += [(one.correction_id, row["comparison_id"]) for one in meant]
        made.append({**row, "status": "not_comparable", "reason": "by_hand", "severity": 0.0} if meant else row)
    return made, applied


def _meant(
    stances: Sequence[Row], documents: Mapping[str, str], by_passage: Mapping[Passage, Sequence[Correction]]
) -> list[Correction]:
    """The corrections whose passages all stand in a comparison, on both of its sides."""
    sides: dict[Passage, set[int]] = {}
    for stance in stances:
        passage = documents.get(stance["article_id"], ""), folded(stance["text"])
        sides.setdefault(passage, set()).add(stance["side"])
    told = (one for passage in sides for one in by_passage.get(passage, ()))
    return [
        one
        for one in told
        if set().union(*(sides.get(passage, ()) for passage in _passages(one))) >= SIDES
        and all(passage in sides for passage in _passages(one))
    ]


def _passages(told: Correction) -> list[Passage]:
    return [(document, folded(words)) for document, words in zip(told.documents, told.evidence, strict=True)]
