"""Statements: every clause, what it tells, of whom, whether as so, on whose word, when, where, on which occasion."""

from __future__ import annotations

import pytest

from twosource import reference
from twosource.extraction.facts import extract
from twosource.records import Statement


def told(text: str) -> list[Statement]:
    return extract(text, published="2025-04-16").statements


def of(text: str, predicate: str) -> Statement:
    """The one statement of the text with the predicate."""
    (found,) = (one for one in told(text) if one.predicate == predicate)
    return found


def roles(one: Statement) -> dict[str, str]:
    return {argument.role: argument.text for argument in one.arguments}


VERBS = reference.table("modality")["verbs"]
AUXILIARIES = reference.table("modality")["auxiliaries"]
CLASSES = reference.table("predicates")["classes"]


@pytest.mark.parametrize("row", [r for r in VERBS if r["example"] != r.get("of_object")], ids=lambda row: row["verb"])
def test_every_verb_of_modality_reads_its_example(row: dict[str, str]) -> None:
    assert row["tells"] in {one.modality for one in told(row["example"])}


@pytest.mark.parametrize("row", [row for row in VERBS if "of_object" in row], ids=lambda row: row["verb"])
def test_an_amount_that_is_demanded_or_expected_is_told_so(row: dict[str, str]) -> None:
    (quantity,) = extract(row["of_object"]).quantities
    assert quantity.modality == row["tells"]


@pytest.mark.parametrize("row", AUXILIARIES, ids=lambda row: row["word"])
def test_every_auxiliary_reads_its_example(row: dict[str, str]) -> None:
    assert told(row["example"])[0].modality == row["tells"]


@pytest.mark.parametrize("row", CLASSES, ids=lambda row: row["class"])
def test_every_class_of_predicates_reads_its_example(row: dict[str, str]) -> None:
    assert row["class"] in {one.predicate for one in told(row["example"])}


def test_no_word_stands_in_two_classes() -> None:
    for form in ("verbs", "nouns"):
        words = [word for row in CLASSES for word in row[form]]
        assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(
    ("text", "predicates"),
    [
        ("The ferry capsized and the mayor resigned.", ["sink", "resign"]),
        ("The mayor, who sold the mill, resigned because he was ill.", ["resign", "sell", "be ill"]),
        ("Ann Bloom said that the mill had closed.", ["say", "close"]),
        ("If the mill closes, Peru will raise the duty.", ["raise", "close"]),
        ("Peru plans to raise the duty.", ["raise"]),
        ("Peru asked Chile to lower the duty.", ["ask", "cut"]),
        ("The ministers held talks in Bergen.", ["meet"]),
    ],
)
def test_every_clause_is_a_statement(text: str, predicates: list[str]) -> None:
    assert [one.predicate for one in told(text) if one.rule != "statements.nominal"] == predicates


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("Peru gave Chile a loan.", "give", {"subject": "Peru", "to": "Chile", "object": "loan"}),
        ("The mill was sold by Torv to Ann Bloom.", "sell", {"object": "mill", "subject": "Torv", "to": "Ann Bloom"}),
        ("Peru imposed duties on Chile.", "impose", {"object": "duties", "subject": "Peru", "to": "Chile"}),
        ("The minister spoke with Ann Bloom about rice.", "speak", {"with": "Ann Bloom", "about": "rice"}),
        ("The board appointed Ann Bloom as director.", "appoint", {"object": "Ann Bloom", "as": "director"}),
        ("The troops left for Chad from Mali.", "leave", {"subject": "troops", "to": "Chad", "from": "Mali"}),
        ("Ann Bloom is the mayor of Bergen.", "be", {"subject": "Ann Bloom", "as": "mayor"}),
    ],
)  # fmt: skip
def test_who_and_what_takes_part(text: str, predicate: str, expected: dict[str, str]) -> None:
    assert expected.items() <= roles(of(text, predicate)).items()


def test_an_argument_names_its_mention() -> None:
    facts = extract("Ann Bloom met the board. She resigned.")
    (resigned,) = (one for one in facts.statements if one.predicate == "resign")
    (subject,) = resigned.arguments
    assert subject.text == "She"
    assert subject.mention is not None
    assert facts.mentions[subject.mention].entity == "Ann Bloom"


def test_the_speaker_of_a_quotation_is_i() -> None:
    facts = extract("“I sold the mill,” said Ann Bloom.")
    (sold,) = (one for one in facts.statements if one.predicate == "sell")
    assert [facts.mentions[one.mention].entity for one in sold.arguments if one.mention is not None] == ["Ann Bloom"]
    assert (sold.attributed_to, sold.attributed_by) == ("Ann Bloom", 0)


@pytest.mark.parametrize(
    ("degree", "text"),
    [
        ("fully", "The bridge was fully destroyed."),
        ("not deeply", "The ministers did not delve deeply into rice."),
        ("nearly", "The ferry nearly capsized."),
        (None, "The bridge was destroyed."),
    ],
)
def test_how_far_it_went(degree: str | None, text: str) -> None:
    assert told(text)[0].degree == degree


@pytest.mark.parametrize(
    ("negated", "modality", "text"),
    [
        (True, "asserted", "Ann Bloom refused to meet the board."),
        (True, "asserted", "Ann Bloom has yet to meet the board."),
        (True, "asserted", "Ann Bloom denied that she had met the board."),
        (False, "asserted", "Ann Bloom did not deny that she met the board."),
        (False, "planned", "Ann Bloom said she would meet the board."),
        (False, "hypothetical", "Ann Bloom will meet the board if it apologises."),
        (False, "planned", "Ann Bloom will meet the board on May 2."),
        (False, "historical", "Ann Bloom met the board in 2019."),
        (False, "asserted", "“I think we met the board,” said Ann Bloom."),
    ],
)
def test_whether_it_is_so(negated: bool, modality: str, text: str) -> None:
    found = of(text, "meet")
    assert (found.negated, found.modality) == (negated, modality)


def test_when_where_and_on_which_occasion() -> None:
    found = of("The ministers discussed rice at the ministerial talks in Bergen on Monday.", "discuss")
    assert (found.occurs, found.forum) == ("2025-04-14", "ministerial talks")
    assert of("Torv opened a mill in Bergen.", "open").place == "Bergen"


def test_who_says_that_who_said_it() -> None:
    found = of("Peter Stahl said that Ann Bloom had told the board that the mill was closed.", "close")
    assert found.chain == ["Ann Bloom", "Peter Stahl"]
    assert found.attributed_to == "Ann Bloom"


def test_a_nominal_act_is_a_statement_of_its_own() -> None:
    facts = extract("After the meeting between France and Spain, the markets rose.")
    (event,) = facts.events
    assert event.statement is not None
    nominal = facts.statements[event.statement]
    assert (nominal.rule, nominal.predicate) == ("statements.nominal", "meet")
    assert nominal.start <= event.start < event.end <= nominal.end


def test_a_quote_of_several_clauses_names_the_first() -> None:
    facts = extract("“The mill is old. It will close,” said Ann Bloom.")
    (quote,) = facts.quotes
    assert quote.statement is not None
    assert facts.statements[quote.statement].text == "The mill is old"


def test_what_stands_beside_a_refusal_is_not_refused() -> None:
    told = extract("Ada Brook refused a drink and left the bar.").statements
    assert [(one.predicate, one.negated) for one in told] == [("refuse", False), ("leave", False)]
