"""Persons named like places, and places' words that name nothing: "Chad Whitlow", "Jordan said", "Turkey meat".

Belongs here: when a name of the gazetteer is a person's or a common word here. Does not: unknown names (`context`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from twosource import reference
from twosource.extraction.names import gazetteer, roles
from twosource.extraction.names.candidates import Candidate
from twosource.extraction.names.organisations import heads, never
from twosource.extraction.parse import Parsed

SURNAME = re.compile(r" (?P<name>[A-Z][a-zà-ÿ]+(?:[-’'][A-Z]?[a-zà-ÿ]+)?)(?![\w&-]| [A-Z])")
CAPITAL_BEFORE = re.compile(r"\b(?!President|Mayor|Senator|Mr|Mrs|Ms|Dr)[A-Z][\w-]+ $")
WHERE = re.compile(
    r"\b(?:in|to|at|near|across|outside|throughout|into|around|between|inside|through|over|against|via|towards?"
    r"|(?:king|queen|people|kingdom|republic|city|town|capital|north|south|east|west|province|state|government|rest)"
    r" of) "
    r"(?:the )?$",
    re.IGNORECASE,
)
"""Before a name that is a place's there."""
GIVEN_AND_FAMILY = re.compile(
    r"(?<![\w-])(?:[A-Z][a-z]{1,7}-[a-z]{2,6} [A-Z][a-z]{1,8}|[A-Z][a-z]{1,5} [A-Z][a-z]{1,7}-[a-z]{2,6})(?![\w-])"
)
"""A hyphened given name whose second half is small, before or behind a family name: "Min-ho Park", "Lee Jae-in"."""
PREFIXES = re.compile(
    r"\b(?:Pre|Post|Non|Anti|Co|Ex|Mid|Pro|Self|Off|On|In|Up|Re|Sub|Semi|Multi|Full|Half|Part|Long|Short|All|Well|Vice"
    r"|Two|One|Three|Four|Five|Six|Ten|First|Second|High|Low|Cross|Late|Early|Old|New|Inter|Intra|Trans|Ultra|Wi|Hi|Sci"
    r"|Day|Year|Month|Week|Follow|Make|Take|Pay|Tax|Then|Now|So|Run|Set|Sit|Start|Top|Trade|User|Free|Duty|Hard|Soft)-"
)
NICKNAME = re.compile(r" [“\"‘'(][A-Z][\w ’'-]{1,20}[”\"’')] (?P<rest>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)")


@cache
def _words(column: str) -> frozenset[str]:
    return frozenset(reference.table("signs")[column])


def settled(parsed: Parsed, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with persons named like places as persons; common words that look like places left out."""
    kept = [_given_name(parsed.text, candidate) for candidate in found if not _is_common_word(parsed, candidate)]
    kept = [_with_nickname(parsed.text, candidate) for candidate in kept if not _is_month(candidate)]
    kept = [*kept, *_hyphened(parsed, kept), *_leaders(parsed, kept)]
    return _surnames(parsed.text, _apart(kept))


def _given_name(text: str, candidate: Candidate) -> Candidate:
    """A place's name that is also a given name, with the surname behind it: a person."""
    first = candidate.text.split()[0] if candidate.text.split() else ""
    if first not in _words("given_places"):
        return candidate
    if " " in candidate.text:
        own = candidate.entry is None or candidate.entry.name == first
        plain = own and candidate.label in ("ORG", "LOC") and len(candidate.text.split()) == 2
        named = plain and _is_surname(candidate.text.split()[1])
        return replace(candidate, label="PER", rule="given_place", entry=None) if named else candidate
    behind = SURNAME.match(text, candidate.end)
    if behind is None or not _is_surname(behind["name"]) or CAPITAL_BEFORE.search(text[: candidate.start][-24:]):
        return candidate
    end = behind.end("name")
    return replace(candidate, end=end, text=text[candidate.start : end], label="PER", rule="given_place", entry=None)


def _is_surname(word: str) -> bool:
    """Whether a word behind a given name may be a surname: nothing known, no office, no noun of places or bodies."""
    known = gazetteer.look_up(word) is not None or word in heads() or word in never() or word in roles.company_words()
    return not (known or word.lower() in roles.offices() or word in _words("bearing") or word in _words("calendar"))


def _is_common_word(parsed: Parsed, candidate: Candidate) -> bool:
    """Whether a place's name only begins a sentence and is a common word: "more turkey ... Turkey meat now costs"."""
    entry = candidate.entry
    if entry is None or " " in candidate.text or candidate.rule != "gazetteer" or entry.kind == "leader":
        return False
    if candidate.start != parsed.sentences[parsed.sentence_at(candidate.start)][0]:
        return False
    if re.search(rf"\b{re.escape(candidate.text.lower())}\b", parsed.text) is None:
        return False
    doc, offset = candidate.paragraph.doc, candidate.paragraph.start
    span = doc.char_span(candidate.start - offset, candidate.end - offset, alignment_mode="expand")
    return span is not None and span.root.dep_ == "compound" and span.root.head.text.islower()


def _is_month(candidate: Candidate) -> bool:
    """Whether a lone month or weekday passes for a name."""
    return candidate.text in _words("calendar") and candidate.entry is None


def _with_nickname(text: str, candidate: Candidate) -> Candidate:
    """A person's name with the nickname in marks inside it and the surname behind: Darnell “Tiny” Brooks."""
    behind = NICKNAME.match(text, candidate.end) if candidate.label == "PER" else None
    if behind is None:
        return candidate
    end = behind.end("rest")
    return replace(candidate, end=end, text=text[candidate.start : end])


def _hyphened(parsed: Parsed, found: Sequence[Candidate]) -> list[Candidate]:
    """Names with a hyphened given name that no candidate covers."""
    text, added = parsed.text, []
    if "-" not in text:
        return []
    for paragraph in parsed.paragraphs:
        for match in GIVEN_AND_FAMILY.finditer(text, paragraph.start, paragraph.end):
            free = all(c.end <= match.start() or match.end() <= c.start for c in found)
            words = match.group().split()
            plain = not PREFIXES.match(match.group()) and not any(gazetteer.look_up(w) or w in heads() for w in words)
            if free and plain and not any(w.lower() in roles.offices() for w in words):
                added.append(Candidate(*match.span(), match.group(), "PER", "hyphened", paragraph))
    return added


def _leaders(parsed: Parsed, found: Sequence[Candidate]) -> list[Candidate]:
    """Bare surnames of today's leaders that act and that no candidate covers: "Trump met Ishiba"."""
    covered = {candidate.start for candidate in found}
    added = []
    for paragraph in parsed.walk():
        for match in _surnames_of_leaders().finditer(paragraph.text):
            span = paragraph.doc.char_span(*match.span())
            token = span[0] if span is not None else None
            if token is None or token.dep_ not in ("nsubj", "nsubjpass", "dobj"):
                continue
            start = paragraph.start + token.idx
            alone = not any(child.dep_ in ("compound", "amod", "det") for child in token.children)
            if alone and start not in covered and not any(c.start <= start < c.end for c in found):
                added.append(Candidate(start, start + len(token), token.text, "PER", "leader", paragraph))
    return added


@cache
def _surnames_of_leaders() -> re.Pattern[str]:
    """A pattern of the last words of the names of today's leaders that are no words of the language."""
    full = [name for names in reference.table("leaders").values() for name in names]
    surnames = {name.split()[-1] for name in full} - _words("surnames_that_are_words")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, surnames)))})(?![\w-])")


def _apart(found: list[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (c.start, -c.end)):
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
    return kept


def _surnames(text: str, found: list[Candidate]) -> list[Candidate]:
    """A place's bare name that is the surname of somebody named in full before, unless it stands as a place."""
    bearers: set[str] = set()
    settled_names: list[Candidate] = []
    for candidate in found:
        words = candidate.text.split()
        if candidate.label == "PER" and len(words) > 1 and candidate.entry is None:
            bearers.add(words[-1])
        place = candidate.entry is not None and candidate.entry.kind in ("country", "capital", "place")
        named = place and len(words) == 1 and candidate.text in bearers
        if named and not WHERE.search(text[max(0, candidate.start - 24) : candidate.start]):
            candidate = replace(candidate, label="PER", rule="surname", entry=None)
        settled_names.append(candidate)
    return settled_names
