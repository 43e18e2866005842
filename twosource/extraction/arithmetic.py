"""Sums, differences, shares and growth that an article's own numbers imply, computed anew.

Belongs here: which quantities of a paragraph the words relate, and whether the stated figure holds. Does not: reading
quantities, and comparing articles.
"""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, takewhile

from twosource.extraction.arithmetic_rules import (
    FALLING,
    LAST_PART,
    OF_TOTAL,
    OTHER_RELATION,
    RULES,
    SHARE_OPERANDS,
    TOTAL_OF,
    RelationRule,
)
from twosource.extraction.parse import Parsed
from twosource.records import Arithmetic, Quantity, Span

MOST_OPERANDS = 5
"""A sum of more parts than this is not looked for; its parts follow one another in the text."""
NEAREST = 5
"""Operands are looked for among so many quantities on either side of the stated one."""
REACH = 90
"""Code points around a quantity in which its own words ("deficit", "total") are looked for, inside its sentence."""
DIGITS = re.compile(r"\d[\d,]*(?:\.(\d+))?")


def find(parsed: Parsed, quantities: Sequence[Quantity]) -> list[Arithmetic]:
    """The relations between quantities of one paragraph, in the order of the stated figure; at most one for each.

    `operands` and `stated` index `quantities`. `holds` is by the precision in which all figures are written.
    """
    found: list[Arithmetic] = []
    for indexes in _by_paragraph(parsed, quantities):
        for stated in indexes:
            relation = _relation(parsed, quantities, indexes, stated)
            if relation is not None:
                found.append(relation)
    return found


def _by_paragraph(parsed: Parsed, quantities: Sequence[Quantity]) -> Iterator[list[int]]:
    """Indexes of the plain quantities (a value, no range) of each paragraph that has two or more."""
    starts = [paragraph.start for paragraph in parsed.paragraphs]
    groups: dict[int, list[int]] = {}
    for index, quantity in enumerate(quantities):
        usable = (
            quantity.value is not None
            and quantity.value_high is None
            and quantity.kind in ("money", "count", "percent")
        )
        if usable and not quantity.negated:
            groups.setdefault(bisect.bisect_right(starts, quantity.start), []).append(index)
    for indexes in groups.values():
        if len(indexes) > 2:
            yield indexes


def _relation(parsed: Parsed, quantities: Sequence[Quantity], indexes: Sequence[int], stated: int) -> Arithmetic | None:
    """The first rule whose words stand near the stated figure and whose operands are there.

    Operands that agree are taken before others; for others a relation is told only when there is no choice of operands.
    """
    target = quantities[stated]
    near = _near(parsed, quantities, stated)
    for rule in RULES:
        if not rule.stated.search(near) or (rule.relation in ("growth", "share")) != (target.kind == "percent"):
            continue
        options = [
            o
            for o in _operands(parsed, quantities, indexes, stated, rule)
            if _supported(parsed, quantities, rule, [*o, stated])
        ]
        computed = [
            (operands, _compute(rule.relation, [quantities[i] for i in operands], near)) for operands in options
        ]
        valid = [(operands, value) for operands, value in computed if value is not None]
        right = [
            (operands, value)
            for operands, value in valid
            if _holds(rule.relation, value, target, [quantities[i] for i in operands])
        ]
        chosen = right[0] if right else None
        if chosen is None and rule.relation == "sum":
            chosen = next((one for one in valid if _told_sum(parsed, quantities, [*one[0], stated])), None)
        elif chosen is None and len(valid) == 1:
            chosen = valid[0]
        if chosen is not None:
            return _record(parsed, quantities, rule, stated, chosen[0], chosen[1], bool(right))
    return None


def _near(parsed: Parsed, quantities: Sequence[Quantity], index: int) -> str:
    """The words that belong to a quantity: back to the one before in its sentence, ahead to the next comma."""
    quantity = quantities[index]
    lo, hi = parsed.sentences[quantity.sentence] if parsed.sentences else (0, len(parsed.text))
    if index:
        lo = max(lo, quantities[index - 1].end)
    if index + 1 < len(quantities):
        hi = min(hi, quantities[index + 1].start)
    before = parsed.text[max(lo, quantity.start - REACH) : quantity.start]
    after = parsed.text[quantity.end : max(quantity.end, min(hi, quantity.end + REACH))]
    return before + re.split(r"[,;]|\b(?:and|while|with|from)\b", after, maxsplit=1)[0]


def _operands(
    parsed: Parsed, quantities: Sequence[Quantity], indexes: Sequence[int], stated: int, rule: RelationRule
) -> Iterator[list[int]]:
    """Possible operands: of the stated figure's unit (for a percentage: of one unit), near before far."""
    target = quantities[stated]
    sentence = target.sentence
    at = bisect.bisect_left(indexes, stated)
    around = indexes[max(0, at - NEAREST) : at + NEAREST + 1]
    others = [i for i in around if i != stated and abs(quantities[i].sentence - sentence) <= 1]
    if target.kind == "percent":
        alike = [i for i in others if quantities[i].kind != "percent"]
        if rule.name == "share.of_total":
            yield from _of_total(parsed, quantities, alike, target)
            return
        for a, b in combinations(alike, 2):
            if same_unit(quantities[a], quantities[b]) and quantities[a].sentence == quantities[b].sentence == sentence:
                yield from _ordered(parsed, quantities, rule, a, b)
        return
    alike = [i for i in others if same_unit(quantities[i], target)]
    if rule.relation == "difference":
        for a, b in combinations(alike, 2):
            yield sorted((a, b), key=lambda i: -(quantities[i].value or 0.0))
        return
    for size in range(min(len(alike), MOST_OPERANDS), 1, -1):
        yield from (alike[first : first + size] for first in range(len(alike) - size + 1))


def _told_sum(parsed: Parsed, quantities: Sequence[Quantity], involved: Sequence[int]) -> bool:
    """Whether the words leave no doubt what is summed: "$4 for sand and $3 for clay, a total of $9".

    The operands are all amounts of the sentence before the total, and nothing between them tells another relation.
    """
    stated = quantities[involved[-1]]
    first = parsed.sentences[stated.sentence][0] if parsed.sentences else 0
    lone = all(
        index in involved
        for index in takewhile(lambda i: quantities[i].start >= first, range(involved[-1] - 1, -1, -1))
        if quantities[index].kind == stated.kind
    )
    between = [parsed.text[quantities[a].end : quantities[b].start] for a, b in pairwise(involved)]
    if not lone or any(len(text) > REACH or OTHER_RELATION.search(text) for text in between):
        return False
    return LAST_PART.search(between[-2]) is not None and TOTAL_OF.search(between[-1]) is not None


def _of_total(
    parsed: Parsed, quantities: Sequence[Quantity], others: Sequence[int], target: Quantity
) -> Iterator[list[int]]:
    """The part in the percentage's sentence after "of the 2024 total", and the number told before for that year."""
    first, last = parsed.sentences[target.sentence] if parsed.sentences else (0, len(parsed.text))
    match = OF_TOTAL.search(parsed.text, first, last)
    if match is None:
        return
    parts = [i for i in others if first <= quantities[i].start < target.start and quantities[i].start > match.end()]
    wholes = [i for i in others if quantities[i].start < first and match["year"] in (None, quantities[i].period)]
    if len(parts) == 1 and wholes and _alike(quantities[parts[0]], quantities[wholes[-1]]):
        yield [parts[0], wholes[-1]]


def _alike(part: Quantity, whole: Quantity) -> bool:
    """The same unit, or a bare count that is a part of a count."""
    return same_unit(part, whole) or (part.kind == whole.kind == "count" and part.unit is None)


def _ordered(parsed: Parsed, quantities: Sequence[Quantity], rule: RelationRule, a: int, b: int) -> Iterator[list[int]]:
    """The operands of a growth (from, to) or a share (part, whole), as the words say."""
    if rule.relation == "share":
        between = parsed.text[quantities[a].end : quantities[b].start]
        if SHARE_OPERANDS.fullmatch(between):
            yield [a, b]
        return
    if rule.name == "growth.years":
        years = [quantities[i].period or "" for i in (a, b)]
        if "" not in years and years[0] != years[1]:
            yield [a, b] if years[0] < years[1] else [b, a]
        return
    before = parsed.text[max(0, quantities[b].start - 40) : quantities[b].start]
    if re.search(r"\b(?:from|compared (?:with|to)|against)\b[^.]{0,25}$", before, re.IGNORECASE):
        yield [b, a]
    elif re.search(
        r"\bfrom\b[^.]{0,25}$", parsed.text[max(0, quantities[a].start - 40) : quantities[a].start], re.IGNORECASE
    ):
        yield [a, b]


def same_unit(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities can be added: the same kind and the same known unit."""
    return first.kind == second.kind and first.unit is not None and first.unit == second.unit


def _supported(parsed: Parsed, quantities: Sequence[Quantity], rule: RelationRule, involved: Sequence[int]) -> bool:
    if rule.passage is None:
        return True
    lo, hi = _range(parsed, [quantities[i] for i in involved])
    return rule.passage.search(parsed.text, lo, hi) is not None


def _compute(relation: str, operands: Sequence[Quantity], near: str) -> float | None:
    values = [operand.value for operand in operands if operand.value is not None]
    if relation == "sum":
        return math.fsum(values)
    if relation == "difference":
        return values[0] - values[1]
    first, second = values
    if relation == "share":
        return 100 * first / second if second and first <= second else None
    change = 100 * (second - first) / first if first else None
    if change is None or (change < 0) != bool(FALLING.search(near)):
        return None
    return abs(change)


def precision(quantity: Quantity) -> float:
    """Half of the last place in which the number is written: 0.05e9 for "68.5 billion". Words are exact."""
    match = DIGITS.search(quantity.text)
    if match is None or not quantity.value:
        return 0.0
    written = float(match[0].replace(",", "") or 0)
    scale = abs(quantity.value) / written if written else 1.0
    return 0.5 * scale * 10.0 ** -len(match[1] or "")


def _holds(relation: str, computed: float, stated: Quantity, operands: Sequence[Quantity]) -> bool:
    """Whether the stated figure is the computed one within the rounding of all figures involved."""
    slack = precision(stated)
    if stated.mod == "APPROX":
        slack *= 2
    values = [abs(operand.value or 0.0) for operand in operands]
    if relation in ("sum", "difference"):
        slack += math.fsum(precision(operand) for operand in operands)
    else:
        slack += 100 * math.fsum(precision(o) / v for o, v in zip(operands, values, strict=True) if v)
    return abs(abs(computed) - abs(stated.value or 0.0)) <= slack * (1 + 1e-9) + 1e-9


def _range(parsed: Parsed, involved: Sequence[Quantity]) -> Span:
    """The smallest range of whole sentences that holds the quantities."""
    if not parsed.sentences:
        return min(q.start for q in involved), max(q.end for q in involved)
    first = min(quantity.sentence for quantity in involved)
    last = max(max(quantity.sentence, parsed.sentence_at(quantity.end - 1)) for quantity in involved)
    return parsed.sentences[first][0], parsed.sentences[last][1]


def _record(
    parsed: Parsed,
    quantities: Sequence[Quantity],
    rule: RelationRule,
    stated: int,
    operands: Sequence[int],
    computed: float,
    holds: bool,
) -> Arithmetic:
    start, end = _range(parsed, [quantities[i] for i in (*operands, stated)])
    return Arithmetic(
        relation=rule.relation,
        operands=list(operands),
        stated=stated,
        computed=round(computed, 6),
        holds=holds,
        text=parsed.text[start:end],
        start=start,
        end=end,
        rule=rule.name,
    )
