"""An amount: a number that has met its unit. What the readers of units hand to the binding.

Belongs here: the record and how two amounts join into a range or a sum. Does not: reading either out of a text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

CONNECTOR = re.compile(r"\s?(-|–|—|to|or|and)\s?(?:as (?:much|many|high) as |about |around |up to )?", re.IGNORECASE)
BETWEEN = re.compile(r"\bbetween (?:about |around |roughly )?$", re.IGNORECASE)
FROM = re.compile(r"\b(?:from|range[sd]? from|ranging from) (?:about |up to |as low as |just )?$", re.IGNORECASE)
HYPHENS = "-–—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number at `[start, end)` of a paragraph. `kind` is None for a number without a unit yet.

    `number_start` and `number_end` hold the number alone; `mantissa` and `scaled` come from the numeral. `told` is what
    is measured where the reading itself tells it ("people killed").
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: float
    mantissa: float
    scaled: bool
    grouped: bool
    words: bool
    rule: str
    confidence: float
    high: float | None = None
    kind: str | None = None
    unit: str | None = None
    fraction: bool = False
    vague: bool = False
    told: str | None = None


def join(text: str, first: Amount, second: Amount) -> Amount | None:
    """The range that two neighbouring amounts make ("$2-3 billion", "from 4% to 5%", "three or four years"), or None.

    Numbers that fall ("from 5 to 4 percent") tell a change and are no range.
    """
    connector = CONNECTOR.fullmatch(text, first.end, second.start)
    if connector is None or first.high is not None or second.high is not None:
        return None
    word = connector[1].lower()
    if word == "and" and not BETWEEN.search(text[max(0, first.start - 24) : first.start]):
        return None
    if not _same_unit(first, second):
        return None
    low = first.value
    if second.scaled and not first.scaled and first.mantissa <= second.mantissa:
        low = first.value * (second.value / second.mantissa)
    if low >= second.value:
        return None
    rule, sure = (second.rule, second.confidence) if second.kind else (first.rule, first.confidence)
    return replace(
        first,
        end=max(first.end, second.end),
        number_end=second.number_end,
        value=low,
        high=second.value,
        kind=second.kind or first.kind,
        unit=second.unit or first.unit,
        grouped=first.grouped or second.grouped,
        rule=f"{rule}.range",
        confidence=sure,
    )


def _same_unit(first: Amount, second: Amount) -> bool:
    if first.kind is None or (second.kind is None and first.kind == "money" and first.number_end == first.end):
        return True
    return first.kind == second.kind and first.unit == second.unit


def is_score(text: str, first: Amount, second: Amount) -> bool:
    """Whether two bare numbers are joined by a hyphen: a score, a telephone number, a season."""
    return first.kind is None and second.kind is None and second.start - first.end == 1 and text[first.end] in HYPHENS


CENTS = ".cents"
SMALL_CHANGE = re.compile(r"(?:,? and)?\s", re.IGNORECASE)
STOP = re.compile(r"\s*(?:[.;!?]|$)")


def add_cents(text: str, whole: Amount, part: Amount) -> Amount | None:
    """One sum of a whole amount and its hundredths: "3 dollars 50 cents", "15 dollars and 15." Else None."""
    counted = whole.rule.endswith(CENTS)  # "3 dollars 50 cents and 20 cents" are two sums
    if whole.kind != "money" or whole.fraction or counted or not SMALL_CHANGE.fullmatch(text, whole.end, part.start):
        return None
    if part.kind == "money" and part.fraction and part.value < 1:
        share = part.value
    elif (
        part.kind is None
        and whole.number_end < whole.end
        and part.value == int(part.value)
        and part.value < 100
        and STOP.match(text, part.end)
    ):
        share = part.value / 100
    else:
        return None
    return replace(whole, end=part.end, value=round(whole.value + share, 6), rule=f"{whole.rule}{CENTS}")


OF_THE = re.compile(
    r" (?:out )?of (?:the |its |their |his |her |all |our |these |those |some )?(?:about |around |more than |nearly )?",
    re.I,
)


def inherit_units(text: str, joined: Sequence[Amount], complete: list[Amount | None]) -> None:
    """A number without a unit takes the next one's when it is a part of that: "30 of its 120 ships"."""
    for position in range(len(joined) - 2, -1, -1):
        part, whole = joined[position], complete[position + 1]
        open_part = complete[position]
        if whole is None or part.kind is not None or (open_part is not None and open_part.unit is not None):
            continue
        if OF_THE.fullmatch(text, part.end, whole.start):
            complete[position] = replace(part, kind=whole.kind, unit=whole.unit, rule="count.part_of", confidence=0.7)


AND = re.compile(
    r"(?: in (?:the )?[A-Za-z0-9 ]{3,14})?,? (?:and|or|to|from|down from|up from|compared (?:with|to))"
    r" (?:about |some |around |nearly |over |more than )?",
    re.IGNORECASE,
)


def repeat_units(text: str, complete: list[Amount | None]) -> None:
    """A large bare number right after a count is of the same things: "310 crates in May and 1,341 in June"."""
    before: Amount | None = None
    for position, amount in enumerate(complete):
        if amount is None:
            continue
        bare = amount.kind == "count" and amount.unit is None
        if bare and before is not None and before.kind == "count" and AND.fullmatch(text, before.end, amount.start):
            amount = replace(amount, unit=before.unit, rule="count.repeated", confidence=0.65)
            complete[position] = amount
        before = amount
