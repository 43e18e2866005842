"""Whether the words around a time expression speak of the past or of the future.

Belongs here: reading tense off the parse. Does not: what a date means.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FUTURE_AUXILIARIES = frozenset({"will", "shall", "wo", "'ll", "’ll"})
FUTURE_VERBS = frozenset(
    ["plan", "schedule", "expect", "set", "intend", "aim", "hope", "vow", "promise", "pledge", "prepare", "slate"]
)
CONDITIONAL_AUXILIARIES = frozenset({"would", "could", "may", "might", "should", "must"})
PAST_AUXILIARIES = frozenset({"had", "has", "have", "was", "were", "did", "'ve", "’ve"})
HIGHEST_CLIMB = 6


AS_SOON_AS = re.compile(r"\bas (?:early|soon) as $")
REPORTS = frozenset(["say", "tell", "report", "add", "note", "write", "show", "be", "have"])


def direction(doc: Doc, offset: int) -> str | None:
    """`past`, `future` or None for the clause around the character at `offset` of the paragraph."""
    span = doc.char_span(offset, offset + 1, alignment_mode="expand")
    if span is None or not len(span):
        return None
    token = span[0]
    if AS_SOON_AS.search(doc[max(0, token.i - 3) : token.i].text + " "):
        return "future"
    for _ in range(HIGHEST_CLIMB):
        if token.pos_ in ("VERB", "AUX"):
            told = _of_verb(token)
            if told is not None:
                return told
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def happened_in(doc: Doc, offset: int) -> bool:
    """Whether a past verb that is no report has the time at `offset` right under it: "dropped their merger in May"."""
    span = doc.char_span(offset, offset + 1, alignment_mode="expand")
    token = span[0] if span is not None and len(span) else None
    if token is None or token.dep_ != "pobj" or token.head.lower_ not in ("in", "since", "during", "by"):
        return False
    verb = token.head.head
    if verb.dep_ == "dobj":
        verb = verb.head  # the parser hangs "in May" on the talks that were broken off
    if verb.pos_ not in ("VERB", "AUX") or verb.lemma_.lower() in REPORTS | FUTURE_VERBS:
        return False
    return _of_verb(verb) == "past"


def _of_verb(verb: Token) -> str | None:
    """The direction that a verb with its auxiliaries gives, None when it leaves that open."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    lemma = verb.lemma_.lower()
    if helpers & FUTURE_AUXILIARIES:
        return "future"
    if helpers & CONDITIONAL_AUXILIARIES and "have" not in helpers:
        return "future"
    if lemma in FUTURE_VERBS and helpers & {"is", "are"}:
        return "future"
    if verb.tag_ == "VBD" or helpers & PAST_AUXILIARIES:
        return "past"
    if "to" in helpers:
        return None if verb.head.tag_ == "VBD" and verb.head.lemma_.lower() not in FUTURE_VERBS else "future"
    if verb.tag_ in ("VBZ", "VBP") and not helpers:
        return None if lemma in REPORTS else "future"
    return "past" if verb.tag_ == "VBN" and not helpers else None
