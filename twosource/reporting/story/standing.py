"""How a fact stands among outlets, in a reader's words: the vocabularies `status`, `reason` and `slot`.

Belongs here: words, tone and order of a status, and what a conflict was held against. Does not: which facts have it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from twosource import reference

OPEN = "open"
"""The tone of what is not decided."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A status as it is told of: `one` and `many` are verbs for facts, `meaning` a sentence, `tone` how it looks
    (bad, changed, good, one, open), `apart` whether two sides contradict one another in it."""

    status: str
    one: str
    many: str
    meaning: str
    tone: str
    apart: bool


@cache
def standings() -> tuple[Standing, ...]:
    """All statuses, in the order in which a reader should see them; one without a telling stands last."""
    entry = reference.vocabularies()["status"]
    words, told = reference.vocabulary("status"), entry["told"]
    order = [*told, *(word for word in words if word not in told)]
    found = []
    for word in order:
        row = told.get(word, {})
        plain = word.replace("_", " ")
        one, many = row.get("one", f"is {plain}"), row.get("many", f"are {plain}")
        found.append(Standing(word, one, many, words[word], row.get("tone", OPEN), row.get("apart", False)))
    return tuple(found)


def standing(status: str) -> Standing:
    """The standing of a status; a status that no vocabulary has is told by its name."""
    found = next((one for one in standings() if one.status == status), None)
    plain = status.replace("_", " ")
    return found or Standing(status, f"is {plain}", f"are {plain}", "", OPEN, False)


def order() -> list[str]:
    """All statuses in a reader's order."""
    return [one.status for one in standings()]


def apart() -> list[str]:
    """The statuses in which two sides contradict one another."""
    return [one.status for one in standings() if one.apart]


def first(statuses: Iterable[str]) -> str:
    """Of several statuses the one that a reader should see first."""
    place = {status: number for number, status in enumerate(order())}
    return min(statuses, key=lambda status: place.get(status, len(place)))


def reason(word: str | None) -> str:
    """A reason in words."""
    return reference.vocabulary("reason").get(word or "", (word or "no reason was kept").replace("_", " "))


def slot(word: str | None) -> str:
    """A slot in words."""
    return reference.vocabulary("slot").get(word or "", (word or "").replace("_", " "))


def held_against(word: str | None) -> list[str]:
    """What would have explained a conflict in this slot, in words, and was not found."""
    return [reason(one) for one in reference.vocabularies()["slot"]["held_against"].get(word or "", [])]
