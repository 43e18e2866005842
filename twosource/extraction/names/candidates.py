"""Spans that may be names: what the parser's recogniser says, mended and joined with the gazetteer.

Belongs here: one paragraph at a time, spans and labels. Does not: agreement over the article, countries, roles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from twosource.extraction.names import atlas, context, edges, gazetteer, listings, nobodies, organisations
from twosource.extraction.parse import Paragraph
from twosource.newsroom.pictures import is_credited

LABELS = {
    "PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "NORP": "NORP",
    "EVENT": "OTHER", "PRODUCT": "OTHER", "WORK_OF_ART": "OTHER", "LAW": "OTHER",
}  # fmt: skip
SCORE = re.compile(r"(?:\s+(?:\d[\w.:-]*|\())+$")
"""Figures of a results table that the recogniser drew into a name."""
TURN = re.compile(r"\s*\[(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})/[^\]:]{2,150}: ?[\"“]")
"""A transcript's bracketed turn: the name before the first slash is a person's."""
PRONOUNS = frozenset({"WHO"})
FOR_FULL_NAMES = ("office", "speaker", "human act", "age", "who")
"""Signs of a person that hold for a name of several words too."""
WEIGHT = {"PER": 0.8, "ORG": 0.7, "LOC": 0.8, "NORP": 0.8, "OTHER": 0.6}


@dataclass(slots=True)
class Candidate:
    """A span of the article that may be a name; agreement over the article may still change the label."""

    start: int
    end: int
    text: str
    label: str
    rule: str
    paragraph: Paragraph
    entry: gazetteer.Entry | None = None


def recognised(paragraph: Paragraph) -> Iterator[Candidate]:
    """The recogniser's entities with mended edges; those without a capital or digit-only are no names."""
    text = paragraph.text
    in_capitals = text.isupper()
    for entity in paragraph.doc.ents:
        label = LABELS.get(entity.label_)
        if label is None or entity.text in organisations.never():
            continue
        if in_capitals and (label == "ORG" or len(entity) > 2):
            continue  # of a headline in capitals the recogniser makes one long name
        start, end = edges.trimmed(text, entity.start_char, entity.end_char)
        if label in ("PER", "LOC", "ORG"):
            start, end = edges.whole_run(paragraph.doc, start, end)
        if label == "PER":
            start, end = edges.without_titles(text, start, end)
            start, end = edges.as_one_name(text, start, end)
            label = "ORG" if edges.is_company(text[start:end]) else label
        start, end = edges.core(text, start, end, label)
        score = SCORE.search(text[start:end]) if label in ("PER", "LOC", "ORG") else None
        end = start + score.start() if score and score.start() else end
        written = text[start:end]
        if written not in organisations.never() and any(character.isupper() for character in written):
            yield Candidate(paragraph.start + start, paragraph.start + end, written, label, "recogniser", paragraph)


def known(paragraph: Paragraph) -> Iterator[Candidate]:
    """Names of the gazetteer. A single common word ("Nice", "Turkey") must be used as a name to count."""
    doc = paragraph.doc
    in_capitals = paragraph.text.isupper()
    proper: set[int] | None = None
    for start, end, entry in gazetteer.scan(paragraph.text):
        if entry.kind == "place" and " " not in entry.name:
            if proper is None:
                proper = {token.idx for token in doc if token.pos_ == "PROPN" or token.ent_type_}
            if start not in proper:
                continue
        if in_capitals and entry.name in PRONOUNS:
            continue  # a headline in capitals does not tell "who" from the organisation
        label = gazetteer.LABEL_OF[entry.kind]
        yield _spanned(paragraph, start, end, label, "gazetteer", entry)


def joined(paragraph: Paragraph) -> list[Candidate]:
    """All voters as one list in order without overlaps.

    A line that is a list speaks first, then names of organisations by their own words; between the recogniser and the
    gazetteer, equal spans take the gazetteer's label; a longer recognised name (an organisation "Bank of Japan") stays
    whole and the gazetteer's name inside it only lends its country; two names run together are the gazetteer's.
    """
    fixed = _fixed(paragraph)
    found = _free(known(paragraph), fixed)
    heard = _with_phrases(paragraph, _free(recognised(paragraph), fixed))
    kept: list[Candidate] = []
    at = 0
    for candidate in heard:
        if kept and kept[-1].end > candidate.start:
            continue
        while at < len(found) and found[at].end <= candidate.start:
            kept.append(found[at])
            at += 1
        inside = []
        while at < len(found) and found[at].start < candidate.end:
            inside.append(found[at])
            at += 1
        kept += _settled(candidate, inside)
    kept += found[at:]
    return _with_signs(paragraph, sorted([*fixed, *kept], key=lambda candidate: candidate.start))


def _with_signs(paragraph: Paragraph, found: list[Candidate]) -> list[Candidate]:
    """Labels that the words beside a name correct, and names that only such words give away."""
    doc = paragraph.doc
    for candidate in found:
        if candidate.rule != "recogniser" or candidate.entry is not None or candidate.label == "NORP":
            continue
        span = doc.char_span(candidate.start - paragraph.start, candidate.end - paragraph.start)
        sign = context.sign_of(span) if span is not None else None
        if sign is not None and sign.label != candidate.label and _may_become(candidate, sign):
            candidate.label, candidate.rule = sign.label, "town" if sign.name == "known town" else "sign"
    taken = [(c.start - paragraph.start, c.end - paragraph.start) for c in found]
    for span, sign in context.overlooked(taken, doc.sents):
        found.append(_spanned(paragraph, span.start_char, span.end_char, sign.label, "sign"))
    return sorted((c for c in found if not _is_nobody(paragraph, c)), key=lambda candidate: candidate.start)


def _is_nobody(paragraph: Paragraph, candidate: Candidate) -> bool:
    """Whether a candidate is no name in the news but a maker of the article, or a word of an office."""
    text, start, end = paragraph.text, candidate.start - paragraph.start, candidate.end - paragraph.start
    if candidate.label == "PER" and candidate.rule != "turn" and is_credited(text, start, end):
        return True
    unknown = candidate.entry is None and candidate.label != "LOC" and candidate.rule in ("recogniser", "sign")
    return unknown and nobodies.is_office_word(text, start, end, candidate.label)


def _may_become(candidate: Candidate, sign: context.Sign) -> bool:
    """Whether a sign outweighs the recogniser: a person's for names of one or two plain words, a place's for one."""
    words = candidate.text.split()
    plain = all(word[:1].isupper() and word[1:].islower() and word.isalpha() for word in words)
    if sign.label == "PER":
        heads = organisations.heads()
        plain = plain and not edges.is_company(candidate.text)
        return plain and (len(words) == 1 or sign.name in FOR_FULL_NAMES) and not any(word in heads for word in words)
    if sign.name == "known town":
        return len(words) < 4
    longest = 1 if sign.label == "LOC" or candidate.label == "PER" else 3
    return plain and len(words) <= longest and candidate.label != "OTHER"


def _free(candidates: Iterable[Candidate], fixed: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that overlap none of the fixed ones."""
    if not fixed:
        return list(candidates)
    return [c for c in candidates if all(c.end <= f.start or f.end <= c.start for f in fixed)]


def _fixed(paragraph: Paragraph) -> list[Candidate]:
    """Names whose place in the line decides: a turn's speaker, a list's items, the place of a dateline."""
    text = paragraph.text
    turn, dateline = TURN.match(text), paragraph.dateline
    if turn is not None:
        return [_spanned(paragraph, *turn.span("name"), "PER", "turn")]
    listed = [_spanned(paragraph, start, end, label, "listing") for start, end, label in listings.names(text)]
    if listed or dateline is None or dateline.place is None:
        return listed
    start, end = dateline.place
    known = _is_country(dateline.region) if dateline.region else atlas.options(text[start:end])
    return [_spanned(paragraph, start, end, "LOC", "dateline")] if dateline.is_sure or known else []


def _is_country(name: str) -> bool:
    entry = gazetteer.look_up(name.strip())
    return entry is not None and entry.kind in ("country", "place")


def _spanned(
    paragraph: Paragraph, start: int, end: int, label: str, rule: str, entry: gazetteer.Entry | None = None
) -> Candidate:
    """A candidate from its place in the paragraph."""
    written = paragraph.text[start:end]
    return Candidate(paragraph.start + start, paragraph.start + end, written, label, rule, paragraph, entry)


def _with_phrases(paragraph: Paragraph, heard: list[Candidate]) -> list[Candidate]:
    """The recogniser's names and those that their own words give away; of two that overlap, the phrase unless the
    recogniser heard a longer name of its kind."""
    for start, end, label in organisations.phrases(paragraph.doc, paragraph.text):
        phrase = _spanned(paragraph, start, end, label, "phrase")
        over = [c for c in heard if c.start < phrase.end and phrase.start < c.end]
        whole = next((c for c in over if c.start <= phrase.start and phrase.end <= c.end and c.label != "PER"), None)
        if whole is not None and (whole.label == label or whole.end == phrase.end):
            whole.label = label
            continue
        heard = [c for c in heard if c not in over] + [phrase]
    named = [(c.start - paragraph.start, c.end - paragraph.start) for c in heard if c.label != "PER"]
    for start, end in organisations.acronyms_in_brackets(paragraph.text, named):
        acronym = _spanned(paragraph, start, end, "ORG", "acronym")
        heard = [c for c in heard if c.end <= acronym.start or acronym.end <= c.start] + [acronym]
    return sorted(heard, key=lambda candidate: candidate.start)


def _only_joined(candidate: Candidate, inside: list[Candidate]) -> bool:
    """Whether nothing but hyphens and the like stands between known names: "Norway-Sweden"."""
    rest = candidate.text
    for name in inside:
        rest = rest.replace(name.text, "", 1)
    return not any(character.isalpha() for character in rest)


def _settled(candidate: Candidate, inside: list[Candidate]) -> list[Candidate]:
    """What stays of a recognised name and the gazetteer's names that overlap it."""
    if not inside:
        return [candidate]
    first = inside[0]
    if len(inside) == 1 and first.start <= candidate.start and first.end >= candidate.end:
        return inside
    whole = first.start >= candidate.start and inside[-1].end <= candidate.end
    if whole and len(inside) > 1 and _only_joined(candidate, inside):
        return inside
    if candidate.label in ("ORG", "OTHER") and whole:
        candidate.entry = first.entry if first.start == candidate.start else inside[-1].entry
        if len({c.entry.countries[:1] for c in inside if c.entry}) > 1:
            candidate.entry = None  # "Norway-Sweden Trade Council" is neither's
        return [candidate]
    if (
        candidate.label == "PER"
        and whole
        and first.start > candidate.start
        and first.entry
        and first.entry.kind != "leader"
    ):
        return [candidate]  # a person named like a place: "Jack London"
    if candidate.label == "LOC" and whole and len(inside) == 1 and "," not in candidate.text:
        candidate.entry = first.entry
        return [candidate]
    return inside
