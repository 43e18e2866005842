"""Which rows of a table can match a line at all, told from its length, its first character and its marks.

Belongs here: an index that is derived from the patterns, so that most rows are never tried. Does not: any pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from re import _constants as op  # type: ignore[attr-defined]  # the parser that `re` itself uses; hypothesis does the same
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")
First = frozenset[str] | None
"""Small letters with which a match can begin; None when it can be any character."""
NOTHING: frozenset[str] = frozenset()
MOST_IN_RANGE = 64
LONG = 1_000
"""Characters from which lines are not told apart by their length."""


class Index(Generic[Row]):
    """Rows by the first character and the length of what their pattern can match as a whole."""

    def __init__(self, rows: Sequence[Row], pattern: Callable[[Row], re.Pattern[str]]) -> None:
        """Read every row's pattern once."""
        self._rows = [(row, *_needs(pattern(row))) for row in rows]
        self._known: dict[tuple[str, int], list[tuple[Row, str]]] = {}

    def candidates(self, line: str) -> Sequence[Row]:
        """The rows whose pattern may match the whole line, in the table's order; the line is not empty."""
        return [row for row, marks in self._of_place(line) if not marks or all(map(line.__contains__, marks))]

    def _of_place(self, line: str) -> Sequence[tuple[Row, str]]:
        """The rows that fit the line's length and first character, each with the marks that a match must hold."""
        place = line[0].lower()[:1], min(len(line), LONG)
        if place not in self._known:
            first, length = place
            self._known[place] = [
                (row, marks)
                for row, firsts, low, high, marks in self._rows
                if (firsts is None or first in firsts) and min(low, LONG) <= length and (high >= length)
            ]
        return self._known[place]


def _needs(pattern: re.Pattern[str]) -> tuple[First, int, int, str]:
    parsed = parser.parse(pattern.pattern, pattern.flags)
    low, high = parsed.getwidth()
    first, _ = _first(list(parsed))
    return first, int(low), int(high), "".join(sorted(_marks(list(parsed))))


def _marks(items: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """The characters that are no letters and stand in every match of the items."""
    found: frozenset[str] = NOTHING
    for code, value in items:
        if code is op.LITERAL:
            mark = chr(value)
            found |= frozenset() if mark.isalpha() or mark.isspace() else frozenset(mark)
        elif code is op.SUBPATTERN:
            found |= _marks(list(value[-1]))
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and value[0] > 0:
            found |= _marks(list(value[2]))
        elif code is op.BRANCH:
            found |= frozenset.intersection(*(_marks(list(branch)) for branch in value[1]))
    return found


def _first(items: Sequence[tuple[Any, Any]]) -> tuple[First, bool]:
    """With what a match of the items can begin, and whether it can be empty."""
    found: frozenset[str] = NOTHING
    for code, value in items:
        first, empty = _first_of(code, value)
        if first is None:
            return None, False
        found |= first
        if not empty:
            return found, False
    return found, True


def _first_of(code: Any, value: Any) -> tuple[First, bool]:
    if code is op.LITERAL:
        return frozenset(chr(value).lower()[:1]), False
    if code is op.IN:
        return _of_set(value), False
    if code is op.BRANCH:
        return _of_branches(value[1])
    if code is op.SUBPATTERN:
        return _first(list(value[-1]))
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        first, empty = _first(list(value[2]))
        return first, empty or value[0] == 0
    if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return NOTHING, True
    return None, False


def _of_branches(branches: Iterable[Any]) -> tuple[First, bool]:
    found: frozenset[str] = NOTHING
    can_be_empty = False
    for branch in branches:
        first, empty = _first(list(branch))
        if first is None:
            return None, False
        found |= first
        can_be_empty |= empty
    return found, can_be_empty


def _of_set(members: Iterable[tuple[Any, Any]]) -> First:
    found: set[str] = set()
    for code, value in members:
        if code is op.LITERAL:
            found.add(chr(value).lower()[:1])
        elif code is op.RANGE and value[1] - value[0] < MOST_IN_RANGE:
            found.update(chr(at).lower()[:1] for at in range(value[0], value[1] + 1))
        else:
            return None
    return frozenset(found)
