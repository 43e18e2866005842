"""The language of a text, as a BCP 47 tag. Belongs here: asking the identifier, and when not to believe it.

Does not: translating, or choosing what is extracted from which language.
"""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SAMPLE = 3_000
FEWEST_LETTERS = 20
FEW_LETTERS = 80
"""Below this the identifier takes a line for a neighbour of its language now and then; above it, not once in 300."""
MOST_LIKELY = 3
UNKNOWN = "und"
TAG = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z0-9]{2,8}){0,3}", re.IGNORECASE)


def language_of(text: str, declared: str | None = None) -> str:
    """The language of `text`; with too few letters to tell, the one the page declares, else `und`.

    Of a text of a line, the declared language is believed when it is one of the likely ones.
    """
    sample = text[:SAMPLE]
    match = TAG.fullmatch((declared or "").strip())
    stated = match[1].lower() if match else None
    letters = sum(character.isalpha() for character in sample)
    if letters < FEWEST_LETTERS:
        return stated or UNKNOWN
    if letters < FEW_LETTERS and stated in [str(name) for name, _ in _identifier().rank(sample)[:MOST_LIKELY]]:
        return str(stated)
    return str(_identifier().classify(sample)[0])


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE)


def forget() -> None:
    """Let go of the identifier, some 75 MB; it is read anew when a language is asked for."""
    _identifier.cache_clear()
