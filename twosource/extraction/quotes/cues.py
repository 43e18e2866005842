"""The lexicon of speech: which words report speech, and with what force.

Belongs here: looking a word up. Does not: where it stands in a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from twosource import reference

if TYPE_CHECKING:
    from spacy.tokens import Token


@cache
def _forces(column: str) -> Mapping[str, str]:
    """Lemma to force, of one column of the table; the first force that lists a lemma wins."""
    found: dict[str, str] = {}
    for force, lemmas in reference.table("cues")[column].items():
        for lemma in lemmas:
            found.setdefault(lemma, force)
    return found


@cache
def _listed(column: str) -> frozenset[str]:
    return frozenset(reference.table("cues")[column])


def lemma(token: Token) -> str:
    """The lemma in lower case; a form that the lemmatiser leaves ("saying") is cut by hand."""
    found = str(token.lemma_).lower()
    if found.endswith("ing") and found[:-3] in _forces("verbs"):
        return found[:-3]
    return "say" if token.lower_ in ("says", "said", "saying", "sez") else found


def is_verb(token: Token) -> bool:
    """Whether the token is used as a verb that may report speech, also in direct quotation only."""
    known = lemma(token) in _forces("verbs") or lemma(token) in _forces("direct_only")
    return (
        known
        and token.pos_ in ("VERB", "AUX", "PROPN", "NOUN")
        and (token.pos_ in ("VERB", "AUX") or lemma(token) == "say")
    )


def is_core(token: Token) -> bool:
    """Whether the verb reports speech on its own, not only right beside quotation marks."""
    return is_verb(token) and lemma(token) in _forces("verbs")


def is_indirect(token: Token) -> bool:
    """Whether a clause that depends on the verb is reported speech."""
    return is_core(token) and lemma(token) not in _listed("indirect_never")


def takes_infinitive(token: Token) -> bool:
    """Whether the verb's infinitive is what was said ("promised to resign")."""
    return lemma(token) in _listed("to_clause")


def mastheads() -> frozenset[str]:
    """Last words of the names of newspapers and broadcasters ("Ledger")."""
    return _listed("mastheads")


def is_naming(token: Token) -> bool:
    """Whether the verb gives a name to something ("called it a “sham”")."""
    return lemma(token) in _listed("naming")


def is_document(token: Token) -> bool:
    """Whether the noun is a document or broadcast, whose words are somebody's."""
    return token.lemma_.lower() in _listed("documents")


def is_noun(token: Token) -> bool:
    """Whether the token is a noun of speech ("statement", "claim")."""
    return token.pos_ == "NOUN" and token.lemma_.lower() in _forces("nouns")


def force(token: Token) -> str | None:
    """The force of a cue (vocabulary `force`), None for a word that is none."""
    if is_noun(token):
        return _forces("nouns")[token.lemma_.lower()]
    word = lemma(token)
    return _forces("verbs").get(word) or _forces("direct_only").get(word)
