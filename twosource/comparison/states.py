"""States that things of the news go through: which state of which chain a clause tells, and whether two clauses are of
one thing.

Belongs here: the chains of `seeds/reference/states.yml`. Does not: which clauses meet (`courses`, `polarity`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from twosource import reference
from twosource.comparison.clauses import Clause
from twosource.comparison.terms import stem
from twosource.comparison.wording import content_words

SENTENCES_ALIKE = 0.5
"""How likely the sentences must be of one occurrence where no name says that both clauses are of one thing."""


@dataclass(frozen=True, slots=True)
class State:
    """A state of a chain, with its number in the order of time."""

    chain: str
    number: int


@dataclass(frozen=True, slots=True)
class Chain:
    """What makes two clauses of a chain be of one thing: a shared `name`, a shared `noun`, or a word of `unnamed` in
    the place of a name."""

    name: bool
    noun: bool
    unnamed: frozenset[str]


@cache
def _places() -> Mapping[str, tuple[tuple[str, State], ...]]:
    """A predicate to the nouns that must stand beside it (empty: none), each with the state that both tell."""
    found: dict[str, list[tuple[str, State]]] = {}
    for chain in reference.table("states")["chains"]:
        for number, state in enumerate(chain["states"]):
            for told in state["predicates"]:
                predicate, _, noun = told.partition(" ")
                found.setdefault(predicate, []).append((noun, State(chain["name"], number)))
                if noun:
                    found.setdefault(told, []).append(("", State(chain["name"], number)))  # "put out" is one verb
    return {predicate: tuple(places) for predicate, places in found.items()}


@cache
def _chains() -> Mapping[str, Chain]:
    table = reference.table("states")
    return {
        row["name"]: Chain(
            "name" in row["shares"],
            "noun" in row["shares"],
            frozenset(table["unnamed"][row["unnamed"]]) if "unnamed" in row else frozenset(),
        )
        for row in table["chains"]
    }


def states_of(clause: Clause) -> tuple[State, ...]:
    """The states that a clause tells as a thing that is so."""
    statement = clause.statement
    if statement.modality != "asserted" or statement.negated:
        return ()
    words = {stem(word) for argument in statement.arguments for word in argument.text.split()}
    return tuple(state for noun, state in _places().get(statement.predicate, ()) if not noun or noun in words)


def likeness(one: Clause, two: Clause, chain: str, alike: float) -> float:
    """How surely two clauses of a chain are of one thing, 0 to 1: by a shared name, or by a word that stands for
    somebody whom the other names. A shared noun, and two who are not named, need sentences that are `alike`."""
    row = _chains()[chain]
    first, second = _names(one), _names(two)
    if row.name and first & second:
        return 1.0
    if row.noun and alike >= SENTENCES_ALIKE and (one.parts - first) & (two.parts - second):
        return 0.8
    unnamed = (_has_unnamed(one, row) and not first, _has_unnamed(two, row) and not second)
    if all(unnamed):
        return 0.6 if alike >= SENTENCES_ALIKE else 0.0
    return 0.6 if (unnamed[0] and second) or (unnamed[1] and first) else 0.0


def _has_unnamed(clause: Clause, row: Chain) -> bool:
    return bool(row.unnamed & {stem(word) for word in _nouns(clause)})


def _nouns(clause: Clause) -> list[str]:
    return [word.lower() for argument in clause.statement.arguments for word in argument.text.split()]


def _names(clause: Clause) -> frozenset[str]:
    """The stems of the names in a clause, those of places apart; two words with capitals are a name, too."""
    known = clause.telling.names & content_words(clause.statement.text)
    written = [
        one.text for one in clause.statement.arguments if one.mention is not None or _is_written_as_name(one.text)
    ]
    return (known | content_words(" ".join(written))) - clause.telling.places


def _is_written_as_name(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and all(word[:1].isupper() for word in words)


def went_on(one: Clause, two: Clause) -> bool:
    """Whether two clauses tell different states of one thing."""
    return any(
        first.chain == second.chain and first.number != second.number and likeness(one, two, first.chain, 1.0)
        for first in states_of(one)
        for second in states_of(two)
    )
