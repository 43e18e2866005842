"""Actor and recipient of an act, by the places that its row names.

Belongs here: from a hit to its two sides. Does not: whom a phrase means (`parties`), whether it is told (`reading`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twosource.extraction.events.lexicon import noun_class, people, word_list
from twosource.extraction.events.matching import Hit
from twosource.extraction.events.parties import DEEPEST, Reader, distinct
from twosource.extraction.events.scene import Party
from twosource.extraction.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Token


OFTEN = 3
"""Mentions of the other country from which on an article is about it."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Who acts and towards whom."""

    actors: list[Party]
    recipients: list[Party]
    inferred: bool = False
    """Whether the recipient is not named but follows from where the act is felt."""


def countries_of(parties: Sequence[Party]) -> list[str]:
    """The countries of the parties, each once."""
    return list(dict.fromkeys(party.country for party in parties if party.country))


def sides_of(reader: Reader, hit: Hit) -> Sides:
    """Actor and recipient of a hit, by the places of its row; what stands on both sides is taken from the second."""
    actors = _actors(reader, hit)
    recipients = _recipients(reader, hit, actors)
    if hit.row.symmetric and len(actors) > 1 and not recipients:
        return Sides(actors, actors)  # as PLOVER has it: each acts towards the others
    inferred = not recipients
    if inferred:
        recipients = _opposite(reader, hit, actors) or _outward(reader, hit, actors)
    if hit.row.domestic:
        actors, recipients = _at_home(reader, hit, actors, recipients)
    return Sides(actors, recipients, inferred)


def contrasts(verb: Token) -> bool:
    """Whether a "while" clause with a subject of its own sets one act beside another: "while Peru requested cuts"."""
    marked = any(child.dep_ == "mark" and child.lower_ in ("while", "whereas") for child in verb.children)
    return marked and verb.dep_ == "advcl" and tree.own_subject(verb) is not None and tree.is_finite(verb)


def _opposite(reader: Reader, hit: Hit, actors: Sequence[Party]) -> list[Party]:
    """The other side of two set beside one another: the subject of the clause that a "while" clause stands to."""
    subject = tree.subject(hit.token.head) if contrasts(hit.token) and tree.is_verb(hit.token.head) else None
    home = set(countries_of(actors))
    found = reader.parties(subject) if subject is not None else []
    return [party for party in found if party.country is not None and party.country not in home]


def _at_home(reader: Reader, hit: Hit, actors: list[Party], recipients: list[Party]) -> tuple[list[Party], list[Party]]:
    """Both sides of an act within a country: a phrase without a country is of the country of the other side, or of the
    place. A named person or organisation is not: Apple may sue Samsung in South Korea."""
    place = _place_party(reader, hit)
    acting, receiving = countries_of(actors), countries_of(recipients)
    home = place.country if place is not None else next(iter(acting or receiving), None)
    if not receiving and home is not None and len(acting) < 2:
        told = _lent(reader, home, recipients)
        recipients = told or ([place] if place is not None else _lent(reader, home, actors[:1]))
    if not acting and home is not None:
        actors = _lent(reader, home, actors)
    return actors, recipients


def _lent(reader: Reader, home: str, parties: Sequence[Party]) -> list[Party]:
    """The parties, those without name and country with the country they are at home in."""
    return [Party(party.name, party.country or (None if _has_name(reader, party) else home)) for party in parties]


def _has_name(reader: Reader, party: Party) -> bool:
    """Whether a party is a person or organisation told by name, also one that was not recognised as such."""
    last = party.name.split()[-1]
    is_common = not {last.lower(), last.lower().removesuffix("s")}.isdisjoint(people())  # "Militants" begins a sentence
    return party.name in reader.scene.named or (last[:1].isupper() and not is_common)


def _actors(reader: Reader, hit: Hit) -> list[Party]:
    if hit.row.actor:
        for slot in hit.row.actor:
            found = _at(reader, hit.token, slot)
            if found:
                return found
        return []
    verb = tree.verb_over(hit.token)
    if verb is None:
        return []
    if tree.is_passive(verb):
        told = [party for noun in tree.agents(verb) for party in reader.parties(noun)]
        return told or _through(reader, verb)
    subject = tree.subject(verb)
    return reader.parties(subject) if subject is not None and _can_act(reader, subject) else []


def _can_act(reader: Reader, subject: Token) -> bool:
    """Whether a subject is somebody, or a deed or writing that stands for its doer."""
    if subject.pos_ in ("PRON", "PROPN", "NUM", "ADJ") or reader.scene.mention_over(reader.paragraph, subject):
        return True
    words = tree.object_words(subject, 1)
    doing = (people(), word_list("quantifiers"), word_list("voices"), noun_class("attack"), noun_class("weapons"))
    return any(not some.isdisjoint(words) for some in doing)


def _through(reader: Reader, verb: Token) -> list[Party]:
    """Who is behind a passive act by the deed that it happened in: "were killed in a raid by Chad"."""
    for noun in tree.governed(verb, "in"):
        if not tree.object_words(noun).isdisjoint(noun_class("attack")):
            found = [party for agent in tree.agents(noun) for party in reader.parties(agent)]
            return found or distinct(reader.owners(noun, 1))
    return []


def _recipients(reader: Reader, hit: Hit, actors: Sequence[Party], depth: int = DEEPEST) -> list[Party]:
    """The first place of the row where somebody stands who is not the actor."""
    fallback: list[Party] = []
    for slot in hit.row.recipient:
        if slot == "clause":
            found = _of_clause(reader, hit, actors, depth)
        else:
            found = _condition(reader, hit.token) if slot == "condition" else _at(reader, hit.token, slot)
        found = [party for party in found if party not in actors]
        home = set(countries_of(actors))
        found = [party for party in found if party.country not in home or party.country is None] or found
        named = slot == "object" and any(party.name in reader.scene.persons for party in found)
        if named or any(party.country for party in found):
            return found
        fallback = fallback or found
    return fallback


def _at(reader: Reader, token: Token, slot: str) -> list[Party]:
    """The parties at a place around a word."""
    if slot == "object":
        nouns = tree.objects(token)
    elif slot == "dative":
        nouns = tree.datives(token)
    elif slot == "subject":
        subject = tree.own_subject(token)
        nouns = [subject] if subject is not None else []
    elif slot == "by":
        nouns = tree.agents(token)
    elif slot == "owner":
        things = [token] if token.pos_ in ("NOUN", "PROPN") else tree.objects(token)
        return distinct(party for thing in things for party in _owners(reader, token, thing))
    elif slot == "speaker":
        above = tree.subject(token.head) if token.dep_ == "ccomp" else None
        nouns = [above] if above is not None else []
    elif slot == "companion":
        return _companion(reader, token)
    elif slot == "attendee":
        nouns = _attendees(token)
    elif slot == "beside":
        nouns = _said_before(token)
    else:
        nouns = tree.governed(token, slot)
    return distinct(party for noun in nouns for party in reader.parties(noun))


def _attendees(noun: Token) -> list[Token]:
    """Who is at talks by being the subject of the clause that they stand in: "he said little during talks"."""
    held = noun.dep_ == "pobj" and noun.head.lower_ in ("during", "at", "after")
    verb = tree.verb_over(noun) if held else None
    subject = tree.subject(verb) if verb is not None and not tree.is_passive(verb) else None
    return [subject] if subject is not None else []


def _companion(reader: Reader, noun: Token) -> list[Party]:
    """With whom talks are held of which one side alone is named: the one other country that the article is about."""
    home = {party.country for subject in _attendees(noun) for party in reader.parties(subject)}
    told = Counter(m.country for m in reader.scene.mentions if m.country and m.country not in home)
    often = [country for country, count in told.items() if count >= OFTEN]
    if len(home) != 1 or None in home or len(often) != 1 or len(told) > OFTEN:
        return []
    name = next(m.entity for m in reader.scene.mentions if m.country == often[0] and m.label in ("LOC", "NORP", "ORG"))
    return [Party(name, often[0])]


def _said_before(token: Token) -> list[Token]:
    """Of whom the verb before says something: "said that Peru's share was small and expressed doubt"."""
    before = token.head if token.dep_ == "conj" else None
    clauses = list(tree.clauses(before)) if before is not None else []
    return [own for clause in clauses if (own := tree.own_subject(clause)) is not None]


def _owners(reader: Reader, token: Token, thing: Token) -> Iterator[Party]:
    """Whose a noun is; of the act's own noun only who stands before it, for what is behind has a place of its own."""
    yield from reader.owners(thing, 1 if thing.i == token.i else 4)


def _of_clause(reader: Reader, hit: Hit, actors: Sequence[Party], depth: int) -> list[Party]:
    """Whom the clause below is about: its own subject, whom the act in it is done to, or who else stands in it."""
    names = {party.name for party in actors}
    for clause in tree.clauses(hit.token):
        own = tree.own_subject(clause) if tree.is_verb(clause) else None
        if own is not None and own.i != hit.token.i and clause.dep_ != "relcl":
            found = [party for party in reader.parties(own) if party.name not in names]
            if any(party.country for party in found):
                return found
    for inner in hit.below if depth else ():
        found = [party for party in _recipients(reader, inner, actors, depth - 1) if party.name not in names]
        if any(party.country for party in found):
            return found
    for clause in tree.clauses(hit.token):
        found = reader.parties(clause) if clause.pos_ in tree.NOMINALS else []
        found = [party for party in found if party.name not in names] or _done_to(reader, clause, names)
        found = found if countries_of(found) else _beyond(reader, clause, actors) or found
        if found:
            return found
    return []


def _done_to(reader: Reader, clause: Token, names: set[str]) -> list[Party]:
    """Whom the verb of a clause has as its object."""
    things = tree.objects(clause) if tree.is_verb(clause) else []
    return [party for noun in things for party in reader.parties(noun) if party.name not in names]


def _condition(reader: Reader, token: Token) -> list[Party]:
    """Who has to do something lest the threat come true: the subject of an "if" or "unless" clause."""
    for verb in token.subtree:
        marks = {str(child.lower_) for child in verb.children if child.dep_ == "mark"}
        own = tree.own_subject(verb) if verb.dep_ == "advcl" and marks & {"if", "unless", "until"} else None
        if own is not None:
            return reader.parties(own)
    return []


def _beyond(reader: Reader, token: Token, actors: Sequence[Party]) -> list[Party]:
    """Who with a country of their own stands behind a word in its clause, another than the actor first."""
    home = {party.country for party in actors}
    names = {party.name for party in actors}
    same: list[Party] = []
    for at in tree.outward(token):
        mention = reader.scene.mention_over(reader.paragraph, at)
        if mention is None or mention.country is None or mention.entity in names:
            continue
        party = Party(mention.entity, mention.country)
        if mention.country not in home:
            return [party]
        same = same or [party]
    return same


def _outward(reader: Reader, hit: Hit, actors: Sequence[Party]) -> list[Party]:
    """For acts that are felt where they happen: who else stands in the clause, the place included."""
    if hit.row.type not in word_list("effect_in_place") or hit.row.form == "nouns":
        return []
    return _beyond(reader, hit.token, actors)


def _place_party(reader: Reader, hit: Hit) -> Party | None:
    for word in ("in", "at", "near"):
        for noun in tree.governed(hit.token, word):
            for party in reader.parties(noun):
                if party.country:
                    return party
    return None
