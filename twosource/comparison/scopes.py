"""Of what scope a number is: words around it that make it a part, a sum over time or a thing of another day.

Belongs here: the rows of `seeds/reference/scopes.yml`, read around a number. Does not: what follows (`numbers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from twosource import reference
from twosource.comparison.verdicts import Reason


@dataclass(frozen=True, slots=True)
class Scope:
    """A row of the table; `words` are phrases as tuples of words."""

    name: str
    where: str
    reach: int
    words: frozenset[tuple[str, ...]]
    reason: Reason
    example: str
    counter_example: str


@cache
def rows() -> tuple[Scope, ...]:
    """The rows in their order."""
    return tuple(
        Scope(
            row["name"],
            row["where"],
            row["reach"],
            frozenset(tuple(phrase.split()) for phrase in row["words"]),
            Reason(row["reason"]),
            row["example"],
            row["counter_example"],
        )
        for row in reference.table("scopes")["scopes"]
    )


def scopes(before: Sequence[str], after: Sequence[str]) -> dict[str, Reason]:
    """The scopes that the words before and after a number show, by name, with the reason each gives."""
    found = {}
    for row in rows():
        near = [before[-row.reach :]] if row.where == "before" else [after[: row.reach]]
        if row.where == "both":
            near = [before[-row.reach :], after[: row.reach]]
        if any(_holds(words, phrase) for words in near for phrase in row.words):
            found[row.name] = row.reason
    if tuple(before[-2:]) == ("more", "than"):
        found.pop("remainder", None)
    return found


def _holds(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    return any(tuple(words[at : at + len(phrase)]) == phrase for at in range(len(words) - len(phrase) + 1))
