"""Persons of an article: one person under all forms of the name, two under one surname, and who is nobody."""

from __future__ import annotations

import pytest

from twosource.extraction import names
from twosource.extraction.names import context
from twosource.extraction.parse import parse
from twosource.records import Mention


def people(text: str) -> list[Mention]:
    return [m for m in names.find(parse(text)) if m.label == "PER"]


def entities(text: str) -> set[str]:
    return {m.entity for m in people(text)}


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("most written", "Tanabe Kenji spoke. Kenji Tanabe left. Tanabe Kenji slept.", "Tanabe Kenji"),
        ("most written, other order", "Kenji Tanabe spoke. Tanabe Kenji left. Kenji Tanabe slept.", "Kenji Tanabe"),
        ("family name first, then alone", "Minister Tanabe Kenji spoke. Later Tanabe left the hall.", "Tanabe Kenji"),
        (
            "possessive",
            "Clara Winther won. Winther's plan failed. They liked Winther’s plan.",
            "Clara Winther",
        ),
        ("hyphened surname", "Mina Falk-Olsen won. “It is late,” Falk-Olsen said.", "Mina Falk-Olsen"),
        ("surname of parts", "Pieter van der Meulen won. “It is late,” Van der Meulen said.", "Pieter van der Meulen"),
        ("in full, not recognised", "Minister Anders Holm spoke. The day Anders Holm left was cold.", "Anders Holm"),
        ("title", "Dr. Clara Winther runs the port. “It is late,” Mrs. Winther said.", "Clara Winther"),
    ],
)
def test_all_forms_are_one_person(name: str, text: str, wanted: str) -> None:
    assert entities(text) == {wanted}, name


def test_a_month_is_no_bare_surname() -> None:
    found = people("Theresa May spoke. The law passed in May.")
    assert [m.text for m in found] == ["Theresa May"]


def test_two_people_with_one_surname_stay_two() -> None:
    text = "Clara Winther runs the port. Her rival is Oskar Winther, who runs the mill."
    assert entities(text) == {"Clara Winther", "Oskar Winther"}


def test_father_and_son_stay_two() -> None:
    text = "Oskar Winther Sr. built the mill. Oskar Winther Jr. sold it."
    assert len(entities(text)) == 2


def test_a_role_stays_with_the_person() -> None:
    found = people("Chief Cabinet Secretary Kenji Tanabe spoke first. Later Tanabe left.")
    assert [m.text for m in found] == ["Kenji Tanabe", "Tanabe"]
    assert found[0].role == "Chief Cabinet Secretary"


@pytest.mark.parametrize(
    "text",
    [
        "Photo by Clara Winther",
        "The harbour on Monday. (Photo: Clara Winther)",
        "Clara Winther/Getty Images",
        "Reporting by Clara Winther; editing by Oskar Dahl",
        "Contributing: Clara Winther, Oskar Dahl",
        "The harbour is closed. With files from Clara Winther",
        "The minister waves to the crowd. Clara Winther/Reuters",
    ],
)
def test_whoever_made_the_article_is_nobody_in_it(text: str) -> None:
    assert people(text) == []


def test_a_person_who_reports_something_is_no_credit() -> None:
    assert entities("The harbour is safe, Clara Winther said in reporting the count.") == {"Clara Winther"}


def test_an_organisation_once_taken_for_a_person_is_one_everywhere() -> None:
    text = "The Harbour Workers Union met. The Harbour Workers Union said no. Harbour Workers Union won."
    assert entities(text) == set()


def test_a_word_of_an_office_is_no_name() -> None:
    found = names.find(parse("Treasury Secretary Clara Winther and the Treasury & Harbour Secretaries met."))
    assert "Clara Winther" in {m.text for m in found}
    assert not any("Secretar" in m.text for m in found)


@pytest.mark.parametrize("sign", context.SIGNS, ids=lambda sign: sign.name)
def test_each_sign_holds_for_its_example(sign: context.Sign) -> None:
    doc = parse(sign.example).paragraphs[0].doc
    name = next(token for token in doc if token.text in ("Torv", "Tampico"))
    assert sign.holds(doc[name.i : name.i + 1])


def test_signs_do_not_hold_for_an_ordinary_subject() -> None:
    doc = parse("Torv costs more than before.").paragraphs[0].doc
    assert context.sign_of(doc[0:1]) is None


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("President Anders Holm resigned, Norwegian radio said.", "Anders Holm", "NOR"),
        ("President Anders Holm met Danish and Norwegian teachers.", "Anders Holm", None),
        ("Coach Anders Holm praised the Norwegian team.", "Anders Holm", None),
        ("Ishiba Shigeru spoke to voters.", "Ishiba Shigeru", "JPN"),
    ],
)
def test_country_of_who_holds_an_office(text: str, words: str, country: str | None) -> None:
    assert [m.country for m in people(text) if m.text == words] == [country]
