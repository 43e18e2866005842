"""Who and what takes part in what a clause tells, as what, where, and on which occasion.

Belongs here: from the places around a verb or noun to arguments. Does not: how it is told (`language.modality`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twosource.extraction.language import phrases, tree
from twosource.extraction.language.words import grouped, listed
from twosource.extraction.names import gazetteer
from twosource.extraction.parse import Paragraph
from twosource.extraction.statements.scene import Scene
from twosource.records import Argument, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

MOST = 12
"""Arguments of a clause; what has more is a list."""
COORDINATED = 4
SAID_OF = frozenset({"attr", "acomp", "oprd"})
PLACES = frozenset({"in", "at", "near", "outside"})
EMPTY = frozenset({"there", "it", "who", "which", "that", "what", "whom"})
NAMED = frozenset({"LOC", "NORP", "PER", "ORG"})


@dataclass(frozen=True, slots=True)
class Around:
    """Where a clause is read: its article and paragraph, and who speaks in it."""

    scene: Scene
    paragraph: Paragraph
    speaker: str | None


def arguments(around: Around, verb: Token, objects: Sequence[Token], behind: Sequence[Token]) -> list[Argument]:
    """The arguments of a verb, the subject first; what tells only a time is none. `behind` are its prepositions."""
    found: list[Argument] = []
    seen: set[int] = set()
    for role, noun in _places(around, verb, objects, behind):
        for word in (noun, *[c for c in noun.conjuncts if c.i > noun.i and c.pos_ in tree.NOMINALS][:COORDINATED]):
            if word.i not in seen and len(found) < MOST:
                seen.add(word.i)
                argument = _argument(around, role, word)
                if argument is not None:
                    found.append(argument)
    return found


def of_noun(around: Around, noun: Token) -> list[Argument]:
    """The arguments of the noun of an act: whose it is, who does it, with whom, about what."""
    owners = [("subject", child) for child in noun.lefts if child.dep_ == "poss"]
    named = [("subject", child) for child in noun.lefts if child.dep_ in ("compound", "amod", "nmod")]
    owners += [pair for pair in named if around.scene.at(around.paragraph, pair[1]) is not None]
    doers = [("subject", agent) for agent in tree.agents(noun)]
    behind = [pair for pair in _behind(around, tree.prepositions(noun)) if pair[0] != "by" or not doers]
    found = (_argument(around, role, word) for role, word in (*owners, *doers, *behind))
    return [argument for argument in found if argument is not None][:MOST]


def _places(
    around: Around, verb: Token, objects: Sequence[Token], behind: Sequence[Token]
) -> Iterator[tuple[str, Token]]:
    """Roles and nouns around a verb; of a passive the subject is the object, and who does it the subject."""
    passive = tree.is_passive(verb)
    subject = tree.subject(verb, undergoing=True)
    if subject is not None and subject.i != verb.i:
        yield ("object" if passive else "subject"), subject
    if passive:
        yield from (("subject", agent) for agent in _doers(verb))
    for noun in objects:
        yield "object", noun
    yield from (("to", noun) for noun in tree.datives(verb))
    yield from (("as", child) for child in verb.children if child.dep_ in SAID_OF and child.i != verb.i)
    yield from _behind(around, behind)


def _doers(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ == "agent":
            yield from (noun for noun in child.children if noun.dep_ == "pobj")


def _behind(around: Around, prepositions: Iterable[Token]) -> Iterator[tuple[str, Token]]:
    """What stands behind the prepositions of a verb or noun."""
    roles = grouped("predicates", "roles")
    for prep in prepositions:
        role = roles.get(str(prep.lower_))
        for noun in prep.children if role is not None else ():
            if noun.dep_ != "pobj" or phrases.is_time(noun):
                continue
            mention = around.scene.mention_over(around.paragraph, noun)
            on_somebody = prep.lower_ == "on" and mention is not None and mention.label in NAMED
            yield ("to" if on_somebody else str(role)), noun


def _argument(around: Around, role: str, word: Token) -> Argument | None:
    if word.lower_ in EMPTY and word.pos_ != "PROPN":
        return None
    mention = around.scene.meant(around.paragraph, word, around.speaker)
    text = around.scene.name_over(around.paragraph, word) if word.pos_ == "PROPN" else None
    return Argument(role=role, text=text or _head_words(word), mention=mention)


def _head_words(word: Token) -> str:
    """A noun with what describes it, without article and owner; a number, percentage or sum with its figures."""
    if word.like_num or not word.is_alpha:
        return str(word.doc[word.left_edge.i : word.i + 1].text)
    first = phrases.begin(word) if word.pos_ in tree.NOUNS else word.i
    return phrases.words(first, word.i, word) or str(word.text)


def place(around: Around, prepositions: Iterable[Token]) -> str | None:
    """Where it happens: a place name behind "in" or "at" of the noun or of its clause."""
    for prep in prepositions:
        for noun in prep.children if prep.lower_ in PLACES else ():
            mention = around.scene.mention_over(around.paragraph, noun)
            if mention is not None and (mention.label == "LOC" or _is_seat(prep, mention)):
                return mention.entity
    return None


def _is_seat(prep: Token, mention: Mention) -> bool:
    """Whether the name of a government is its house's here: "at the White House"."""
    entry = gazetteer.look_up(mention.text) if prep.lower_ == "at" else None
    return entry is not None and entry.kind == "government"


def forum(prepositions: Iterable[Token]) -> str | None:
    """The occasion on which it is said or done: "at the ministerial-level talks", "during the meeting"."""
    for prep in prepositions:
        if prep.lower_ not in listed("predicates", "forum_prepositions"):
            continue
        for noun in prep.children:
            if noun.dep_ == "pobj" and noun.pos_ in tree.NOUNS and tree.lemma(noun) in listed("predicates", "forums"):
                return _head_words(noun)
    return None
