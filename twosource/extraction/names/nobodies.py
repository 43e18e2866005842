"""Names that are nobody in the news: makers of the article in credits, words of an office.

Belongs here: why a span that looks like a name is left out. Does not: finding names.
"""

from __future__ import annotations

import re

from twosource.extraction.names import roles

CREDIT = re.compile(
    r"(?:^|[(\[.;–—-] ?)(?:(?:(?:additional )?(?:reporting|writing|editing)|compiled|photo(?:graph)?s?|image|picture|"
    r"video|illustration|graphic|contributing|contributors?) ?(?:by|:|credit:|courtesy of)|with files from) "
    r"[^.;]{0,60}$",
    re.I,
)
"""The words in front of whoever made the article or its pictures."""
CREDIT_BEHIND = re.compile(r" ?/ ?(?:[A-Z][\w.]+[ /]?){1,4}|,? (?:for|via) (?:Getty|Reuters|AP|AFP|The )")
"""A slash and an agency behind a photographer's name."""
NEXT_CAPITAL = re.compile(r" (?P<word>[A-Z][a-z]+) (?=[A-Z])")


def is_credited(text: str, start: int, end: int) -> bool:
    """Whether a person's span stands in a credit ("Photo by ...", ".../Agency"): nobody in the news."""
    if CREDIT.search(text, max(0, start - 80), start):
        return True
    behind = CREDIT_BEHIND.match(text, end)
    return behind is not None and not text[behind.end() :].strip(" .)]")


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
