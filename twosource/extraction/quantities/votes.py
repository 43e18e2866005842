"""What a vote came to: "voted 31 to 24", "a 51-49 vote", "passed 98-2".

Belongs here: pairs of numbers beside a word of voting. Does not: scores of games, which are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from twosource.extraction.quantities.amount import Amount

_PAIR = (
    r"(?P<ayes>\d{1,3})(?: ?[-–—] ?|-to-| to | votes to | against | for,? )(?P<noes>\d{1,3})"
    r"(?![\d%.,]\d|%| percent| per cent)"
)
HINT = re.compile(
    r"\bvot|\bballot|\bpassed\b|\bapproved\b|\brejected\b|\bconfirmed\b|\bratified\b|\badopted\b|\bbacked\b"
)


@dataclass(frozen=True, slots=True)
class VoteRule:
    """A way to write the result: its pattern with the groups `ayes` and `noes`, an example and its two numbers."""

    pattern: re.Pattern[str]
    example: str
    result: tuple[int, int]


RULES = (
    VoteRule(
        re.compile(rf"\b(?:vot(?:e|ed|es|ing)|ballot)\b,? (?:\w+ ){{0,6}}?\(?{_PAIR}"),
        "The council voted 31 to 24 to close the pool.",
        (31, 24),
    ),
    VoteRule(
        re.compile(rf"(?<![\d.,$€£-]){_PAIR}(?:-vote| votes?\b| (?:party-line|roll-call|bipartisan|partisan) vote)"),
        "The bill failed in a 48-52 vote.",
        (48, 52),
    ),
    VoteRule(
        re.compile(
            r"\b(?:passed|approved|rejected|confirmed|ratified|adopted|backed|cleared)\b(?: [\w’'-]+){0,7},?"
            r" (?:by )?(?P<ayes>\d{1,3})(?:[-–]| to )(?P<noes>\d{1,3})"
            r"(?![\d%.,]\d|%|-|\w| (?:percent|per cent|\w+s\b))"
        ),
        "The Senate confirmed her 52-48 on Monday.",
        (52, 48),
    ),
)


def find(text: str) -> Iterator[Amount]:
    """Both numbers of each result in a paragraph, as counts of votes."""
    if not HINT.search(text):
        return
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            for side in ("ayes", "noes"):
                start, end = match.span(side)
                value = float(match[side])
                yield Amount(
                    start=start,
                    end=end,
                    number_start=start,
                    number_end=end,
                    value=value,
                    mantissa=value,
                    scaled=False,
                    grouped=False,
                    words=False,
                    kind="count",
                    unit="vote",
                    told="votes for" if side == "ayes" else "votes against",
                    rule="count.votes",
                    confidence=0.75,
                )
