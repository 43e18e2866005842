"""Whether a thing is so: what the clauses of articles that tell of one occurrence say of it.

Belongs here: the clause that speaks for a sentence, its polarity, and states that went on. Does not: values in other
slots, or bringing sentences together (`occurrences`).
"""

from __future__ import annotations

from collections.abc import Collection

from twosource.comparison.classes import EMPTY
from twosource.comparison.clauses import Clause, alike, same, vote_for
from twosource.comparison.sameness import probability
from twosource.comparison.shingles import words
from twosource.comparison.slots import Key, Said
from twosource.comparison.states import went_on
from twosource.comparison.tellings import Telling, Weights
from twosource.comparison.verdicts import Reason, Verdict, Word
from twosource.comparison.wording import content_words
from twosource.records import Statement

FIGURED = ("money", "percent", "count", "measure")
SURE = 0.93
"""From this probability on two sentences of an occurrence agree, whatever their clauses; below, only clauses that tell
the same of the same do, and the others are shown as not comparable."""
SOMEWHAT = 0.2
"""How alike the clauses must be all the same, by the words that both hold."""
ALIKE = 0.6
"""The share of common words that makes up for arguments that one clause leaves out."""
NOT_YET = frozenset({"yet", "immediate", "immediately", "have", "has", "far"})
"""With such a word a clause says that something is not so up to now, which a later one does not contradict."""
HEDGED = ("estimated", "planned", "hypothetical")


def said_of(clause: Clause) -> Said:
    """The clause as what its article says of whether the thing is so."""
    statement = clause.statement
    return Said(
        slot="whether",
        kind="event" if clause.telling.classes else "claim",
        telling=clause.telling,
        start=statement.start,
        end=statement.end,
        text=statement.text,
        stance=stance_of(statement),
        speaker=statement.attributed_to,
        clause=clause,
    )


def stance_of(statement: Statement) -> str:
    """What a clause does with what it tells, read as it stands."""
    if statement.hedge or statement.modality in HEDGED:
        return "hedges"
    return "relays" if statement.relayed_from else "asserts"


def judge(left: Clause, right: Clause, weights: Weights, overtaken: Collection[tuple[Key, Key]] = ()) -> Verdict:
    """The verdict on two clauses whose sentences may tell of one occurrence. `overtaken` are the clauses, the earlier
    first, of which one tells a later state (`courses`)."""
    likely = probability(left.telling, right.telling, weights)
    one, two = left.statement, right.statement
    if one.negated != two.negated and aligned(one, two):
        return _opposed(left, right, likely)
    if went_on(left, right):
        if (left.key, right.key) in overtaken or (right.key, left.key) in overtaken:
            return Verdict(Word.UPDATED, Reason.STATE_WENT_ON, likely)
        return Verdict(Word.NOT_COMPARABLE, Reason.OTHER_OCCASION, likely)
    if one.negated != two.negated:
        return Verdict(Word.NOT_COMPARABLE, Reason.DOUBTFUL, likely)
    if figures_apart(left.telling, right.telling):
        return Verdict(Word.NOT_COMPARABLE, Reason.OTHER_SCOPE, likely)
    if one.attributed_to and two.attributed_to and not same_person(one.attributed_to, two.attributed_to):
        return Verdict(Word.NOT_COMPARABLE, Reason.OTHER_HOLDER, likely)
    if not same(left, right, weights) and (likely < SURE or alike(left, right, weights) < SOMEWHAT):
        return Verdict(Word.NOT_COMPARABLE, Reason.DOUBTFUL, likely)
    return Verdict(Word.AGREE, Reason.TOLD_ALIKE, likely)


def _opposed(left: Clause, right: Clause, likely: float) -> Verdict:
    """The verdict on two clauses that tell the same of the same, one of them as not so."""
    one, two = left.statement, right.statement
    negated = one if one.negated else two
    if one.degree or two.degree:
        return Verdict(Word.NOT_COMPARABLE, Reason.OTHER_SCOPE, likely)
    if any(side.modality != "asserted" or " " in side.verb for side in (one, two)) or vote_for(left) or vote_for(right):
        return Verdict(Word.NOT_COMPARABLE, Reason.PLANNED_AND_DONE, likely)
    if one.occurs and two.occurs and one.occurs != two.occurs:
        return Verdict(Word.NOT_COMPARABLE, Reason.OTHER_OCCASION, likely)
    if NOT_YET & set(words(negated.text)):
        return Verdict(Word.UPDATED, Reason.STATE_WENT_ON, likely)
    if one.attributed_to and two.attributed_to and not same_person(one.attributed_to, two.attributed_to):
        return Verdict(Word.CONFLICTING, Reason.SPEAKERS_APART, likely)
    return Verdict(Word.CONFLICTING, Reason.DENIED, likely)


def aligned(one: Statement, two: Statement) -> bool:
    """Whether two clauses tell the same of the same: one predicate that says something, an argument in common in each
    role that both have, and in one role at least that is not the only one of either."""
    if one.predicate != two.predicate or one.predicate in EMPTY:
        return False
    shared = 0
    for role in ("subject", "object", "about", "to", "as"):
        first, second = _words(one, role), _words(two, role)
        if first and second:
            if not first & second:
                return False
            shared += 1
    return shared > 1 or (shared == 1 and _alike(one, two) >= ALIKE)


def _alike(one: Statement, two: Statement) -> float:
    """The share of the words of the shorter clause that stand in the longer."""
    first, second = content_words(one.text), content_words(two.text)
    return len(first & second) / max(1, min(len(first), len(second)))


def _words(statement: Statement, role: str) -> frozenset[str]:
    return frozenset(
        word for argument in statement.arguments if argument.role == role for word in content_words(argument.text)
    )


def same_person(one: str, two: str) -> bool:
    """Whether two names may be of one person or group: they share a word."""
    return bool(content_words(one) & content_words(two))


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
