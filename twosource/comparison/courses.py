"""How things went on: clauses of two articles that tell an earlier and a later state of one thing, wherever they stand.

Belongs here: which clauses with a state meet, in bounded number, and the verdict on them. Does not: the chains
(`states`), or clauses whose sentences were brought together (`polarity`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from twosource.comparison.clauses import Clause
from twosource.comparison.inputs import StoryArticle
from twosource.comparison.sameness import probability
from twosource.comparison.states import State, likeness, states_of
from twosource.comparison.tellings import Weights
from twosource.comparison.verdicts import Reason, Verdict, Word

NEXT = 12
"""Each clause meets as many clauses of the chain that follow in other articles."""
OFTEN = 3
"""An article's clauses of one state that are looked at: what it tells first says most."""

Placed = tuple[Clause, State]


def course_pairs(
    spoken: Sequence[Clause], articles: Sequence[StoryArticle], weights: Weights
) -> Iterator[tuple[Clause, Clause, Verdict]]:
    """Pairs of clauses of one thing in two states, the earlier article first. The nearer the two states, the surer;
    what a later article tells of an earlier state is background and no news."""
    for chain, placed in _by_chain(spoken).items():
        last = {clause.telling.article: state.number for clause, state in sorted(placed, key=_by_number)}
        for at, (one, first) in enumerate(placed):
            following = [
                (two, second)
                for two, second in placed[at + 1 :]
                if two.telling.article != one.telling.article and second.number != first.number
            ]
            for two, second in following[:NEXT]:
                early = one if first.number < second.number else two
                if last[early.telling.article] >= max(first.number, second.number):
                    continue  # who tells the later state, too, tells the earlier one as what came before
                if not _in_order(one, two, first, second, articles):
                    continue
                sure = likeness(one, two, chain, probability(one.telling, two.telling, weights))
                if sure:
                    apart = abs(first.number - second.number)
                    yield one, two, Verdict(Word.UPDATED, Reason.STATE_WENT_ON, round(sure * 0.9**apart, 4))


def _by_number(placed: Placed) -> int:
    return placed[1].number


def _by_chain(spoken: Sequence[Clause]) -> dict[str, list[Placed]]:
    found: dict[str, list[Placed]] = {}
    times: Counter[tuple[int, State]] = Counter()
    for clause in sorted(spoken, key=lambda one: one.key):
        for state in states_of(clause):
            times[clause.telling.article, state] += 1
            if times[clause.telling.article, state] <= OFTEN:
                found.setdefault(state.chain, []).append((clause, state))
    return found


def _in_order(one: Clause, two: Clause, first: State, second: State, articles: Sequence[StoryArticle]) -> bool:
    """Whether the later state is told by the later article, where the days of both are known."""
    left, right = articles[one.telling.article], articles[two.telling.article]
    if not (left.dated and right.dated) or left.day == right.day:
        return True
    return (left.day < right.day) == (first.number < second.number)
