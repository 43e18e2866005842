"""Names that a word of their own explains: "Rural Justice Institute", "Ministry of Ports", an acronym in brackets.

Belongs here: spans of such names in one paragraph. Does not: single words ("Torv"; see `context`), people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from twosource import reference
from twosource.extraction.names import gazetteer, roles
from twosource.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

JOINING = frozenset({"of", "for"})
ACRONYM = re.compile(r"\( ?(?P<short>[A-Z][A-Za-z&.]{1,9}) ?\)")


@cache
def labels_of_heads() -> Mapping[str, str]:
    """Words that end, or with "of" begin, a name, and the label that they give it."""
    return {word: label for label, words in reference.table("organisations")["heads"].items() for word in words}


@cache
def heads() -> frozenset[str]:
    """The words of `labels_of_heads`."""
    return frozenset(labels_of_heads())


@cache
def never() -> frozenset[str]:
    """Words that look like names and are none."""
    return frozenset(reference.table("organisations")["never"])


def _is_capital(token: Token) -> bool:
    text = token.text
    return text[:1].isupper() and text not in reference.table("signs")["calendar"] and not token.is_punct


def _belongs_before(token: Token) -> bool:
    """Whether a capitalised word before the head is part of the name: no nationality, title or first word "The"."""
    if not _is_capital(token) or token.pos_ in ("DET", "PRON", "ADP", "SCONJ", "VERB", "AUX", "ADV", "CCONJ"):
        return False
    if token.text in roles.titles() or token.text in roles.abbreviated() or token.lower_ in roles.offices():
        return False
    entry = gazetteer.look_up(token.text)
    if entry is None and token.ent_type_ == "NORP":
        return False
    return entry is None or entry.kind not in ("people", "leader", "government", "body")


def _ties(token: Token) -> bool:
    """Whether "&" or a hyphen without blanks ties two words into one name."""
    return token.text == "&" or (token.text == "-" and not token.whitespace_)


def _start(doc: Doc, head: int) -> int:
    """The first token of the name that ends in token `head`."""
    first = head
    while first > 0:
        before = doc[first - 1]
        if _belongs_before(before):
            first -= 1
        elif _ties(before) and first > 1 and _belongs_before(doc[first - 2]):
            first -= 2
        else:
            break
    return first


def _end(doc: Doc, head: int) -> int:
    """The token after the name that goes on behind `head` with "of" or "for"; `head + 1` when none does."""
    at = head + 1
    if at >= len(doc) or doc[at].text not in JOINING:
        return head + 1
    at += 1
    if at < len(doc) and doc[at].text == "the":
        at += 1
    end = head + 1
    while at < len(doc):
        if _is_capital(doc[at]):
            at += 1
            end = at
        elif doc[at].text in ("and", "&", "of", "for", ",") and end == at and at + 1 < len(doc):
            if doc[at].text == "," or not _is_capital(doc[at + 1]):
                break
            at += 1
        else:
            break
    return end


def _is_title(token: Token) -> bool:
    """Whether a word begins something else behind a name: an office, a weekday."""
    return token.lower_ in roles.offices() or token.text in reference.table("signs")["calendar"]


def phrases(doc: Doc, text: str) -> Iterator[tuple[int, int, str]]:
    """Spans (code points in the paragraph) with labels of names that end or begin with a head word, left to right.

    `text` is the paragraph's. One all in capitals has none: there every word would belong.
    """
    if text.isupper():
        return
    after = 0
    for token in doc:
        if token.i < after or token.text not in heads():
            continue
        first, last = _start(doc, token.i), _end(doc, token.i)
        if last == token.i + 1 and first == token.i:
            continue
        if last == token.i + 1 and doc[first].is_sent_start and first + 1 == token.i and doc[first].pos_ != "PROPN":
            continue  # an ordinary word with a capital because it begins the sentence
        while last < len(doc) and doc[last].text in heads():
            last += 1
        if last < len(doc) and doc[last].pos_ == "PROPN" and doc[last].text[:1].isupper() and not _is_title(doc[last]):
            continue  # the name goes on: "National War Memorial"
        after = last
        end = doc[last - 1]
        yield doc[first].idx, end.idx + len(end), labels_of_heads().get(end.text, labels_of_heads()[token.text])


def acronyms_in_brackets(text: str, names: list[Span]) -> Iterator[Span]:
    """Spans of acronyms in brackets right behind a name of two or more words with the same initials."""
    ends = {end: start for start, end in names}
    for match in ACRONYM.finditer(text):
        end = len(text[: match.start()].rstrip())
        start = ends.get(end)
        if start is None:
            continue
        words = re.findall(r"\w+", text[start:end])
        short = match["short"].replace(".", "").upper()
        wanted = {"".join(word[0] for word in words).upper(), "".join(w[0] for w in words if w[0].isupper())}
        if len(words) > 1 and any(_spells(short, initials) for initials in wanted):
            yield match.span("short")


def _spells(short: str, initials: str) -> bool:
    """Whether an acronym is the initials, or all but one of them."""
    return short == initials or (len(short) > 2 and len(initials) - len(short) == 1 and short[0] == initials[0])
