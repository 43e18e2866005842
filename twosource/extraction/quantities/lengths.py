"""Durations whose number is the article: "more than an hour", "an hour and a quarter".

Belongs here: the table of such wordings. Does not: durations with a written number (`units`), time expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from twosource.extraction.quantities.amount import Amount
from twosource.extraction.quantities.units import units

PARTS = {"a half": 0.5, "a quarter": 0.25, "three quarters": 0.75, "a third": 1 / 3}
_UNIT = r"(?P<unit>minute|hour|day|week|month|year|decade|century)\b"
_MOD = r"(?:more than|less than|longer than|nearly|almost|about|at least|up to|just under|just over|well over)"


@dataclass(frozen=True, slots=True)
class LengthRule:
    """A wording: its pattern with the group `amount` for the span, an example, the example's span, value and unit."""

    name: str
    pattern: re.Pattern[str]
    example: str
    text: str
    value: float
    unit: str


RULES = (
    LengthRule(
        "duration.one_and_part",
        re.compile(rf"\b(?:an?|one|another) (?P<amount>{_UNIT} and (?P<part>{'|'.join(PARTS)}))\b", re.IGNORECASE),
        "They talked for an hour and a quarter.",
        "hour and a quarter",
        1.25,
        "h",
    ),
    LengthRule(
        "duration.one_with_bound",
        re.compile(rf"\b{_MOD} (?P<amount>an? {_UNIT})(?!-| (?:ago|earlier|later|and)\b)", re.IGNORECASE),
        "They waited more than an hour.",
        "an hour",
        1.0,
        "h",
    ),
)
HINT = re.compile(r"\ban?(?:other)? [a-z]|\bone [a-z]", re.IGNORECASE)


def find(text: str) -> Iterator[Amount]:
    """The durations of a paragraph that the rules read, in the order of the rules."""
    if not HINT.search(text):
        return
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            part = match.groupdict().get("part")
            unit = units().names[match["unit"].lower()]
            value = (1.0 + (PARTS[part.lower()] if part else 0.0)) * unit.scale
            start, end = match.span("amount")
            yield Amount(
                start=start,
                end=end,
                number_start=start,
                number_end=end,
                value=value,
                mantissa=value,
                scaled=False,
                grouped=True,
                words=True,
                kind=unit.kind,
                unit=unit.code,
                rule=rule.name,
                confidence=0.75,
            )
