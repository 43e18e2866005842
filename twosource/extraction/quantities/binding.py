"""What a number measures, whose it is, for when, on whose word, and whether it is told as so.

Belongs here: putting together what the parse around an amount says. Does not: the amount itself, and the patterns of
what is measured (`measured`) and of periods (`period`). What the parse does not show stays None.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from twosource.extraction.language import denial, modality, phrases, tree
from twosource.extraction.language.tree import NOUNS, SUBJECTS
from twosource.extraction.parse import Paragraph
from twosource.extraction.quantities import measured, period
from twosource.extraction.quantities.amount import Amount
from twosource.extraction.quantities.holders import holder
from twosource.extraction.quantities.place import Earlier, Measure, Place
from twosource.extraction.quantities.place import place as place_of
from twosource.extraction.statements import Statements
from twosource.records import Mention

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

ESTIMATED_BEFORE = re.compile(
    r"\b(?:estimated|expected|projected|forecast)(?: to)?(?: be)?(?: at)?(?: about)? ?$", re.IGNORECASE
)
POSSESSIVE = {
    "its": ("LOC", "ORG", "NORP"),
    "their": ("LOC", "ORG", "NORP"),
    "his": ("PER",),
    "her": ("PER",),
}
"""Pronouns of owners, and what they may own for."""
RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
BALANCES = re.compile(r"\b(?:deficit|surplus|loss|losses|profit|shortfall|gap|bill|cost|windfall|gain)$", re.IGNORECASE)
FOR = re.compile(r" for (?:the )?")
MOST_IN_SENTENCE = 60
"""A sentence with more amounts than this is a table or noise: its amounts are not bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What the parse says about an amount; None where it says nothing."""

    measure: str | None = None
    about: str | None = None
    period: str | None = None
    attributed_to: str | None = None
    negated: bool = False
    modality: str = "asserted"
    statement: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph with what is looked up once for all its amounts.

    `periods` are those that its numbers can hold for, each with the verb over it; `amounts` are all of the sentence,
    with their tokens.
    """

    text: str
    periods: list[tuple[period.Period, Token | None]]
    amounts: list[tuple[Amount, Span]]


class Bindings:
    """Binds the amounts of one text; holds its mentions in the order of their places, and its statements."""

    def __init__(self, mentions: Sequence[Mention], statements: Statements) -> None:
        self._mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._mentions]
        self._statements = statements

    def bind(self, paragraph: Paragraph, text: str, amounts: Sequence[Amount]) -> list[Bound]:
        """For each amount of the paragraph, what it measures, whose, when, on whose word, and how it is told."""
        bound = [Bound()] * len(amounts)
        for first, sentence in self._sentences(paragraph, text, amounts):
            before: Earlier | None = None
            shared = _respectively(sentence)
            for position, (amount, _) in enumerate(sentence.amounts):
                place = _place(sentence, position, before)
                measure = measured.read(place)
                if position in shared:
                    own = measure is not None and amount.kind == "count" and amount.unit is not None
                    measure = replace(shared[position], core=measure.core) if own and measure else shared[position]
                before = amount, measure
                bound[first + position] = self._bound(paragraph, sentence, position, measure)
        return _of_one_size(amounts, bound)

    def _sentences(self, paragraph: Paragraph, text: str, amounts: Sequence[Amount]) -> Iterator[tuple[int, Sentence]]:
        """The sentences that have amounts, each with the position of its first one; overfull ones are left out."""
        position = 0
        starts = [amount.start for amount in amounts]
        for sent in paragraph.doc.sents if amounts else ():
            first, position = position, bisect.bisect_left(starts, sent.end_char, position)
            if not 0 < position - first <= MOST_IN_SENTENCE:
                continue
            spans = []
            for amount in amounts[first:position]:
                span = paragraph.doc.char_span(amount.start, amount.end, alignment_mode="expand")
                if span is not None:
                    spans.append((amount, span))
            if len(spans) == position - first:
                yield first, self._sentence(paragraph, text, sent, spans)

    def _sentence(self, paragraph: Paragraph, text: str, sent: Span, amounts: list[tuple[Amount, Span]]) -> Sentence:
        periods = []
        written = period.find(text, sent.start_char, sent.end_char)
        told = period.told(self._statements.scene, paragraph.start, sent.start_char, sent.end_char, written)
        for found in period.held_for(text, sorted([*written, *told], key=lambda one: one.start)):
            if any(amount.start < found.end and found.start < amount.end for amount, _ in amounts):
                continue
            token = paragraph.doc.char_span(found.start, found.end, alignment_mode="expand")
            periods.append((found, next(tree.verbs_over(token.root), None) if token is not None else None))
        return Sentence(text, periods, amounts)

    def _bound(self, paragraph: Paragraph, sentence: Sentence, position: int, measure: Measure | None) -> Bound:
        amount, span = sentence.amounts[position]
        start, end = paragraph.start + amount.start, paragraph.start + amount.end
        verb = next(tree.verbs_over(span.root), None)
        number = self._statements.around(start, end)
        told = self._statements.get(number)
        return Bound(
            measure=measure.text if measure is not None else None,
            about=self._for_whom(sentence, paragraph, amount, measure)
            or self._about(paragraph, span, measure.noun if measure is not None else None, verb),
            period=_period(sentence, position, verb),
            attributed_to=self._held_by(paragraph, span)
            or (told.attributed_to if told else None)
            or self._statements.scene.speaker_at(start),
            negated=told is not None and told.negated and not self._is_apart(number, span),
            modality=_content(sentence.text, amount, span) or (told.modality if told is not None else "asserted"),
            statement=number,
        )

    def _is_apart(self, number: int | None, span: Span) -> bool:
        """Whether a clause is negative by a noun that names nothing, of which the amount is no part: "there were no
        reports from the camp, 25 km from the border"."""
        clause = self._statements.clauses[number] if number is not None else None
        empty = denial.empty_noun(clause.verb) if clause is not None else None
        counts = span.root.head if span.root.dep_ in ("nummod", "quantmod", "compound") else span.root
        return empty is not None and empty.i != counts.i

    def _held_by(self, paragraph: Paragraph, span: Span) -> str | None:
        """Whose word the amount is by the noun of speech that holds it; None where no name is known."""
        token = holder(span)
        if token is None:
            return None
        mention = self._named(paragraph, token)
        return mention.entity if mention is not None else None

    def _named(self, paragraph: Paragraph, token: Token) -> Mention | None:
        """Whom an owner's token names, also by a pronoun."""
        if token.lower_ in POSSESSIVE:
            return self._owner_before(paragraph, token)
        start = paragraph.start + token.idx
        return self._mention_over(start, start + len(token))

    def _about(self, paragraph: Paragraph, span: Span, noun: Token | None, verb: Token | None) -> str | None:
        """The owner named in the measured noun phrase, or else the subject of the governing verb."""
        for token in _owners(span, noun, verb):
            mention = self._named(paragraph, token)
            if mention is not None and mention.label != "OTHER":
                return mention.entity
        return None

    def _for_whom(
        self, sentence: Sentence, paragraph: Paragraph, amount: Amount, measure: Measure | None
    ) -> str | None:
        """Whose a balance is: "a deficit of $3 million for Denmark"."""
        told = FOR.match(sentence.text, amount.end)
        if told is None or measure is None or not BALANCES.search(measure.core):
            return None
        at = paragraph.start + told.end()
        mention = self._mention_over(at, at + 1)
        return mention.entity if mention is not None and mention.label != "OTHER" else None

    def _owner_before(self, paragraph: Paragraph, pronoun: Token) -> Mention | None:
        """Whom "its" or "his" means: the name nearest before it in its sentence that fits; None without one."""
        labels = POSSESSIVE[pronoun.lower_]
        sentence = paragraph.start + pronoun.sent.start_char
        at = bisect.bisect_left(self._starts, paragraph.start + pronoun.idx)
        before = self._mentions[max(0, at - 8) : at][::-1]
        return next((m for m in before if m.start >= sentence and m.label in labels), None)

    def _mention_over(self, lo: int, hi: int) -> Mention | None:
        """The mention that holds `[lo, hi)`, None when there is none."""
        place = bisect.bisect_right(self._starts, lo) - 1
        if place >= 0 and self._mentions[place].end >= hi:
            return self._mentions[place]
        return None


def _respectively(sentence: Sentence) -> dict[int, Measure]:
    """What each of several amounts measures where as many coordinated subjects share them out "respectively"."""
    spans = [span for _, span in sentence.amounts]
    last = spans[-1] if spans else None
    if last is None or not RESPECTIVELY.search(last.sent.text):
        return {}
    verb = next(tree.verbs_over(spans[0].root), None)
    subject = tree.subject(verb) if verb is not None else None
    heads = [subject, *subject.conjuncts] if subject is not None else []
    if len(heads) != len(spans) or len(heads) < 2:
        return {}
    phrase = [(head, phrases.around(head, 0, spans[0].start)) for head in heads]
    return {n: Measure(text, noun=head) for n, (head, text) in enumerate(phrase) if text}


def _of_one_size(amounts: Sequence[Amount], bound: list[Bound]) -> list[Bound]:
    """The old and the new size of one change measure the same, and are the same owner's."""
    for position in range(1, len(amounts)):
        change = amounts[position].change
        if change is not None and change == amounts[position - 1].change:
            old, new = bound[position - 1 : position + 1]
            measure, about = new.measure or old.measure, new.about or old.about
            bound[position - 1] = replace(old, measure=measure, about=about)
            bound[position] = replace(new, measure=measure, about=about)
    return bound


def _content(text: str, amount: Amount, span: Span) -> str | None:
    """How an amount is told that is itself what somebody demands, promises or expects ("demanded $5 million"), or that
    is only estimated ("an estimated 500"); None when it is told as its statement is."""
    if ESTIMATED_BEFORE.search(text[max(0, amount.start - 32) : amount.start]):
        return "estimated"
    token, subject = span.root, False
    for _ in range(tree.HIGHEST):
        if token.pos_ in tree.VERBS:
            return None if subject else modality.of_objects().get(tree.lemma(token))
        subject = token.dep_ in SUBJECTS
        if token.head.i == token.i or token.dep_ in ("relcl", "acl", "appos"):
            return None
        token = token.head
    return None


def _place(sentence: Sentence, position: int, before: Earlier | None) -> Place:
    amount, span = sentence.amounts[position]
    stop = sentence.amounts[position - 1][1].end if position else 0
    later = (s.start for a, s in sentence.amounts[position + 1 :] if a.kind != "duration" or amount.kind == "duration")
    following = next(later, span.sent.end)
    return place_of(sentence.text, span, amount, stop, following, before)


def _owners(span: Span, noun: Token | None, verb: Token | None) -> Iterator[Token]:
    """Tokens that may name whose the amount is, the surest first."""
    head = span.root.head
    if head.i == span.start - 1 and head.pos_ == "PROPN" and head.dep_ == "conj":
        yield head  # "Chile gave $4 million, and Peru $2 million"
    if noun is not None and noun.pos_ in NOUNS:
        if noun.pos_ == "PROPN":
            yield noun
        yield from (
            token
            for child in noun.lefts
            for token in (*child.lefts, child)
            if child.dep_ in ("poss", "compound", "nmod", "amod")
        )
        yield noun
        yield from (o for p in noun.children if p.lower_ in ("of", "in") for o in p.children if o.dep_ == "pobj")
    for _ in range(3):
        if verb is None:
            return
        subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
        if subject is not None:
            yield subject
            return
        verb = verb.head if verb.dep_ == "conj" else None


def _period(sentence: Sentence, position: int, verb: Token | None) -> str | None:
    """The period right after the amount, or else the only one of its clause that is no other amount's alone."""
    amount = sentence.amounts[position][0]
    after = sentence.amounts[position + 1][0].start if position + 1 < len(sentence.amounts) else None
    for found, _ in sentence.periods:
        if found.start >= amount.end and (after is None or found.end <= after) and _directly(sentence, amount, found):
            return found.value
    if verb is not None and verb.tag_ == "VBG" and verb.dep_ in ("advcl", "acl") and verb.head.pos_ in tree.VERBS:
        values = {found.value for found, _ in sentence.periods}  # "leaving a deficit of ...": as its main clause
        return values.pop() if len(values) == 1 else None
    others = [other for other, _ in sentence.amounts if other is not amount]
    free = [
        (found, over)
        for found, over in sentence.periods
        if not any(other.end <= found.start and _directly(sentence, other, found) for other in others)
    ]
    for _ in range(3):
        values = {found.value for found, over in free if over == verb}
        if values:
            return values.pop() if len(values) == 1 else None
        if verb is None or verb.dep_ != "conj" or any(c.dep_ in SUBJECTS for c in verb.children):
            return None
        verb = verb.head
    return None


def _directly(sentence: Sentence, amount: Amount, found: period.Period) -> bool:
    """Whether nothing but a preposition stands between an amount and a period after it."""
    return period.DIRECTLY.fullmatch(sentence.text, amount.end, found.start) is not None
