"""On whose word an amount stands by the noun that holds it: "his claim of a 700% duty", "an estimate of 40 by Wu".

Belongs here: the noun of speech over an amount and its owner. Does not: clauses that somebody says (statements).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twosource.extraction.language import tree
from twosource.extraction.language.words import listed

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

WITHIN = frozenset({"nummod", "quantmod", "compound", "amod", "nmod", "pobj", "npadvmod", "appos", "conj"})
"""Relations by which an amount is part of the phrase over it."""
BEFORE = frozenset({"of", "about", "regarding", "concerning", "on"})
"""What joins a noun of speech to what it says."""
FROM = frozenset({"by", "from"})


def holder(span: Span) -> Token | None:
    """Whose word the amount is by a noun: the noun's owner, or who stands behind "by"; None where no such noun holds
    it or nobody owns it."""
    token = span.root
    for _ in range(tree.HIGHEST):
        above = token.head
        joined = token.dep_ == "prep" and token.lower_ in BEFORE and above.pos_ == "NOUN"
        if joined and above.lemma_.lower() in listed("cues", "contents"):
            return _owner(above)
        if above.i == token.i or not (joined or token.dep_ in WITHIN):
            return None
        token = above
    return None


def _owner(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in FROM:
            return next((held for held in child.children if held.dep_ == "pobj"), None)
    return None
