"""States that things of the news go through: whether one clause tells a later state of what another tells.

Belongs here: the chains of `seeds/reference/states.yml`. Does not: which clauses meet (`polarity`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from twosource import reference
from twosource.comparison.wording import content_words
from twosource.records import Argument, Statement


@cache
def _places() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """A predicate to the chains it stands in, each with the number of its state."""
    found: dict[str, list[tuple[str, int]]] = {}
    for chain in reference.table("states")["chains"]:
        for number, state in enumerate(chain["states"]):
            for predicate in state["predicates"]:
                found.setdefault(predicate, []).append((chain["name"], number))
    return {predicate: tuple(places) for predicate, places in found.items()}


@cache
def _shared_by() -> Mapping[str, frozenset[str]]:
    return {chain["name"]: frozenset(chain["shares"]) for chain in reference.table("states")["chains"]}


def has_state(statement: Statement) -> bool:
    """Whether a clause tells a state of some chain as a thing that is so."""
    return statement.predicate in _places() and statement.modality == "asserted" and not statement.negated


def went_on(one: Statement, two: Statement) -> bool:
    """Whether two clauses tell different states of one thing."""
    if not (has_state(one) and has_state(two)):
        return False
    first, second = dict(_places()[one.predicate]), dict(_places()[two.predicate])
    return any(
        first[chain] != second[chain] and _of_one_thing(one, two, _shared_by()[chain])
        for chain in first.keys() & second.keys()
    )


def _of_one_thing(one: Statement, two: Statement, shares: frozenset[str]) -> bool:
    names = _words(one, named=True) & _words(two, named=True)
    nouns = _words(one, named=False) & _words(two, named=False)
    return bool("name" in shares and names) or bool("noun" in shares and nouns)


def _words(statement: Statement, named: bool) -> frozenset[str]:
    """The words of the arguments that are names, or those that are not."""
    return frozenset(
        word for argument in statement.arguments if _is_name(argument) == named for word in content_words(argument.text)
    )


def _is_name(argument: Argument) -> bool:
    return argument.mention is not None or argument.text[:1].isupper()
