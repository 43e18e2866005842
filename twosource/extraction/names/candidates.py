"""Spans that may be names: what the parser's recogniser says, mended and joined with the gazetteer.

Belongs here: one paragraph at a time, spans and labels. Does not: agreement over the article, countries, roles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from twosource.extraction.names import gazetteer, roles
from twosource.extraction.parse import Paragraph

LABELS = {
    "PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "NORP": "NORP",
    "EVENT": "OTHER", "PRODUCT": "OTHER", "WORK_OF_ART": "OTHER", "LAW": "OTHER",
}  # fmt: skip
LEADING = re.compile(r"(?:(?:the|a|an|this|that)\b|[\s\"'“”‘’(\[,.;:/–—-])+", re.I)
TRAILING = re.compile(r"(?:['’]s|['’]|[\s\"“”‘)\],;:/–—-])+$")
SCORE = re.compile(r"(?:\s+(?:\d[\w.:-]*|\())+$")
"""Figures of a results table that the recogniser drew into a name."""
HYPHEN = re.compile(r"-[a-z]\w+")
TURN = re.compile(r"\s*\[(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})/[^\]:]{2,150}: ?[\"“]")
"""A transcript's bracketed turn: the name before the first slash is a person's."""
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


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without article, quotation marks, outer punctuation and possessive; may be empty."""
    lead = LEADING.match(text, start, end) if start < end else None
    if lead and text[lead.end() : end].strip():
        start = lead.end()
    tail = TRAILING.search(text[start:end])
    return start, start + tail.start() if tail else end


def _without_titles(text: str, start: int, end: int) -> tuple[int, int]:
    """A person's span without the titles and offices in front of it."""
    while " " in text[start:end]:
        word = text[start:end].split(" ", 1)[0]
        if not (word in roles.titles() or word in roles.abbreviated() or word.lower() in roles.offices()):
            break
        start += len(word) + 1
    return start, end


def _as_one_name(text: str, start: int, end: int) -> tuple[int, int]:
    """A person's span cut before a slash ("Shinji/Trade Ministry") or run on over a hyphen ("Min-ah")."""
    slash = text.find("/", start, end)
    if slash > start:
        return start, slash
    rest = HYPHEN.match(text, end)
    return start, rest.end() if rest else end


def _is_company(name: str) -> bool:
    """Whether a name that passes for a person's ends in a word of companies ("Higashi Castings")."""
    words = name.split()
    return len(words) > 1 and words[-1].rstrip(".") in roles.company_words()


def recognised(paragraph: Paragraph) -> Iterator[Candidate]:
    """The recogniser's entities with mended edges; those without a capital or digit-only are no names."""
    text = paragraph.doc.text
    for entity in paragraph.doc.ents:
        label = LABELS.get(entity.label_)
        if label is None:
            continue
        start, end = trimmed(text, entity.start_char, entity.end_char)
        if label == "PER":
            start, end = _without_titles(text, start, end)
            start, end = _as_one_name(text, start, end)
            label = "ORG" if _is_company(text[start:end]) else label
        score = SCORE.search(text[start:end]) if label in ("PER", "LOC", "ORG") else None
        end = start + score.start() if score and score.start() else end
        written = text[start:end]
        if any(c.isupper() for c in written) and any(c.isalpha() for c in written):
            yield Candidate(paragraph.start + start, paragraph.start + end, written, label, "recogniser", paragraph)


def known(paragraph: Paragraph) -> Iterator[Candidate]:
    """Names of the gazetteer. A single common word ("Nice", "Turkey") must be used as a name to count."""
    proper: set[int] | None = None
    for start, end, entry in gazetteer.scan(paragraph.doc.text):
        if entry.kind == "place" and " " not in entry.name:
            if proper is None:
                proper = {token.idx for token in paragraph.doc if token.pos_ == "PROPN" or token.ent_type_}
            if start not in proper:
                continue
        label = gazetteer.LABEL_OF[entry.kind]
        at = paragraph.start + start
        yield Candidate(at, at + end - start, paragraph.doc.text[start:end], label, "gazetteer", paragraph, entry)


def joined(paragraph: Paragraph) -> list[Candidate]:
    """Both voters as one list in order without overlaps.

    Equal spans take the gazetteer's label; a longer recognised name (an organisation "Bank of Japan") stays whole and
    the gazetteer's name inside it only lends its country; two names run together are the gazetteer's.
    """
    turn = TURN.match(paragraph.doc.text)
    spoken = [] if turn is None else [_speaker(paragraph, turn)]
    found = [c for c in known(paragraph) if not spoken or c.start >= spoken[0].end]
    kept: list[Candidate] = []
    at = 0
    for candidate in (*spoken, *recognised(paragraph)):
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
    return kept


def _speaker(paragraph: Paragraph, turn: re.Match[str]) -> Candidate:
    """The person named at the head of a bracketed turn."""
    start, end = turn.span("name")
    return Candidate(paragraph.start + start, paragraph.start + end, turn["name"], "PER", "turn", paragraph)


def _settled(candidate: Candidate, inside: list[Candidate]) -> list[Candidate]:
    """What stays of a recognised name and the gazetteer's names that overlap it."""
    if not inside:
        return [candidate]
    first = inside[0]
    if len(inside) == 1 and first.start <= candidate.start and first.end >= candidate.end:
        return inside
    whole = first.start >= candidate.start and inside[-1].end <= candidate.end
    if candidate.label in ("ORG", "OTHER") and whole:
        last = inside[-1]
        candidate.entry = first.entry if first.start == candidate.start else last.entry
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
