"""Which words of a passage the other passage does not have.

Belongs here: passages to pieces of text. Does not: how a piece looks.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*%?")
TOO_MANY = 0.6
"""From this share of its words on a passage is worded otherwise as a whole, and single words say nothing."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a passage: whether it is what proves the fact, and whether the other passage lacks it."""

    text: str
    proof: bool
    differs: bool


def pieces(passage: str, proof: tuple[int, int], others: Sequence[str]) -> list[Piece]:
    """The passage cut where its proof (code points in the passage) begins and ends and at words that `others` lack."""
    lacking = _lacking(passage, proof, others)
    edges = {0, len(passage), *proof, *(edge for span in lacking for edge in span)}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(passage))
    found: list[Piece] = []
    for left, right in itertools.pairwise(cuts):
        inside = proof[0] <= left and right <= proof[1]
        differs = any(start <= left and right <= end for start, end in lacking)
        found.append(Piece(passage[left:right], inside, differs))
    return found


def _lacking(passage: str, proof: tuple[int, int], others: Sequence[str]) -> list[tuple[int, int]]:
    """The places of the words inside the proof that no other passage has; none where nearly all are others."""
    known = {hit.group().lower() for other in others for hit in WORD.finditer(other)}
    words = [hit for hit in WORD.finditer(passage) if proof[0] <= hit.start() and hit.end() <= proof[1]]
    found = [(hit.start(), hit.end()) for hit in words if hit.group().lower() not in known]
    return found if len(words) < 3 or len(found) <= TOO_MANY * len(words) else []
