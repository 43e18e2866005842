"""An amount: a number that has met its unit. What the readers of units hand to the binding.

Belongs here: the record and how two amounts join into a range or a sum. Does not: reading either out of a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from twosource.records import Change

CONNECTOR = re.compile(r"\s?(-|–|—|to|or|and)\s?(?:as (?:much|many|high) as |about |around |up to )?", re.IGNORECASE)
BETWEEN = re.compile(r"\bbetween (?:about |around |roughly )?$", re.IGNORECASE)
DATED = re.compile(r"\b(?:in|since|fiscal|year|FY|of|by|until) ?$", re.IGNORECASE)
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
HYPHENS = "-–—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number at `[start, end)` of a paragraph. `kind` is None for a number without a unit yet.

    `number_start` and `number_end` hold the number alone; `mantissa` and `scaled` come from the numeral. `told` is what
    is measured where the reading itself tells it ("people killed"), `change` the change that it takes part in.
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
    change: Change | None = None


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
    if not _same_unit(first, second) or _is_year_before(text, first, second):
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


def _is_year_before(text: str, first: Amount, second: Amount) -> bool:
    """Whether the first number is a year, which no amount begins with: "in 2023 to $4 billion", "2020 and 2024"."""
    if first.kind is not None or first.grouped or not _is_year(text, first):
        return False
    dated = DATED.search(text[max(0, first.start - 8) : first.start]) is not None
    also = second.kind is None and _is_year(text, second)
    return dated or also or second.scaled or second.kind == "percent"


def _is_year(text: str, amount: Amount) -> bool:
    return YEAR.fullmatch(text, amount.number_start, amount.number_end) is not None


def _same_unit(first: Amount, second: Amount) -> bool:
    if first.kind is None and second.kind == "money" and second.start < second.number_start:
        return False  # the sign would stand before the first
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


SHARED = "count.shares_unit"
LISTED = re.compile(r",? (?:and|or|to) |, ?|[-–—/]", re.IGNORECASE)


def share_units(text: str, joined: Sequence[Amount], complete: list[Amount | None]) -> None:
    """Bare numbers of a list take the unit behind its last one: "6, 8 and 9 percent", "from 10 to 25 percent"."""
    for position in range(len(joined) - 2, -1, -1):
        bare, read, after = joined[position], complete[position], complete[position + 1]
        if after is None or bare.kind is not None or (read is not None and read.unit):
            continue
        shared = after.rule == SHARED
        behind = (
            after.unit is not None and after.start == after.number_start and (after.number_end < after.end or shared)
        )
        if behind and LISTED.fullmatch(text, bare.end, after.start) and not _is_year_before(text, bare, after):
            complete[position] = _with_unit_of(bare, after)


def _with_unit_of(bare: Amount, after: Amount) -> Amount:
    """The bare number with the unit, and with the magnitude where it has none, of the one that follows."""
    magnitude = after.value / after.mantissa if after.scaled and not bare.scaled and bare.value < 1000 else 1.0
    value = bare.value * magnitude
    return replace(bare, value=value, kind=after.kind, unit=after.unit, rule=SHARED, confidence=0.7)


ELIDED_REACH = 120
"""Code points from a count to a bare number that is of the same things."""
NOT_REPEATED = frozenset({"count.votes", "count.toll"})
AND = re.compile(
    r"(?: in (?:the )?[A-Za-z0-9 ]{3,14})?,? (?:and|or|to|from|down from|up from|compared (?:with|to))"
    r" (?:about |some |around |nearly |over |more than )?",
    re.IGNORECASE,
)


def repeat_units(
    text: str, joined: Sequence[Amount], complete: list[Amount | None], is_object: Callable[[Amount], bool]
) -> None:
    """A bare number behind a count is of the same things when "and", "to" join the two ("310 crates in May and 1,341 in
    June", "from 1,200 in 2019 to 800"), or when it is a verb's whole object ("lost 300 jobs ... cut 120")."""
    before: Amount | None = None
    for position, bare in enumerate(joined):
        amount = complete[position]
        open_count = amount is None or (amount.kind == "count" and amount.unit is None)
        if bare.kind is None and open_count and before is not None and not _is_year(text, bare):
            joins = AND.fullmatch(text, before.end, bare.start) is not None and (amount is not None or not bare.words)
            elided = before.unit is not None and bare.start - before.end < ELIDED_REACH and is_object(bare)
            if joins or elided:
                rule = "count.repeated" if before.unit else bare.rule
                amount = replace(bare, kind="count", unit=before.unit, told=before.told, rule=rule, confidence=0.65)
        complete[position] = amount
        if amount is not None:
            before = amount if amount.kind == "count" and amount.rule not in NOT_REPEATED else None
