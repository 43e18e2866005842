"""Who did what to whom: events of two articles that are of one type between the same sides, wherever they stand.

Belongs here: which events meet, and the verdict on two of them. Does not: reading events (extraction), or clauses whose
sentences were brought together already (`polarity`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from twosource.comparison.clauses import Clause, clauses
from twosource.comparison.inputs import StoryArticle
from twosource.comparison.polarity import said_of
from twosource.comparison.sameness import probability
from twosource.comparison.slots import Said
from twosource.comparison.tellings import Telling, Weights
from twosource.comparison.verdicts import Reason, Verdict, Word
from twosource.records import Event

MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Types of which both sides do the same."""
SO = ("asserted", "estimated")
OFTEN = 3
"""An article's events of one type between the same sides that are looked at: what it tells first says most."""
MOST_IN_BLOCK = 40
LIKELY = 0.3
"""From this probability on, that the sentences are of one occurrence, equal type and sides make up for the words."""

Block = tuple[str, frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Act:
    """An event with the clause that tells it."""

    clause: Clause
    event: Event


def act_pairs(
    told: Sequence[Telling], articles: Sequence[StoryArticle], weights: Weights
) -> Iterator[tuple[Said, Said, Verdict]]:
    """Events of two articles of one type between the same sides, the earlier first, that tell alike."""
    for block in _blocks(told, articles).values():
        for one, two in combinations(block[:MOST_IN_BLOCK], 2):
            if one.clause.telling.article == two.clause.telling.article:
                continue
            likely = probability(one.clause.telling, two.clause.telling, weights)
            if likely >= LIKELY and _told_by_a_word(one, two):
                yield said_of(one.clause), said_of(two.clause), Verdict(Word.AGREE, Reason.TOLD_ALIKE, likely)


def _blocks(told: Sequence[Telling], articles: Sequence[StoryArticle]) -> dict[Block, list[Act]]:
    """The events of a story that are so, by type and sides, in order."""
    found: dict[Block, list[Act]] = {}
    for telling in told:
        for clause in clauses(telling):
            for event in _events_in(clause, articles[telling.article]):
                block = found.setdefault(_block(event), [])
                if sum(one.clause.telling.article == telling.article for one in block) < OFTEN:
                    block.append(Act(clause, event))
    return found


def _events_in(clause: Clause, article: StoryArticle) -> Iterator[Event]:
    """The events that a clause tells as done, surely or not, with both sides known."""
    for event in article.facts.events:
        sides = event.actor_countries and event.recipient_countries
        if event.statement is None or not sides or event.negated or event.modality not in SO:
            continue
        if article.facts.statements[event.statement] is clause.statement:
            yield event


def _block(event: Event) -> Block:
    first, second = frozenset(event.actor_countries), frozenset(event.recipient_countries)
    if event.type in MUTUAL:
        first = second = first | second
    return f"{event.type} {event.mode or ''}", first, second


def _told_by_a_word(one: Act, two: Act) -> bool:
    """Whether both sentences share a word that is no name: the sides alone do many things."""
    first, second = one.clause.telling, two.clause.telling
    return bool((first.words - first.names) & (second.words - second.names))
