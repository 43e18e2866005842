"""Who did what to whom: events of two articles that are of one type between the same sides, wherever they stand.

Belongs here: which events meet, and the verdict on two of them. Does not: reading events (extraction), or clauses whose
sentences were brought together already (`polarity`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from twosource.comparison.clauses import Clause
from twosource.comparison.inputs import StoryArticle
from twosource.comparison.polarity import said_of
from twosource.comparison.sameness import probability
from twosource.comparison.slots import Said
from twosource.comparison.tellings import Weights
from twosource.comparison.verdicts import Reason, Verdict, Word
from twosource.comparison.wording import content_words
from twosource.records import Event

MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Types of which both sides do the same."""
TOLD = ("asserted", "estimated", "planned")
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


def acts_met(
    spoken: Sequence[Clause], articles: Sequence[StoryArticle], weights: Weights
) -> list[tuple[Act, Act, float]]:
    """Events of two articles of one type between the same sides, the earlier first, that may be one, planned or done;
    with the likelihood that their sentences tell of one occurrence."""
    found = []
    for block in _blocks(spoken, articles).values():
        for one, two in combinations(block[:MOST_IN_BLOCK], 2):
            if one.clause.telling.article != two.clause.telling.article and _told_by_a_word(one, two):
                likely = probability(one.clause.telling, two.clause.telling, weights)
                if likely >= LIKELY:
                    found.append((one, two, likely))
    return found


def act_pairs(met: Sequence[tuple[Act, Act, float]]) -> Iterator[tuple[Said, Said, Verdict]]:
    """What the articles say of events that met, where neither tells a plan."""
    for one, two, likely in met:
        if "planned" not in (one.event.modality, two.event.modality):
            yield said_of(one.clause), said_of(two.clause), Verdict(Word.AGREE, Reason.TOLD_ALIKE, likely)


def _blocks(spoken: Sequence[Clause], articles: Sequence[StoryArticle]) -> dict[Block, list[Act]]:
    """The events of a story by type and sides, in order."""
    told = [_by_statement(article) for article in articles]
    found: dict[Block, list[Act]] = {}
    for clause in spoken:
        place = clause.telling.article
        for event in told[place].get((clause.statement.start, clause.statement.end), ()):
            block = found.setdefault(_block(event), [])
            if sum(one.clause.telling.article == place for one in block) < OFTEN:
                block.append(Act(clause, event))
    return found


def _by_statement(article: StoryArticle) -> dict[tuple[int, int], list[Event]]:
    """The events that an article tells as done or to come, with both sides known, by the span of their clause."""
    found: dict[tuple[int, int], list[Event]] = {}
    for event in article.facts.events:
        sides = event.actor_countries and event.recipient_countries
        if event.statement is not None and sides and not event.negated and event.modality in TOLD:
            statement = article.facts.statements[event.statement]
            found.setdefault((statement.start, statement.end), []).append(event)
    return found


def _block(event: Event) -> Block:
    first, second = frozenset(event.actor_countries), frozenset(event.recipient_countries)
    if event.type in MUTUAL:
        first = second = first | second
    return f"{event.type} {event.mode or ''}", first, second


def _told_by_a_word(one: Act, two: Act) -> bool:
    """Whether both clauses share a word besides names and the act itself: the sides alone do many things. Talks are
    told in so many words that their sentences will do."""
    if one.event.type == "CONSULT":
        first, second = one.clause.telling.words, two.clause.telling.words
    else:
        first, second = one.clause.words, two.clause.words
    known = one.clause.telling.names | two.clause.telling.names | content_words(f"{one.event.text} {two.event.text}")
    return bool((first & second) - known)
