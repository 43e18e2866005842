"""Names in lines that are lists rather than sentences: results, standings, line-ups, score cards.

Belongs here: the shapes of such lines, as a table, and the spans and labels that each gives.
Does not: names in sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from twosource.extraction.names import gazetteer

WORD = r"(?:[A-Z][\w.'’-]*|(?:d[aeiou]|van|der|den|von|la|al) (?=[\w]))"
NAME = rf"[A-Z][\w.'’-]*(?: {WORD}){{0,4}}"
SHORT = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}"
COUNTRY = r" ?\( ?[A-Z][^()\d]{1,28}\)"
FULL = rf"[A-Z][\w.'’-]*(?: {WORD}){{1,4}}"
LONGEST = 400
"""Code points; a longer paragraph is prose."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of line: `line` must match it from its start; then each `piece` found gives names by its groups.

    Groups: `per` is a person, `side` a team (a country stays a place, any other is an organisation).
    """

    name: str
    line: re.Pattern[str]
    pieces: tuple[re.Pattern[str], ...]
    example: str


def _shape(name: str, line: str, *pieces: str, example: str) -> Shape:
    return Shape(name, re.compile(line), tuple(re.compile(piece) for piece in pieces), example)


BRACKETS = r"(?: ?\([^()]{0,200}\)?)?"
SHAPES = (
    _shape(
        "result",
        rf"{NAME} \d{{1,3}}{BRACKETS},? {NAME} \d{{1,3}}{BRACKETS}[\s.,]*$",
        rf"(?P<per>(?:(?<=\( )|(?<=\()|(?<=, )){SHORT})(?= \d{{1,2}}(?!\d))(?=[^(]{{0,200}}(?:\)|$))",
        rf"(?:^|(?<=\d )|(?<=\) ))(?P<side>{NAME})(?= \d)",
        example="Torvik 2 (Aas 12, Moen 40) Lornby 0",
    ),
    _shape(
        "standing",
        rf"(?:\d{{1,2}}\. ?)?{NAME}(?: \d{{1,3}}){{5,9}}[\s.]*$",
        rf"^(?:\d{{1,2}}\. ?)?(?P<side>{NAME})(?= \d)",
        example="Torvik 14 9 3 2 31 12 30",
    ),
    _shape(
        "ranking",
        rf"(?:\d{{1,3}}(?:[.=]|th|st|nd|rd)?=? )?{FULL} ?\( ?[A-Z][^()\d]{{1,28}}\)"
        r"[^a-z]{0,60}(?:(?:seconds|minutes|hours|points|metres|meters|laps)\b[^a-z]{0,20}){0,3}$",
        rf"(?P<per>{NAME})(?= ?\( ?[A-Z])",
        example="3. Sigrid Moen (Norway) 1:32.50",
    ),
    _shape(
        "match",
        rf"(?:\d{{1,2}} - )?{NAME} ?\( ?[^()]{{2,28}}\) (?:beat|defeated|bt|leads|lost to) (?:\d{{1,2}} - )?{NAME}",
        rf"(?P<per>{NAME})(?= ?\( ?[A-Z])",
        example="Sigrid Moen (Norway) beat Anna Roth (Austria) 6-3 6-4",
    ),
    _shape(
        "record",
        rf"{NAME} \d{{1,3}} \d{{1,3}}(?: \d{{1,3}})? \.\d{{3}}(?: |$)",
        rf"^(?P<side>{NAME})(?= \d)",
        example="Torvik 75 50 .600 -",
    ),
    _shape(
        "fixture",
        rf"{NAME} at (?:[A-Z]{{3,}}(?: [A-Z]{{2,}}){{0,2}})\s*$",
        rf"^(?P<side>{NAME})(?= at )",
        r"(?<= at )(?P<side>[A-Z]{3,}(?: [A-Z]{2,}){0,2})",
        example="Torvik at LORNBY",
    ),
    _shape(
        "leaderboard",
        rf"\d{{2,3}} {FULL}(?:{COUNTRY}|(?= ?,))(?: ?, {FULL}(?:{COUNTRY})?){{0,12}}[\s.,]*$",
        rf"(?:(?<=\d )|(?<=, ))(?P<per>{FULL})",
        example="68 Ola Moen, Per Aas (Norway)",
    ),
    _shape(
        "rounds",
        rf"(?:\d{{3}} )?{NAME}(?: ?\( ?[A-Z][^()\d]{{1,28}}\))?(?: \d\d){{2,4}}(?:[\s.,]|$)",
        rf"(?P<per>{NAME})(?= (?:\( ?[A-Z][^()\d]{{1,28}}\) )?\d\d \d\d)",
        example="208 Sigrid Moen (Norway) 68 70 70, Anna Roth 69 70 69",
    ),
    _shape(
        "line-up",
        rf"(?:{NAME}(?: ?:| -) )?\d{{1,2}} ?- ?[A-Z]",
        rf"(?:^|(?<=[;:,(] )|(?<=[;:,(])|(?<=- )|(?<=-))\d{{1,2}} ?- ?(?P<per>{NAME})",
        rf"(?<=, )(?P<per>{NAME})(?= ?\( ?[A-Z])",
        r"\( ?(?P<side>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})(?= ?\))",
        example="Norway: 1 - Ola Moen; 2 - Per Aas",
    ),
    _shape(
        "positions",
        rf"(?:[A-Z][a-z]+(?: ?:| -) ?){FULL} ?(?:\d|, ?{FULL})",
        rf"(?P<side>^{NAME})(?= - [A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){{0,3}} \d)",
        rf"(?:(?<=: )|(?<=- )|(?<=, ))(?P<per>{FULL})(?= ?(?:\d|,|\.|$))",
        example="Defenders - Ola Moen, Per Aas, Nils Dahl",
    ),
    _shape(
        "dismissal",
        rf"{NAME} (?:(?:c|st) {NAME} b|b|lbw b|c and b|c & b|run out|not out|lbw)(?: |$)",
        rf"(?:^|(?<= c )|(?<= b )|(?<= st ))(?P<per>{SHORT})(?= (?:c|b|st|lbw|run|not|\d))",
        example="S. Moen c Aas b Dahl 41",
    ),
    _shape(
        "bowling",
        rf"(?:Bowling ?: ?)?{NAME} \d{{1,2}}(?:\.\d)?-\d{{1,2}}-\d{{1,3}}-\d{{1,2}}",
        rf"(?P<per>{NAME})(?= \d{{1,2}}(?:\.\d)?-\d{{1,2}}-\d{{1,3}}-\d{{1,2}})",
        example="Bowling: Moen 8-1-35-2, Aas 9-0-41-1",
    ),
)


def names(text: str) -> list[tuple[int, int, str]]:
    """(start, end, label) of the names in a line of one of the shapes, in order; empty for any other text."""
    if len(text) > LONGEST or not (" at " in text or any(c.isdigit() or c in "-:" for c in text)):
        return []
    for shape in SHAPES:
        if shape.line.match(text):
            return sorted(_found(shape, text))
    return []


def _found(shape: Shape, text: str) -> Iterator[tuple[int, int, str]]:
    taken: list[tuple[int, int]] = []
    for piece in shape.pieces:
        for match in piece.finditer(text):
            group = match.lastgroup or "per"
            start, end = match.span(group)
            entry = gazetteer.look_up(text[start:end])
            if any(start < b and a < end for a, b in taken):
                continue
            if entry is not None and entry.kind in ("country", "people"):
                continue  # the gazetteer finds it
            taken.append((start, end))
            yield start, end, "ORG" if group == "side" else "PER"
