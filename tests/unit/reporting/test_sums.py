"""Sums are told as people write them, with the number that was stated where it is another."""

from typing import Any

import pytest

from twosource.reporting.article.sums import sums


def told(relation: str, operands: list[float], stated: float, computed: float, holds: bool = True) -> str:
    numbers = [*operands, stated]
    quantities = [{"quantity_id": str(place), "value": value} for place, value in enumerate(numbers)]
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
        ("sum", [40, 25], 70, 65, False, "40 + 25 = 65, not 70"),
        ("sum", [40e6, 25e6], 70e6, 65e6, False, "40 + 25 = 65, not 70 (million)"),
        ("sum", [1.5e9, 250e6], 1.75e9, 1.75e9, True, "1,500 + 250 = 1,750 (million)"),
        ("sum", [3, 4, 5], 12, 12, True, "3 + 4 + 5 = 12"),
        ("difference", [70, 25], 45, 45, True, "70 − 25 = 45"),
        ("product", [12, 3], 35, 36, False, "12 × 3 = 36, not 35"),
        ("share", [25, 100], 30, 25, False, "25 of 100 is 25 %, not 30 %"),
        ("growth", [310000, 341000], 10, 10, True, "from 310,000 to 341,000 is 10 % more"),
        ("growth", [100, 80], 25, 20, False, "from 100 to 80 is 20 % less, not 25 %"),
    ],
)
def test_a_relation_is_told_as_people_write_it(
    relation: str, operands: list[float], stated: float, computed: float, holds: bool, line: str
) -> None:
    assert told(relation, operands, stated, computed, holds) == line


def test_a_relation_whose_numbers_are_not_there_is_told_by_what_comes_out() -> None:
    row = {"relation": "sum", "operands": ["x"], "stated": "y", "computed": 5.0, "holds": False, "text": ""}
    assert [one.line for one in sums([row], [])] == ["the sum comes out as 5"]


def test_what_does_not_hold_stands_first() -> None:
    rows: list[dict[str, Any]] = [
        {"relation": "sum", "operands": [], "stated": "", "computed": 1.0, "holds": holds, "text": ""}
        for holds in (True, False, True)
    ]
    assert [one.holds for one in sums(rows, [])] == [False, True, True]
