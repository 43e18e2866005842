"""Corrections of single facts, applied to what extraction read out of an article.

Belongs here: speakers, quotations that are none, values, units and measures. Does not: names across articles (names).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from twosource.corrections.matching import place
from twosource.records import Arithmetic, Correction, Facts, Quantity, Statement

QUANTITIES = ("value", "unit", "measure")


@dataclass(frozen=True, slots=True)
class Applied:
    """That a correction was applied: to which fact of a table, by its place; None when the fact was left out."""

    correction_id: str
    table: str
    index: int | None


def corrected(facts: Facts, text: str, told: Sequence[Correction]) -> tuple[Facts, list[Applied]]:
    """The facts with the corrections, and what was applied. One whose evidence is not there does nothing."""
    applied: list[Applied] = []
    for one in told:
        if one.kind in QUANTITIES and (index := place(facts.quantities, text, one)) is not None:
            facts = _with_quantity(facts, index, one)
            applied.append(Applied(one.correction_id, "quantities", index))
        elif one.kind == "speaker" and (index := place(facts.quotes, text, one)) is not None:
            facts = _with_speaker(facts, index, json.loads(one.value))
            applied.append(Applied(one.correction_id, "quotes", index))
    return _without_what_is_none(facts, text, told, applied)


def _without_what_is_none(
    facts: Facts, text: str, told: Sequence[Correction], applied: Sequence[Applied]
) -> tuple[Facts, list[Applied]]:
    """Leave out, last of all, what is no quotation: the places of the others change with it."""
    gone: dict[int, str] = {}
    for one in told:
        if one.kind == "not_a_quotation" and (index := place(facts.quotes, text, one)) is not None:
            gone.setdefault(index, one.correction_id)
    if not gone:
        return facts, list(applied)
    kept = [index for index in range(len(facts.quotes)) if index not in gone]
    places = {old: new for new, old in enumerate(kept)}
    moved = [
        replace(one, index=places.get(one.index)) if one.table == "quotes" and one.index is not None else one
        for one in applied
    ]
    return _without_quotes(facts, kept), moved + [Applied(own, "quotes", None) for own in gone.values()]


# ------------------------------------------------------------------ numbers


def _with_quantity(facts: Facts, index: int, told: Correction) -> Facts:
    """The quantity with what is told of it. A relation that its old value or unit implied is no longer one."""
    quantities = list(facts.quantities)
    quantities[index] = replace(quantities[index], **_of_quantity(told))
    arithmetic = facts.arithmetic
    if told.kind in ("value", "unit"):
        arithmetic = [one for one in arithmetic if not _rests_on(one, index)]
    return replace(facts, quantities=quantities, arithmetic=arithmetic)


def _of_quantity(told: Correction) -> dict[str, Any]:
    value = json.loads(told.value)
    if told.kind != "value":
        return {told.kind: value}
    low, high = value if isinstance(value, list) else (value, None)
    return {"value": low, "value_high": high, "change": None}


def _rests_on(one: Arithmetic, index: int) -> bool:
    return index in one.operands or index == one.stated


# ------------------------------------------------------------------ quotations


def _with_speaker(facts: Facts, index: int, speaker: str | None) -> Facts:
    """The quotation with its speaker, who then also says what its clauses tell."""
    quotes = list(facts.quotes)
    before = quotes[index].speaker
    quotes[index] = replace(quotes[index], speaker=speaker, speaker_role=None)
    said = {n for n, one in enumerate(facts.statements) if one.attributed_by == index}
    return _attributed(replace(facts, quotes=quotes), said, before, speaker)


def _attributed(facts: Facts, said: set[int], before: str | None, speaker: str | None) -> Facts:
    """The facts of these statements on the word of another; what they say on a third one's word stays."""

    def another(one: Any) -> Any:
        return replace(one, attributed_to=speaker) if one.attributed_to == before else one

    statements = [
        replace(another(one), chain=_chain(one, before, speaker)) if n in said else one
        for n, one in enumerate(facts.statements)
    ]
    claims = [another(one) if one.statement in said else one for one in facts.claims]
    events = [another(one) if one.statement in said else one for one in facts.events]
    quantities: list[Quantity] = [another(one) if one.statement in said else one for one in facts.quantities]
    return replace(facts, statements=statements, claims=claims, events=events, quantities=quantities)


def _chain(one: Statement, before: str | None, speaker: str | None) -> list[str]:
    if speaker is None:
        return []
    return [speaker if name == before else name for name in one.chain]


def _without_quotes(facts: Facts, kept: Sequence[int]) -> Facts:
    """The facts with the quotations kept; what the clauses of the others tell is the outlet's own word."""
    for index, quote in enumerate(facts.quotes):
        if index not in kept:
            said = {n for n, one in enumerate(facts.statements) if one.attributed_by == index}
            facts = _attributed(facts, said, quote.speaker, None)
    places = {old: new for new, old in enumerate(kept)}
    statements = [
        replace(one, attributed_by=None if one.attributed_by is None else places.get(one.attributed_by))
        for one in facts.statements
    ]
    return replace(facts, statements=statements, quotes=[facts.quotes[index] for index in kept])
