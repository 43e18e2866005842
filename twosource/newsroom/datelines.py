"""Datelines: where, when and for whom a report was filed, in the words before its first sentence.

Belongs here: reading the rows of `seeds/reference/datelines.yml`. Does not: what cleaning or extraction does with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from twosource import reference
from twosource.newsroom.agencies import agency_named, is_newsroom
from twosource.newsroom.forms import CAPITAL, Form, of_table

LONGEST = 140
"""Code points in which a dateline ends."""
LONGEST_LETTERS = 30
MARK = re.compile(r"[-–—_:]|, [A-Z\d]")
"""Without one of these no dateline ends."""
LARGE = "[A-ZÀ-ÖØ-Þ]"
WITHIN = "[A-ZÀ-ÖØ-Þ.'’/-]"
WORD = rf"{CAPITAL}[\w.'’/-]{{0,24}}"
ISO = r"\d{4}-\d{2}-\d{2}"
MONTH = r"[A-Z][a-z]{2,8}\.?"
OPENING = r"[\"“”„«'‘’(\[]{0,2}[^\W_a-zß-öø-ÿ]\S*"
SLOTS = {
    "capitals": rf"(?P<place>(?:{LARGE}{{2}} )?{LARGE}{WITHIN}{{2,25}}(?: {LARGE}{WITHIN}{{1,20}}){{0,3}})",
    "town": rf"(?P<place>{WORD}(?: (?:de|del|la|le|los|am|an|der|do|da|of|upon|{WORD})){{0,3}})",
    "regions": rf"(?: ?, ?(?P<region>{WORD}(?: {WORD}){{0,2}}))?(?:, {WORD}(?: {WORD}){{0,2}})?",
    "date": rf"(?P<date>,? ?(?:{MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}}\.? {MONTH}(?: \d{{4}})?|{ISO}))",
    "credit": r"\((?P<credit>[^()]{2,40})\)",
    "letters": r"\((?P<credit>[A-Z]{2,5})\)",
    "mark": r" ?(?:--?|[–—:_])\s*",
    "dash": r"(?:\s(?:--?|[–—_])\s?|(?:--|—)\s?|–\s)\s*",
    "sentence": rf"(?={OPENING}(?: \S+){{0,4}}? [a-zß-öø-ÿ]+)",
    "telling": rf"(?={OPENING}(?: [^\W\d]\S*){{0,3}}? [a-zß-öø-ÿ]+)",
}
"""What rows are made of. A dash has a blank on at least one side, or is a long one. A sentence has a word in small
letters among its first, which a headline in capitals or a table has not; a `telling` one has no figure before it."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before a paragraph's first sentence; offsets are in the paragraph.

    `end` is behind its mark. `is_sure`: a date or a credit shows that the place is one.
    """

    form: str
    end: int
    place: tuple[int, int] | None
    region: str | None
    credit: str | None
    is_sure: bool


@cache
def rows(group: str) -> tuple[tuple[Form, re.Pattern[str]], ...]:
    """The rows of a group with their patterns: `anywhere`, `at_the_head`, `on_a_page`."""
    return tuple((form, form.compiled(SLOTS)) for form in of_table("datelines", group))


def dateline_on_page(paragraph: str) -> Dateline | None:
    """The dateline of a paragraph near the head of a page; in such a place a colon may end it."""
    return _first(paragraph, "anywhere", "on_a_page")


def dateline_in_text(paragraph: str, is_first: bool) -> Dateline | None:
    """The dateline of a paragraph of running text; `is_first`: it opens the text.

    A colon ends none here: with it, words in capitals are a speaker's turn.
    """
    return _first(paragraph, "anywhere", "at_the_head") if is_first else _first(paragraph, "anywhere")


def _first(paragraph: str, *groups: str) -> Dateline | None:
    head = paragraph[:LONGEST]
    return next(_read(head, groups), None) if MARK.search(head) else None


def _read(head: str, groups: tuple[str, ...]) -> Iterator[Dateline]:
    for form, pattern in (row for group in groups for row in rows(group)):
        match = pattern.match(head)
        found = match.groupdict() if match else {}
        place, credit = found.get("place"), found.get("credit")
        if match and (place is None or _may_be_place(place)) and (credit is None or _signs(credit, form)):
            where = match.span("place") if place else None
            yield Dateline(
                form.name, match.end(), where, found.get("region"), credit, bool(found.get("date") or credit)
            )


def _may_be_place(words: str) -> bool:
    """Not an agency, not a label such as `BREAKING` or `WATCH`."""
    return agency_named(words) is None and words.upper() not in reference.table("datelines")["labels"]


def _signs(credit: str, form: Form) -> bool:
    """Whether the words in brackets may be whose report it is, as the form asks: `newsroom`, a name of one; `short`, or
    else a short name in capitals."""
    if form.credit is None or is_newsroom(credit):
        return True
    return form.credit == "short" and len(credit) <= LONGEST_LETTERS and credit.split()[0].isupper()
