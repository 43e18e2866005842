"""Whether two clauses tell the same of the same, and clauses of a story that do although their sentences do not meet.

Belongs here: likeness of clauses by what they tell and who takes part, and the blocks in which clauses meet.
Does not: polarity or the verdict (`polarity`), or likeness of whole sentences (`sameness`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from twosource.comparison.classes import EMPTY
from twosource.comparison.tellings import Telling, Weights
from twosource.comparison.wording import content_words
from twosource.records import Statement

ALIKE = 0.5
"""The weight of the shared words over that of the shorter clause, from which two clauses tell the same."""
ALIKE_BY_PREDICATE = 0.3
"""Enough where both tell the same by one predicate."""
FEWEST_SHARED = 2
MOST_IN_BLOCK = 24
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a telling with the stems of its words and of those that take part."""

    telling: Telling
    statement: Statement
    words: frozenset[str]
    parts: frozenset[str]
    names: frozenset[str]

    @property
    def key(self) -> tuple[int, int, int]:
        """A fixed order among the clauses of a story."""
        return self.telling.article, self.statement.start, self.statement.end


def clauses(telling: Telling) -> list[Clause]:
    """The clauses of a telling that say something of something."""
    found = []
    for statement in telling.statements:
        words = content_words(statement.text)
        parts = frozenset(word for one in statement.arguments for word in content_words(one.text))
        named = frozenset(
            word for one in statement.arguments if one.mention is not None for word in content_words(one.text)
        )
        if FEWEST_SHARED < len(words) <= LONGEST:
            found.append(Clause(telling, statement, words, parts, named))
    return found


def vote_for(clause: Clause) -> Statement | None:
    """The vote for what a clause tells, if it does: two who "voted to hear the appeal" have not heard it."""
    inner = clause.statement
    votes = (one for one in clause.telling.statements if one.predicate == "vote" and inner.rule.endswith(".infinitive"))
    return next((one for one in votes if one.head[1] <= inner.start and inner.end <= one.end), None)


SpokenOf: TypeAlias = Mapping[tuple[int, int], Sequence[Clause]]
"""The clauses of a story's tellings, by the telling's key."""


def alike(one: Clause, two: Clause, weights: Weights) -> float:
    """The weight of the words that both clauses hold over that of the shorter, 0 to 1; 0 where nothing or nobody that
    takes part is in both."""
    shared = one.words & two.words
    if len(shared) < FEWEST_SHARED or not (one.parts & two.words and two.parts & one.words):
        return 0.0
    least = min(weights.sum(one.words), weights.sum(two.words))
    return weights.sum(shared) / least if least else 0.0


def same(one: Clause, two: Clause, weights: Weights) -> bool:
    """Whether two clauses tell the same of the same."""
    by_predicate = one.statement.predicate == two.statement.predicate and one.statement.predicate not in EMPTY
    return alike(one, two, weights) >= (ALIKE_BY_PREDICATE if by_predicate else ALIKE)


def meeting(found: Sequence[Clause]) -> Iterator[tuple[Clause, Clause]]:
    """Pairs of clauses of two articles in which one name and one other word take part, in bounded number."""
    blocks: dict[tuple[str, str], list[int]] = {}
    for place, clause in enumerate(found):
        for name in clause.names:
            for word in clause.parts - {name}:
                blocks.setdefault((name, word), []).append(place)
    pairs = {
        pair
        for block in blocks.values()
        if len(block) <= MOST_IN_BLOCK
        for pair in combinations(block, 2)
        if found[pair[0]].telling.article != found[pair[1]].telling.article
    }
    return ((found[one], found[two]) for one, two in sorted(pairs))
