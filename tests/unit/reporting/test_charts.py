"""Charts: what is counted is drawn, and text from outside stays text."""

from datetime import date

import pytest
from lxml import etree

from twosource.reporting import charts
from twosource.reporting.charts import Chart

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "g", "path", "line", "rect", "text", "tspan", "defs", "clipPath", "title"}
HOSTILE = "</text><script>alert(1)</script>\" onmouseover='x' \x1b[2J\u202e]]>&"


def bars(chart: Chart) -> list[str]:
    root = etree.fromstring(chart.svg.encode())
    found = root.iter(f"{SVG}path")
    return [str(e.get("aria-label")) for e in found if e.get("aria-roledescription") == "bar"]


def test_every_number_of_facts_is_a_bar() -> None:
    chart = charts.facts_by_outlet([("Ferry Times", "quotes", 3), ("Ferry Times", "times", 2), ("Gull", "quotes", 1)])
    assert bars(chart) == [
        "facts: 3; outlet: Ferry Times; kind: quotes",
        "facts: 2; outlet: Ferry Times; kind: times",
        "facts: 1; outlet: Gull; kind: quotes",
    ]
    assert chart.rows == (("Ferry Times", "quotes", 3), ("Ferry Times", "times", 2), ("Gull", "quotes", 1))


def test_outlets_beyond_the_most_telling_stand_together() -> None:
    many = [(f"Outlet {n:02}", "quotes", 100 - n) for n in range(charts.MAX_BARS + 3)]
    rows = charts.facts_by_outlet(many).rows
    assert len(rows) == charts.MAX_BARS + 1
    assert rows[-1] == ("3 others", "quotes", sum(n for _, _, n in many[-3:]))


@pytest.mark.parametrize(
    ("days", "caption", "labels"),
    [
        ([date(2025, 4, 1), date(2025, 4, 1), date(2025, 4, 9)], "day", ["2025-04-01", "2025-04-09"]),
        ([date(2025, 1, 5), date(2025, 1, 9), date(2025, 9, 1)], "month", ["2025-01", "2025-09"]),
        ([date(1999, 1, 5), date(1999, 8, 9), date(2025, 9, 1)], "year", ["1999", "2025"]),
    ],
)
def test_dates_are_counted_so_that_the_bars_stay_apart(days: list[date], caption: str, labels: list[str]) -> None:
    chart = charts.published_dates([(day, 2) for day in days])
    assert chart.caption == f"Articles by {caption} of publication"
    assert chart.rows == ((labels[0], 4), (labels[1], 2))
    assert len(bars(chart)) == 2


def test_statuses_are_drawn_in_one_order_whatever_the_order_of_the_counts() -> None:
    chart = charts.comparisons_by_status([("single_origin", 4), ("conflicting", 1)])
    assert chart.rows == (("conflicting", 1), ("single origin", 4))
    assert len(bars(chart)) == 2


def test_nothing_to_count_is_no_chart() -> None:
    assert charts.facts_by_outlet([]).svg == ""
    assert charts.published_dates([]).svg == ""
    assert charts.comparisons_by_status([]).svg == ""


def test_text_from_outside_stays_text() -> None:
    chart = charts.facts_by_outlet([(HOSTILE, "quotes", 3)])
    root = etree.fromstring(chart.svg.encode())
    names = {str(element.tag).removeprefix(SVG) for element in root.iter()}
    assert names <= DRAWN
    assert {name for element in root.iter() for name in element.attrib if str(name).startswith("on")} == set()
    assert "\x1b" not in chart.svg
    assert "\u202e" not in chart.svg
    assert any("<script>alert(1)</script>" in label for label in bars(chart))
