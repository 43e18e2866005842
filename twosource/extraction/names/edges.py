"""Where a recognised name begins and ends: without articles, titles, dashes and common nouns.

Belongs here: mending one span. Does not: which span is a name (see `candidates`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from twosource.extraction.names import gazetteer, roles

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LEADING = re.compile(r"(?:(?:the|a|an|this|that)\b|[\s\"'“”‘’(\[,.;:/–—-])+", re.I)
TRAILING = re.compile(r"(?:['’]s|['’]|[\s\"“”‘)\],;:/–—-])+$")
SMALL_BEHIND = re.compile(r"(?: [a-z][a-z-]*)+$")
HYPHEN = re.compile(r"-[a-z]\w+")


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without article, quotation marks, outer punctuation and possessive; may be empty."""
    lead = LEADING.match(text, start, end) if start < end else None
    if lead and text[lead.end() : end].strip():
        start = lead.end()
    tail = TRAILING.search(text[start:end])
    return start, start + tail.start() if tail else end


def without_titles(text: str, start: int, end: int) -> tuple[int, int]:
    """A person's span without the titles and offices in front of it."""
    while " " in text[start:end]:
        word = text[start:end].split(" ", 1)[0]
        if not (word in roles.titles() or word in roles.abbreviated() or word.lower() in roles.offices()):
            break
        start += len(word) + 1
    return start, end


def as_one_name(text: str, start: int, end: int) -> tuple[int, int]:
    """A person's span cut before a slash ("Shinji/Trade Ministry") or run on over a hyphen ("Min-ah")."""
    slash = text.find("/", start, end)
    if slash > start:
        return start, slash
    rest = HYPHEN.match(text, end)
    return start, rest.end() if rest else end


def core(text: str, start: int, end: int, label: str) -> tuple[int, int]:
    """A span without what the recogniser drew in: all before a dash set in blanks ("Defenders - Ola Moen"), an opened
    bracket, common nouns behind the name ("Torv news agency")."""
    if label not in ("PER", "ORG", "LOC"):
        return start, end
    dash = text.rfind(" - ", start, end)
    start = dash + 3 if dash >= start else start
    bracket = text.find(" (", start, end)
    end = bracket if bracket > start and ")" not in text[bracket:end] else end
    lower = SMALL_BEHIND.search(text[start:end])
    return start, start + lower.start() if lower else end


def is_company(name: str) -> bool:
    """Whether a name that passes for a person's ends in a word of companies ("Higashi Castings")."""
    words = name.split()
    return len(words) > 1 and words[-1].rstrip(".") in roles.company_words()


def whole_run(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """A one-word name with the proper nouns that the parser ties to it ("Tanabe [Kenji]"); offices stay outside."""
    span = doc.char_span(start, end)
    if span is None or len(span) != 1 or not _is_plain(span[0]):
        return start, end
    first = last = span.start
    while (
        first > 0 and _is_plain(doc[first - 1]) and doc[first - 1].dep_ == "compound" and not doc[first - 1].ent_type_
    ):
        first -= 1
    while last + 1 < len(doc) and doc[last].dep_ == "compound" and _is_plain(doc[last + 1]):
        if doc[last + 1].ent_type_ or doc[last].head.i <= last:
            break
        last += 1
    return doc[first].idx, doc[last].idx + len(doc[last])


def _is_plain(token: Token) -> bool:
    """Whether a word may be part of an unknown person's name: a proper noun, no title, office or known name."""
    text = token.text
    if token.pos_ != "PROPN" or not (text[:1].isupper() and text[1:].islower() and text.isalpha()):
        return False
    if text in roles.titles() or text in roles.company_words() or token.lower_ in roles.offices():
        return False
    return gazetteer.look_up(text) is None
