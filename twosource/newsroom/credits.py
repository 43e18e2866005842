"""Whose report an article says it is: credit lines, and credits in the first and last words of its text.

Belongs here: reading the rows of `seeds/reference/credits.yml`. Does not: datelines, pictures, authors; an outlet that
an article only relays (`comparison/signs`).
"""

from __future__ import annotations

import re
from functools import cache

from twosource.newsroom.agencies import agencies, agency_named, sounding_like_one
from twosource.newsroom.forms import NAME, Form, any_of, of_table
from twosource.newsroom.outlets import outlet_named

HEAD, TAIL = 250, 350
"""A credit stands in the dateline or at the end; elsewhere "(AP)" may belong to a picture or a quotation."""
LONGEST_LINE = 120
NAMES = rf"(?P<names>{NAME}(?:(?:,| and| &|, and) (?:the )?{NAME}){{0,4}})"
BETWEEN_NAMES = re.compile(r",? (?:and|&) |, ")
SENTENCE_END = re.compile(r"(?<=[.!?)”\"])\s+|\n")


@cache
def line_forms() -> tuple[tuple[Form, re.Pattern[str]], ...]:
    """The forms of a credit that is a line or a sentence of its own, with their patterns."""
    return tuple((form, form.compiled({"names": NAMES}, re.IGNORECASE)) for form in of_table("credits", "lines"))


@cache
def text_forms() -> tuple[tuple[Form, re.Pattern[str]], ...]:
    """The forms of a credit to a known agency within the first or last words of a text, with their patterns."""
    slots = {"agency": f"(?P<agency>{any_of(agencies())})"}
    return tuple((form, form.compiled(slots)) for form in of_table("credits", "texts"))


def agency_like(name: str | None, outlet: str | None = None) -> str | None:
    """The agency of a credit: the known one, else a name with a word such as `Wire` or `Press Agency`.

    None for other words, and for an unknown one that is the outlet itself: that is its own reporting.
    """
    if known := agency_named(name):
        return known
    found = None if outlet_named(name) else sounding_like_one(name)
    return None if found and outlet and found.casefold() in outlet.casefold() else found


def agency_credited(line: str, outlet: str | None = None) -> str | None:
    """The agency that a credit line names (`From North Wire`, `North Wire contributed to this report.`)."""
    if len(line) > LONGEST_LINE:
        return None
    matches = (pattern.fullmatch(line) for _, pattern in line_forms())
    named = (name for match in matches if match and match["names"] for name in BETWEEN_NAMES.split(match["names"]))
    return next((found for name in named if (found := agency_like(name.rstrip("."), outlet))), None)


def agency_in_text(text: str, outlet: str | None = None) -> str | None:
    """The agency that the first or last words of a text credit; None when they credit none."""
    for part in (text[:HEAD], text[-TAIL:]):
        for _, pattern in text_forms():
            if match := pattern.search(part):
                return agencies()[match["agency"]]
    lines = SENTENCE_END.split(text[-TAIL:])[1:] if len(text) > TAIL else SENTENCE_END.split(text)
    return next((found for line in lines if (found := agency_credited(line.strip(), outlet))), None)
