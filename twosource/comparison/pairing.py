"""Which numbers of a story are set side by side: those in tellings that met, equal figures, and tolls.

Belongs here: pairs of numbers, in bounded number for each. Does not: the verdict on them (`numbers`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from twosource.comparison.measures import UNITS, Measured
from twosource.comparison.occurrences import Met

TogetherKey = tuple[tuple[int, int], tuple[int, int]]
NEXT = 6
"""Of numbers in one block each meets as many of those that follow."""


def number_pairs(numbers: Sequence[Measured], met: Sequence[Met]) -> list[tuple[Measured, Measured]]:
    """Pairs of numbers of two articles, each once, the earlier number first, in order."""
    found: dict[tuple[tuple[int, int, int], tuple[int, int, int]], tuple[Measured, Measured]] = {}
    for one, two in (*_in_tellings(numbers, met), *_in_blocks(numbers)):
        if one.article != two.article:
            left, right = (one, two) if one.key < two.key else (two, one)
            found[left.key, right.key] = (left, right)
    return [found[key] for key in sorted(found)]


def together(met: Sequence[Met]) -> Mapping[TogetherKey, float]:
    """How likely two tellings that met are of one occurrence, by their keys, smaller first."""
    return {(pair.one.key, pair.two.key): pair.likely for pair in met}


def _in_tellings(numbers: Sequence[Measured], met: Sequence[Met]) -> Iterator[tuple[Measured, Measured]]:
    inside: dict[tuple[int, int], list[Measured]] = {}
    for number in numbers:
        inside.setdefault(number.telling.key, []).append(number)
    for pair in met:
        for one in inside.get(pair.one.key, ()):
            yield from ((one, two) for two in inside.get(pair.two.key, ()) if one.quantity.kind == two.quantity.kind)


def _in_blocks(numbers: Sequence[Measured]) -> Iterator[tuple[Measured, Measured]]:
    blocks: dict[Hashable, list[Measured]] = {}
    for number in numbers:
        for block in _blocks(number):
            blocks.setdefault(block, []).append(number)
    for members in blocks.values():
        for place, one in enumerate(members):
            yield from ((one, two) for two in members[place + 1 : place + 1 + NEXT])


def _blocks(number: Measured) -> Iterator[Hashable]:
    """Where a number meets others whatever the words of its sentence: by its figure, as a toll, as the one count of a
    thing that its article gives, and of a rare unit."""
    quantity = number.quantity
    yield "figure", quantity.kind, quantity.value, quantity.unit
    if number.is_toll and number.first_toll:
        yield "toll", number.role
    if number.role is not None:
        yield "role", number.role, number.head
    if number.only_one:
        yield "only", number.head
    if quantity.unit is not None and quantity.unit in UNITS:
        yield "dimension", UNITS[quantity.unit][0], round(number.low, 1)
