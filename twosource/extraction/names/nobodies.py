"""Names that are nobody in the news: words of an office.

Belongs here: why a span that looks like a name is left out. Does not: finding names.
"""

from __future__ import annotations

import re

from twosource.extraction.names import roles

NEXT_CAPITAL = re.compile(r" (?P<word>[A-Z][a-z]+) (?=[A-Z])")


def is_office_word(text: str, start: int, end: int, label: str) -> bool:
    """Whether an unknown name is part of an office written with capitals ("Treasury" Secretary Scott Bessent)."""
    words = text[start:end].split()
    if label != "PER" and "of" not in words and _in_offices(words[-1].lower()):
        return True
    behind = NEXT_CAPITAL.match(text, end)
    return len(words) == 1 and behind is not None and _in_offices(behind["word"].lower())


def _in_offices(word: str) -> bool:
    singular = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
    return word in roles.offices() or singular in roles.offices()
