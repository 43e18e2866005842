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

GOING_ON = frozenset(["continue", "go", "appear", "seem"])
"""Verbs whose infinitive is done all the same ("continued to insist")."""
NOT_YET = frozenset(["will", "'ll", "’ll", "shall", "can", "could", "may", "might", "should", "must"])
"""Auxiliaries with which nothing has been said yet."""
USED_AS_VERBS = frozenset(["VERB", "AUX", "PROPN", "NOUN"])
"""Word classes as which the tagger may take a verb of speech; of the last two "say" alone counts."""
SUPPOSING = frozenset(["than", "if", "whether", "unless"])
"""Conjunctions whose clause is not told to have happened."""


@cache
def _forces(column: str) -> Mapping[str, str]:
    """Lemma to force, of one column of the table; the first force that lists a lemma wins."""
    found: dict[str, str] = {}
    for force, lemmas in reference.table("cues")[column].items():
        for lemma in lemmas:
            found.setdefault(lemma, force)
    return found


@cache
def listed(column: str) -> frozenset[str]:
    """The words of a plain column of the table ("summing", "reactions"); raises KeyError when there is none."""
    return frozenset(reference.table("cues")[column])


def lemma(token: Token) -> str:
    """The lemma in lower case; a form that the lemmatiser leaves ("saying") is cut by hand."""
    found = str(token.lemma_).lower()
    if found.endswith("ing") and found[:-3] in _forces("verbs"):
        return found[:-3]
    return "say" if token.lower_ in ("says", "said", "saying", "sez") else found


def is_verb(token: Token) -> bool:
    """Whether the token is used as a verb that may report speech, also in direct quotation only."""
    kind = token.pos_
    if kind not in USED_AS_VERBS:
        return False
    word = lemma(token)
    known = word in _forces("verbs") or word in _forces("direct_only")
    return known and (word == "say" or kind in ("VERB", "AUX"))


def is_core(token: Token) -> bool:
    """Whether the verb reports speech on its own, not only right beside quotation marks."""
    return is_verb(token) and lemma(token) in _forces("verbs")


def is_indirect(token: Token) -> bool:
    """Whether a clause that depends on the verb is reported speech."""
    if is_core(token) and lemma(token) == "call":  # "called on the council to act"
        return any(child.dep_ == "prep" and child.lower_ in ("on", "upon") for child in token.rights)
    return is_core(token) and lemma(token) not in listed("indirect_never")


def takes_object(token: Token) -> bool:
    """Whether what the verb governs is what was said ("called it a sham"), not whom it was told ("told the host")."""
    return is_verb(token) and lemma(token) not in listed("object_never")


def takes_infinitive(token: Token) -> bool:
    """Whether the verb's infinitive is what was said ("promised to resign")."""
    return lemma(token) in listed("to_clause")


def mastheads() -> frozenset[str]:
    """Last words of the names of newspapers and broadcasters ("Ledger")."""
    return listed("mastheads")


def is_naming(token: Token) -> bool:
    """Whether the verb gives a name to something ("called it a “sham”")."""
    return lemma(token) in listed("naming")


def is_document(token: Token) -> bool:
    """Whether the noun is a document or broadcast, whose words are somebody's."""
    return token.lemma_.lower() in listed("documents")


def is_carrier(token: Token) -> bool:
    """Whether the noun carries words that nobody speaks: a sign, a hat, a slogan."""
    return token.lemma_.lower() in listed("carriers")


def is_work(token: Token) -> bool:
    """Whether the noun is followed by a title or slogan in marks: a song, a film, a slogan."""
    return token.lemma_.lower() in listed("works") or is_carrier(token)


def is_noun(token: Token) -> bool:
    """Whether the token is a noun of speech ("statement", "claim")."""
    return token.pos_ == "NOUN" and token.lemma_.lower() in _forces("nouns")


def force(token: Token) -> str | None:
    """The force of a cue (vocabulary `force`), None for a word that is none."""
    if is_noun(token):
        return _forces("nouns")[token.lemma_.lower()]
    word = lemma(token)
    if word == "call" and not any(c.dep_ == "prep" and c.lower_ in ("on", "upon", "for") for c in token.rights):
        return "says"  # "called it a sham": the demand is in "called for"
    return _forces("verbs").get(word) or _forces("direct_only").get(word)


def tells(cue: Token, quoted: bool = False) -> bool:
    """Whether the verb tells that somebody spoke: not "did not say", "refused to say", "will argue", "when you say".

    `quoted` tells that words in marks stand beside it: then any purpose was reached ("rose to call it “old”").
    """
    if _withheld(cue):
        return False
    for child in cue.children:
        if child.dep_ == "neg" or child.lower_ == "never" or (child.dep_ == "mark" and child.lower_ in SUPPOSING):
            return False
        if child.dep_ == "nsubj" and child.lower_ == "you":
            return False
        if child.dep_ == "aux" and child.lower_ in NOT_YET:
            return False
        if child.dep_ == "aux" and child.lower_ == "to" and cue.tag_ == "VB" and not _done(cue, quoted):
            return False
    return True


def is_nobody(head: Token) -> bool:
    """Whether a subject tells that nobody spoke: "nobody", "no official"; "No 10" is a house."""
    if head.lower_ in ("nobody", "none", "neither"):
        return True
    return any(
        child.dep_ == "det" and child.lower_ in ("no", "neither") and not child.nbor().is_digit for child in head.lefts
    )


def _withheld(cue: Token) -> bool:
    """Whether what stands above the verb takes it back: "without saying", "stopped short of saying"."""
    if cue.dep_ == "pcomp" and cue.head.lower_ == "of":
        return cue.head.head.lower_ in ("short", "instead")
    kept_back = cue.dep_ in ("xcomp", "ccomp") and cue.head.lemma_.lower() in ("deny", "avoid")
    return kept_back or (cue.dep_ == "pcomp" and cue.head.lower_ == "without")


def _done(cue: Token, quoted: bool) -> bool:
    """Whether what an infinitive names took place: "continued to insist", "rose to say that"."""
    telling = quoted or lemma(cue) in ("say", "tell", "announce", "complain", "explain", "confirm")
    purpose = cue.dep_ == "advcl" and telling
    return cue.head.lemma_ in GOING_ON or (purpose and cue.head.tag_ == "VBD" and cue.head.i < cue.i)
