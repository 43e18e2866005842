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
from twosource.extraction.names import gazetteer
from twosource.extraction.names.candidates import Candidate
from twosource.extraction.parse import Parsed

GENERATION = re.compile(r",? (?:Jr|Sr)\.?$|,? (?:II|III|IV)$")
WORD = re.compile(r"[\w’'-]+\.?")


@cache
def particles() -> frozenset[str]:
    """Small words inside names ("bin", "van")."""
    return frozenset(reference.table("roles")["particles"])


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


@dataclass(slots=True)
class People:
    """The persons of one article, found by any word of their names."""

    by_word: dict[str, list[Person]] = field(default_factory=dict)
    surnames: set[str] = field(default_factory=set)

    def add(self, name: str) -> None:
        """Count a full name; it joins a known person when one name's words are among the other's."""
        words = frozenset(name_words(name))
        junior = GENERATION.search(name)
        for person in self.by_word.get(name_words(name)[-1], []):
            same_generation = bool(junior) == bool(GENERATION.search(next(iter(person.forms))))
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


def people_of(candidates: Iterable[Candidate]) -> People:
    """Every person whom the article names in full."""
    people = People()
    for candidate in sorted(candidates, key=lambda c: -len(c.text.split())):
        if candidate.label == "PER" and is_full(candidate.text):
            people.add(candidate.text)
    return people


def settle_labels(candidates: Sequence[Candidate], people: People) -> None:
    """Give one name one label: a bare surname of a person is PER, otherwise the majority of the article decides."""
    votes: dict[str, Counter[str]] = {}
    for candidate in candidates:
        votes.setdefault(candidate.text, Counter())[candidate.label] += 1
    for candidate in candidates:
        if candidate.entry is not None and candidate.rule == "gazetteer":
            continue
        if candidate.text in people.surnames and not gazetteer.look_up(candidate.text):
            candidate.rule = candidate.rule if candidate.label == "PER" else "surname"
            candidate.label = "PER"
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
    """Spans of surnames of the article's people that no candidate covers."""
    spans, at = [], 0
    for match in WORD.finditer(text):
        word = re.sub(r"['’]s?$", "", match.group())
        if word not in people.surnames or len(word) < 3 or not word[0].isupper() or (word.isupper() and len(word) < 4):
            continue
        while at < len(covered) and covered[at].end <= match.start():
            at += 1
        free = at == len(covered) or covered[at].start >= match.start() + len(word)
        if free and gazetteer.look_up(word) is None:
            spans.append((match.start(), match.start() + len(word)))
    return spans


def acronyms(text: str, names: Iterable[str]) -> dict[str, str]:
    """Acronym to the long name that the article spells out: "Voice of America (VOA)", or by initials alone."""
    found: dict[str, str] = {}
    for name in names:
        words = re.findall(r"\w+", name)
        for initials in ("".join(w[0] for w in words if w[0].isupper()), "".join(w[0] for w in words).upper()):
            if len(initials) >= 3 and (initials not in found or f"{name} ({initials})" in text):
                found[initials] = name
    return found
