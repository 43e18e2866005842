"""What a number measures, whose it is, for when, on whose word, and whether it is told as so.

Belongs here: reading the parse around an amount. Does not: the amount itself. What the parse does not show stays None.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from twosource import reference
from twosource.extraction.parse import Paragraph, Parsed
from twosource.extraction.quantities import clause
from twosource.extraction.quantities.amount import Amount
from twosource.records import Mention, Quote

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

NOUNS = frozenset({"NOUN", "PROPN"})
INSIDE_MEASURE = frozenset({"compound", "amod", "nmod", "quantmod", "advmod"})
LONGEST_MEASURE = 9
"""Tokens of a measure's noun phrase; a longer one is cut to its head with what stands before it."""

ACCORDING = re.compile(r"\b(?:according to|citing) ", re.IGNORECASE)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(reference.table("amount_words")[name])


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What the parse says about an amount; None where it says nothing."""

    measure: str | None = None
    about: str | None = None
    period: str | None = None
    attributed_to: str | None = None
    negated: bool = False
    modality: str = "asserted"


class Bindings:
    """Binds the amounts of one text; holds its mentions and quotes in the order of their places."""

    def __init__(self, parsed: Parsed, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> None:
        self._parsed = parsed
        self._mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._mentions]
        self._quotes = [quote for quote in quotes if quote.speaker]

    def bind(self, paragraph: Paragraph, amount: Amount) -> Bound:
        """What the amount measures, whose, when, on whose word; `negated` and `modality` by the governing verbs."""
        span = paragraph.doc.char_span(amount.start, amount.end, alignment_mode="expand")
        if span is None or not len(span):
            return Bound()
        start = paragraph.start + amount.start
        verbs = list(clause.governors(span.root))
        told = list(clause.deciding_verbs(span.root))
        noun = _measured_noun(span, amount, verbs[0] if verbs else None)
        return Bound(
            measure=_phrase(noun, span) if noun is not None else None,
            about=self._about(paragraph, noun, verbs[0] if verbs else None),
            period=clause.period(span, verbs[0] if verbs else None),
            attributed_to=self._attributed(paragraph, span),
            negated=any(child.dep_ == "neg" for child in verbs[0].children) if verbs else False,
            modality=clause.modality(self._parsed.text[max(paragraph.start, start - 32) : start], told),
        )

    def _mention_in(self, lo: int, hi: int) -> Mention | None:
        """The first mention that begins in `[lo, hi)` of the article."""
        place = bisect.bisect_left(self._starts, lo)
        return self._mentions[place] if place < len(self._starts) and self._starts[place] < hi else None

    def _about(self, paragraph: Paragraph, noun: Token | None, verb: Token | None) -> str | None:
        """The owner named in the measured noun phrase, or else the subject of the governing verb."""
        candidates = (
            [t for t in noun.subtree if t.i < noun.i and t.dep_ in ("poss", "compound", "nmod", "amod")]
            if noun is not None
            else []
        )
        if noun is not None:
            candidates += [noun]
            candidates += [o for p in noun.children if p.lower_ in ("of", "in") for o in p.children if o.dep_ == "pobj"]
        if verb is not None:
            candidates += [child for child in verb.children if child.dep_ in clause.SUBJECTS]
        for token in candidates:
            start = paragraph.start + token.idx
            mention = self._mention_over(start, start + len(token))
            if mention is not None and mention.label != "OTHER":
                return mention.entity
        return None

    def _mention_over(self, lo: int, hi: int) -> Mention | None:
        """The mention that holds `[lo, hi)`, None when there is none."""
        place = bisect.bisect_right(self._starts, lo) - 1
        if place >= 0 and self._mentions[place].end >= hi:
            return self._mentions[place]
        return None

    def _attributed(self, paragraph: Paragraph, span: Span) -> str | None:
        """The speaker of the innermost quotation around the amount, or who follows "according to" in its sentence."""
        at = paragraph.start + span.start_char
        around = [
            quote
            for quote in self._quotes
            if any(a <= at < b for a, b in quote.fragments or [(quote.start, quote.end)])
        ]
        if around:
            return min(around, key=lambda quote: quote.end - quote.start).speaker
        sentence = span.sent
        match = ACCORDING.search(sentence.text)
        if match is None:
            return None
        start = paragraph.start + sentence.start_char + match.end()
        mention = self._mention_in(start, start + 40)
        if mention is not None:
            return mention.entity
        source = paragraph.doc.char_span(
            sentence.start_char + match.end(), sentence.start_char + match.end() + 1, alignment_mode="expand"
        )
        chunk = source.root if source is not None and len(source) else None
        while chunk is not None and chunk.dep_ in ("det", "compound", "amod", "poss"):
            chunk = chunk.head
        return _phrase(chunk, span) if chunk is not None and chunk.pos_ in NOUNS else None


def _measured_noun(span: Span, amount: Amount, verb: Token | None) -> Token | None:
    """The noun whose size the amount is: what it counts, what it modifies, what it is a share of, or the subject."""
    root = span.root
    if amount.kind == "count" and root.pos_ in NOUNS:
        return root
    head = root.head
    if (
        head.i >= span.end
        and head.pos_ in NOUNS
        and root.dep_ in ("nmod", "compound", "nummod", "amod", "npadvmod", "quantmod")
    ):
        return head
    if amount.kind in ("percent", "ratio"):
        of = next((child for child in root.children if child.lower_ == "of" and child.i >= root.i), None)
        share = next((child for child in of.children if child.dep_ == "pobj"), None) if of is not None else None
        if share is not None and share.pos_ in NOUNS:
            return share
    made_of = next((p for p in root.children if p.lower_ == "in" and p.dep_ == "prep" and p.i > root.i), None)
    kind_of = next((o for o in made_of.children if o.dep_ == "pobj"), None) if made_of is not None else None
    if amount.kind == "money" and kind_of is not None and kind_of.pos_ == "NOUN" and kind_of.i >= span.end:
        return kind_of
    if (
        root.dep_ == "pobj"
        and head.lower_ in ("of", "at", "worth")
        and head.head.pos_ in NOUNS
        and head.head.i < root.i
    ):
        return head.head if head.head.lemma_.lower() not in _words("empty_measures") else None
    if verb is None or root.dep_ in ("nsubj", "nsubjpass"):
        return None
    if _tells_size(root, verb):
        return next((child for child in verb.children if child.dep_ in clause.SUBJECTS and child.pos_ in NOUNS), None)
    return None


def _tells_size(root: Token, verb: Token) -> bool:
    """Whether the amount hangs on a verb that gives its subject's size or change."""
    direct = root.head.i == verb.i or (root.dep_ == "pobj" and root.head.head.i == verb.i)
    return direct and verb.lemma_.lower() in _words("size_verbs")


def _phrase(noun: Token, span: Span) -> str | None:
    """The noun with what stands close before it and its "of/to/from/in" phrase; no articles, owners, numbers."""
    left = noun.i
    while left > noun.sent.start:
        before = noun.doc[left - 1]
        if (
            span.start <= before.i < span.end
            or before.dep_ not in INSIDE_MEASURE
            or before.pos_ in ("NUM", "SYM", "ADV")
        ):
            break
        left -= 1
    right = noun.i
    for child in noun.rights:
        if (
            child.dep_ == "prep"
            and child.lower_ in ("of", "to", "from", "on")
            and not any(span.start <= t.i < span.end for t in child.subtree)
        ):
            last = max(t.i for t in child.subtree)
            if last - left < LONGEST_MEASURE:
                right = max(right, last)
    words = noun.doc[left : right + 1].text.strip(" ,.;:\"'“”’")
    return re.sub(r"\s+", " ", words) or None
