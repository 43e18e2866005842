"""Quotation marks: which stretches of a paragraph stand between them.

Belongs here: pairing of curly, straight, doubled and single marks, marks that never close or open twice.
Does not: who speaks, and whether quoted words are a quotation at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from twosource.extraction.parse import PARAGRAPH

DOUBLE = re.compile(r"[“”„«»\"]|``|''|‘‘|’’")
SINGLE = re.compile(r"[‘’']")
OPENERS = frozenset(["“", "„", "«", "``", "‘‘"])
CLOSERS = frozenset(["”", "»", "’’"])
WORD = re.compile(r"\w{1,12}")
BEFORE_OPENING = " \n\t\u00a0([{—–-/:"
CUE_INSIDE = re.compile(
    r",(?=\s(?:(?:he|she|they|[A-Z]\w+) (?:said|says|added|told)|(?:said|says|added) (?:he|she|[A-Z]\w+))\b)"
)
"""A comma before a cue: where a quotation ends whose closing mark was lost."""
SINGLE_QUOTATION = re.compile(r"(?<![^\s(])‘\w[^‘’\n]{1,400}[,.?!]’")
"""Words between single marks of unlike form that end as a quotation does, whatever the rest of the article uses."""
REOPENING = ("“", '"', "„", "«", "`")
SENTENCE_END = re.compile(r"[.!?…](?=\s+[“\"A-Z])")
ELISIONS = frozenset(["em", "tis", "twas", "til", "cause", "round", "n", "bout"])


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between marks: `start`/`end` inside the marks, `outer_start`/`outer_end` with them.

    `opened`/`closed` tell whether the mark is there: a quotation over several paragraphs lacks some.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    opened: bool = True
    closed: bool = True


def _opens(text: str, at: int, end: int, after: int) -> bool:
    """Whether a mark at `at:after` looks like an opening one by what stands around it."""
    before = text[at - 1] if at > 0 else " "
    following = text[after] if after < end else " "
    return before in BEFORE_OPENING and not following.isspace()


def _closes(text: str, at: int, end: int, after: int) -> bool:
    before = text[at - 1] if at > 0 else " "
    following = text[after] if after < end else " "
    return not before.isspace() and before not in "([{" and not following.isalnum()


def _side(text: str, mark: re.Match[str], end: int, is_open: bool) -> str:
    """`open` or `close`: by the form of the mark, for straight ones by blanks, otherwise by turn."""
    form, at, after = mark.group(), mark.start(), mark.end()
    looks_open, looks_closed = _opens(text, at, end, after), _closes(text, at, end, after)
    if form in CLOSERS:
        return "open" if not is_open and looks_open and not looks_closed else "close"
    if form in OPENERS:
        return "close" if is_open and looks_closed and not looks_open else "open"
    if looks_open != looks_closed:
        return "open" if looks_open else "close"
    return "close" if is_open else "open"


def segments(text: str) -> list[Quoted]:
    """All quoted stretches of `text`, in order, never over a paragraph's end and never one inside another."""
    found: list[Quoted] = []
    carried = False
    singles_quote = _uses_singles(text)
    for match in PARAGRAPH.finditer(text):
        singles = singles_quote or SINGLE_QUOTATION.search(text, match.start(), match.end())
        if singles and not DOUBLE.search(text, match.start(), match.end()):
            here = list(_singles(text, match.start(), match.end()))
        else:
            here = list(_doubles(text, match.start(), match.end(), carried))
        found += here
        if match.group().strip():
            carried = bool(here) and not here[-1].closed
    return [quoted for quoted in found if any(c.isalnum() for c in text[quoted.start : quoted.end])]


def _doubles(text: str, start: int, end: int, carried: bool) -> Iterator[Quoted]:
    """Stretches between double marks; `carried` tells that the paragraph before left a quotation open."""
    opened: re.Match[str] | None = None
    first = True
    for mark in DOUBLE.finditer(text, start, end):
        side = _side(text, mark, end, opened is not None)
        if side == "close":
            if opened is not None:
                yield Quoted(opened.end(), mark.start(), opened.start(), mark.end())
            elif first and carried:
                yield Quoted(start, mark.start(), start, mark.end(), opened=False)
            opened = None
        elif opened is None:
            opened = mark
        else:
            yield from _reopened(text, opened, mark)
            opened = mark
        first = False
    if opened is not None:
        told = CUE_INSIDE.search(text, opened.end(), end)
        if told is not None and text[end : end + 20].lstrip()[:1] not in REOPENING:
            yield Quoted(opened.end(), told.end(), opened.start(), told.end())
            return
        stop = start + len(text[start:end].rstrip())
        yield Quoted(opened.end(), max(stop, opened.end()), opened.start(), max(stop, opened.end()), closed=False)


def _reopened(text: str, opened: re.Match[str], again: re.Match[str]) -> Iterator[Quoted]:
    """A mark that opens while one is open: the first quotation ended at the last sentence end between them."""
    ends = list(SENTENCE_END.finditer(text, opened.end(), again.start()))
    if ends:
        yield Quoted(opened.end(), ends[-1].end(), opened.start(), ends[-1].end(), closed=False)


def _uses_singles(text: str) -> bool:
    """Whether the article quotes with single marks: single opening marks outnumber double ones."""
    singles = len(re.findall(r"(?:(?<=\s)|^)[‘'](?=\w)", text))
    doubles = len(DOUBLE.findall(text))
    return singles > 0 and doubles <= singles


def _elided(text: str, after: int) -> bool:
    """Whether the mark stands for left-out letters or figures: 'em, '90s."""
    word = WORD.match(text, after)
    return word is not None and (word.group().lower() in ELISIONS or word.group()[0].isdigit())


def _singles(text: str, start: int, end: int) -> Iterator[Quoted]:
    """Stretches between single marks (British usage). Apostrophes inside words and elisions are no marks.

    A mark behind an s may be a possessive: it closes only when no surer one comes before the next opening.
    """
    opened: int | None = None
    perhaps: int | None = None
    for mark in SINGLE.finditer(text, start, end):
        form, at, after = mark.group(), mark.start(), mark.end()
        may_open = form != "’" and _opens(text, at, end, after) and not _elided(text, after)
        if may_open and (opened is None or perhaps is not None):
            if opened is not None and perhaps is not None:
                yield Quoted(opened + 1, perhaps, opened, perhaps + 1)
            opened, perhaps = at, None
        elif opened is not None and form != "‘" and _closes(text, at, end, after):
            perhaps = at
            if text[at - 1] not in "sS":
                yield Quoted(opened + 1, at, opened, at + 1)
                opened, perhaps = None, None
    if opened is not None and perhaps is not None:
        yield Quoted(opened + 1, perhaps, opened, perhaps + 1)
