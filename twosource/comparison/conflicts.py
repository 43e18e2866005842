"""What it means that two numbers of one story agree or differ.

Belongs here: the verdict on a pair of numbers, the status of a whole comparison, and its severity.
Does not: finding what may be compared (`measures`), or counting origins (`origins`).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from twosource.comparison.inputs import StoryArticle
from twosource.comparison.measures import GROWING, Measured, comparable, context, converted, values_meet
from twosource.comparison.terms import word_set

AGREE_CONTEXT = 0.22
AGREE_SMALL_CONTEXT = 0.32
"""Small whole numbers are equal by chance, so their words must agree more."""
SMALL = 12
CONFLICT_CONTEXT = 0.50
NAMED_CONFLICT_CONTEXT = 0.20
"""For things of which each article counts only one lot: "three boats" and "two boats" are about the same boats."""
SAME_DAY_CONFLICT_CONTEXT = 0.25
"""Enough for two counts of one thing when both sentences tell the same day and a common name."""
PRECISE_CONTEXT = 0.05
PRECISE_DIGITS = 3
"""A figure of three or more digits ("14.9 billion") is hardly met twice in one story by chance."""
UPDATE_CONTEXT = 0.20
TOLL_CONTEXT = 0.03
"""A toll is told in ever other words; that both are the toll of one story says most."""
DIFFERENT_CONTEXT = 0.32
"""From this likeness on, two numbers that differ are worth showing side by side as not comparable."""
REMAINDER = word_set("other others another more additional further")
"""A number of others is a remainder: it says nothing against a number of all."""
MAGNITUDE = 4.0
"""Numbers further apart than this factor hardly measure the same thing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a pair of numbers says: `agree`, `updated`, `conflicting` or `not_comparable`, and how surely they belong
    together (0 to 2; agreeing pairs stand above all others)."""

    word: str
    strength: float


def judge(
    left: Measured, right: Measured, articles: Sequence[StoryArticle], weight: Mapping[str, float]
) -> Verdict | None:
    """The verdict on two numbers of two articles; None when nothing says that they measure the same thing."""
    if not comparable(left, right):
        return None
    alike = context(left, right, weight)
    meet = values_meet(left, right)
    if meet is None:
        return Verdict("agree", 1 + alike) if alike >= CONFLICT_CONTEXT else None
    if left.role in GROWING and (_raised_floor(left, right) or _overtaken(left, right, articles)):
        meet = False
    if meet:
        return Verdict("agree", 1 + alike) if alike >= _needed_to_agree(left, right) else None
    if left.role in GROWING and alike >= _needed_for_update(left, right):
        return Verdict("updated" if _grows(left, right, articles) else "not_comparable", alike)
    if alike >= _needed_for_conflict(left, right) and left.role not in GROWING and _may_conflict(left, right):
        return Verdict("conflicting", alike)
    return Verdict("not_comparable", alike) if alike >= DIFFERENT_CONTEXT else None


def _needed_for_update(left: Measured, right: Measured) -> float:
    """How alike the words must be: little when both are the first toll that their article gives."""
    if left.is_toll and right.is_toll:
        return TOLL_CONTEXT if left.first_toll and right.first_toll else CONFLICT_CONTEXT
    return UPDATE_CONTEXT


def _needed_to_agree(left: Measured, right: Measured) -> float:
    """How alike the words must be for figures that meet: least for an equal figure of several digits."""
    if _small(left) or _small(right):
        return AGREE_SMALL_CONTEXT
    one, two = left.quantity, right.quantity
    if one.value == two.value and one.unit == two.unit and _digits(one.value or 0.0) >= PRECISE_DIGITS:
        return PRECISE_CONTEXT
    return AGREE_CONTEXT


def _digits(value: float) -> int:
    """How many digits stand before the trailing zeros: three for 14.9 billion, one for 1,000."""
    return len(f"{abs(value):.10e}".split("e")[0].replace(".", "").rstrip("0"))


def _needed_for_conflict(left: Measured, right: Measured) -> float:
    """How alike the words must be for figures that differ."""
    if left.only_one and right.only_one:
        return NAMED_CONFLICT_CONTEXT
    shared = bool(left.days & right.days) and bool(left.names & right.names)
    return SAME_DAY_CONFLICT_CONTEXT if shared and left.head and left.head == right.head else CONFLICT_CONTEXT


def _overtaken(left: Measured, right: Measured, articles: Sequence[StoryArticle]) -> bool:
    """A floor of one day below the figure of a later day: 900 is news after "at least 400", however both can hold."""
    first, second = articles[left.article], articles[right.article]
    if not (first.dated and second.dated) or first.day == second.day:
        return False
    earlier, later = (left, right) if first.day < second.day else (right, left)
    return math.isinf(earlier.high) and (later.quantity.value or 0.0) > earlier.low


def _raised_floor(left: Measured, right: Measured) -> bool:
    """Two lower bounds that differ: "at least 5" is news after "at least 4"."""
    return math.isinf(left.high) and math.isinf(right.high) and left.low != right.low


def _small(one: Measured) -> bool:
    value = one.quantity.value or 0.0
    return one.quantity.kind in ("count", "ratio", "duration") and value == int(value) and value <= SMALL


def _grows(left: Measured, right: Measured, articles: Sequence[StoryArticle]) -> bool:
    """Whether the later article has the larger number; without both dates the larger one is taken for the later."""
    first, second = articles[left.article], articles[right.article]
    if not (first.dated and second.dated) or first.day == second.day:
        return True
    earlier, later = (left, right) if first.day < second.day else (right, left)
    return (later.quantity.value or 0.0) > (earlier.quantity.value or 0.0)


def _may_conflict(left: Measured, right: Measured) -> bool:
    """Both are plain statements about one holder, of one unit, and of one magnitude."""
    one, two = left.quantity, right.quantity
    if one.modality != "asserted" or two.modality != "asserted" or converted(one, two):
        return False
    if one.about and two.about and one.about != two.about:
        return False
    if any(REMAINDER & set(quantity.text.lower().split()) for quantity in (one, two)):
        return False
    values = sorted(abs(quantity.value or 0.0) for quantity in (one, two))
    return values[1] <= MAGNITUDE * values[0]


def distance(left: Measured, right: Measured) -> float:
    """How far two numbers are apart, 0 to 1: the difference over the larger of them."""
    one, two = abs(left.quantity.value or 0.0), abs(right.quantity.value or 0.0)
    return abs(one - two) / max(one, two) if max(one, two) else 0.0


def severity(apart: float, weaker_origins: int) -> float:
    """0 to 1: how far the sides are apart, times how many independent origins stand behind the weaker side (one
    counts half, two two thirds, and so on)."""
    return round(min(1.0, apart) * weaker_origins / (weaker_origins + 1), 4)


def status(verdicts: Sequence[str], named: Collection[str], behind: Collection[str]) -> str:
    """The status of a comparison from the verdicts on its pairs, the origins `behind` it and those of them that can be
    `named`. A conflict needs two independent origins; what nobody can name confirms nothing."""
    if "conflicting" in verdicts and len(behind) > 1:
        return "conflicting"
    if "updated" in verdicts:
        return "updated"
    if "conflicting" in verdicts or "not_comparable" in verdicts:
        return "not_comparable"
    return "multi_origin" if len(named) > 1 else "single_origin"
