"""The clause around an amount: its verbs, its year, and whether it is told as so.

Belongs here: reading verbs, auxiliaries and conjunctions of the parse. Does not: what the amount measures (`binding`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from twosource import reference

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

VERBS = frozenset({"VERB", "AUX"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
HIGHEST_CLIMB = 8
ESTIMATED_BEFORE = re.compile(
    r"\b(?:estimated|expected|projected|forecast)(?: to)?(?: be)?(?: at)?(?: about)? ?$", re.IGNORECASE
)
YEAR = re.compile(r"\b(?P<fiscal>fiscal(?: year)? |FY ?)?(?P<year>(?:19|20)\d\d)\b(?![-–/]\d)", re.IGNORECASE)
NAMED_YEAR = re.compile(r"\b(?:19|20)\d\d [A-Z]")


@cache
def _tables() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Modality by a verb's lemma, and by an auxiliary, from `seeds/reference/amount_words.yml`."""
    table = reference.table("amount_words")
    by_verb, by_auxiliary = (
        {word: modality for modality, words in table[group].items() for word in words}
        for group in ("modality_of_verb", "modality_of_auxiliary")
    )
    return by_verb, by_auxiliary


def governors(token: Token) -> Iterator[Token]:
    """The verbs above a token, the nearest first."""
    for _ in range(HIGHEST_CLIMB):
        if token.pos_ in VERBS and token.dep_ not in ("aux", "auxpass"):
            yield token
        if token.head.i == token.i:
            return
        token = token.head


def deciding_verbs(token: Token) -> Iterator[Token]:
    """The verbs that decide whether the amount is told as so: within its clause and what that clause is an object of.

    A subject is not what its verb wants ("75 nations demand"), and a relative clause does
    not depend on what is around it.
    """
    subject = False
    for _ in range(HIGHEST_CLIMB):
        if token.pos_ in VERBS and token.dep_ not in ("aux", "auxpass"):
            if not subject:
                yield token
            if token.dep_ in ("relcl", "advcl", "acl", "parataxis"):
                return
        subject = token.dep_ in SUBJECTS
        if token.head.i == token.i:
            return
        token = token.head


def period(span: Span, verb: Token | None) -> str | None:
    """The year named in the amount's clause, `FY` before a fiscal one; None when there are none or several."""
    sentence, found = span.sent, set()
    for match in YEAR.finditer(sentence.text):
        offset = sentence.start_char + match.start("year")
        token = span.doc.char_span(offset, offset + 4, alignment_mode="expand")
        if (
            token is None
            or span.start_char <= offset < span.end_char
            or NAMED_YEAR.match(sentence.text, match.start("year"))
        ):
            continue
        if next(governors(token.root), None) == verb:
            found.add(("FY" if match["fiscal"] else "") + match["year"])
    return found.pop() if len(found) == 1 else None


def _concedes(mark: Token) -> bool:
    """Whether "if" is part of "even if", which tells a fact."""
    return bool(mark.i > 0 and mark.nbor(-1).lower_ == "even")


def modality(before: str, verbs: Sequence[Token]) -> str:
    """By the words right before, or the nearest verb or auxiliary, that speak of wish, plan, guess or condition."""
    if ESTIMATED_BEFORE.search(before):
        return "estimated"
    by_verb, by_auxiliary = _tables()
    for verb in verbs:
        if any(
            child.dep_ == "mark" and child.lower_ in ("if", "unless") and not _concedes(child)
            for child in verb.children
        ):
            return "hypothetical"
        if told := by_verb.get(verb.lemma_.lower()):
            return told
        for child in verb.children:
            if child.dep_ == "aux" and child.lower_ in by_auxiliary:
                return by_auxiliary[child.lower_]
    return "asserted"
