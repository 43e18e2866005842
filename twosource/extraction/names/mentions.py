"""From a parse to the mentions of an article.

Belongs here: the order of the steps, and country, role and entity of each mention.
Does not: the rules themselves (see `candidates`, `agreement`, `roles`, `gazetteer`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from twosource.extraction.names import agreement, candidates, gazetteer, nationality, place_names, roles
from twosource.extraction.names.candidates import WEIGHT, Candidate
from twosource.extraction.parse import Parsed
from twosource.records import Mention

CONFIDENCE = {"gazetteer": 0.95, "surname": 0.85, "majority": 0.75}


@dataclass(slots=True)
class Article:
    """What the mentions of one article share while they are settled."""

    people: agreement.People
    spoken: nationality.Spoken
    acronyms: dict[str, str] = field(default_factory=dict)
    longest: dict[str, str] = field(default_factory=dict)
    latest: dict[str, agreement.Person] = field(default_factory=dict)
    leaders: set[str] = field(default_factory=set)
    """Bare surnames of the article that leaders of one country alone bear."""
    entity_country: dict[tuple[str, str], str] = field(default_factory=dict)


def find(parsed: Parsed) -> list[Mention]:
    """Mentions of the article in order, without overlaps; `entity` is the fullest form the article uses."""
    found = [candidate for paragraph in parsed.walk() for candidate in candidates.joined(paragraph)]
    found = place_names.settled(parsed, found)
    found = [_as_person(c) for c in found if not agreement.is_common_word(parsed, c, found)]
    agreement.settle_full_names(found)
    people = agreement.people_of(found)
    agreement.settle_labels(found, people)
    found = _with_bare_surnames(parsed, found, people)
    article = Article(people, nationality.learn(parsed.text, found))
    _learn(article, parsed.text, found)
    mentions = [_mention(article, parsed, candidate) for candidate in found]
    return [_with_entity_country(article, mention) for mention in mentions]


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
    """Fill what needs the whole article: acronyms, the longest form of a country's name."""
    for candidate in found:
        if candidate.entry is not None and candidate.entry.kind == "country" and candidate.rule == "gazetteer":
            country = candidate.entry.countries[0]
            article.longest[country] = max(article.longest.get(country, ""), candidate.text, key=len)
    surnames = {c.text for c in found if c.label == "PER" and " " not in c.text}
    article.leaders = {name for name in surnames if len(gazetteer.leader_surnames().get(name, ())) == 1}
    article.acronyms = agreement.acronyms(text, (c.text for c in found if c.label == "ORG" and " " in c.text))


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
    entity, role = _entity(article, candidate), None
    if candidate.label == "PER":
        role, of_role = _role(candidate)
        country = nationality.of_leader(candidate) or of_role
        if country is None and entity == candidate.text:
            country = _country_of_surname(article, entity, role)
        if country is None and entity not in gazetteer.leader_surnames():
            country = nationality.of_office(article.spoken, role)
    else:
        country = nationality.country_of(article.spoken, parsed.text, candidate)
    if country:
        article.entity_country.setdefault((candidate.label, entity), country)
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
    """Of a leader's bare surname, when all leaders who bear it share a country and the article speaks of that country,
    names an office or several leaders so."""
    bearers = gazetteer.leader_surnames().get(surname, frozenset())
    if len(bearers) != 1:
        return None
    country = next(iter(bearers))
    return country if role or article.spoken.votes[country] or len(article.leaders) > 1 else None


def _role(candidate: Candidate) -> tuple[str | None, str | None]:
    """(role, country of the role) beside a person's name."""
    doc, offset = candidate.paragraph.doc, candidate.paragraph.start
    span = doc.char_span(candidate.start - offset, candidate.end - offset, alignment_mode="expand")
    if span is None:
        return None, None
    told = roles.before(doc, span.start) or roles.after(doc, span.end - 1) or (None, None)
    return (told[0], told[1] or roles.country_behind(doc, span.end)) if told[0] else told


def _with_entity_country(article: Article, mention: Mention) -> Mention:
    """A person's or organisation's country, once known in the article, holds for all its mentions."""
    if mention.label not in ("PER", "ORG") or mention.country is not None:
        return mention
    country = article.entity_country.get((mention.label, mention.entity))
    return replace(mention, country=country) if country else mention
