"""The language of a text, as a BCP 47 tag. Belongs here: asking the identifier, and when not to believe it.

Does not: translating, or choosing what is extracted from which language.
"""

from __future__ import annotations

import re

import py3langid

SAMPLE = 3_000
FEWEST_LETTERS = 20
UNKNOWN = "und"
TAG = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z0-9]{2,8}){0,3}", re.IGNORECASE)


def language_of(text: str, declared: str | None = None) -> str:
    """The language of `text`; with too few letters to tell, the one the page declares, else `und`."""
    sample = text[:SAMPLE]
    if sum(character.isalpha() for character in sample) < FEWEST_LETTERS:
        match = TAG.fullmatch((declared or "").strip())
        return match[1].lower() if match else UNKNOWN
    return str(py3langid.classify(sample)[0])
