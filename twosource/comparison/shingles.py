"""Words, 5-word shingles, and the signatures that bring articles with shared text together.

Belongs here: text to hashes. Does not: deciding what is a copy (`copies`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from rensa import RMinHash

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SIZE = 5
"""Words in a shingle."""
SEED = 20_250_417
BANDS = 64
ROWS = 2
"""64 bands of 2 find a pair whose Jaccard is .1 in every second case, and one of .3 in 997 of 1,000: cheap
candidates that are then decided exactly."""


def words(text: str) -> list[str]:
    """The words of `text` in lower case with straight apostrophes, in order."""
    return [word.lower().replace("’", "'") for word in WORD.findall(text)]


def shingle_strings(tokens: Sequence[str]) -> set[str]:
    """All runs of five words; a text with fewer words is one shingle, an empty text none."""
    if not tokens:
        return set()
    return {" ".join(tokens[start : start + SIZE]) for start in range(max(1, len(tokens) - SIZE + 1))}


def shingle_hashes(tokens: Sequence[str]) -> frozenset[int]:
    """The shingles as 64-bit integers that are the same on every machine."""
    return frozenset(
        int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "little")
        for shingle in shingle_strings(tokens)
    )


def band_keys(hashes: frozenset[int]) -> tuple[int, ...]:
    """64 band keys of 64 bits each; two texts that share one are worth comparing. Empty for no shingles."""
    if not hashes:
        return ()
    sketch = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    sketch.update([f"{value:016x}" for value in sorted(hashes)])
    digest = sketch.digest()
    return tuple(
        int.from_bytes(
            hashlib.blake2b(
                b"%d:" % band + b",".join(b"%d" % digest[band * ROWS + row] for row in range(ROWS)), digest_size=8
            ).digest(),
            "little",
        )
        for band in range(BANDS)
    )


def overlap(left: frozenset[int], right: frozenset[int]) -> tuple[float, float]:
    """Containment (shared over the smaller) and Jaccard (shared over all); both 0 when either is empty."""
    if not left or not right:
        return 0.0, 0.0
    shared = len(left & right)
    return shared / min(len(left), len(right)), shared / (len(left) + len(right) - shared)
