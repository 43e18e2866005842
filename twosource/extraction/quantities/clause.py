"""The clause around an amount: its verbs, and whether it is told as so.

Belongs here: reading verbs, auxiliaries and conjunctions of the parse. Does not: what the amount measures (`binding`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from twosource import reference
from twosource.extraction.language.tree import SUBJECTS, VERBS

if TYPE_CHECKING:
    from spacy.tokens import Token

HIGHEST_CLIMB = 8
ESTIMATED_BEFORE = re.compile(
    r"\b(?:estimated|expected|projected|forecast)(?: to)?(?: be)?(?: at)?(?: about)? ?$", re.IGNORECASE
)


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
