"""What a clause tells, by one word for all the ways to say it.

Belongs here: classes of verbs and nouns, light verbs. Does not: who takes part (`arguments`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from twosource import reference
from twosource.extraction.language import tree
from twosource.extraction.language.words import listed

if TYPE_CHECKING:
    from spacy.tokens import Token


BEHIND = frozenset({"advmod", "prep"})
"""Labels of a word behind a verb that may be its particle, though the parser does not call it so."""


@cache
def classes(form: str) -> Mapping[str, str]:
    """Word to the class that it stands in, of a form (`verbs` or `nouns`); the first class that lists it."""
    found: dict[str, str] = {}
    for row in reference.table("predicates")["classes"]:
        for word in row[form]:
            found.setdefault(str(word), str(row["class"]))
    return found


def of_verb(verb: Token, objects: Sequence[Token]) -> str:
    """The predicate of a verb with these objects: its class, that of the noun that a light verb leaves it to ("held
    talks"), what a "be" says of its subject ("be false"), or the lemma with particles."""
    phrase, lemma = tree.phrase(verb), tree.lemma(verb)
    if lemma in listed("predicates", "light") or phrase in listed("predicates", "light"):
        for noun in objects:
            if noun.i > verb.i and _class_of(noun) is not None:
                return str(_class_of(noun))
    said_so = {lemma, phrase, *(f"{lemma} {noun.lower_}" for noun in objects)}
    if not said_so.isdisjoint(listed("predicates", "occurring")):
        subject = tree.own_subject(verb)
        by_noun = _class_of(subject) if subject is not None and not tree.is_passive(verb) else None
        if by_noun is not None:
            return by_noun
    if lemma == "be":
        said = next((child for child in verb.children if child.dep_ == "acomp"), None)
        return f"be {tree.lemma(said)}" if said is not None else lemma
    verbs = classes("verbs")
    behind = next((child for child in verb.rights if child.i == verb.i + 1 and child.dep_ in BEHIND), None)
    if behind is not None and (found := verbs.get(f"{lemma} {behind.lower_}")) is not None:
        return found
    return verbs.get(phrase) or (verbs.get(lemma, phrase) if " " not in phrase else phrase)


def of_noun(noun: Token) -> str:
    """The predicate of the noun of an act: its class, or its lemma."""
    return _class_of(noun) or tree.lemma(noun)


def _class_of(noun: Token) -> str | None:
    return classes("nouns").get(str(noun.lower_)) or classes("nouns").get(tree.lemma(noun))
