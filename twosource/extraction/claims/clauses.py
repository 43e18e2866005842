"""Cutting a sentence into clauses that say one thing each.

Belongs here: where a proposition begins and ends. Does not: which of them are claims (`reading`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twosource.extraction.language.tree import STATED, is_finite
from twosource.extraction.parse import Paragraph

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

TRIM = " \t\n\r,;:.\"'“”‘’()[]{}–—-"
PAIRS = (("(", ")"), ("“", "”"), ("‘", "’"), ('"', '"'), ("'", "'"))
WRAPPING = frozenset({"say", "tell", "think", "believe", "know", "confirm", "repeat", "assure", "mean", "see"})
SHORTEST = 3
"""Words of the shortest proposition."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A proposition: its main verb and its place in the article, without outer punctuation."""

    verb: Token
    start: int
    end: int


def of_tokens(text: str, paragraph: Paragraph, tokens: Span) -> Iterator[Clause]:
    """The clauses of a stretch of one sentence of `text`, cut where a coordinated clause has a subject of its own."""
    heads = [token for token in tokens if _is_head(token, tokens)]
    cuts = sorted({tokens.start, *(_begin(head, tokens) for head in heads[1:])})
    for first, stop in zip(cuts, [*cuts[1:], tokens.end], strict=True):
        inside = [head for head in heads if first <= head.i < stop]
        if not inside:
            continue
        verb, words = _told_to_you(min(inside, key=lambda head: len(list(head.ancestors))), tokens.doc[first:stop])
        clause = _trimmed(text, paragraph, words)
        if clause is not None:
            yield Clause(verb, *clause)


def _told_to_you(verb: Token, words: Span) -> tuple[Token, Span]:
    """The proposition within a speaker's own "I can only tell you that" or "I think": its verb and words."""
    speaker = any(child.dep_ == "nsubj" and child.lower_ in ("i", "we") for child in verb.children)
    inner = next((child for child in verb.children if child.dep_ == "ccomp" and child.i > verb.i), None)
    if not speaker or verb.lemma_ not in WRAPPING or inner is None or inner.i >= words.end or not is_finite(inner):
        return verb, words
    if any(child.dep_ == "neg" for child in verb.children):
        return verb, words
    first = inner.left_edge.i + (inner.left_edge.lower_ == "that")
    return inner, words.doc[first : min(words.end, inner.right_edge.i + 1)]


def _is_head(token: Token, tokens: Span) -> bool:
    """Whether the word is the verb of a clause of its own: the highest of the stretch, or coordinated with it."""
    while token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass") and is_finite(token):
        if not tokens.start <= token.head.i < tokens.end or token.head.i == token.i:
            return True
        if token.dep_ != "conj" or not any(child.dep_ in STATED for child in token.children):
            return False
        token = token.head
    return False


def _begin(head: Token, tokens: Span) -> int:
    """Where a coordinated clause begins: behind the conjunction or the comma before it."""
    at = max(head.left_edge.i, tokens.start)
    while at > tokens.start and tokens.doc[at - 1].dep_ == "cc":
        at -= 1
    return int(at)


def _trimmed(text: str, paragraph: Paragraph, tokens: Span) -> tuple[int, int] | None:
    """The place of the words without conjunction and outer punctuation; None when too few are left."""
    first = tokens.start
    while first < tokens.end and (_leads_in(tokens.doc[first]) or not tokens.doc[first].text.strip(TRIM)):
        first += 1
    kept = tokens.doc[first : tokens.end]
    if sum(token.is_alpha for token in kept) < SHORTEST:
        return None
    begin, end = paragraph.start + kept.start_char, paragraph.start + kept.end_char
    words = text[begin:end]
    lead, tail = len(words) - len(words.lstrip(TRIM)), len(words) - len(words.rstrip(TRIM))
    last = kept[-2] if kept[-1].text == "." and len(kept) > 1 else kept[-1]
    if tail and words[-tail:].startswith(".") and "." in last.text.rstrip("."):
        tail -= 1  # the full stop of "U.S."
    return _balanced(text, begin + lead, end - tail)


def _leads_in(token: Token) -> bool:
    """Whether the word only joins the clause to what stands before it: "and", "that"."""
    return bool(token.dep_ == "cc" or (token.dep_ == "mark" and token.lower_ == "that"))


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the bracket or quotation mark beside it whose partner it holds."""
    for opening, closing in PAIRS:
        inside = text[start:end]
        odd = opening == closing and inside.count(opening) % 2 == 1
        behind = text[end : end + 2].lstrip(".,!")[:1]
        if (odd or inside.count(opening) > inside.count(closing)) and behind == closing:
            end = text.index(closing, end) + 1
        elif (odd or inside.count(closing) > inside.count(opening)) and start and text[start - 1] == opening:
            start -= 1
    return start, end
