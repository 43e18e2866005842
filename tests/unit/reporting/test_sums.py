"""Sums are told as people write them, with the number that was stated where it is another."""

from typing import Any

import pytest

from twosource.reporting.article.sums import sums


def line_of(relation: str, operands: list[float], stated: float, computed: float, holds: bool = True) -> str:
    numbers = [*operands, stated]
    quantities = [{"quantity_id": str(place), "value": value, "unit": "GBP"} for place, value in enumerate(numbers)]
    row = {
        "relation": relation,
        "operands": [str(place) for place in range(len(operands))],
        "stated": str(len(operands)),
        "computed": computed,
        "holds": holds,
        "text": "",
    }
    (found,) = sums([row], quantities)
    assert found.numbers == tuple(str(place) for place in range(len(numbers)))
    return found.line


@pytest.mark.parametrize(
    ("relation", "operands", "stated", "computed", "holds", "line"),
    [
        ("sum", [40, 25], 70, 65, False, "40 + 25 = 65, not 70 (GBP)"),
        ("sum", [40e6, 25e6], 70e6, 65e6, False, "40 + 25 = 65, not 70 (million GBP)"),
        ("sum", [3, 4, 5], 12, 12, True, "3 + 4 + 5 = 12 (GBP)"),
        ("difference", [70, 25], 45, 45, True, "70 − 25 = 45 (GBP)"),
        ("share", [25, 100], 30, 25, False, "25 of 100 = 25%, not 30%"),
        ("growth", [100, 80], 25, 20, False, "from 100 to 80 = 20%, not 25%"),
    ],
)
def test_a_relation_is_told_as_people_write_it(
    relation: str, operands: list[float], stated: float, computed: float, holds: bool, line: str
) -> None:
    assert line_of(relation, operands, stated, computed, holds) == line


def test_a_relation_whose_numbers_are_not_there_is_told_by_what_comes_out() -> None:
    row = {"relation": "sum", "operands": ["x"], "stated": "y", "computed": 5.0, "holds": False, "text": ""}
    assert [one.line for one in sums([row], [])] == ["the sum comes out as 5"]


def test_what_does_not_hold_stands_first() -> None:
    rows: list[dict[str, Any]] = [
        {"relation": "sum", "operands": [], "stated": "", "computed": 1.0, "holds": holds, "text": ""}
        for holds in (True, False, True)
    ]
    assert [one.holds for one in sums(rows, [])] == [False, True, True]
