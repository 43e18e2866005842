"""Words around a number that say how exactly it is meant, as TIMEX3 modifiers.

Belongs here: the table of phrases before and after a number. Does not: comparisons between two numbers.
"""

from __future__ import annotations

import re
from functools import cache

REACH = 30
PARTICLE = re.compile(
    r"\b(?:hand(?:s|ed|ing)?|turn(?:s|ed|ing)?|tak(?:e|es|en|ing)|took|carr(?:y|ied)|br(?:ing|ought)|hold|held"
    r"|sign(?:ed)?) over (?:a |an |its |their |another )?$",
    re.IGNORECASE,
)
"""Verbs to which "over" belongs: "handed over a twelve-page paper" says nothing of the number."""
RISING = re.compile(
    r"\b(?:revised|went|going|gone|goes|go|ticked|rose|risen|moved|edged|inched|crept|climbed|jumped|shot|pushed"
    r"|brought|bringing) up to $",
    re.IGNORECASE,
)
"""Verbs to which "up" belongs: "ticked up to 6.1%" is 6.1% and no more or less."""
COMPARING = re.compile(
    r"(?:%|percent|per cent|points?|times|half) (?:less|more|fewer|higher|lower|greater|longer) than $", re.IGNORECASE
)
"""Before an amount that something else is compared with: "8% less than five years earlier"."""
BEFORE: dict[str, tuple[str, ...]] = {
    "APPROX": (
        "about",
        "around",
        "roughly",
        "approximately",
        "some",
        "circa",
        "an estimated",
        "estimated",
        "in the region of",
        "close to",
        "somewhere around",
        "or so",
        "maybe",
        "perhaps",
        "approx.",
        "approx",
        "~",
        "well over about",
    ),
    "LESS_THAN": (
        "less than",
        "fewer than",
        "under",
        "below",
        "nearly",
        "almost",
        "just under",
        "just shy of",
        "short of",
        "just below",
    ),
    "MORE_THAN": (
        "more than",
        "over",
        "above",
        "upwards of",
        "upward of",
        "greater than",
        "higher than",
        "well over",
        "in excess of",
        "exceeding",
        "just over",
        "just above",
        "longer than",
        "north of",
        "exceeded",
        "exceeds",
    ),
    "EQUAL_OR_LESS": (
        "up to",
        "at most",
        "no more than",
        "not more than",
        "as much as",
        "as many as",
        "as high as",
        "a maximum of",
        "maximum",
        "no greater than",
        "capped at",
    ),
    "EQUAL_OR_MORE": (
        "at least",
        "no less than",
        "no fewer than",
        "not less than",
        "a minimum of",
        "as little as",
        "minimum",
    ),
}
AFTER: dict[str, tuple[str, ...]] = {
    "EQUAL_OR_MORE": (
        "or more",
        "or higher",
        "or above",
        "+",
        "-plus",
        "plus",
        "or greater",
        "or older",
        "and older",
        "or over",
    ),
    "EQUAL_OR_LESS": ("or less", "or fewer", "or lower", "or below", "or under", "or younger", "at most"),
    "APPROX": ("or so", "or thereabouts"),
}


@cache
def _before() -> tuple[re.Pattern[str], dict[str, str]]:
    words = {phrase: mod for mod, phrases in BEFORE.items() for phrase in phrases}
    ordered = "|".join(re.escape(phrase) for phrase in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w])({ordered}) ?(?:a |an |another |its |their |just )?$", re.IGNORECASE), words


@cache
def _after() -> tuple[re.Pattern[str], dict[str, str]]:
    words = {phrase: mod for mod, phrases in AFTER.items() for phrase in phrases}
    ordered = "|".join(re.escape(phrase) for phrase in sorted(words, key=len, reverse=True))
    return re.compile(rf" ?({ordered})(?![A-Za-z])", re.IGNORECASE), words


def read(text: str, start: int, number_end: int, end: int, kind: str) -> str | None:
    """The modifier of the amount at `[start, end)` whose number ends at `number_end`, None when it is meant exactly.

    "over five years" is the length of time in which something happened, so "over" says nothing of a duration.
    """
    ahead = text[max(0, start - REACH) : start]
    pattern, words = _before()
    if RISING.search(ahead) or PARTICLE.search(ahead) or COMPARING.search(ahead):
        return None
    if match := pattern.search(ahead):
        word = match[1].lower()
        return None if kind == "duration" and word == "over" else words[word]
    pattern, words = _after()
    for place in (end, number_end):
        if match := pattern.match(text, place):
            return words[match[1].lower()]
    return None
