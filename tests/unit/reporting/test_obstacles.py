"""Why little can be compared is said in numbers, with what would help; nothing is said where there is enough."""

from datetime import date
from typing import Any

from twosource.reporting.obstacles import of_all, of_story


def member(**other: Any) -> dict[str, Any]:
    whole = {"published_on": date(2025, 4, 17), "outlet": "Harbor Ledger", "word_count": 300, "origin_of": None}
    return whole | other


def test_two_undated_and_two_unnamed_are_told_of_with_what_states_it() -> None:
    members = [member(), member(published_on=None), member(published_on=None, outlet=None), member(outlet=None)]
    found = of_story(members, 2)
    assert [one.what.partition(",")[0] for one in found] == [
        "2 of 4 articles have no date",
        "2 of 4 articles have no outlet that can be named",
    ]
    assert ["--published" in found[0].help, "--outlet" in found[1].help] == [True, True]


def test_copies_and_teasers_are_told_of() -> None:
    found = of_story([member(), member(origin_of="a"), member(word_count=20)], 0)
    assert [one.what for one in found] == [
        "1 has the text of another and counts once",
        "1 of 3 are shorter than 80 words",
    ]


def test_enough_to_compare_or_a_single_article_needs_no_excuse() -> None:
    assert of_story([member(published_on=None)] * 3, 5) == []
    assert of_story([member(published_on=None)], 0) == []


def test_of_all_it_is_told_when_few_facts_are_compared() -> None:
    counts = {"articles": 5, "stories": 4, "alone": 3, "comparisons": 2, "undated": 2, "unnamed": 0}
    assert [one.what.partition(",")[0] for one in of_all(counts)] == [
        "2 of 5 articles have no date",
        "3 of 4 stories have one article",
    ]
    assert of_all(counts | {"comparisons": 5}) == []
    assert of_all(dict.fromkeys(counts, 0)) == []
