"""People counted without a noun, by what befell them; what is told of people that have one."""

from __future__ import annotations

import pytest

from tests.unit.extraction.test_quantities import read
from twosource import reference


def people(text: str) -> list[tuple[float | None, str | None]]:
    return [(q.value, q.measure) for q in read(text) if q.unit == "person"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The blast left 8 dead and 31 injured.", [(8, "people dead"), (31, "people injured")]),
        ("A gunman killed two and wounded five others.", [(2, "people killed"), (5, "people wounded")]),
        ("24 dead, 55 wounded in bus crash", [(24, "people dead"), (55, "people wounded")]),
        ("At least 100 are feared dead.", [(100, "people dead")]),
        ("The quake killed 33, and 12 were still missing.", [(33, "people killed"), (12, "people missing")]),
        ("The attack, which killed 17 and injured dozens, was short.", [(17, "people killed"), (12, "people injured")]),
        ("Fifteen died in the fire.", [(15, "people dead")]),
        ("Police said 9 were arrested.", [(9, "people arrested")]),
        ("The flood claimed the lives of 8 in the valley.", [(8, "people dead")]),
        ("Some 40 remain unaccounted for.", [(40, "people missing")]),
        ("The death toll climbed to 27 by Sunday.", [(27, "death toll")]),
        ("The number of dead climbed past 45.", [(45, "number of dead")]),
        ("The toll from the landslide now stands at 310.", [(310, "toll")]),
    ],
)
def test_a_number_beside_what_befell_people_counts_people(text: str, found: list[tuple[float, str]]) -> None:
    assert people(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "No one was killed.",
        "She was 24 when she died.",
        "The toll of the bridge rose to $5.",
        "In 1945 died the old king.",
        "He moved at 30 and left.",
    ],
)
def test_no_people_are_counted(text: str) -> None:
    assert people(text) == []


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("The strike killed 7 civilians.", "civilians killed"),
        ("The crash left 19 people hurt.", "people hurt"),
        ("Two bombs killed the mayor.", "bombs"),
        ("At least 12 people were killed.", "people killed"),
    ],
)
def test_what_befell_the_counted_is_in_their_measure(text: str, measure: str) -> None:
    assert [q.measure for q in read(text)] == [measure]


def test_a_state_is_declared_once() -> None:
    rows = reference.table("casualties")["states"]
    words = [word for name, row in rows.items() for word in (name, *row.get("behind", ()))]
    assert len(words) == len(set(words))
