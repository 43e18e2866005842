"""Where sentences begin and end in the text of an article.

Belongs here: spans of sentences, for showing. Does not: what they tell (extraction reads its own).
"""

from __future__ import annotations

import re

END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n+")
ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|St|No|vs|Jr|Inc|Co"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])\.$"
)
"""A full stop after one of these ends no sentence."""
REACH = 400
"""A sentence that reaches further than this on one side is cut there, at a word."""


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text stand, without the white space around them."""
    cuts = [hit.end() for hit in END.finditer(text) if _ends(text, hit)]
    found = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        piece = text[start:end]
        if piece.strip():
            found.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
    return found


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence, or the sentences, around `text[start:end]` begin and end."""
    floor, ceiling = max(0, start - REACH), min(len(text), end + REACH)
    begin = max((hit.end() for hit in END.finditer(text, floor, start) if _ends(text, hit)), default=-1)
    if begin < 0:
        begin = floor if floor == 0 else text.find(" ", floor, start) + 1 or floor
    stop = next((hit.end() for hit in END.finditer(text, max(begin, end - 1), ceiling) if _ends(text, hit)), -1)
    if stop < 0:
        stop = ceiling if ceiling == len(text) else max(end, text.rfind(" ", end, ceiling))
    piece = text[begin:stop]
    return begin + len(piece) - len(piece.lstrip()), max(end, begin + len(piece.rstrip()))


def _ends(text: str, hit: re.Match[str]) -> bool:
    return "\n" in hit.group() or ABBREVIATED.search(text, max(0, hit.start() - 6), hit.start() + 1) is None
