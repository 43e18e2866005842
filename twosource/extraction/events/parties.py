"""Who a noun phrase stands for: canonical names and countries.

Belongs here: from a word of the parse to parties, with pronouns and "the two sides". Does not: which phrase is the
actor (`reading`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twosource.extraction.events.lexicon import people, word_list
from twosource.extraction.events.scene import Party, Scene
from twosource.extraction.language import tree
from twosource.extraction.names import coreference, gazetteer
from twosource.extraction.parse import Paragraph
from twosource.records import Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

OWNERS = frozenset({"poss", "compound", "nmod", "amod", "npadvmod", "nummod"})
INSIDE = ("of", "from", "in", "between", "for", "by", "to", "at", "on", "against", "with")
"""Prepositions behind which a noun phrase tells whose it is, the surest first."""
SPEAKING = frozenset({"i", "we", "my", "our", "us", "me"})
THINGS = frozenset({"it", "they", "its", "their", "them"})
PERSONS = frozenset({"he", "she", "him", "her", "his"})
DEEPEST = 4
"""Phrases within phrases that are followed; every step to another one takes one off, so that none is endless."""
NO_NAME = frozenset({"det", "nummod", "punct", "quantmod", "poss", "case"})
LONGEST_NAME = 6


def distinct(parties: Iterable[Party]) -> list[Party]:
    """The parties in order, without doubles and without what only describes one named before."""
    found: list[Party] = []
    for party in parties:
        if party not in found and not _is_description(party, found):
            found.append(party)
    return found


def _is_description(party: Party, named: Sequence[Party]) -> bool:
    """Whether a phrase in small letters only describes a party named before it: "Tokyo, a key ally"."""
    return party.name.islower() and any(party.country in (None, other.country) for other in named)


def _inside_name(mention: Mention) -> Iterator[Party]:
    """The countries in the name of a thing: "the U.S.-Japan Security Treaty"."""
    for _, _, entry in gazetteer.scan(mention.text):
        if entry.kind in ("country", "people", "capital") and len(entry.countries) == 1:
            yield Party(entry.name, entry.countries[0])


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads parties in one paragraph."""

    scene: Scene
    paragraph: Paragraph

    def parties(self, token: Token, depth: int = DEEPEST) -> list[Party]:
        """Everybody that the phrase around `token` names, coordinated ones included, without doubles."""
        return distinct(party for head in (token, *self._joined(token)) for party in self._one(head, depth))

    def _joined(self, token: Token) -> list[Token]:
        """What is coordinated with a phrase, also where the parser took "France, Spain and Italy" for an apposition or
        a first name for the head."""
        mention = self.scene.mention_over(self.paragraph, token)
        words = [token]
        if mention is not None:
            begin, end = mention.start - self.paragraph.start, mention.end - self.paragraph.start
            words += [below for below in token.subtree if begin <= below.idx < end and below.i != token.i]
        found = [c for word in words for c in word.conjuncts if c.i > token.i and c.pos_ in tree.NOMINALS]
        for child in token.children:
            other = self.scene.mention_over(self.paragraph, child) if child.dep_ == "appos" else None
            if mention is not None and other is not None and mention.label == other.label == "LOC":
                found += [child, *(c for c in child.conjuncts if c.i > child.i)]
        return found

    def _one(self, token: Token, depth: int) -> list[Party]:
        if depth == 0:
            return []
        if token.pos_ == "PRON":
            return self._pronoun(token, depth)
        both = self._both(token)
        if both:
            return both
        mention = self.scene.mention_over(self.paragraph, token)
        if mention is not None and mention.label != "OTHER":
            beside = [p for c in token.children if c.dep_ == "appos" for p in self.parties(c, depth - 1)]
            if beside and self._is_dateline(mention):
                return beside
            return [self._named(token, mention, depth)]
        if mention is not None:
            return list(_inside_name(mention))
        return self._common(token, depth)

    def _is_dateline(self, mention: Mention) -> bool:
        """Whether a place in capitals at the head of a paragraph only says where the story was filed."""
        return mention.start == self.paragraph.start and len(mention.text) > 3 and mention.text.isupper()

    def _named(self, token: Token, mention: Mention, depth: int) -> Party:
        """A name; without a country of its own, that of the words before it or set behind it."""
        country = mention.country or self.scene.countries.get(mention.entity)
        if mention.label == "NORP":
            country = self._home(token) or country
        if country is None and mention.label in ("PER", "ORG", "NORP"):
            country = next((party.country for party in self.owners(token, depth) if party.country), None)
        return Party(mention.entity, country)

    def _home(self, token: Token) -> str | None:
        """The country in which a people lives: "Bosnian Serbs", "Albanians of Serbia", "ethnic Albanians in Serbia"."""
        ethnic = any(child.lower_ == "ethnic" for child in token.children)
        for child in token.lefts:
            mention = self.scene.mention_over(self.paragraph, child) if child.dep_ in OWNERS else None
            if mention is not None and mention.country is not None and mention.end <= self.paragraph.start + token.idx:
                return mention.country
        for prep in token.children:
            if prep.dep_ == "prep" and (prep.lower_ == "of" or (ethnic and prep.lower_ == "in")):
                for noun in prep.children:
                    mention = self.scene.mention_over(self.paragraph, noun)
                    if mention is not None and mention.country is not None:
                        return mention.country
        return None

    def _common(self, token: Token, depth: int) -> list[Party]:
        """A phrase without a name at its head: whom it counts, the people it names, or whose the thing is."""
        word = tree.lemma(token)
        before = (child for child in token.lefts if child.dep_ in OWNERS)
        described = any(self.scene.mention_over(self.paragraph, child) for child in before)
        if word in word_list("quantifiers") and not described:
            counted = [p for noun in tree.governed(token, "of") for p in self.parties(noun, depth - 1)]
            if counted:
                return counted
        for child in token.children:
            beside = self.scene.mention_over(self.paragraph, child) if child.dep_ == "appos" else None
            if beside is not None and beside.label == "PER" and word in people():
                named = self._named(child, beside, depth - 1)
                own = next((party.country for party in self.owners(token, 1) if party.country), None)
                return [Party(named.name, named.country or own)]
        owners = list(self.owners(token, depth))
        if not any(owner.country for owner in owners):
            listed = [p for noun in self._listed(token) for p in self.parties(noun, depth - 1)]
            if listed:
                return listed
        if word not in people():
            return [owner for owner in owners if owner.country or owner.name in self.scene.countries] or owners[:1]
        known = self._role(token)
        if known is not None:
            return [known]
        countries: list[str] = []
        for owner in owners:
            if owner.country and owner.country not in countries:
                countries.append(owner.country)
        name = self._name(token)
        return [Party(name, country) for country in countries[: max(1, self._coordinated(token))]] or [Party(name)]

    def _listed(self, token: Token) -> Iterator[Token]:
        """What an indefinite group includes: "some countries, including Canada"."""
        for prep in token.children:
            if prep.dep_ == "prep" and prep.lower_ in ("including", "like", "as"):
                yield from (noun for noun in prep.children if noun.dep_ == "pobj")

    def _coordinated(self, token: Token) -> int:
        """How many countries a phrase may stand for: "Japanese and American officials" stands for two."""
        joined = [c for c in token.children if c.dep_ in ("amod", "compound", "nmod", "poss") and list(c.conjuncts)]
        return 1 + sum(len(list(child.conjuncts)) for child in joined)

    def _role(self, token: Token) -> Party | None:
        """ "The prime minister": the person of the article who holds the office."""
        if not any(child.dep_ == "det" and child.lower_ == "the" for child in token.children):
            return None
        told_of = any(child.dep_ in OWNERS | {"prep"} and child.ent_type_ for child in token.children)
        if self.scene.memory is None or told_of:
            return None
        start = self.paragraph.start + token.idx
        name, _ = coreference.resolve(self.scene.memory, f"the {token.text}", (start, start + len(token)))
        return Party(name, self.scene.countries[name]) if name in self.scene.countries else None

    def owners(self, token: Token, depth: int) -> Iterator[Party]:
        """Who stands inside a noun phrase: before the noun ("Turkish police"), behind it ("people of Chad"), beside."""
        ethnic = any(child.lower_ == "ethnic" for child in token.children)
        before = [child for child in token.lefts if child.dep_ in OWNERS and not ethnic]
        named = [child for child in before if child.pos_ != "PRON" and child.lower_ != "whose"]
        found = [party for child in named for party in self._owner(child, depth)]
        yield from found
        if any(party.country for party in found) or any(party.name in self.scene.persons for party in found):
            return
        yield from (party for child in before if child not in named for party in self._owner(child, depth))
        for word in INSIDE if depth > 1 else ():
            for prep in token.children:
                if prep.dep_ == "prep" and prep.lower_ == word:
                    for noun in prep.children:
                        if noun.dep_ == "pobj":
                            yield from self.parties(noun, depth - 2)
        for child in token.children:
            if child.dep_ == "appos" and depth > 1:
                yield from self._beside(child, depth)
            elif child.dep_ == "acl" and depth > 1:
                for noun in (*tree.governed(child, "in"), *tree.governed(child, "by")):
                    yield from self.parties(noun, depth - 2)

    def _owner(self, child: Token, depth: int) -> Iterator[Party]:
        if child.pos_ == "PRON" or child.lower_ == "whose":
            yield from self._pronoun(child, depth)
            return
        for word in (child, *(other for other in child.conjuncts if other.i > child.i)):
            first, last = word.left_edge.idx, word.idx + len(word)
            for mention in self.scene.mentions_in(self.paragraph.start + first, self.paragraph.start + last):
                if mention.label == "OTHER":
                    yield from _inside_name(mention)
                else:
                    yield Party(mention.entity, mention.country or self.scene.countries.get(mention.entity))

    def _beside(self, child: Token, depth: int) -> Iterator[Party]:
        mention = self.scene.mention_over(self.paragraph, child)
        if mention is not None and mention.label != "OTHER":
            yield Party(mention.entity, mention.country)
        else:
            yield from self.owners(child, depth - 1)

    def _pronoun(self, token: Token, depth: int) -> list[Party]:
        word = str(token.lower_)
        if word in tree.RELATIVE or word == "whose":
            clause = tree.verb_over(token)
            return self.parties(clause.head, depth - 1) if clause is not None and clause.dep_ == "relcl" else []
        start = self.paragraph.start + token.idx
        if word in SPEAKING:
            name = self.scene.speaker(start)
            return [Party(name, self.scene.country_of(name))] if name else []
        if word in PERSONS and self.scene.memory is not None:
            near = self._person_before(token, depth)
            if near:
                return near
            name, _ = coreference.resolve(self.scene.memory, word, (start, start + len(token)))
            if name and not self._is_own_subject(token, name):
                return [Party(name, self.scene.countries.get(name))]
            return []
        return self._subject_before(token, depth) if word in THINGS | PERSONS else []

    def _person_before(self, token: Token, depth: int) -> list[Party]:
        """A person who is the subject of an earlier clause of the sentence: "when Li asked Wu, he said"."""
        own = tree.verb_over(token)
        for before in reversed(token.doc[token.sent.start : token.i]):
            if before.dep_ in ("nsubj", "nsubjpass") and before.pos_ != "PRON" and before.head is not own:
                mention = self.scene.mention_over(self.paragraph, before)
                person = mention is not None and mention.label == "PER" and self._fits(token, mention.entity)
                office = mention is None and tree.lemma(before) in word_list("officials")
                if person or office:
                    return self.parties(before, depth - 1)
        return []

    def _fits(self, token: Token, name: str) -> bool:
        gender = coreference.gender_of(name)
        return gender is None or gender == coreference.PRONOUN_GENDER.get(str(token.lower_))

    def _is_own_subject(self, token: Token, name: str) -> bool:
        """Whether an object pronoun would mean its own clause's subject, which would be "himself"."""
        verb = tree.verb_over(token)
        is_object = token.dep_ not in ("nsubj", "nsubjpass", "poss")
        subject = tree.subject(verb) if verb is not None and is_object else None
        mention = self.scene.mention_over(self.paragraph, subject) if subject is not None else None
        return mention is not None and mention.entity == name

    def _subject_before(self, token: Token, depth: int) -> list[Party]:
        """What "it" or "they" means inside its sentence: the subject of a verb above that stands before it."""
        verb = tree.verb_over(token)
        for _ in range(tree.HIGHEST):
            if verb is None:
                return []
            subject = tree.own_subject(verb)
            if subject is not None and subject.i < token.i and subject.pos_ != "PRON":
                return self.parties(subject, depth - 1)
            verb = tree.verb_over(verb.head) if verb.head.i != verb.i else None
        return []

    def _both(self, token: Token) -> list[Party]:
        """ "The two sides", "both countries": the pair of countries told last."""
        told = any(child.lower_ in ("two", "both") for child in token.children)
        return list(self.scene.pair) if told and tree.lemma(token) in word_list("both") else []

    def _name(self, token: Token) -> str:
        """The phrase up to its head, without article and numbers."""
        first = token.i
        while first > token.left_edge.i and token.i - first < LONGEST_NAME:
            before = token.doc[first - 1]
            if before.dep_ in NO_NAME or before.pos_ in ("DET", "NUM", "PUNCT"):
                break
            first -= 1
        return " ".join(str(token.doc[first : token.i + 1].text).split())
