"""Which in a row: "the third attack on a school this week", and the verdict on two such places.

Belongs here: ordinals that say of something which in a row it is. Does not: ordinals that tell things apart ("the
second bomb"), dates, or counts (`numbers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twosource.comparison.occurrences import Met
from twosource.comparison.slots import Said
from twosource.comparison.tellings import Telling
from twosource.comparison.terms import COMMON, stem, word_set
from twosource.comparison.verdicts import Reason, Verdict, Word

NUMBERED = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    "twentieth",
)
ORDINAL = re.compile(
    r"\b(?:(?:is|was|be|been|became|become|becomes|marks?|marked|made|making|as|for|and|,)\s+)(?:only\s+)?"
    r"(?:the|a|his|her|its|their)\s+(?P<ordinal>" + "|".join(NUMBERED) + r"|\d{1,2}(?:st|nd|rd|th))\s"
    r"(?P<what>[^.,;:()\"“”]{3,60})",
    re.IGNORECASE,
)
NOUNS_READ = 5
"""Words behind the ordinal among which its noun stands."""
IDLE = word_set(
    "time day week month year hour quarter half floor round place person degree street avenue grade amendment century"
    " term season game match inning lady world"
)
"""Nouns of which the ordinal is a name, a date or no more than a manner of speaking."""
SURE = 0.85


@dataclass(frozen=True, slots=True)
class InRow:
    """Which in a row of what; `nouns` are the stems behind the ordinal."""

    said: Said
    number: int
    nouns: frozenset[str]


def rows_of(telling: Telling) -> list[InRow]:
    """What a sentence says to be which in a row."""
    found = []
    for hit in ORDINAL.finditer(telling.text):
        nouns = frozenset(stem(word) for word in hit["what"].split()[:NOUNS_READ]) - COMMON
        if nouns and not nouns & IDLE:
            found.append(InRow(_said(telling, hit), _number(hit["ordinal"].lower()), nouns))
    return found


def _number(ordinal: str) -> int:
    return NUMBERED.index(ordinal) + 1 if ordinal in NUMBERED else int(re.sub(r"\D", "", ordinal))


def _said(telling: Telling, hit: re.Match[str]) -> Said:
    start, end = telling.start + hit.start("ordinal"), telling.start + hit.end("what")
    text = telling.text[hit.start("ordinal") : hit.end("what")]
    return Said(
        slot="number",
        kind="quantity",
        telling=telling,
        start=start,
        end=end,
        text=text,
        value=hit["ordinal"].lower(),
    )


def row_pairs(met: Sequence[Met]) -> Iterator[tuple[Said, Said, Verdict]]:
    """Places in a row of one thing, in sentences that are surely of one occurrence, with their verdicts."""
    for pair in met:
        for one in rows_of(pair.one) if pair.likely >= SURE else ():
            for two in rows_of(pair.two):
                if one.nouns & two.nouns:
                    same = one.number == two.number
                    word, reason = (Word.AGREE, Reason.SAME_VALUE) if same else (Word.CONFLICTING, Reason.VALUES_APART)
                    yield one.said, two.said, Verdict(word, reason, pair.likely)


def question(members: Sequence[Said]) -> str:
    """What the members answer."""
    return f"Which in a row? “{' '.join(members[0].text.split())}”"
