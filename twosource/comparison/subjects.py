"""What a comparison is about, in words that a person understands.

Belongs here: the subject of a comparison from its facts. Does not: values (`stances`), or which facts belong together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from twosource import reference
from twosource.comparison.measures import Measured, names_more
from twosource.comparison.shingles import words
from twosource.comparison.statements import Statement
from twosource.comparison.terms import word_set
from twosource.records import Claim, Event, Quantity, Quote

LONGEST = 160
WORDS_BEFORE = 12
WORDS_AFTER = 8
FEWEST_BEFORE = 3
"""With fewer words in front of the number its clause leans on the one before: "…, and 90 people came"."""
CLAUSE_END = re.compile(r"[;:“”\"]|,(?!\d)|\s[-–—]\s|\.\s")
"""Where a clause ends; a comma inside a number does not end one."""
GAP = "…"
"""Stands in a clause where the number was."""
PEOPLE_SUBJECTS = {
    "dead": "people killed",
    "injured": "people injured",
    "missing": "people missing",
    "arrested": "people arrested",
    "displaced": "people displaced",
    "treated": "people treated",
}
EMPTY = word_set("number figure rate total amount share remains shares half dozens hundreds thousands percent")
"""Measures that name no thing by themselves."""


def fact_of(item: Measured | Statement) -> Quantity | Quote | Event | Claim:
    """The fact as extraction gave it."""
    return item.quantity if isinstance(item, Measured) else item.fact


def subject(items: Sequence[Measured | Statement]) -> str:
    """What is compared: the statement itself, the measure, who is counted, or else the clause around the number with
    a gap in its place. The first item that names its measure speaks for all, as does the first that is not negated."""
    named = (name for item in items if isinstance(item, Measured) and (name := measure_name(item)))
    return next(named, None) or in_clause(_worded_by(items))


def says_not(items: Sequence[Measured | Statement]) -> bool:
    """Whether the subject of these items itself says that something is not so: "There were no conditions".

    A negation that stands outside of the words ("denied that there were conditions") leaves the subject positive.
    """
    return is_negated(_worded_by(items)) and _has_negation(subject(items))


def is_negated(item: Measured | Statement) -> bool:
    """Whether the article tells that it is not so; a quotation is told as it is."""
    return bool(getattr(fact_of(item), "negated", False))


def _worded_by(items: Sequence[Measured | Statement]) -> Measured | Statement:
    """The item whose words stand for all: the first that puts it positively."""
    return next((item for item in items if not is_negated(item)), items[0])


def _has_negation(text: str) -> bool:
    return any(word in _negations() or word.endswith("n't") for word in words(text))


@cache
def _negations() -> frozenset[str]:
    return frozenset(reference.table("claims")["negations"])


def measure_name(item: Measured) -> str | None:
    """The measure with its holder; None when it says no more than the unit."""
    quantity = item.quantity
    if item.people and item.role in PEOPLE_SUBJECTS:
        return PEOPLE_SUBJECTS[item.role]
    measure = " ".join((quantity.measure or "").split())
    if not measure or not names_more(quantity) or measure.lower() in EMPTY:
        return None
    held = bool(quantity.about) and (quantity.about or "").lower() not in measure.lower()
    return f"{measure} ({quantity.about})" if held else measure


def in_clause(item: Measured | Statement) -> str:
    """The words of the clause around a number, with a gap for the number; a statement as it stands."""
    fact = fact_of(item)
    if isinstance(item, Statement):
        return " ".join(fact.text.split())[:LONGEST]
    before, _, after = item.sentence.partition(fact.text)
    clause = CLAUSE_END.split(before)[-1]
    before = clause if len(clause.split()) >= FEWEST_BEFORE else before
    after = CLAUSE_END.split(after)[0]
    kept = [*before.split()[-WORDS_BEFORE:], GAP, *_unit_words(item), *after.split()[:WORDS_AFTER]]
    return " ".join(kept).lstrip("-–— ").rstrip(".,")[:LONGEST]


def _unit_words(item: Measured) -> list[str]:
    """The words of the number's text after the number itself: "50 minutes" leaves "minutes"."""
    return [word for word in item.quantity.text.split()[1:] if word.isalpha()]
