"""People counted without a noun: "14 dead", "killed 12", "60 were wounded", "the death toll climbed to 27".

Belongs here: what is told of the people that a bare number counts. Does not: numbers with a noun of their own
(`counted`), and the words (`seeds/reference/casualties.yml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from twosource import reference
from twosource.extraction.quantities.amount import Amount

UNIT = "person"
PRONOUNS = frozenset({"other"})
"""Counted words that name nothing: "wounded five others"."""
REACH = 96
"""Code points before a number in which the verb or the toll can stand."""
MODIFIED = (
    r"(?: (?:at least|at most|about|around|some|up to|as many as|more than|less than|fewer than|over|well over|nearly"
    r"|almost|roughly|only|just|an|a|estimated|another|further|total of|additional|the|all)){0,3} "
)
PRONOUN = re.compile(r"\b(?:no|any|every|each|some|the|this|that|which|another|only|a) $", re.IGNORECASE)
"""Before "one" it is no number."""


@dataclass(frozen=True, slots=True)
class Words:
    """Patterns for the states behind a number, the verbs before it and the tolls; the state that each word tells."""

    behind: re.Pattern[str]
    before: re.Pattern[str]
    toll: re.Pattern[str]
    state: dict[str, str]


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


@cache
def words() -> Words:
    """The patterns, made once a process from the reference table."""
    table = reference.table("casualties")
    state = {word: name for name, row in table["states"].items() for word in (name, *row.get("behind", ()))}
    verbs = {word: name for name, row in table["states"].items() for word in row.get("verbs", ())}
    return Words(
        re.compile(
            rf"(?:,? (?:{_either(table['between'])})){{0,5}} (?P<word>{_either(state)})(?![\w-])", re.IGNORECASE
        ),
        re.compile(rf"\b(?P<word>{_either(verbs)})(?: dead)?{MODIFIED}$", re.IGNORECASE),
        re.compile(
            rf"\b(?P<word>{_either(table['tolls'])})\b(?! (?:road|free))[^.;:!?\d]{{0,60}}?"
            r" (?:to|at|of|past|above|is|was|now|reached|reaches|reaching|hit|hits|passed|exceeded|topped|as)"
            rf"{MODIFIED}$",
            re.IGNORECASE,
        ),
        verbs | state,
    )


def count(text: str, amount: Amount) -> Amount | None:
    """The bare number as one of people, with what befell them; None when nothing beside it tells that."""
    ahead = text[max(0, amount.start - REACH) : amount.start]
    if amount.value == 1 and amount.words and PRONOUN.search(ahead):
        return None
    if match := words().behind.match(text, amount.end):
        return _people(amount, words().state[match["word"].lower()], "count.casualties")
    if match := words().before.search(ahead):
        return _people(amount, words().state[match["word"].lower()], "count.casualties")
    if match := words().toll.search(ahead):
        return replace(
            _people(amount, "", "count.toll"), told=re.sub(r"^(?:casualty )?toll$", "toll", match["word"].lower())
        )
    return None


def _people(amount: Amount, state: str, rule: str) -> Amount:
    return replace(amount, kind="count", unit=UNIT, told=f"people {state}", rule=rule, confidence=0.75)


def befallen(text: str, end: int) -> str | None:
    """The state told right behind a counted noun ("19 people hurt", "19 people were killed"), None without one."""
    match = words().behind.match(text, end)
    return words().state[match["word"].lower()] if match else None


def struck(text: str, start: int) -> str | None:
    """The state told by a verb right before a number: "killed at least 12 soldiers"; None when there is none."""
    match = words().before.search(text[max(0, start - REACH) : start])
    return words().state[match["word"].lower()] if match else None
