"""Readable noun phrases out of the parse, for what an amount measures.

Belongs here: where a phrase begins and ends. Does not: which noun is measured (`measured`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from twosource.extraction.language.tree import NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Token

BEFORE_NOUN = frozenset({"compound", "amod", "nmod", "quantmod", "advmod", "punct"})
AFTER_NOUN = frozenset({"of", "to", "from", "on", "in", "for", "with", "between"})
LONGEST = 9
"""Tokens of a phrase; what would make it longer is left out."""
TIMES = frozenset({"DATE", "TIME"})
UNITS = frozenset(
    ["second", "minute", "hour", "day", "night", "morning", "afternoon", "evening", "week", "weekend", "month",
     "quarter", "half", "season", "spring", "summer", "autumn", "winter", "fall", "year", "decade", "century", "period",
     "time", "today"]
)  # fmt: skip
"""Nouns of time."""


def is_time(token: Token) -> bool:
    """Whether the token stands in a date or a time, as the model's entities and its digits tell; a common noun that the
    model drew in ("2024 exports") does not."""
    dated = token.ent_type_ in TIMES and (token.pos_ != "NOUN" or token.lemma_.lower() in UNITS)
    return dated or token.like_num


def begin(noun: Token, stop: int = 0) -> int:
    """The first token of the noun's group without articles, owners and numbers; never before `stop`."""
    left = noun.i
    lowest = max(noun.sent.start, stop)
    while left > lowest:
        before = noun.doc[left - 1]
        hyphen = before.text == "-" and not before.whitespace_ and left - 2 >= lowest
        if not hyphen and not _describes(before):
            break
        left -= 2 if hyphen else 1
    return int(left)


def _describes(before: Token) -> bool:
    """Whether a token before the noun is part of its name or says what kind it is."""
    if before.dep_ not in BEFORE_NOUN or (before.like_num and before.pos_ != "ADJ"):
        return False
    return before.pos_ not in ("NUM", "SYM", "ADV", "PUNCT", "VERB") or before.tag_ in ("VBG", "VBN")


def end(noun: Token, start: int, barrier: int) -> int:
    """The last token of the noun's group with its "of", "on", "in" phrases that tell no time; before `barrier`."""
    right = noun.i
    for child in noun.rights:
        if child.dep_ != "prep" or child.lower_ not in AFTER_NOUN or child.i != right + 1:
            break
        inner = next((c for c in child.children if c.dep_ in ("pobj", "pcomp") and c.i > child.i), None)
        if inner is None or is_time(inner) or (inner.pos_ not in NOUNS and inner.tag_ != "VBG"):
            break
        if inner.i >= barrier or inner.i - start >= LONGEST:
            break
        last = _inner_end(inner, start, barrier)
        if last >= barrier or last - start >= LONGEST:
            break
        right = last
    return _told(noun, int(right), barrier)


def _told(noun: Token, right: int, barrier: int) -> int:
    """One token on when a participle tells what happened to the last noun: "number of people killed"."""
    if right + 1 >= min(barrier, len(noun.doc)):
        return right
    word = noun.doc[right + 1]
    return word.i if word.dep_ == "acl" and word.tag_ == "VBN" and word.head.i == right and noun.i < right else right


def _inner_end(inner: Token, start: int, barrier: int) -> int:
    """The end of what a preposition governs: a noun's group, or a gerund with its object."""
    if inner.tag_ != "VBG":
        last = end(inner, start, barrier)
        second = next((c for c in inner.conjuncts if c.i > last), None)
        joined = second is not None and second.pos_ in NOUNS and begin(second) == last + 2 and not is_time(second)
        return end(second, start, barrier) if joined and second is not None else last
    thing = next((c for c in inner.children if c.dep_ == "dobj" and c.i > inner.i), None)
    return end(thing, start, barrier) if thing is not None else inner.i


def words(doc_start: int, doc_end: int, noun: Token) -> str | None:
    """The text of the tokens from `doc_start` to `doc_end` inclusive on one line, without marks around it."""
    text = noun.doc[doc_start : doc_end + 1].text.strip(" ,.;:\"'“”‘’*()-")
    return re.sub(r"\s+", " ", text) or None


def around(noun: Token, stop: int = 0, barrier: int | None = None) -> str | None:
    """The noun's readable phrase between the tokens `stop` and `barrier` (exclusive)."""
    start = begin(noun, stop)
    last = end(noun, start, noun.sent.end if barrier is None else barrier)
    return words(start, last, noun)
