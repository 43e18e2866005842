"""Claims: what somebody is reported to have said, and what the article tells of matters that articles differ about."""

import pytest

from twosource.extraction import facts
from twosource.records import Claim


def claims(text: str) -> list[Claim]:
    return facts.extract(text, published="2025-04-16").claims


def only(text: str) -> Claim:
    (found,) = claims(text)
    return found


def test_a_reported_clause_with_its_source() -> None:
    found = only("Carla Jimenez said that the committee had agreed to a second round.")
    assert (found.text, found.attributed_to) == ("the committee had agreed to a second round", "Carla Jimenez")
    assert (found.negated, found.modality) == (False, "asserted")


def test_each_sentence_of_a_quotation_is_a_claim() -> None:
    found = claims("“The table is set. Nobody has seen the list,” said Carla Jimenez.")
    assert [(one.text, one.negated) for one in found] == [
        ("The table is set", False),
        ("Nobody has seen the list", True),
    ]
    assert {one.attributed_to for one in found} == {"Carla Jimenez"}


def test_coordinated_clauses_are_two_claims() -> None:
    found = claims("The two sides discussed rice, but no promise was made.")
    assert [(one.text, one.negated) for one in found] == [
        ("The two sides discussed rice", False),
        ("no promise was made", True),
    ]


@pytest.mark.parametrize(
    ("negated", "text"),
    [
        (False, "The issue was on the agenda."),
        (True, "The issue was not on the agenda."),
        (True, "Currency did not come up in the talks."),
        (True, "Neither side raised the price of rice."),
        (False, "The ministers raised not only rice but also beef."),
        (True, "Okabe Shinji denied that the ministers had discussed rice."),
        (False, "Okabe Shinji denied that the ministers had not discussed rice."),
    ],
)
def test_polarity(negated: bool, text: str) -> None:
    assert only(text).negated is negated


@pytest.mark.parametrize(
    ("modality", "text"),
    [
        ("asserted", "Lorna Petty said the plant had closed in March."),
        ("planned", "Lorna Petty said the plant will close in March."),
        ("hypothetical", "Lorna Petty said the plant could close in March."),
        ("demanded", "Lorna Petty said the plant must close in March."),
        ("estimated", "Peru is expected to raise the duty to 5 percent."),
        ("planned", "Peru plans to raise the duty to 5 percent."),
        ("historical", "Peru had raised the duty to 5 percent."),
        ("estimated", "Lorna Petty estimated that the plant lost two orders."),
        ("demanded", "“We would like to see the list,” said Lorna Petty."),
    ],
)
def test_modality(modality: str, text: str) -> None:
    assert only(text).modality == modality


@pytest.mark.parametrize(
    ("hedge", "text"),
    [
        ("reportedly", "The ministers reportedly discussed rice."),
        ("might", "Lorna Petty said the plant might close."),
        ("understood", "The ministers are understood to have discussed rice on Monday, but Peru did not."),
        (None, "Lorna Petty said the plant closed."),
    ],
)
def test_hedge(hedge: str | None, text: str) -> None:
    assert claims(text)[0].hedge == hedge


def test_the_facts_inside() -> None:
    found = facts.extract("Lorna Petty said that Peru paid $5 million in March.", published="2025-04-16")
    (claim,) = found.claims
    assert [found.quantities[number].value for number in claim.quantities] == [5_000_000]
    assert [found.times[number].value for number in claim.times] == ["2025-03"]
    assert [found.mentions[number].entity for number in claim.entities] == ["Peru"]


def test_a_relayed_claim_names_the_other_outlet() -> None:
    found = claims("“We will come back,” a negotiator was quoted as saying in the Harbor Ledger story.")
    assert [one.relayed_from for one in found] == ["Harbor Ledger"]


def test_a_demand_is_a_claim_of_the_article() -> None:
    found = claims("Peru called on Chile to raise its spending on ports.")
    assert [one.text for one in found] == ["Peru called on Chile to raise its spending on ports"]


def test_i_can_only_tell_you_is_no_part_of_a_claim() -> None:
    found = only("“I can only tell you that rice did not come up,” said Lorna Petty.")
    assert (found.text, found.negated, found.modality) == ("rice did not come up", True, "asserted")


def test_questions_headlines_and_lists_are_no_claims() -> None:
    assert claims("“Did you see that list?” asked Lorna Petty.") == []
    assert claims("Fresh bread, warm soup and a view of the harbour.") == []
    assert claims("Gulls cry over the harbour of Lima") == []  # a headline


def test_marks_beside_a_clause_stay_in_pairs() -> None:
    found = only("Lorna Petty said there was “a big step forward.”")
    assert found.text.count("“") == found.text.count("”")
    assert only("The ministers discussed duties with the U.S.").text.endswith("U.S.")


@pytest.mark.parametrize(
    ("modality", "negated", "text"),
    [
        ("asserted", True, "Peru did not agree to raise its duties on rice."),
        ("asserted", False, "Peru agreed to raise its duties on rice."),
        ("hypothetical", False, "If Peru agrees to buy rice, Chile will lower its duties."),
        ("planned", False, "Even if Peru agrees to buy rice, Chile will raise its duties."),
        ("asserted", False, "The summit was called off."),
        ("asserted", True, "Lorna Petty has yet to visit Chile."),
        ("asserted", True, "Peru avoided imposing sanctions on Chile."),
        ("estimated", True, "Peru is unlikely to sanction Chile."),
        ("asserted", True, "Reports that Peru sanctioned Chile are false."),
        ("planned", True, "The governor denied a report that the duty would be doubled."),
        ("hypothetical", False, "Norway doubts that Peru sanctioned Chile."),
        ("asserted", False, "Exports nearly doubled to $5 billion."),
        ("asserted", False, "The ministry stopped raising the duty on rice."),
    ],
)
def test_a_claim_is_told_as_the_event_in_it(modality: str, negated: bool, text: str) -> None:
    found = only(text)
    assert (found.modality, found.negated) == (modality, negated)
