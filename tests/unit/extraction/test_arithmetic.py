"""Relations between an article's own numbers: what is related, whether it holds, and what is not related."""

from __future__ import annotations

import pytest

from twosource import reference
from twosource.extraction import arithmetic, arithmetic_rules, statements
from twosource.extraction.parse import parse
from twosource.extraction.quantities import find as find_quantities
from twosource.records import Arithmetic


def read(text: str) -> list[Arithmetic]:
    parsed = parse(text)
    return arithmetic.find(parsed, find_quantities(parsed, [], statements.find(parsed, [], [], [])))


@pytest.mark.parametrize("rule", arithmetic_rules.RULES, ids=lambda rule: rule.name)
def test_every_rule_reads_its_example(rule: arithmetic_rules.RelationRule) -> None:
    (found,) = read(rule.example)
    assert (found.rule, found.relation, found.holds) == (rule.name, rule.relation, rule.holds)
    assert found.text == rule.example


@pytest.mark.parametrize("rule", arithmetic_rules.RULES, ids=lambda rule: rule.name)
def test_relations_are_words_of_the_vocabulary(rule: arithmetic_rules.RelationRule) -> None:
    assert rule.relation in reference.vocabulary("relation")


def test_deficit_within_rounding() -> None:
    (found,) = read("Steel exports were $41.3 billion and imports $97.9 billion, leaving a deficit of $56.7 billion.")
    assert found.holds
    assert found.computed == pytest.approx(56.6e9)


def test_deficit_that_does_not_add_up() -> None:
    (found,) = read("Steel exports were $41.3 billion and imports $97.9 billion, leaving a deficit of $61.7 billion.")
    assert not found.holds


def test_the_operands_of_a_difference_are_ordered() -> None:
    text = "Steel exports were $40 billion and imports $90 billion, leaving a deficit of $50 billion."
    parsed = parse(text)
    quantities = find_quantities(parsed, [], statements.find(parsed, [], [], []))
    (found,) = arithmetic.find(parsed, quantities)
    assert [quantities[i].text for i in found.operands] == ["$90 billion", "$40 billion"]
    assert quantities[found.stated].text == "$50 billion"


def test_growth_that_falls() -> None:
    (found,) = read("Sales fell 20 percent to $40 million from $50 million.")
    assert (found.relation, found.holds) == ("growth", True)
    assert found.computed == pytest.approx(20)


@pytest.mark.parametrize(
    "text",
    [
        "Exports were $40 million and imports €90 million, a deficit of $50 million.",
        "Exports were $40 million and imports $90 million. The mayor gave $50 million.",
        "The town bought 3 ships, 4 cars and 12 horses.",
        "One deal was $40 million, another $90 million, and a third $130 million.",
    ],
)
def test_nothing_is_related_without_words_or_with_other_units(text: str) -> None:
    assert read(text) == []


def test_the_evidence_is_the_smallest_range_of_sentences() -> None:
    relation = "Exports were $40 million. Imports were $90 million, so the deficit was $50 million."
    (found,) = read(f"It rained. {relation} It snowed.")
    assert found.text == relation


def test_paragraphs_are_not_mixed() -> None:
    assert read("Exports were $40 million.\nImports were $90 million, so the deficit was $50 million.") == []


def test_a_sentence_of_hundreds_of_numbers_is_read() -> None:
    text = "up 5% of 3 tons total " * 200
    parsed = parse(text)
    quantities = find_quantities(parsed, [], statements.find(parsed, [], [], []))
    for relation in arithmetic.find(parsed, quantities):
        assert text[relation.start : relation.end] == relation.text
        assert all(0 <= index < len(quantities) for index in (*relation.operands, relation.stated))


def test_a_sum_that_does_not_add_up_is_told_when_the_words_leave_no_doubt() -> None:
    (found,) = read("They gave £4 million for sand and £3 million for clay, a total of £9 million.")
    assert (found.relation, found.holds) == ("sum", False)
    assert found.computed == pytest.approx(7e6)


@pytest.mark.parametrize(
    "text",
    [
        "They gave £4 million, up from £3 million, a total of £90 million.",
        "They gave £4 million, £3 million and £1 million, of which £2 million is a total of £90 million.",
        "One gave £4 million. Another gave £3 million and £1 million, and the total is £90 million.",
    ],
)
def test_other_sums_that_do_not_add_up_are_left_alone(text: str) -> None:
    assert read(text) == []


def test_growth_between_years_follows_the_calendar() -> None:
    (found,) = read("It sold 300 cars in 2022 and 200 cars in 2021, a rise of 50 percent.")
    assert (found.relation, found.holds) == ("growth", True)


def test_a_share_of_last_years_total() -> None:
    parsed = parse(
        "The zoo had 4,000 birds in 2023 and 5,000 in 2024. Of the 2023 total, 1,000 were sick, which is 25% of them."
    )
    quantities = find_quantities(parsed, [], statements.find(parsed, [], [], []))
    found = next(one for one in arithmetic.find(parsed, quantities) if one.relation == "share")
    assert [quantities[i].value for i in found.operands] == [1000, 4000]
    assert found.holds
