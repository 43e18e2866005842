"""Nothing against something: "they do not pay anything" against "Japan is paying ¥1.055 trillion".

Belongs here: clauses that deny every object of a verb, and clauses of other articles in which the same is done to an
amount. Does not: clauses that are negated otherwise (`polarity`), or none of those counted (`zeros`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twosource.comparison.classes import EMPTY
from twosource.comparison.clauses import Clause
from twosource.comparison.polarity import said_of, same_person
from twosource.comparison.slots import Said
from twosource.comparison.turning import PRONOUNS
from twosource.comparison.verdicts import Reason, Verdict, Word
from twosource.comparison.wording import content_words
from twosource.records import Quantity

NOTHING = frozenset({"anything", "nothing", "a cent", "a dime", "a penny", "a single dollar"})
AMOUNTS = frozenset({"money", "count", "percent", "measure"})
NEXT = 8
STRENGTH = 0.6


def nothing_pairs(spoken: Sequence[Clause]) -> Iterator[tuple[Said, Said, Verdict]]:
    """Clauses that say nothing is done beside clauses of other articles that tell of how much, with the verdict. Only
    two people quoted, or an outlet and one, can contradict one another; a person does not contradict himself."""
    by_predicate: dict[str, list[Clause]] = {}
    for clause in spoken:
        if _how_much(clause):
            by_predicate.setdefault(clause.statement.predicate, []).append(clause)
    for none in spoken:
        if not _is_nothing(none):
            continue
        for some in by_predicate.get(none.statement.predicate, [])[:NEXT]:
            if some.telling.article != none.telling.article and _of_one(none, some):
                yield said_of(none), said_of(some), Verdict(Word.CONFLICTING, Reason.SPEAKERS_APART, STRENGTH)


def _is_nothing(clause: Clause) -> bool:
    statement = clause.statement
    objects = {one.text.lower() for one in statement.arguments if one.role == "object"}
    return statement.predicate not in EMPTY and statement.negated and bool(objects & NOTHING)


def _how_much(clause: Clause) -> bool:
    """Whether a clause tells as a fact that something was done to an amount."""
    statement = clause.statement
    if statement.negated or statement.modality != "asserted" or statement.predicate in EMPTY:
        return False
    return any(_inside(quantity, clause) for quantity in clause.telling.quantities)


def _inside(quantity: Quantity, clause: Clause) -> bool:
    statement = clause.statement
    return quantity.kind in AMOUNTS and bool(quantity.value) and statement.start <= quantity.start < statement.end


def _of_one(none: Clause, some: Clause) -> bool:
    """Whether both may speak of one doer, and two people or one person and an outlet say it."""
    one, two = none.statement.attributed_to, some.statement.attributed_to
    if one and two and same_person(one, two):
        return False
    doer = [argument.text for argument in none.statement.arguments if argument.role == "subject"]
    if any(text.lower() in PRONOUNS for text in doer):
        return True
    named = content_words(" ".join(doer))
    others = content_words(" ".join(a.text for a in some.statement.arguments if a.role == "subject"))
    return bool(named & others)
