"""Numbers that tell a change: "rose from 61% to 64%", "fell $2.50 to $71.30", "grew 4%", "a 4% rise".

Belongs here: which amounts are the old size, the new size and the difference, and which way it went. Does not: joining
ranges (`amount`), and the verbs (`seeds/reference/amount_words.yml`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from twosource import reference, words
from twosource.extraction.quantities.amount import Amount
from twosource.extraction.quantities.modifiers import RISING
from twosource.records import Change

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

REACH = 14
"""Tokens before an amount among which the word of change can stand."""
FAR = 5.0
"""So many times as large as the difference is a new size at least: "rose $30 to $3,220" is no range of rises."""
_MOD = (
    r"(?:(?:about|around|some|just|only|over|under|nearly|almost|roughly|more than|less than|at least|as much as|an?"
    r"|the current|a record|(?:a|an upwardly|a downwardly) revised) ){0,2}"
)
FROM = re.compile(rf"\bfrom {_MOD}$", re.IGNORECASE)
LINK = re.compile(rf"\b(by|to) {_MOD}$", re.IGNORECASE)
BY = re.compile(rf"\bby {_MOD}$", re.IGNORECASE)
UP_TO = re.compile(r"\bup to $", re.IGNORECASE)
TO = re.compile(rf"[^.;:]{{0,40}}? to {_MOD}", re.IGNORECASE)
TO_ANOTHER = re.compile(r" to \S{0,3}\d")
"""Behind "from 5 to 7 per cent": that was the old size, a range."""
SINCE = re.compile(rf"[^.;:]{{0,40}}? (?:from|compared (?:with|to)|against|versus) {_MOD}", re.IGNORECASE)
PASSED_OVER = frozenset(
    ["by", "to", "of", "about", "around", "some", "just", "only", "over", "nearly", "almost", "roughly", "at", "least",
     "more", "less", "than", "as", "much", "a", "an", "another", "further", "up", "down", "$", "€", "£", "all"]
)  # fmt: skip
COMPARABLE = frozenset({"percent", "money", "measure", "ratio"})


@cache
def _directions() -> dict[str, words.ChangeDirection | None]:
    """Lemma of a word of change to its direction: `up`, `down`, None when it goes either way."""
    rows = reference.table("amount_words")["words_of_change"]
    ways: dict[str, words.ChangeDirection | None] = {"up": "up", "down": "down", "either": None}
    return {word: ways[name] for name, listed in rows.items() for word in listed}


def is_change(doc: Doc, text: str, first: Amount, second: Amount) -> bool:
    """Whether two neighbouring amounts with "to" between them are an old, or a difference, and a new size: no range."""
    ahead = text[max(0, first.start - 40) : first.start]
    if FROM.search(ahead) and first.value and not TO_ANOTHER.match(text, second.end):
        return word_before(doc, first.start) is not None
    if BY.search(ahead):
        return first.kind == second.kind and word_before(doc, first.start) is not None
    told = first.kind in COMPARABLE and first.kind == second.kind and first.value * FAR <= second.value
    return told and _right_before(doc, first.start) is not None


def word_before(doc: Doc, start: int) -> Token | None:
    """The word of change nearest before a place, in its clause; None when there is none."""
    for token in _backwards(doc, start):
        if token.text in (";", ":", "."):
            return None
        if token.lemma_.lower() in _directions() and token.pos_ in ("VERB", "NOUN", "ADV", "ADP", "ADJ"):
            return token
    return None


def _right_before(doc: Doc, start: int) -> Token | None:
    """The word of change before a place with nothing but degrees and prepositions between."""
    for token in _backwards(doc, start):
        if token.lemma_.lower() in _directions():
            return token
        if token.lower_ not in PASSED_OVER and token.pos_ not in ("ADV", "SYM"):
            return None
    return None


def _backwards(doc: Doc, start: int) -> Sequence[Token]:
    span = _span(doc, start, start + 1)
    return list(doc[max(span.sent.start, span.start - REACH) : span.start])[::-1] if span is not None else []


def _span(doc: Doc, start: int, end: int) -> Span | None:
    return doc.char_span(start, end, alignment_mode="expand")


def read(doc: Doc, text: str, amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts, each that takes part in a change with it. Of a change by so much to so much both bear all of it."""
    found = list(amounts)
    for position in range(1, len(found)):
        first, second = found[position - 1 : position + 1]
        if first.change is None and first.high is None and second.high is None:
            change = _pair(doc, text, first, second)
            found[position - 1 : position + 1] = replace(first, change=change), replace(second, change=change)
    for position, amount in enumerate(found):
        if amount.change is None and amount.high is None:
            found[position] = replace(amount, change=_alone(doc, text, amount))
    return found


def _pair(doc: Doc, text: str, first: Amount, second: Amount) -> Change | None:
    """The change that two neighbouring amounts tell together; None when they tell none."""
    if (first.kind, first.unit) != (second.kind, second.unit):
        return None
    between, ahead = text[first.end : second.start], text[max(0, first.start - 40) : first.start]
    if TO.fullmatch(between):
        if FROM.search(ahead):
            word = word_before(doc, first.start)
            return _sizes(first.value, second.value) if word is not None else None
        word = _right_before(doc, first.start)
        if word is not None and not ahead.rstrip().endswith(" to") and (first.kind in COMPARABLE or BY.search(ahead)):
            return Change(to_value=second.value, by=first.value, direction=_way(word))
        return None
    if (
        SINCE.fullmatch(between)
        and not BY.search(ahead)
        and (word_before(doc, first.start) is not None or "," in between)
    ):
        return _sizes(second.value, first.value)
    return None


def _sizes(old: float, new: float) -> Change:
    return Change(from_value=old, to_value=new, direction="up" if new > old else "down" if new < old else None)


def _alone(doc: Doc, text: str, amount: Amount) -> Change | None:
    """A change of which only the difference or only the new size is told; None when the amount tells none."""
    ahead = text[max(0, amount.start - 24) : amount.start]
    if UP_TO.search(ahead) and not RISING.search(ahead):
        return None  # the "up" of "up to 40 people" is of the bound
    linked = LINK.search(ahead)
    word = (word_before if linked else _right_before)(doc, amount.start)
    if word is None:
        noun = _noun_behind(doc, amount)
        return Change(by=amount.value, direction=_way(noun)) if noun is not None else None
    if linked and linked[1].lower() == "to":
        return Change(to_value=amount.value, direction=_way(word))
    of_something = word.lemma_.lower() in reference.table("amount_words")["changes_of_something"]
    if linked or amount.kind == "percent" or (amount.kind in COMPARABLE and not of_something):
        return Change(by=amount.value, direction=_way(word))
    return None


def _noun_behind(doc: Doc, amount: Amount) -> Token | None:
    """The noun of change that a percentage modifies: "a 4% rise"."""
    span = _span(doc, amount.start, amount.end) if amount.kind == "percent" else None
    if span is None or span.end >= len(doc):
        return None
    noun = doc[span.end]
    return noun if noun.pos_ == "NOUN" and noun.lemma_.lower() in _directions() else None


def _way(word: Token) -> words.ChangeDirection | None:
    return _directions()[word.lemma_.lower()]
