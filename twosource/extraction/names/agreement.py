"""Agreement over an article: who its people and organisations are, and which bare names mean them.

Belongs here: clusters of names, bare surnames, acronyms, labels that the whole article settles.
Does not: finding the names (see `candidates`), other articles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from twosource import reference
from twosource.extraction.names import gazetteer, roles
from twosource.extraction.names.candidates import Candidate
from twosource.extraction.parse import Parsed

GENERATION = re.compile(r",? (?:Jr|Sr)\.?$|,? (?:II|III|IV)$")
GIVEN = re.compile(r"\b(?P<given>[A-Z][\w’'-]+) $")
WORD = re.compile(r"[\w’'-]+\.?")


@cache
def particles() -> frozenset[str]:
    """Small words inside names ("bin", "van")."""
    return frozenset(reference.table("roles")["particles"])


def _generation(name: str) -> str:
    """ "Jr", "III" and the like; empty when the name has no such mark."""
    mark = GENERATION.search(name)
    return mark.group().strip(" ,.") if mark else ""


@dataclass(slots=True)
class Person:
    """Somebody named in full at least once. `forms` counts every full form as written."""

    forms: Counter[str] = field(default_factory=Counter)
    tokens: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The fullest form; of several equally full, the most used, then the first."""
        return max(self.forms, key=lambda form: (len(form.split()), self.forms[form]))


def name_words(name: str) -> list[str]:
    """The words of a personal name without generation marks and initials' full stops."""
    return [word.rstrip(".") for word in GENERATION.sub("", name).split()]


@cache
def _calendar() -> frozenset[str]:
    return frozenset(reference.table("signs")["calendar"])


@cache
def _given_names() -> frozenset[str]:
    return frozenset(name for names in reference.table("first_names").values() for name in names)


def _may_be_family_name(word: str) -> bool:
    """Whether the first word of a name may be the family name ("Tanabe Kenji"): no given name, title or office."""
    known = word in _given_names() or word in roles.titles() or word.lower() in roles.offices()
    return len(word) > 2 and not known and word.lower() not in particles()


@dataclass(slots=True)
class People:
    """The persons of one article, found by any word of their names."""

    by_word: dict[str, list[Person]] = field(default_factory=dict)
    surnames: set[str] = field(default_factory=set)

    def add(self, name: str) -> None:
        """Count a full name; it joins a known person when one name's words are among the other's."""
        words = frozenset(name_words(name))
        generation = _generation(name)
        for person in self.by_word.get(name_words(name)[-1], []):
            same_generation = generation == _generation(next(iter(person.forms)))
            if (
                same_generation
                and (words <= person.tokens or person.tokens <= words)
                and min(len(words), len(person.tokens)) > 1
            ):
                person.forms[name] += 1
                person.tokens |= words
                break
        else:
            person = Person(Counter({name: 1}), words)
        for word in person.tokens:
            holders = self.by_word.setdefault(word, [])
            if len(word) > 2 and word.lower() not in particles() and person not in holders:
                holders.append(person)
        self.surnames.add(name_words(name)[-1])
        if _may_be_family_name(name_words(name)[0]):
            self.surnames.add(name_words(name)[0])

    def holders(self, name: str) -> list[Person]:
        """The persons that a name of one or more words may mean, in order of first appearance."""
        words = name_words(name)
        if not words:
            return []
        wanted = set(words)
        return [person for person in self.by_word.get(words[-1], []) if wanted <= person.tokens]


def is_full(name: str) -> bool:
    """Whether a person's name has two or more words besides titles."""
    words = [word for word in name_words(name) if len(word) > 1]
    return len(words) > 1 and all(word[0].isupper() or word.lower() in particles() or "-" in word for word in words)


def people_of(candidates: Sequence[Candidate]) -> People:
    """Every person whom the article names in full; a name with the same words in any order is that person's too."""
    people = People()
    for candidate in sorted(candidates, key=lambda c: -len(c.text.split())):
        if candidate.label == "PER" and is_full(candidate.text):
            people.add(candidate.text)
    for candidate in candidates:
        if candidate.label == "PER" or candidate.entry is not None or not is_full(candidate.text):
            continue
        words = set(name_words(candidate.text))
        bearers = [person for person in people.holders(candidate.text) if person.tokens == words]
        if candidate.label != "NORP" and bearers and candidate.text not in bearers[0].forms:
            candidate.label, candidate.rule = "PER", "agreement"
            people.add(candidate.text)
    return people


def _votes(candidates: Iterable[Candidate]) -> dict[str, Counter[str]]:
    """How often each name has which label."""
    votes: dict[str, Counter[str]] = {}
    for candidate in candidates:
        votes.setdefault(candidate.text, Counter())[candidate.label] += 1
    return votes


def settle_full_names(candidates: Sequence[Candidate]) -> None:
    """Before persons are gathered: a name of several words is a person's everywhere when a sign once says so, and no
    person's when it mostly is something else."""
    votes = _votes(c for c in candidates if " " in c.text)
    acting = {c.text for c in candidates if c.label == "PER" and c.rule in ("sign", "office", "turn")}
    for candidate in candidates:
        if candidate.rule != "recogniser" or candidate.entry is not None or candidate.text not in votes:
            continue
        if candidate.text in acting:
            candidate.label = "PER"
        elif candidate.label == "PER":
            label, most = votes[candidate.text].most_common(1)[0]
            if most > votes[candidate.text]["PER"]:
                candidate.label, candidate.rule = label, "majority"


def settle_labels(candidates: Sequence[Candidate], people: People) -> None:
    """Give one name one label: a bare surname of a person is PER, otherwise the majority of the article decides."""
    towns = {c.text for c in candidates if c.rule == "town"}
    votes = _votes(candidates)
    for candidate in candidates:
        if candidate.entry is not None and candidate.rule == "gazetteer":
            continue
        if candidate.text in people.surnames and not gazetteer.look_up(candidate.text):
            candidate.rule = candidate.rule if candidate.label == "PER" else "surname"
            candidate.label = "PER"
            continue
        if candidate.text in towns and candidate.rule == "recogniser":
            candidate.label, candidate.rule = "LOC", "town"
            continue
        label, most = votes[candidate.text].most_common(1)[0]
        if most > votes[candidate.text][candidate.label]:
            candidate.label, candidate.rule = label, "majority"


def is_common_word(parsed: Parsed, candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether a lone word that passes for a surname only begins a sentence: the text has it in small letters too, and
    nobody of that name ("Rice cost more ... a rice shop")."""
    name = candidate.text
    if candidate.label != "PER" or not name.isalpha() or candidate.rule != "recogniser":
        return False
    if candidate.start != parsed.sentences[parsed.sentence_at(candidate.start)][0]:
        return False
    known = any(c.label == "PER" and " " in c.text and name in c.text.split() for c in candidates)
    return not known and re.search(rf"\b{name.lower()}\b", parsed.text) is not None


def bare_surnames(text: str, covered: Sequence[Candidate], people: People) -> list[tuple[int, int]]:
    """Spans of surnames, and of names in full, of the article's people that no candidate covers."""
    spans: list[tuple[int, int]] = []
    at = 0
    for match in WORD.finditer(text):
        word = re.sub(r"['’]s?$", "", match.group())
        if word not in people.surnames or len(word) < 3 or not word[0].isupper() or (word.isupper() and len(word) < 4):
            continue
        while at < len(covered) and covered[at].end <= match.start():
            at += 1
        end = match.start() + len(word)
        free = at == len(covered) or covered[at].start >= end
        if free and gazetteer.look_up(word) is None and word not in _calendar():
            floor = max(covered[at - 1].end if at else 0, spans[-1][1] if spans else 0)
            spans.append((_first_of_name(text, floor, match.start(), word, people), end))
    return spans


def _first_of_name(text: str, floor: int, start: int, surname: str, people: People) -> int:
    """Where a name begins whose last word starts at `start`: given names of a known bearer may stand before it."""
    before = GIVEN.search(text, max(floor, start - 40), start)
    if before is None or not people.holders(f"{before['given']} {surname}"):
        return start
    return before.start("given")


def acronyms(text: str, names: Iterable[str]) -> dict[str, str]:
    """Acronym to the long name that the article spells out: "Voice of America (VOA)", or by initials alone."""
    found: dict[str, str] = {}
    for name in names:
        words = re.findall(r"\w+", name)
        for initials in ("".join(w[0] for w in words if w[0].isupper()), "".join(w[0] for w in words).upper()):
            if len(initials) >= 3 and (initials not in found or f"{name} ({initials})" in text):
                found[initials] = name
    return found
