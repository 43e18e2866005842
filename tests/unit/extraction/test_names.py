"""Names: labels, fullest forms, countries and roles, on sentences of our own."""

from __future__ import annotations

from itertools import pairwise

import pycountry
import pytest

from twosource import reference
from twosource.extraction import names
from twosource.extraction.names import gazetteer
from twosource.extraction.parse import parse
from twosource.records import Mention


def mentions(text: str) -> list[Mention]:
    return names.find(parse(text))


def mention(text: str, words: str) -> Mention:
    found = [m for m in mentions(text) if m.text == words]
    assert found, f"{words!r} is not among {[m.text for m in mentions(text)]}"
    return found[-1]


@pytest.mark.parametrize("table", ["countries", "places", "leaders"])
def test_every_country_code_of_the_tables_is_iso_3166(table: str) -> None:
    known = {country.alpha_3 for country in pycountry.countries}
    assert set(reference.table(table)) <= known


def test_nearly_every_country_of_iso_3166_has_names() -> None:
    assert len(reference.table("countries")) >= 195


@pytest.mark.parametrize(
    ("text", "words", "label", "country"),
    [
        ("The White House said nothing about the visit.", "White House", "ORG", "USA"),
        ("Tokyo and Seoul agreed on a visit.", "Tokyo", "LOC", "JPN"),
        ("The Norwegian government raised the tax.", "Norwegian", "NORP", "NOR"),
        ("They flew from Zagreb to Vienna on Monday.", "Vienna", "LOC", "AUT"),
        ("SLOVAKIA BEAT POLAND ON SUNDAY", "SLOVAKIA", "LOC", "SVK"),
        ("Angela Merkel opened the fair.", "Angela Merkel", "PER", "DEU"),
        ("The plant lies in Limpopo, the company said.", "Limpopo", "LOC", "ZAF"),
    ],
)
def test_gazetteer_gives_label_and_country(text: str, words: str, label: str, country: str) -> None:
    found = mention(text, words)
    assert (found.label, found.country) == (label, country)


def test_unknown_place_has_no_country() -> None:
    assert all(m.country is None for m in mentions("They met in Quuxborough on Monday."))


def test_ambiguous_country_follows_the_article() -> None:
    of_the_caucasus = "Georgia closed its border. Tbilisi blamed the Russian army for the shooting."
    of_america = "Georgia counts its votes again. Atlanta and the rest of the United States are waiting, as is Florida."
    assert mention(of_the_caucasus, "Georgia").country == "GEO"
    assert mention(of_america, "Georgia").country == "USA"


def test_a_state_behind_a_town_says_which_town() -> None:
    assert mention("The fire in London, Ky., was out by noon.", "London").country == "USA"
    assert mention("The fire in London was out by noon.", "London").country == "GBR"


def test_countries_in_a_list_keep_their_own_country() -> None:
    assert mention("Goods from Canada, Mexico and China cost more.", "Canada").country == "CAN"


def test_full_name_settles_bare_surname() -> None:
    text = "Peter Obermann runs the mill. Obermann's rivals are few. They envy Obermann."
    found = [m for m in mentions(text) if m.text == "Obermann"]
    assert len(found) == 2
    assert {(m.label, m.entity) for m in found} == {("PER", "Peter Obermann")}


def test_two_bearers_of_a_surname_are_told_apart_by_who_was_named_last() -> None:
    text = "Erik Lundgren shot first. Lundgren smiled. Then Maria Lundgren came on. Lundgren scored at once."
    bare = [m.entity for m in mentions(text) if m.text == "Lundgren"]
    assert bare == ["Erik Lundgren", "Maria Lundgren"]


def test_both_orders_of_a_name_are_one_entity() -> None:
    text = "Minister Tanabe Kenji arrived on Monday. Kenji Tanabe left on Friday, and Tanabe was tired."
    assert len({m.entity for m in mentions(text) if m.label == "PER"}) == 1


def test_possessive_and_article_stand_outside() -> None:
    for m in mentions("The United Nations' envoy met Spain's king and the Red Cross."):
        assert not m.text.lower().startswith("the ")
        assert not m.text.endswith(("'s", "'", "’s"))


def test_acronym_means_the_long_name() -> None:
    text = "The International Atomic Energy Agency (IAEA) sent a team. The IAEA will report in May."
    assert mention(text, "IAEA").entity == "International Atomic Energy Agency"


def test_longest_name_of_a_country_is_its_entity() -> None:
    text = "The United States sold wheat. The U.S. also sold maize."
    assert mention(text, "U.S.").entity == "United States"


@pytest.mark.parametrize(
    ("text", "words", "role", "country"),
    [
        ("Prime Minister Haruto Mori spoke first.", "Haruto Mori", "Prime Minister", None),
        ("Norway's Prime Minister Ola Dahl spoke first.", "Ola Dahl", "Prime Minister", "NOR"),
        (
            "Economic revitalization minister Haruto Mori spoke.",
            "Haruto Mori",
            "Economic revitalization minister",
            None,
        ),
        ("Haruto Mori, the chief negotiator, spoke first.", "Haruto Mori", "chief negotiator", None),
        ("Sen. Ruth Callaway voted against it.", "Ruth Callaway", "senator", None),
        ("Ruth Callaway voted against it.", "Ruth Callaway", None, None),
    ],
)
def test_role_beside_a_name(text: str, words: str, role: str | None, country: str | None) -> None:
    found = mention(text, words)
    assert (found.role, found.country) == (role, country)


def test_country_of_a_role_holds_for_every_mention() -> None:
    text = "German Chancellor Karl Weidmann spoke. Later Weidmann left."
    assert [m.country for m in mentions(text) if m.label == "PER"] == ["DEU", "DEU"]


def test_scan_takes_the_longest_name_and_whole_words() -> None:
    found = [
        (text, entry.countries[0]) for text, entry in _scanned("South Korean ships; Omani ports; Iranians; Malians")
    ]
    assert found == [("South Korean", "KOR"), ("Omani", "OMN"), ("Iranians", "IRN"), ("Malians", "MLI")]


def _scanned(text: str) -> list[tuple[str, gazetteer.Entry]]:
    return [(text[start:end], entry) for start, end, entry in gazetteer.scan(text)]


def test_mentions_stand_in_order_without_overlaps() -> None:
    text = "US-Japan talks in Washington, D.C., brought Bank of Japan officials and Karl Weidmann of Siemens together."
    found = mentions(text)
    assert found
    for left, right in pairwise(found):
        assert left.end <= right.start
    assert all(text[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize(
    ("name", "text", "words", "label"),
    [
        (
            "slash of a turn",
            '[Okuda Ren/Japanese Port Ministry Deputy Director: "The line opens."]',
            "Okuda Ren",
            "PER",
        ),
        ("hyphenated given name", "Our correspondent Yun Ji-ho has more from the port.", "Yun Ji-ho", "PER"),
        ("company word", "A spokesman for the plant, Higashi Castings, spoke first.", "Higashi Castings", "ORG"),
        ("office behind", "“We wait,” said Haruto Minase, a senior port ministry official.", "Haruto Minase", "PER"),
    ],
)
def test_label_and_edges(name: str, text: str, words: str, label: str) -> None:
    assert mention(text, words).label == label, name


def test_common_word_at_the_start_of_a_sentence_is_no_surname() -> None:
    text = "Rice cost more in March. Maria Lopez runs a rice shop."
    assert [m.text for m in mentions(text)] == ["Maria Lopez"]
