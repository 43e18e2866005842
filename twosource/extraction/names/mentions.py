"""From a parse to the mentions of an article.

Belongs here: the order of the steps, and country, role and entity of each mention.
Does not: the rules themselves (see `candidates`, `agreement`, `roles`, `gazetteer`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from twosource.extraction.names import agreement, candidates, gazetteer, roles
from twosource.extraction.names.candidates import WEIGHT, Candidate
from twosource.extraction.parse import Parsed
from twosource.records import Mention

CONFIDENCE = {"gazetteer": 0.95, "surname": 0.85, "majority": 0.75}


@dataclass(slots=True)
class Article:
    """What the mentions of one article share while they are settled."""

    people: agreement.People
    country_votes: Counter[str] = field(default_factory=Counter)
    acronyms: dict[str, str] = field(default_factory=dict)
    longest: dict[str, str] = field(default_factory=dict)
    latest: dict[str, agreement.Person] = field(default_factory=dict)
    located: dict[str, str] = field(default_factory=dict)
    person_country: dict[str, str] = field(default_factory=dict)


def find(parsed: Parsed) -> list[Mention]:
    """Mentions of the article in order, without overlaps; `entity` is the fullest form the article uses."""
    found = [candidate for paragraph in parsed.paragraphs for candidate in candidates.joined(paragraph)]
    found = [_as_person(c) for c in found if not agreement.is_common_word(parsed, c, found)]
    people = agreement.people_of(found)
    agreement.settle_labels(found, people)
    found = _with_bare_surnames(parsed, found, people)
    article = Article(people)
    _learn(article, parsed.text, found)
    mentions = [_mention(article, parsed, candidate) for candidate in found]
    return [_with_person_country(article, mention) for mention in mentions]


def _as_person(candidate: Candidate) -> Candidate:
    """An unknown name of two or three words behind which an office stands is a person's ("X, a ministry official")."""
    if candidate.label in ("ORG", "LOC", "OTHER") and candidate.entry is None and candidate.rule == "recogniser":
        words = candidate.text.split()
        plain = 1 < len(words) < 4 and words[-1] not in roles.company_words() and all(w[:1].isupper() for w in words)
        if plain and all(w[1:].islower() for w in words) and _role_behind(candidate) is not None:
            return replace(candidate, label="PER", rule="office")
    return candidate


def _role_behind(candidate: Candidate) -> tuple[str, str | None] | None:
    doc, offset = candidate.paragraph.doc, candidate.paragraph.start
    span = doc.char_span(candidate.start - offset, candidate.end - offset, alignment_mode="expand")
    return roles.after(doc, span.end - 1) if span is not None and span.root.pos_ == "PROPN" else None


def _with_bare_surnames(parsed: Parsed, found: list[Candidate], people: agreement.People) -> list[Candidate]:
    """The candidates and, in order, the bare surnames that the recogniser overlooked."""
    paragraphs = parsed.paragraphs
    added, at = [], 0
    for start, end in agreement.bare_surnames(parsed.text, found, people):
        while at < len(paragraphs) and paragraphs[at].end <= start:
            at += 1
        if at < len(paragraphs) and paragraphs[at].start <= start and end <= paragraphs[at].end:
            added.append(Candidate(start, end, parsed.text[start:end], "PER", "surname", paragraphs[at]))
    return sorted([*found, *added], key=lambda candidate: candidate.start)


def _learn(article: Article, text: str, found: Sequence[Candidate]) -> None:
    """Fill what needs the whole article: votes for countries, acronyms, the longest form of a country's name."""
    for candidate in found:
        if candidate.entry is None or candidate.entry.kind == "leader":
            continue
        if len(candidate.entry.countries) == 1:
            article.country_votes[candidate.entry.countries[0]] += 1
        if candidate.entry.kind == "country" and candidate.rule == "gazetteer":
            country = candidate.entry.countries[0]
            article.longest[country] = max(article.longest.get(country, ""), candidate.text, key=len)
    for place, region in pairwise(found):
        city = place.label == "LOC" and (place.entry is None or place.entry.kind in ("place", "capital"))
        follows = city and text[place.end : region.start] in (", ", " , ") and region.entry is not None
        if follows and region.entry and region.entry.kind in (("place",) if place.entry else ("place", "country")):
            article.located.setdefault(place.text, region.entry.countries[0])
    article.acronyms = agreement.acronyms(text, (c.text for c in found if c.label == "ORG" and " " in c.text))


def _country(article: Article, candidate: Candidate) -> str | None:
    """Alpha-3 of a place, people or government; among several the one the article speaks of more."""
    if candidate.label == "PER":
        entry = candidate.entry or gazetteer.look_up(candidate.text)
        return entry.countries[0] if entry and entry.kind == "leader" and len(entry.countries) == 1 else None
    if candidate.label == "LOC" and candidate.text in article.located:
        return article.located[candidate.text]  # "London, Ky." says which London the article speaks of
    countries = candidate.entry.countries if candidate.entry else ()
    if not countries and candidate.label == "LOC":
        countries = gazetteer.place_country(candidate.text)
    if not countries:
        return None
    return max(countries, key=lambda country: (article.country_votes[country], -countries.index(country)))


def _entity(article: Article, candidate: Candidate) -> str:
    """The fullest form: a person's full name, an acronym's long name, a country's longest name in the article."""
    text = " ".join(candidate.text.split())
    if candidate.label == "PER":
        return _person(article, text)
    if candidate.entry and candidate.entry.kind == "country" and candidate.rule == "gazetteer":
        return article.longest.get(candidate.entry.countries[0], text)
    return article.acronyms.get(text.replace(".", ""), text) if candidate.label == "ORG" else text


def _person(article: Article, name: str) -> str:
    """The full name of whom `name` means here: of several bearers, the one named last."""
    holders = article.people.holders(name)
    if not holders:
        return name
    surname = agreement.name_words(name)[-1]
    latest = article.latest.get(surname)
    as_surname = [p for p in holders if agreement.name_words(next(iter(p.forms)))[-1] == surname]
    person = latest if latest in holders and latest is not None else (as_surname or holders)[0]
    if agreement.is_full(name):
        person = next((holder for holder in holders if name in holder.forms), person)
        for word in person.tokens:
            article.latest[word] = person
    return person.name


def _mention(article: Article, parsed: Parsed, candidate: Candidate) -> Mention:
    """The mention of a settled candidate, with the role written beside it."""
    entity, country, role = _entity(article, candidate), _country(article, candidate), None
    if candidate.label == "PER":
        role, of_role = _role(candidate)
        country = (
            country or of_role or (_country_of_surname(article, entity, role) if entity == candidate.text else None)
        )
        if country:
            article.person_country.setdefault(entity, country)
    return Mention(
        text=candidate.text,
        start=candidate.start,
        end=candidate.end,
        sentence=parsed.sentence_at(candidate.start),
        rule=f"names.{candidate.rule}",
        confidence=CONFIDENCE.get(candidate.rule, WEIGHT[candidate.label]),
        label=candidate.label,
        entity=entity,
        country=country,
        role=role,
    )


def _country_of_surname(article: Article, surname: str, role: str | None) -> str | None:
    """Of a leader's bare surname, when all leaders who bear it share a country and the article speaks of that country
    or names an office."""
    bearers = gazetteer.leader_surnames().get(surname, frozenset())
    if len(bearers) != 1:
        return None
    country = next(iter(bearers))
    return country if role or article.country_votes[country] else None


def _role(candidate: Candidate) -> tuple[str | None, str | None]:
    """(role, country of the role) beside a person's name."""
    doc, offset = candidate.paragraph.doc, candidate.paragraph.start
    span = doc.char_span(candidate.start - offset, candidate.end - offset, alignment_mode="expand")
    if span is None:
        return None, None
    return roles.before(doc, span.start) or roles.after(doc, span.end - 1) or (None, None)


def _with_person_country(article: Article, mention: Mention) -> Mention:
    """A person's country, once known in the article, holds for all mentions."""
    if mention.label != "PER" or mention.country is not None:
        return mention
    country = article.person_country.get(mention.entity)
    return replace(mention, country=country) if country else mention
