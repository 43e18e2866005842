"""Whether a thing is so: what articles that tell of one occurrence say of it, and states that went on.

Belongs here: polarity and state of tellings. Does not: values in other slots, or bringing tellings together.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from twosource import reference
from twosource.comparison.classes import form
from twosource.comparison.shingles import words
from twosource.comparison.slots import Said
from twosource.comparison.tellings import Telling, Weights
from twosource.comparison.verdicts import Reason, Verdict, Word
from twosource.comparison.wording import likeness

FIGURED = ("money", "percent", "count", "measure")
DENIAL_LIKENESS = 0.60
"""Negation by words alone is near chance, so a denial needs nearly the same words around it."""


def said_of(telling: Telling) -> Said:
    """The telling as what its article says of whether the thing is so."""
    return Said(
        slot="whether",
        kind="event" if telling.events or telling.classes else "claim",
        telling=telling,
        start=telling.start,
        end=telling.end,
        text=telling.text,
        stance="asserts",
    )


def judge(left: Said, right: Said, weights: Weights) -> Verdict:
    """The verdict on two tellings of one occurrence."""
    one, two = left.telling, right.telling
    alike = likeness(one.words, two.words, weights.of)
    if state_went_on(one, two):
        return Verdict(Word.UPDATED, Reason.STATE_WENT_ON, alike)
    if figures_apart(one, two):
        return Verdict(Word.NOT_COMPARABLE, Reason.OTHER_SCOPE, alike)
    return Verdict(Word.AGREE, Reason.TOLD_ALIKE, alike)


def figures_apart(one: Telling, two: Telling) -> bool:
    """Whether both give figures of one kind and share none of it: what they tell is their figures, and these do not
    agree."""
    for kind in FIGURED:
        first, second = (
            {quantity.value for quantity in side.quantities if quantity.kind == kind} for side in (one, two)
        )
        if first and second and not first & second:
            return True
    return False


# ------------------------------------------------------------------ states


@cache
def _chains() -> tuple[tuple[str, tuple[tuple[tuple[str, ...], ...], ...]], ...]:
    """Each chain with its states, a state as phrases of word forms."""
    return tuple(
        (
            chain["name"],
            tuple(
                tuple(tuple(map(form, phrase.split())) for phrase in state["words"]) for state in chain["states"]
            ),
        )
        for chain in reference.table("states")["chains"]
    )


def states(text: str) -> dict[str, frozenset[int]]:
    """The states of each chain that the words of a text tell."""
    order = tuple(map(form, words(text)))
    found = {}
    for name, told in _chains():
        places = frozenset(
            place for place, phrases in enumerate(told) if any(_holds(order, phrase) for phrase in phrases)
        )
        if places:
            found[name] = places
    return found


def state_went_on(one: Telling, two: Telling) -> bool:
    """Whether one of two tellings is at a later state of a chain than the other, and neither tells both."""
    first, second = states(one.text), states(two.text)
    return any(
        max(first[name]) < min(second[name]) or max(second[name]) < min(first[name])
        for name in first.keys() & second.keys()
    )


def _holds(order: Sequence[str], phrase: tuple[str, ...]) -> bool:
    return any(tuple(order[at : at + len(phrase)]) == phrase for at in range(len(order) - len(phrase) + 1))
