"""Whose name a pronoun, a role or a bare noun phrase stands for, inside one article.

Belongs here: gender, roles and recency. Does not: finding the words that name the speaker (see `speakers`).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from twosource import reference
from twosource.extraction.names.namesakes import Namesakes, bearer, namesakes_of
from twosource.records import Mention, Span

PRONOUN_GENDER: Mapping[str, str | None] = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
    "i": None, "we": None, "you": None, "they": None, "them": None, "it": None, "who": None, "who's": None,
}  # fmt: skip
NEAR_IT = 400
"""Code points within which "it" is an organisation named before."""
NEAR = 1_500
"""Code points within which "the company" is an organisation named before."""
ARTICLE = re.compile(r"^(?:the|a|an|his|her|its|their|our|that|this|one|another|some)\s+", re.I)


@cache
def _gender_words(gender: str) -> frozenset[str]:
    return frozenset(word.lower() for word in reference.table("roles")[gender])


@cache
def _first_names() -> Mapping[str, str]:
    return {name: gender for gender in ("female", "male") for name in reference.table("first_names")[gender]}


def gender_of(words: str) -> str | None:
    """`female` or `male` when a first name, title or gendered noun tells, otherwise None."""
    parts = words.split()
    for part in (parts[0], parts[-1]) if parts else ():
        plain = part.strip(".,").lower()
        for gender in ("female", "male"):
            if plain in _gender_words(gender):
                return gender
    return _first_names().get(parts[0]) if parts else None


@dataclass(slots=True)
class Memory:
    """What the article has told up to a place: who spoke last, who is known with which gender and role."""

    text: str
    people: Sequence[Mention]
    starts: list[int]
    bodies: list[Mention] = field(default_factory=list)
    body_starts: list[int] = field(default_factory=list)
    by_word: dict[str, str] = field(default_factory=dict)
    no_people: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    genders: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    by_role: dict[str, list[str]] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    relays: set[str] = field(default_factory=set)
    last: str | None = None
    last_words: str | None = None
    last_page: int = -1
    subjects: list[Mention] = field(default_factory=list)
    subject_starts: list[int] = field(default_factory=list)
    last_at: int = 0
    subject_places: frozenset[int] = frozenset()
    namesakes: Namesakes = field(default_factory=Namesakes)

    def heard(self, speaker: str | None, at: int, words: str | None, page: int) -> None:
        """Note who has just spoken, in which words the text names them, and in which paragraph."""
        if speaker is None:
            return
        self.last, self.last_at, self.last_words, self.last_page = speaker, at, words, page
        gender = self.genders.get(speaker) or gender_of(speaker)
        if gender:
            self.latest[gender] = speaker
        head = role_head(words or "")
        if words and head in reference.table("cues")["documents"]:
            if speaker != words:
                self.documents[kind_of_document(head)] = speaker
        elif speaker == words and not words.lower().startswith("the "):
            self.phrases[head] = speaker

    def outlet_of(self, words: str | None, speaker: str | None) -> str | None:
        """The outlet whose piece speaks ("the article", after "the Herald report"), None when it is no known relay."""
        document = role_head(words or "") in reference.table("cues")["documents"]
        return speaker if document and speaker in self.relays else None


def memory_of(text: str, mentions: Sequence[Mention], subjects: frozenset[int] = frozenset()) -> Memory:
    """Read genders and roles of the article's people from their names, titles and roles.

    `subjects` are the starts of mentions that are the subject of their clause.
    """
    people = [mention for mention in mentions if mention.label == "PER"]
    memory = Memory(text, people, [mention.start for mention in people])
    memory.bodies = [mention for mention in mentions if mention.label == "ORG"]
    memory.body_starts = [mention.start for mention in memory.bodies]
    memory.by_word = {word: mention.entity for mention in reversed(people) for word in mention.entity.split()}
    memory.no_people = frozenset(m.entity for m in mentions if m.label in ("ORG", "LOC", "NORP"))
    memory.subject_places = subjects
    memory.persons = frozenset(mention.entity for mention in people)
    memory.subjects = [mention for mention in people if mention.start in subjects]
    memory.subject_starts = [mention.start for mention in memory.subjects]
    memory.namesakes = namesakes_of(people)
    for mention in people:
        if memory.namesakes.shared(mention.text):
            continue  # whose title or role that is has yet to be found out
        gender = (
            gender_of(mention.entity)
            or title_before(text, mention.start)
            or (gender_of(mention.role) if mention.role else None)
        )
        if gender:
            memory.genders.setdefault(mention.entity, gender)
        if mention.role:
            memory.roles.setdefault(mention.entity, mention.role)
            head = role_head(mention.role)
            holders = memory.by_role.setdefault(head, [])
            if mention.entity not in holders:
                holders.append(mention.entity)
    return memory


def title_before(text: str, start: int) -> str | None:
    """The gender that a title right before `start` tells ("Ms. "), None without one."""
    before = text[max(0, start - 8) : start].split()
    return gender_of(before[-1]) if before and text[start - 1 : start] == " " else None


def named(memory: Memory, name: str, words: str, place: Span) -> str | None:
    """The person whom the mention `words` names; None for a bare surname that two people bear when nothing decides.

    `name` is its entity, the bearer named last.
    """
    if not memory.namesakes.shared(words):
        return name
    title = title_before(memory.text, place[0])
    return bearer(memory.namesakes, words, name, title, lambda n: memory.genders.get(n) or gender_of(n), memory.last)


def role_head(role: str) -> str:
    """The head noun of a role or noun phrase: "spokesman" of "a spokesman for the ministry"."""
    core = re.split(r",| (?:of|for|at|in|on|from|with|who|which|to|and) ", ARTICLE.sub("", role.strip()))[0]
    return core.split()[-1].lower() if core.split() else ""


def kind_of_document(noun: str) -> str:
    """One name for nouns that take one another up: a report may be "the story" or "the article" next."""
    return "report" if noun in ("report", "article", "story", "dispatch", "piece") else noun


def resolve(memory: Memory, words: str, place: Span) -> tuple[str | None, float]:
    """(canonical speaker, factor on the confidence) of words that are no name: a pronoun, a role, a noun phrase.

    A pronoun that fits nobody gives None. A noun phrase that fits no person stands for itself.
    """
    plain = words.lower().strip()
    if plain in PRONOUN_GENDER:
        return _pronoun(memory, plain, place)
    if not ARTICLE.match(words) and words[:1].isupper() and " " not in words:
        return _bearer(memory, words) or words, 0.95
    definite = words.lower().startswith(("the ", "his ", "her ", "its ", "their "))
    head = role_head(words)
    known = memory.documents.get(kind_of_document(head)) or memory.phrases.get(head)
    if known is not None and plain.startswith(("the ", "that ", "this ")) and len(plain.split()) == 2:
        return known, 0.85
    found = _by_role(memory, head, place) if definite and not head.endswith("s") else None
    return (found, 0.8) if found else (" ".join(words.split()), 0.9)


def _bearer(memory: Memory, word: str) -> str | None:
    """A person one of whose names is `word`, when it was not recognised as a name there."""
    return memory.by_word.get(word)


def _by_role(memory: Memory, head: str, place: Span) -> str | None:
    """Whom a definite role means: its only holder, the holder who spoke last or was named last; for "the company" the
    organisation named last."""
    holders = memory.by_role.get(head, [])
    if len(holders) == 1:
        return holders[0]
    if memory.last in holders:
        return memory.last
    if holders:
        at = bisect.bisect_left(memory.starts, place[0])
        named = [person.entity for person in memory.people[max(0, at - 40) : at] if person.entity in holders]
        return named[-1] if named else holders[0]
    if head in reference.table("roles")["bodies"]:
        return _body_before(memory, place, NEAR, head)
    return None


def _body_before(memory: Memory, place: Span, reach: int, noun: str = "") -> str | None:
    """The organisation near before `place`: one whose name holds the noun ("the department"), a subject, the last."""
    at = bisect.bisect_left(memory.body_starts, place[0])
    near = [body for body in memory.bodies[max(0, at - 12) : at] if place[0] - body.start < reach]
    subjects = [body for body in near if body.start in memory.subject_places and place[0] - body.start < NEAR_IT]
    alike = [body for body in near if noun and noun in body.entity.lower().split()]
    found = alike or subjects or near
    return found[-1].entity if found else None


def _pronoun(memory: Memory, pronoun: str, place: Span) -> tuple[str | None, float]:
    """The person a pronoun stands for: named before it in its sentence, who spoke last, or who was named last."""
    if pronoun in ("i", "we", "you", "who", "who's"):
        return None, 0.5
    if pronoun in ("they", "them", "it"):
        return _group(memory, pronoun, place)
    gender = PRONOUN_GENDER[pronoun]
    near = _named_before(memory, gender, place)
    if memory.last and _fits(memory, memory.last, gender) and (near is None or near.start < memory.last_at):
        return memory.last, 0.85
    if near is not None and _is_one_of_two(memory, near, gender):
        return None, 0.3
    if near is not None:
        return near.entity, 0.75
    latest = memory.latest.get(gender or "")
    return (latest, 0.7) if latest else (None, 0.3)


def _is_one_of_two(memory: Memory, near: Mention, gender: str | None) -> bool:
    """Whether the person is named in one breath with another whom the pronoun fits as well: "Ann and Bea argued"."""
    at = bisect.bisect_left(memory.starts, near.start)
    for other in memory.people[max(0, at - 1) : at + 2]:
        first, second = sorted((other, near), key=lambda mention: mention.start)
        joined = other.entity != near.entity and memory.text[first.end : second.start] in (" and ", " or ", ", ")
        if joined and _fits(memory, other.entity, gender):
            return True
    return False


def _group(memory: Memory, pronoun: str, place: Span) -> tuple[str | None, float]:
    """Whom "they" or "it" stands for: who spoke last unless that is one person, otherwise the organisation named last
    (for "it" one in its own paragraph or the one before)."""
    people = memory.last is not None and (memory.last in memory.persons or gender_of(memory.last) is not None)
    if memory.last is not None and not people and (pronoun == "they" or memory.last_at > place[0] - NEAR):
        return memory.last, 0.6
    body = _body_before(memory, place, NEAR_IT if pronoun == "it" else NEAR)
    return (body, 0.6) if body is not None else (None, 0.3)


def _fits(memory: Memory, name: str, gender: str | None) -> bool:
    known = memory.genders.get(name) or gender_of(name)
    if known is None:  # an organisation or a noun phrase is no "he"; a person of unknown gender may be
        return name[:1].isupper() and name not in memory.no_people and not ARTICLE.match(name)
    return known == gender


def _named_before(memory: Memory, gender: str | None, place: Span) -> Mention | None:
    """The last person of that gender who is a subject before `place`; without one, the last who is named."""
    for people, starts in ((memory.subjects, memory.subject_starts), (memory.people, memory.starts)):
        at = bisect.bisect_left(starts, place[0])
        fitting = [m for m in people[max(0, at - 12) : at] if _fits(memory, m.entity, gender)]
        if fitting:
            return fitting[-1]
    return None
