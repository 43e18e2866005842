"""An amount in its sentence: what it hangs on, and the verbs and nouns around that.

Belongs here: the record and walking the parse. Does not: which of it the amount measures (`measured` and its patterns).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from twosource import reference
from twosource.extraction.language import phrases
from twosource.extraction.language.tree import NOUNS, object_of
from twosource.extraction.quantities.amount import Amount

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

HIGHEST_CLIMB = 6

BETWEEN_POS = frozenset({"ADP", "SCONJ", "ADV", "ADJ", "PART"})

TAIL = frozenset({"on", "for", "in", "of", "to", "toward", "towards", "into", "from"})


@cache
def words(name: str) -> frozenset[str]:
    """A list of words of `seeds/reference/amount_words.yml`."""
    return frozenset(reference.table("amount_words")[name])


@cache
def nouns(name: str) -> Mapping[str, str]:
    """Verb to noun, from a group of `seeds/reference/amount_words.yml` that lists verbs under their noun."""
    rows = reference.table("amount_words")[name]
    return {verb: noun for noun, verbs in rows.items() for verb in verbs}


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: the phrase without and with what narrows it; `noun` is the token it stands for."""

    core: str
    tail: str = ""
    noun: Token | None = None

    @property
    def text(self) -> str:
        """The whole phrase."""
        return f"{self.core} {self.tail}".strip()


Earlier = tuple[Amount, Measure | None]
"""The amount before in the sentence, and what it measures."""


@dataclass(frozen=True, slots=True)
class Place:
    """An amount in its sentence: its tokens, the word that its prepositions hang on, and the amount before it.

    `head` is that word (a verb or a noun), `through` the prepositions and adverbs passed on the way up, `top` the
    token that hangs on `head`. `stop` is the token after the amount before, `barrier` the first token of the next one.
    """

    text: str
    span: Span
    amount: Amount
    root: Token
    head: Token | None
    through: tuple[str, ...]
    top: Token
    stop: int
    barrier: int
    before: Earlier | None

    @property
    def every(self) -> bool:
        """Whether "every" stands before the amount."""
        return self.span.start > 0 and str(self.span.doc[self.span.start - 1].lower_) == "every"

    def phrase(self, noun: Token) -> Measure | None:
        """The phrase of a noun, cut before the amount when it stands before it."""
        stop = self.span.end if noun.i >= self.span.end else self.stop if noun.i >= self.stop else 0
        barrier = self.barrier if noun.i >= self.span.start else self.span.start
        text = phrases.around(noun, stop, barrier)
        return Measure(text, noun=noun) if text and any(c.isalpha() for c in text) else None


def place(text: str, span: Span, amount: Amount, stop: int, barrier: int, before: Earlier | None) -> Place:
    """The surroundings of an amount; an empty noun before it ("a total of") is passed over."""
    root = span.root
    head, through, top = _climb(root)
    if head is not None and head.i > span.end and any(t.pos_ == "ADP" for t in head.doc[span.end : head.i]):
        head, through, top = head.head, (), head  # a preposition between: the later noun is not modified by the amount
    while head is not None and head.lemma_.lower() in words("empty_measures") and through and through[-1] == "of":
        root = head
        head, through, top = _climb(root)
    return Place(text, span, amount, root, head, through, top, stop, barrier, before)


def _climb(token: Token) -> tuple[Token | None, tuple[str, ...], Token]:
    passed: list[str] = []
    for _ in range(HIGHEST_CLIMB):
        head = token.head
        if head.i == token.i:
            return None, tuple(passed), token
        if head.pos_ not in BETWEEN_POS:
            return head, tuple(passed), token
        passed.append(head.lower_)
        token = head
    return None, tuple(passed), token


def tail_of(at: Place, *holders: Token) -> str:
    """The first "on", "for", "in" … phrase after the amount that hangs on one of the tokens and tells no time."""
    for holder in holders:
        for child in holder.children:
            if child.i < at.span.end or child.i >= at.barrier or child.dep_ not in ("prep", "dative"):
                continue
            thing = next((c for c in child.children if c.dep_ in ("pobj", "pcomp") and c.i > child.i), None)
            if child.lower_ not in TAIL or thing is None or phrases.is_time(thing):
                continue
            if thing.pos_ in NOUNS:
                found = at.phrase(thing)
                if found is not None and thing.i < at.barrier:
                    return f"{child.lower_} {found.text}"
            elif thing.tag_ == "VBG" and (goal := object_of(thing)) is not None and (named := at.phrase(goal)):
                return f"{child.lower_} {thing.lower_} {named.text}"
    return ""
