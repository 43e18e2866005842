"""Which fact a correction means: the one whose words are the evidence, and no other.

Belongs here: finding the place. Does not: what is changed there (facts, verdicts).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from twosource.records import Correction, Fact


def folded(text: str) -> str:
    """Words as evidence is compared: white space does not count."""
    return " ".join(text.split())


def place(facts: Sequence[Fact], text: str, told: Correction) -> int | None:
    """The index of the one fact that has the evidence's words (inside the words around them, where these are given).

    None when none has them, or more than one has: then it is not known which is meant.
    """
    wanted = folded(told.evidence[0])
    found = [index for index, fact in enumerate(facts) if folded(fact.text) == wanted]
    if told.within is not None:
        around = list(spans(text, told.within))
        found = [i for i in found if any(a <= facts[i].start and facts[i].end <= b for a, b in around)]
    return found[0] if len(found) == 1 else None


def spans(text: str, words: str) -> list[tuple[int, int]]:
    """Where words stand in a text, whatever the white space between them: (start, end) of each place."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [match.span() for match in re.finditer(pattern, text)] if pattern else []
