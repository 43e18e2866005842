"""Finding a gold text in an article, and telling whether two names or numbers are the same.

Belongs here: letters, places, overlap. Does not: what is wanted of a fact (`judging`, and the tests of the samples).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence

Letters = frozenset[int]
"""Places of letters and digits in an article's text."""

SAME_QUOTE = 0.8
"""Share of common letters from which two spans of a quotation count as the same words."""


def fold(text: str) -> str:
    """NFC with all white space folded to single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _letters_of(text: str) -> tuple[str, list[int]]:
    places = [at for at, char in enumerate(text) if char.isalnum()]
    return "".join(text[at].lower() for at in places), places


def places(text: str, wanted: str) -> list[Letters]:
    """Each occurrence of `wanted` in `text`, told by its letters and digits at whole words."""
    letters, at = _letters_of(text)
    needle, _ = _letters_of(unicodedata.normalize("NFC", wanted))
    found: list[Letters] = []
    position = letters.find(needle) if needle else -1
    while position >= 0:
        first, last = at[position], at[position + len(needle) - 1]
        if not text[first - 1 : first].isalnum() and not text[last + 1 : last + 2].isalnum():
            found.append(frozenset(at[position : position + len(needle)]))
        position = letters.find(needle, position + 1)
    return found


def letters(text: str, spans: Iterable[tuple[int, int]]) -> Letters:
    """Places of letters and digits inside the spans."""
    return frozenset(at for start, end in spans for at in range(start, end) if text[at].isalnum())


def likeness(one: Letters, two: Letters) -> float:
    """Intersection over union."""
    return len(one & two) / len(one | two) if one or two else 0.0


def plain(name: str) -> str:
    """A name in lower case without article and punctuation."""
    return re.sub(r"^(the|a|an) ", "", fold(re.sub(r"[^\w ]+", " ", name.lower())))


def same_name(wanted: str, found: str | None) -> bool:
    """Names are equal; a wanted role in lower case ("official") has to be a word of what was found."""
    if found is None:
        return False
    if wanted[0].islower():
        return plain(wanted) in plain(found).split()
    return plain(wanted) == plain(found)


def same_number(wanted: float | None, found: float | None) -> bool:
    """Numbers are equal up to a ten-thousandth."""
    if wanted is None or found is None:
        return wanted is found
    return abs(wanted - found) <= 1e-4 * max(1.0, abs(wanted))


def nearest(wanted: str, among: Sequence[str]) -> str:
    """What of `among` looks most like `wanted`, for the message of a failure."""
    return max(among, key=lambda one: difflib.SequenceMatcher(None, wanted, one).ratio(), default="nothing at all")
