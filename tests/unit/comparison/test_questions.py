"""Questions as a person would ask them: verb forms by the time of a clause, names for pronouns, no bare words."""

from __future__ import annotations

from datetime import date

import pytest

import twosource
from twosource.comparison.inputs import StoryArticle
from twosource.comparison.stances import compare_story
from twosource.comparison.tellings import tellings
from twosource.comparison.turning import clipped, turned
from twosource.records import Argument


def article(name: str, text: str, day: int = 3) -> StoryArticle:
    facts = twosource.extract(text)
    return StoryArticle(
        article_id=name, day=date(2025, 3, day), dated=True, text=text, facts=facts, outlet=f"Outlet {name}"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The two ministers discussed security on Monday.", "Did the two ministers discuss security on Monday?"),
        ("Peru will raise the duty on rice in May.", "Will Peru raise the duty on rice in May?"),
        ("Torv Steel has promised to build a mill in Bergen.", "Has Torv Steel promised to build a mill in Bergen?"),
        ("The farmers were arrested by police in Lima.", "Were the farmers arrested by police in Lima?"),
        ("Meanwhile, the mayor of Lima resigned.", "Did the mayor of Lima resign?"),
        ("Peru cut the duty on rice.", "Did Peru cut the duty on rice?"),
        ("The treaty obliges Peru to defend Chile.", "Does the treaty oblige Peru to defend Chile?"),
        ("A trade mission was in Lima for the talks.", "Was a trade mission in Lima for the talks?"),
    ],
)
def test_a_clause_is_turned_round(text: str, expected: str) -> None:
    (telling,) = tellings(0, article("a", text))
    statement = max(telling.statements, key=lambda one: one.end - one.start)
    found = turned(telling, statement, lambda _: None)
    assert found is not None
    assert found.asked() == expected


def test_a_clause_about_a_place_or_time_of_another_is_asked_by_itself() -> None:
    (telling,) = tellings(0, article("a", "She explained the treaty, in which Peru is paying Chile for the harbour."))
    statement = next(one for one in telling.statements if one.verb == "pay")
    found = turned(telling, statement, lambda _: None)
    assert found is not None
    assert found.asked() == "Is Peru paying Chile for the harbour?"


def test_a_pronoun_is_replaced_by_whom_it_means_or_the_clause_is_not_turned() -> None:
    text = "Maria Perez met the farmers in Lima. She promised the farmers new duties on rice."
    (_, telling) = tellings(0, article("a", text))
    statement = telling.statements[0]

    def named(argument: Argument) -> str | None:
        return "Maria Perez" if argument.text == "She" else None

    found = turned(telling, statement, named)
    assert found is not None
    assert found.asked() == "Did Maria Perez promise the farmers new duties on rice?"
    assert turned(telling, statement, lambda _: None) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fair in Lima will run for 184 days, the mayor said.", "How long will the fair in Lima run?"),
        ("On Sunday 119,000 people visited the fair in Lima.", "How many people visited the fair in Lima?"),
        (
            "The duty on Peruvian rice rose to 24% in Lima.",
            "To what figure did the duty on Peruvian rice rise in Lima?",
        ),
    ],
)
def test_a_number_is_asked_after_by_its_clause(text: str, expected: str) -> None:
    subjects = {
        row.subject
        for row in compare_story([article("a", text), article("b", text, 4)]).comparisons
        if row.kind == "quantity"
    }
    assert expected in subjects


def test_words_of_a_speaker_about_himself_stay_in_quotation_marks() -> None:
    text = "“We pay hundreds of billions to defend our friends,” Maria Perez said in Lima."
    rows = compare_story([article("a", text), article("b", text, 4)]).comparisons
    assert rows
    assert [row.subject for row in rows if "Did We" in row.subject or " our " in row.subject.partition("“")[0]] == []


def test_words_are_cut_between_words() -> None:
    words = (
        "the council of the town of Lima agreed to the long plan of the harbour and of its many builders and of the sea"
    )
    cut = clipped(words, 60)
    assert words.startswith(cut)
    assert words[len(cut)] == " "
    assert cut.split()[-1] not in ("of", "the", "and", "to")
