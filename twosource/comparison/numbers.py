"""The verdict on two numbers of two articles.

Belongs here: agreement, growth, contradiction of numbers, and every doubt that bars a contradiction.
Does not: what a number measures (`measures`), or which numbers meet (`pairing`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from twosource.comparison.inputs import StoryArticle
from twosource.comparison.measures import (
    GROWING,
    KIN,
    PEOPLE,
    Measured,
    comparable,
    context,
    converted,
    crossed,
    head,
    values_meet,
)
from twosource.comparison.scopes import scopes
from twosource.comparison.tellings import Weights, days_apart
from twosource.comparison.terms import COMMON, stem, word_set
from twosource.comparison.verdicts import Reason, Verdict, Word
from twosource.comparison.wording import content_words

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
SAME_OCCURRENCE = 0.75
ELSEWHERE = 0.5
LIKELY = 0.84
"""From this probability that both sentences are of one occurrence, a count of one noun may contradict another."""
LIKELY_CONTEXT = 0.18
SAME_DISTANCE = 0.1
DIFFERENT_CONTEXT = 0.32
"""From this likeness on, two numbers that differ are worth showing side by side as not comparable."""
BOUND_REACH = 2.0
OPEN = ("MORE_THAN", "EQUAL_OR_MORE", "LESS_THAN", "EQUAL_OR_LESS")
CHANGES = word_set("increase decrease rise drop gain decline fall cut jump loss growth change difference reduction")
"""Measures that are told of something else each time."""
OWNING = frozenset({"mother", "father", "parent", "parents", "his", "her", "their", "has", "had", "have"})
MAGNITUDE = 4.0
"""Numbers further apart than this factor hardly measure the same thing."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two numbers of two articles with what is known of both: how alike their words are, and how likely their
    sentences tell of one occurrence (0 when these never met)."""

    left: Measured
    right: Measured
    articles: Sequence[StoryArticle]
    alike: float
    likely: float


def judge(
    left: Measured, right: Measured, articles: Sequence[StoryArticle], weights: Weights, likely: float
) -> Verdict | None:
    """The verdict on two numbers; None when nothing says that they measure the same thing."""
    if not comparable(left, right):
        return None
    pair = Pair(left, right, articles, context(left, right, weights.of), likely)
    meet = values_meet(left, right)
    if meet is None:
        return Verdict(Word.AGREE, Reason.CONVERTED, pair.alike) if pair.alike >= CONFLICT_CONTEXT else None
    if left.role in GROWING and (_raised_floor(pair) or _overtaken(pair)):
        meet = False
    if meet and left.role not in GROWING and _bound_reaches_far(pair):
        return Verdict(Word.NOT_COMPARABLE, Reason.DOUBTFUL, pair.alike) if pair.alike >= DIFFERENT_CONTEXT else None
    if meet:
        return Verdict(Word.AGREE, _why_equal(pair), pair.alike) if pair.alike >= _needed_to_agree(pair) else None
    return _differing(pair)


def _bound_reaches_far(pair: Pair) -> bool:
    """A bound says little of a figure far from it: "at least one" agrees with whatever is told."""
    values = sorted(abs(one.quantity.value or 0.0) for one in (pair.left, pair.right))
    open_ended = any(one.quantity.mod in OPEN for one in (pair.left, pair.right))
    return open_ended and values[1] > BOUND_REACH * values[0]


def _differing(pair: Pair) -> Verdict | None:
    """The verdict on numbers that do not meet."""
    doubt = next((reason for test, reason in DOUBTS if test(pair)), None) or _scope_apart(pair)
    if pair.left.role in GROWING and pair.alike >= _needed_for_update(pair):
        if _grows(pair) and doubt in (None, Reason.DOUBTFUL, Reason.OTHER_OCCASION) and not _elsewhere(pair):
            return Verdict(Word.UPDATED, Reason.GREW, pair.alike)
        return Verdict(Word.NOT_COMPARABLE, doubt or Reason.DOUBTFUL, pair.alike)
    if doubt is None and pair.alike >= _needed_for_conflict(pair) and pair.left.role not in GROWING:
        return Verdict(Word.CONFLICTING, Reason.VALUES_APART, pair.alike)
    if pair.alike >= DIFFERENT_CONTEXT:
        return Verdict(Word.NOT_COMPARABLE, doubt or Reason.DOUBTFUL, pair.alike)
    return None


# ------------------------------------------------------------------ doubts


def _other_holder(pair: Pair) -> bool:
    one, two = pair.left.quantity.about, pair.right.quantity.about
    return bool(one and two and one != two)


def _planned_and_done(pair: Pair) -> bool:
    """One is done and the other to come, or either is only thought of. Of what both tell as planned, figures that
    differ contradict one another: "the repair will cost $4 million", "… $6 million"."""
    told = {one.quantity.modality for one in (pair.left, pair.right)}
    return told not in ({"asserted"}, {"planned"})


def _other_days(pair: Pair) -> bool:
    return days_apart(pair.left.telling, pair.right.telling)


def _not_of_one_size(pair: Pair) -> bool:
    values = sorted(abs(one.quantity.value or 0.0) for one in (pair.left, pair.right))
    return values[1] > MAGNITUDE * values[0]


def _listed(pair: Pair) -> bool:
    """One sentence gives the other's figure as well, for things that may be the same: they list several lots, and these
    two are not the same lot."""
    one, two = pair.left, pair.right
    if one.quantity.value == two.quantity.value:
        return False
    return _also_given(one, two) or _also_given(two, one)


def _also_given(figure: Measured, other: Measured) -> bool:
    """Whether the sentence around `other` gives the figure, too, of things of one name or of things without one."""
    named = {"", figure.head, other.head} | (PEOPLE if figure.people else frozenset())
    counted_by_name = figure.quantity.kind == "count" and figure.head == head(figure.quantity)
    return any(
        quantity.value == figure.quantity.value and (not counted_by_name or head(quantity) in named)
        for quantity in other.telling.quantities
    )


def _met_by_chance(pair: Pair) -> bool:
    """Nothing but the unit says that both sentences are of one occurrence."""
    return pair.likely < SAME_OCCURRENCE and pair.alike < CONFLICT_CONTEXT and not _kin_of_one_person(pair)


def _kin_of_one_person(pair: Pair) -> bool:
    """Both count all the children, or the brothers, of one person: "a mother of 13", "her 12 children"."""
    one, two = pair.left, pair.right
    same_holder = bool(one.quantity.about) and one.quantity.about == two.quantity.about
    return same_holder and one.head == two.head and one.head in KIN and all(map(_is_all, (one, two)))


def _is_all(one: Measured) -> bool:
    """Whether a number of kin is that of all: behind "of" or a possessive, or as what somebody has."""
    return bool(set(one.before[-2:]) & OWNING)


def _other_names(pair: Pair) -> bool:
    one, two = pair.left.telling.names, pair.right.telling.names
    return bool(one and two and not one & two) and pair.likely < LIKELY


def _elsewhere(pair: Pair) -> bool:
    """Two tolls of places that have no name in common, in sentences that tell of two occurrences."""
    one, two = pair.left.telling.places, pair.right.telling.places
    return bool(one and two and not one & two) and pair.likely < ELSEWHERE


def _other_anchor(pair: Pair) -> bool:
    """Distances from other places: "75 km west of Manokwari", "55 km south of Bireun"."""
    one, two = _anchor(pair.left), _anchor(pair.right)
    return bool(one or two) and not one & two


def _other_distance(pair: Pair) -> bool:
    """Distances from one place that are far apart: an epicentre is measured again and again, but not so far off."""
    one, two = pair.left, pair.right
    return bool(_anchor(one) & _anchor(two)) and distance(one, two) > SAME_DISTANCE


def _anchor(one: Measured) -> frozenset[str]:
    """The words of the place from which a distance is measured."""
    after = list(one.after)
    at = next((place for place, word in enumerate(after) if word in ("of", "from", "to")), None)
    if one.quantity.kind != "measure" or at is None:
        return frozenset()
    return content_words(" ".join(after[at + 1 :])) & one.telling.names


def _unnamed_change(pair: Pair) -> bool:
    """Both are told as a change, and neither says of what: "a decrease of 28,250"."""
    return all(_is_bare_change(one.quantity.measure) for one in (pair.left, pair.right))


def _is_bare_change(measure: str | None) -> bool:
    said = {stem(word) for word in (measure or "").lower().split()} - COMMON
    return bool(said) and said <= CHANGES


def _compound(pair: Pair) -> bool:
    """The counted noun is the first part of a longer one: "one rocket propelled grenade launcher" is no rocket."""
    return any(_goes_on(one.after) for one in (pair.left, pair.right))


def _goes_on(after: Sequence[str]) -> bool:
    return len(after) > 1 and after[0].endswith("ed") and after[1].isalpha() and after[1] not in COMMON


def _converted(pair: Pair) -> bool:
    return converted(pair.left.quantity, pair.right.quantity)


DOUBTS: tuple[tuple[Callable[[Pair], bool], Reason], ...] = (
    (_other_holder, Reason.OTHER_HOLDER),
    (_planned_and_done, Reason.PLANNED_AND_DONE),
    (_listed, Reason.PART_OF_WHOLE),
    (_other_anchor, Reason.OTHER_SCOPE),
    (_other_distance, Reason.OTHER_OCCASION),
    (_other_days, Reason.OTHER_OCCASION),
    (_other_names, Reason.OTHER_OCCASION),
    (_met_by_chance, Reason.DOUBTFUL),
    (_not_of_one_size, Reason.OTHER_SCOPE),
    (_converted, Reason.DOUBTFUL),
    (_compound, Reason.DOUBTFUL),
    (_unnamed_change, Reason.OTHER_SCOPE),
)
"""What bars a contradiction, with the reason that is shown; the first that holds."""


def _scope_apart(pair: Pair) -> Reason | None:
    """The reason of a scope that one of the two numbers has and the other has not."""
    one, two = (_scopes(side) for side in (pair.left, pair.right))
    apart = sorted(one.keys() ^ two.keys())
    return (one | two)[apart[0]] if apart else None


def _scopes(side: Measured) -> dict[str, Reason]:
    inside = side.quantity.text.lower().split()
    return scopes((*side.before, *inside), (*inside[1:], *side.after)) if inside else {}


# ------------------------------------------------------------------ how alike the words must be


def _why_equal(pair: Pair) -> Reason:
    one, two = pair.left.quantity, pair.right.quantity
    if converted(one, two):
        return Reason.CONVERTED
    return Reason.SAME_VALUE if one.value == two.value and one.mod == two.mod else Reason.ROUNDED


def _needed_for_update(pair: Pair) -> float:
    """Little when both are the first toll that their article gives."""
    if pair.left.is_toll and pair.right.is_toll:
        return TOLL_CONTEXT if pair.left.first_toll and pair.right.first_toll else CONFLICT_CONTEXT
    return UPDATE_CONTEXT


def _needed_to_agree(pair: Pair) -> float:
    """Least for an equal figure of several digits."""
    if _small(pair.left) or _small(pair.right):
        return AGREE_SMALL_CONTEXT
    one, two = pair.left.quantity, pair.right.quantity
    if one.value == two.value and one.unit == two.unit and _digits(one.value or 0.0) >= PRECISE_DIGITS:
        return PRECISE_CONTEXT
    return AGREE_CONTEXT


def _needed_for_conflict(pair: Pair) -> float:
    left, right = pair.left, pair.right
    if crossed(left, right):
        return PRECISE_CONTEXT if pair.likely >= SAME_OCCURRENCE and left.head else _needed_to_agree(pair)
    if _kin_of_one_person(pair):
        return 0.0
    if left.only_one and right.only_one:
        return NAMED_CONFLICT_CONTEXT
    if pair.likely >= LIKELY and left.head and left.head == right.head and left.quantity.kind == "count":
        return LIKELY_CONTEXT
    shared = bool(left.telling.days & right.telling.days) and bool(left.telling.names & right.telling.names)
    return SAME_DAY_CONFLICT_CONTEXT if shared and left.head and left.head == right.head else CONFLICT_CONTEXT


def _digits(value: float) -> int:
    """How many digits stand before the trailing zeros: three for 14.9 billion, one for 1,000."""
    return len(f"{abs(value):.10e}".split("e")[0].replace(".", "").rstrip("0"))


def _small(one: Measured) -> bool:
    value = one.quantity.value or 0.0
    return one.quantity.kind in ("count", "ratio", "duration") and value == int(value) and value <= SMALL


# ------------------------------------------------------------------ growth


def _overtaken(pair: Pair) -> bool:
    """A floor of one day below the figure of a later day: 900 is news after "at least 400", however both can hold."""
    order = _by_day(pair)
    return order is not None and math.isinf(order[0].high) and (order[1].quantity.value or 0.0) > order[0].low


def _raised_floor(pair: Pair) -> bool:
    """Two lower bounds that differ: "at least 5" is news after "at least 4"."""
    return math.isinf(pair.left.high) and math.isinf(pair.right.high) and pair.left.low != pair.right.low


def _grows(pair: Pair) -> bool:
    """Whether the later article has the larger number; without both dates the larger one is taken for the later."""
    order = _by_day(pair)
    return order is None or (order[1].quantity.value or 0.0) > (order[0].quantity.value or 0.0)


def _by_day(pair: Pair) -> tuple[Measured, Measured] | None:
    """The number of the earlier day and that of the later; None when the days are equal or not both known."""
    first, second = pair.articles[pair.left.article], pair.articles[pair.right.article]
    if not (first.dated and second.dated) or first.day == second.day:
        return None
    return (pair.left, pair.right) if first.day < second.day else (pair.right, pair.left)


def distance(left: Measured, right: Measured) -> float:
    """How far two numbers are apart, 0 to 1: the difference over the larger of them."""
    one, two = abs(left.quantity.value or 0.0), abs(right.quantity.value or 0.0)
    return abs(one - two) / max(one, two) if max(one, two) else 0.0
