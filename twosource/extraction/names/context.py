"""What the words beside an unknown name say it is: who speaks is a person, what has shares a company.

Belongs here: such signs as a table, each with a name, and names that only a sign finds.
Does not: known names (see `gazetteer`), agreement over the article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from twosource import reference
from twosource.extraction.names import atlas, gazetteer, roles
from twosource.extraction.names.organisations import heads, never

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign beside a name: the label that it gives, whom it holds for, and an example with the name `Torv`."""

    name: str
    label: str
    holds: Callable[[Span], bool]
    example: str


@cache
def _words(column: str) -> frozenset[str]:
    return frozenset(reference.table("signs")[column])


def _next(span: Span, offset: int = 0) -> Token | None:
    return span.doc[span.end + offset] if span.end + offset < len(span.doc) else None


def _before(span: Span, offset: int = 1) -> Token | None:
    return span.doc[span.start - offset] if span.start >= offset else None


def _is_subject(span: Span, verbs: frozenset[str]) -> bool:
    root = span.root
    return root.dep_ == "nsubj" and root.head.pos_ == "VERB" and root.head.lemma_.lower() in verbs


def _age(span: Span) -> bool:
    comma, age, close = _next(span), _next(span, 1), _next(span, 2)
    if comma is None or age is None or close is None or comma.text != "," or close.text != ",":
        return False
    return age.text.isdigit() and 14 < int(age.text) < 110


def _who(span: Span) -> bool:
    after = _next(span)
    if after is not None and after.text == ",":
        after = _next(span, 1)
    return after is not None and after.lower_ == "who"


def _noun_before(span: Span) -> bool:
    noun = _before(span)
    return noun is not None and noun.lower_ in _words("before") and noun.pos_ in ("NOUN", "ADJ", "PROPN")


def _noun_behind(span: Span) -> bool:
    after = _next(span)
    if after is not None and after.text in ("'s", "’s", "'", "’"):
        after = _next(span, 1)
    return after is not None and after.text in _words("behind")


def _shares_in(span: Span) -> bool:
    link, noun = _before(span), _before(span, 2)
    return (
        link is not None and noun is not None and link.text in ("in", "of", "on", "at")
        and noun.lower_ in _words("holdings")
    )  # fmt: skip


def _office_before(span: Span) -> bool:
    return roles.before(span.doc, span.start) is not None


def _place_noun(span: Span) -> bool:
    link, noun = _before(span), _before(span, 2)
    if link is not None and link.lower_ in _words("places") and link.pos_ == "NOUN":
        return True
    return link is not None and noun is not None and link.text == "of" and noun.lower_ in _words("places")


def _in_place(span: Span) -> bool:
    link = _before(span)
    return (
        link is not None and link.lower_ in ("in", "near") and span.root.dep_ == "pobj"
        and (behind := _next(span)) is not None and (behind.is_punct or behind.pos_ in ("ADP", "CCONJ", "VERB", "AUX"))
    )  # fmt: skip


def _is_object(span: Span, verbs: frozenset[str]) -> bool:
    return span.root.dep_ == "dobj" and span.root.head.lemma_.lower() in verbs


def _is_town(span: Span) -> bool:
    """Whether a known town stands where a town does: "in Torv", "Torv police"."""
    before, after = _before(span), _next(span)
    if after is not None and after.tag_ == "POS":
        return False
    there = before is not None and before.lower_ in _words("at_place") and before.pos_ in ("ADP", "ADV", "SCONJ")
    its = after is not None and after.lower_ in _words("of_town")
    return (there or its) and bool(atlas.options(span.text))


SIGNS = (
    Sign("known town", "LOC", _is_town, "They met outside Tampico on Monday."),
    Sign("town of", "LOC", _place_noun, "They met in the town of Torv on Monday."),
    Sign("kind of organisation", "ORG", _noun_before, "The brewer Torv closed a plant."),
    Sign("what a company has", "ORG", _noun_behind, "The Torv shares fell."),
    Sign("shares in", "ORG", _shares_in, "He bought shares in Torv last week."),
    Sign("age", "PER", _age, "Torv, 57, lives alone."),
    Sign("who", "PER", _who, "They praised Torv, who left early."),
    Sign("office", "PER", _office_before, "The vote was lost by senator Torv."),
    Sign("speaker", "PER", lambda span: _is_subject(span, _words("speech")), "Torv said nothing more."),
    Sign("human act", "PER", lambda span: _is_subject(span, _words("human")), "Torv died on Monday."),
    Sign("quoted", "PER", lambda span: _is_object(span, frozenset({"quote"})), "They quoted Torv as saying no."),
    Sign("in", "LOC", _in_place, "They met in Torv, far from the coast."),
)


def sign_of(span: Span) -> Sign | None:
    """The first sign that stands beside a name, None when there is none."""
    return next((sign for sign in SIGNS if sign.holds(span)), None)


def overlooked(doc_spans: list[tuple[int, int]], sentences: Iterator[Span]) -> Iterator[tuple[Span, Sign]]:
    """Single unknown words that the parser takes for names, with the sign that says what they are.

    `doc_spans` are the spans (code points) that are names already.
    """
    taken = {offset for start, end in doc_spans for offset in range(start, end)}
    for sentence in sentences:
        if sentence.text.isupper():
            continue
        for token in sentence:
            if token.idx not in taken and _may_be_name(token):
                span = token.doc[token.i : token.i + 1]
                sign = sign_of(span)
                if sign is not None:
                    yield span, sign


def _may_be_name(token: Token) -> bool:
    """Whether a lone word looks like a name: a capital, then small letters; no word of a calendar, title or office."""
    text = token.text
    if token.pos_ != "PROPN" or len(text) < 3 or not (text[0].isupper() and text[1:].islower() and text.isalpha()):
        return False
    if token.dep_ == "compound" or any(child.dep_ in ("det", "compound") for child in token.children):
        return False
    if text in _words("calendar") or text in heads() or text in never() or text in roles.titles():
        return False
    return token.lower_ not in roles.offices() and gazetteer.look_up(text) is None
