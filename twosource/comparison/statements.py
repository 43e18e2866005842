"""Whether two quotations, events or claims of one story are the same statement, or its denial.

Belongs here: matching of what is said. Does not: numbers (`measures`), origins, or the rows (`stances`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from twosource.comparison.conflicts import Verdict
from twosource.comparison.shingles import words
from twosource.comparison.wording import content_words, likeness, sentence_span
from twosource.records import Claim, Event, Quote

QUOTE_WORDS = 5
QUOTE_SHARED = 0.7
CLAIM_LIKENESS = 0.55
EVENT_LIKENESS = 0.42
DENIAL_LIKENESS = 0.70
"""Negation by words alone is near chance, so a denial needs nearly the same words around it."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Statement:
    """A quotation, event or claim of one article of a story, ready to be compared."""

    article: int
    fact: Quote | Event | Claim
    sentence: str
    words: frozenset[str]
    order: tuple[str, ...]

    @property
    def key(self) -> tuple[int, int, int]:
        """A fixed order among the statements of a story."""
        return self.article, self.fact.start, self.fact.end


def statement(article: int, text: str, fact: Quote | Event | Claim) -> Statement | None:
    """The fact with its words; None for what is only imagined or planned, and for quotations of a few words."""
    if not isinstance(fact, Quote) and fact.modality != "asserted":
        return None
    order = tuple(words(fact.text))
    if isinstance(fact, Quote) and len(order) < QUOTE_WORDS:
        return None
    begin, end = sentence_span(text, fact.start, fact.end)
    told = text[begin:end] if isinstance(fact, Event) else fact.text
    return Statement(article, fact, text[begin:end], content_words(told), order)


def judge_statements(left: Statement, right: Statement, weight: Mapping[str, float]) -> Verdict | None:
    """The verdict on two statements of one kind; None when they are not about the same."""
    if isinstance(left.fact, Quote) and isinstance(right.fact, Quote):
        return _quotes(left, right)
    alike = likeness(left.words, right.words, weight)
    if isinstance(left.fact, Event) and isinstance(right.fact, Event):
        return _events(left.fact, right.fact, alike)
    if isinstance(left.fact, Claim) and isinstance(right.fact, Claim):
        return _claims(left.fact, right.fact, alike)
    return None


def _quotes(left: Statement, right: Statement) -> Verdict | None:
    """Most words of the shorter quotation stand in the longer one, with most of their neighbours."""
    pairs = [set(zip(side.order, side.order[1:], strict=False)) for side in (left, right)]
    shared = len(pairs[0] & pairs[1]) / min(len(pairs[0]), len(pairs[1]))
    return Verdict("agree", 1 + shared) if shared >= QUOTE_SHARED else None


def _events(one: Event, two: Event, alike: float) -> Verdict | None:
    if (
        one.type != two.type
        or alike < EVENT_LIKENESS
        or (one.date_value and two.date_value and one.date_value != two.date_value)
    ):
        return None
    if one.negated == two.negated:
        return Verdict("agree", 1 + alike)
    return Verdict("conflicting", alike) if alike >= DENIAL_LIKENESS else None


def _claims(one: Claim, two: Claim, alike: float) -> Verdict | None:
    """Agree in words and polarity; when the numbers in them differ, these are compared and not the claims."""
    if alike < CLAIM_LIKENESS or set(NUMBER.findall(one.text)) ^ set(NUMBER.findall(two.text)):
        return None
    if one.negated == two.negated:
        return Verdict("agree", 1 + alike)
    return Verdict("conflicting", alike) if alike >= DENIAL_LIKENESS else None


def context_without(one: Statement) -> str:
    """The sentence of a quotation without its quoted words: only what stands there can show a common origin, since
    two reporters in one room write down the same words."""
    return one.sentence.replace(one.fact.text, " ")
