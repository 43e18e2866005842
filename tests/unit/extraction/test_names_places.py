"""Countries of places, peoples and public bodies, and organisations by their own words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource import reference
from twosource.extraction import names
from twosource.extraction.names import atlas, gazetteer, listings
from twosource.extraction.parse import parse


def found(text: str) -> dict[str, tuple[str, str | None]]:
    return {m.text: (m.label, m.country) for m in names.find(parse(text))}


@pytest.mark.parametrize(
    ("name", "text", "words", "country"),
    [
        ("town of the city list", "They met in Kristiansand on Monday.", "Kristiansand", "NOR"),
        ("county", "The fire burned in Orange County for a week, officials in Texas said.", "Orange County", "USA"),
        ("region of no country", "Prices fell across East Asia.", "East Asia", None),
        ("people in another country", "Ethnic Danes in Norway want a school.", "Danes", "NOR"),
        ("people at home", "Danes want a school.", "Danes", "DNK"),
        ("people in several countries", "Hutu families fled.", "Hutu", None),
        ("people in one of them", "Hutu families fled from Rwanda.", "Hutu", "RWA"),
        ("one letter wrong", "The embassy in Afganistan is closed.", "Afganistan", "AFG"),
    ],
)
def test_country_of_a_place_or_people(name: str, text: str, words: str, country: str | None) -> None:
    assert found(text)[words][1] == country, name


@pytest.mark.parametrize(
    ("name", "text", "words", "label", "country"),
    [
        ("neighbour", "Norway's Supreme Court ruled on Monday.", "Supreme Court", "ORG", "NOR"),
        ("ministry", "Norway's Ministry of Ports is silent.", "Ministry of Ports", "ORG", "NOR"),
        ("party of several countries", "The Australian Labor Party lost.", "Australian Labor Party", "ORG", "AUS"),
        ("international", "The World Bank lent the money.", "World Bank", "ORG", None),
        ("rebels", "UNITA gave up the town.", "UNITA", "ORG", "AGO"),
        ("company", "They sold Higashi Castings Ltd on Monday.", "Higashi Castings Ltd", "ORG", None),
        ("institute", "The Rural Justice Institute opened.", "Rural Justice Institute", "ORG", None),
        ("cup", "They lost the Harbour Cup again.", "Harbour Cup", "OTHER", None),
    ],
)
def test_bodies(name: str, text: str, words: str, label: str, country: str | None) -> None:
    assert found(text)[words] == (label, country), name


def test_acronym_in_brackets_is_a_name_and_means_the_long_one() -> None:
    mentions = names.find(parse("The Rural Justice Institute (RJI) opened. The RJI has ten rooms."))
    assert {m.entity for m in mentions if m.text == "RJI"} == {"Rural Justice Institute"}


def test_two_countries_joined_by_a_hyphen_are_two_mentions() -> None:
    assert list(found("Norway-Sweden relations are good.")) == ["Norway", "Sweden"]


def test_a_treaty_between_two_countries_has_neither() -> None:
    assert all(m.country is None for m in names.find(parse("The U.S.-Japan Port Treaty holds.")) if m.label == "OTHER")


def test_dateline_in_capitals_is_a_place() -> None:
    assert found("DROBAK, Norway (Agency) - The port is closed.")["DROBAK"][0] == "LOC"
    assert found("LIVERPOOL - The port is closed.")["LIVERPOOL"] == ("LOC", "GBR")


@pytest.mark.parametrize(
    ("options", "spoken_of", "wanted"),
    [
        ({}, {}, None),
        ({"NOR": 1}, {}, "NOR"),
        ({"NOR": 2, "SWE": 2}, {}, None),
        ({"NOR": 2, "SWE": 2}, {"SWE": 1}, "SWE"),
        ({"NOR": 4, "SWE": 2}, {}, "NOR"),
        ({"NOR": 4, "SWE": 2}, {"SWE": 3}, "SWE"),
        ({"NOR": 4, "SWE": 2}, {"SWE": 3, "NOR": 1}, "NOR"),
        ({"NOR": atlas.CERTAIN, "SWE": 3}, {"SWE": 9}, "NOR"),
    ],
)
def test_choice_among_countries(options: dict[str, int], spoken_of: dict[str, int], wanted: str | None) -> None:
    assert atlas.country_of(options, spoken_of) == wanted


@given(
    st.dictionaries(st.sampled_from(["NOR", "SWE", "DNK"]), st.integers(1, 5)),
    st.dictionaries(st.sampled_from(["NOR", "SWE", "FIN"]), st.integers(0, 9)),
)
def test_the_choice_is_one_of_the_options(options: dict[str, int], spoken_of: dict[str, int]) -> None:
    assert atlas.country_of(options, spoken_of) in {*options, None}


def test_every_city_stands_under_a_country_of_iso_3166() -> None:
    import pycountry

    known = {country.alpha_3 for country in pycountry.countries}
    assert set(reference.table("cities")) <= known
    assert set(reference.table("organisations")["national"]) <= known
    assert set(reference.table("former_leaders")) <= known
    assert set(reference.table("regions")["peoples_of"]) <= known


def test_no_name_of_the_tables_is_empty_or_in_small_letters() -> None:
    for entry in gazetteer.entries().values():
        assert entry.name.strip() == entry.name
        assert any(c.isupper() or c.isdigit() for c in entry.name), entry


@pytest.mark.parametrize("shape", listings.SHAPES, ids=lambda shape: shape.name)
def test_each_shape_of_a_line_reads_its_example(shape: listings.Shape) -> None:
    matching = [other.name for other in listings.SHAPES if other.line.match(shape.example)]
    assert matching[:1] == [shape.name]
    assert len(listings.names(shape.example)) > 0


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Torvik 2 (Aas 12, Moen 40) Lornby 0",
            [("Torvik", "ORG"), ("Aas", "PER"), ("Moen", "PER"), ("Lornby", "ORG")],
        ),
        ("Torvik 14 9 3 2 31 12 30", [("Torvik", "ORG")]),
        ("3. Sigrid Moen (Norway) 1:32.50", [("Sigrid Moen", "PER")]),
        ("Norway: 1 - Ola Moen; 2 - Per Aas", [("Ola Moen", "PER"), ("Per Aas", "PER")]),
        ("S. Moen c Aas b Dahl 41", [("S. Moen", "PER"), ("Aas", "PER"), ("Dahl", "PER")]),
        ("Bowling: Moen 8-1-35-2, Aas 9-0-41-1", [("Moen", "PER"), ("Aas", "PER")]),
        ("The port is closed, and 12 ships wait.", []),
        ("Norway 2 Sweden 1", []),
    ],
)
def test_names_in_lines_of_lists(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(text[start:end], label) for start, end, label in listings.names(text)] == wanted


@given(st.text(alphabet="Aa1 ().,-:'’;", max_size=400))
def test_lines_of_any_shape_give_names_in_order_without_overlaps(text: str) -> None:
    spans = listings.names(text)
    assert all(0 <= start < end <= len(text) for start, end, _ in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
