"""What is said not to be so, and what is doubted: by a negation, by a verb above, by a verdict on a report.

Belongs here: negation and doubt inside one clause. Does not: plans, wishes, conditions, chains of verbs (`modality`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from twosource.extraction.language import tree
from twosource.extraction.language.words import acting, grouped, listed

if TYPE_CHECKING:
    from spacy.tokens import Token

NEGATIVES = frozenset({"no", "neither", "never", "nobody", "nothing", "none", "nor", "hardly"})
NEARLY = frozenset({"almost", "nearly"})
PLACES = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "expl"})
PREDICATES = frozenset({"acomp", "attr", "oprd"})
WAITING = frozenset({"have", "be", "remain"})
"""Verbs with which "yet to" says that something has not happened."""
DENIED = "denied"
DOUBTED = "doubted"


def says_not(verb: Token) -> bool:
    """Whether the verb's own clause is negative: "not", "never", "no promise", "nobody", "almost attacked"."""
    for child in verb.children:
        if child.dep_ == "intj":
            continue
        if child.dep_ == "neg" or child.lower_ in NEGATIVES:
            if not _is_only(child):
                return True
            continue
        nearly = child.lower_ in NEARLY and child.dep_ == "advmod" and _is_act(verb)
        if nearly or (child.dep_ in PLACES and is_none(child)):
            return True
    joined = verb.dep_ == "conj" and any(child.lower_ == "nor" and child.i < verb.i for child in verb.head.children)
    return joined or _is_never(verb) or bool(verb.dep_ == "pcomp" and verb.head.lower_ == "without")


def _is_never(verb: Token) -> bool:
    """Whether a phrase says that it is so in no case: "under no circumstances", "at no time", "in no way"."""
    return any(
        tree.lemma(noun) in listed("denial", "cases") and is_none(noun)
        for prep in verb.children
        if prep.dep_ == "prep"
        for noun in prep.children
    )


def leaves_open(verb: Token) -> bool:
    """Whether the verb says that something is not excluded: "cannot rule out", "did not exclude"."""
    return tree.phrase(verb) in listed("denial", "excluding") and any(c.dep_ == "neg" for c in verb.children)


def empty_noun(verb: Token) -> Token | None:
    """The noun that names nothing ("no reports") and alone makes the verb's clause negative; None without one."""
    if any(child.dep_ == "neg" for child in verb.children):
        return None
    return next((child for child in verb.children if child.dep_ in PLACES and is_none(child)), None)


def _is_act(verb: Token) -> bool:
    """Whether the verb tells an act, of which "almost" says that it was not done; what almost doubled did grow."""
    word = tree.lemma(verb)
    return word in acting() and word not in listed("denial", "growing")


def is_none(noun: Token) -> bool:
    """Whether a noun phrase names nothing: "no meeting", "neither side", "nobody"."""
    return noun.lower_ in NEGATIVES or any(child.lower_ in NEGATIVES for child in noun.lefts)


def _is_only(negation: Token) -> bool:
    """Whether "not" belongs to "not only", which denies nothing."""
    return bool(negation.i + 1 < len(negation.doc) and negation.nbor().lower_ == "only")


def denies(verb: Token) -> bool:
    """Whether the verb, not negated, makes what stands in a clause or infinitive below it not so."""
    if tree.phrase(verb) in listed("denial", "denying"):
        return True
    if tree.lemma(verb) in WAITING and any(child.lower_ == "yet" for child in verb.children):
        return True  # "have yet to agree"
    words = set(_predicates(verb))
    return not words.isdisjoint(listed("denial", "untrue")) or "estimated" in _doubt_words(words)


def doubts(verb: Token) -> str | None:
    """The modality that the verb's doubt gives to what stands below it: "hypothetical" or, of what is unlikely,
    "estimated"; None when it does not doubt."""
    if any(child.lower_ in listed("denial", "falsely") for child in verb.children):
        return "hypothetical"
    found = _doubt_words({tree.lemma(verb), *_predicates(verb)})
    if "estimated" in found:
        return "estimated"  # "not unlikely" is still a guess
    return "hypothetical" if found and not says_not(verb) else None


def report_over(token: Token) -> Token | None:
    """The noun of saying whose content an act is: "claims that troops killed", "reports of an attack"."""
    if token.pos_ in ("NOUN", "PROPN"):
        behind = token.dep_ == "pobj" and token.head.lower_ in ("of", "about")
        noun = token.head.head if behind else None
    else:
        marked = any(child.dep_ == "mark" and child.lower_ == "that" for child in token.children)
        told = any(child.dep_ in ("nsubj", "nsubjpass") and child.pos_ != "DET" for child in token.children)
        content = (marked and token.dep_ == "relcl") or (told and token.dep_ in ("acl", "ccomp"))
        noun = token.head if content else None
    if noun is None or noun.pos_ != "NOUN" or tree.lemma(noun) not in listed("denial", "reports"):
        return None
    return noun


def verdict(noun: Token) -> str | None:
    """What the sentence makes of a report: DENIED ("are false", "rejected claims"), DOUBTED, or None."""
    judge = noun.head
    if tree.is_verb(judge):
        not_so, passive = says_not(judge), noun.dep_ == "nsubjpass"
        if noun.dep_ == "dobj" or passive:
            found = _verdict_of_verb(tree.lemma(judge), not_so)
        else:
            found = _verdict_of_predicate(set(_predicates(judge)), not_so) if noun.dep_ == "nsubj" else None
        if found is not None:
            return found
    described = {tree.lemma(child) for child in noun.children if child.dep_ == "amod"}
    false = listed("denial", "untrue") | listed("denial", "mistaken")
    return DOUBTED if not described.isdisjoint(false) or _doubt_words(described) else None


def _verdict_of_verb(word: str, not_so: bool) -> str | None:
    if word in listed("denial", "rejecting"):
        return None if not_so else DENIED
    if word in listed("denial", "confirming"):
        return DOUBTED if not_so else None
    return DOUBTED if word in listed("denial", "disputing") and not not_so else None


def _verdict_of_predicate(words: set[str], not_so: bool) -> str | None:
    false = not words.isdisjoint(listed("denial", "untrue") | listed("denial", "mistaken"))
    if false or not words.isdisjoint(listed("denial", "correct")):
        return DENIED if false != not_so else None
    return DOUBTED if _doubt_words(words) and not not_so else None


def _predicates(verb: Token) -> Iterator[str]:
    """What is said of the subject: "is false", "proved to be untrue"."""
    for child in verb.children:
        if child.dep_ in PREDICATES:
            yield tree.lemma(child)
        elif child.dep_ == "xcomp" and tree.lemma(child) == "be":
            yield from (tree.lemma(below) for below in child.children if below.dep_ in PREDICATES)


def _doubt_words(words: set[str]) -> set[str]:
    """The modalities of the words of doubt among these."""
    table = grouped("denial", "modality_of_doubt")
    return {table[word] for word in words if word in table}


def only_tells(verb: Token, content: Token) -> bool:
    """Whether a clause of the speaker's own only leads to what it tells: "I can only tell you that", "we think"."""
    speaker = any(child.dep_ == "nsubj" and child.lower_ in ("i", "we") for child in verb.children)
    if not speaker or tree.lemma(verb) not in listed("denial", "wrapping") or content.i < verb.i:
        return False
    return tree.is_finite(content) and not any(child.dep_ == "neg" for child in verb.children)
