"""Names across articles: what meets and what never does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.comparison.entities import entity_id, entity_key, resolve
from twosource.records import Mention


@pytest.mark.parametrize(
    ("label", "one", "other"),
    [
        ("PER", "Haruki Sato", "Sato Haruki"),
        ("PER", "Björn K. Åkesson", "Bjorn Akesson"),
        ("PER", "Dr. Ilse Brandt", "Ilse Brandt"),
        ("ORG", "The Torv Steel Corp.", "Torv Steel"),
        ("LOC", "The Hague", "Hague"),
    ],
)
def test_forms_of_one_name_meet(label: str, one: str, other: str) -> None:
    assert entity_id(label, one) == entity_id(label, other)


@pytest.mark.parametrize(
    ("label", "one", "other"),
    [("PER", "Ilse Brandt", "Brandt"), ("PER", "Ilse Brandt", "Jon Brandt"), ("ORG", "Torv Steel", "Torv")],
)
def test_a_bare_surname_or_another_first_name_never_merges(label: str, one: str, other: str) -> None:
    assert entity_id(label, one) != entity_id(label, other)


def test_one_name_with_two_labels_is_two_entities() -> None:
    assert entity_id("PER", "Jordan") != entity_id("LOC", "Jordan")


@given(st.permutations(["Ana", "Maria", "Velez"]))
def test_the_order_of_a_persons_names_does_not_matter(order: list[str]) -> None:
    assert entity_key("PER", " ".join(order)) == "ana maria velez"


def test_resolving_counts_mentions_and_keeps_the_country() -> None:
    def mention(entity: str, country: str | None = None) -> Mention:
        return Mention(
            text="x", start=0, end=1, sentence=0, rule="t", confidence=1.0, label="LOC", entity=entity, country=country
        )

    links, aliases = resolve("a", [mention("Torv", "NOR"), mention("Torv"), mention("Lorn")])
    assert [row.entity for row in links] == ["Lorn", "Torv"]
    assert [(row.alias, row.country, row.n_mentions) for row in aliases] == [("Lorn", None, 1), ("Torv", "NOR", 2)]


def test_two_articles_with_the_two_orders_of_a_name_share_one_entity_with_both_as_aliases() -> None:
    def person(name: str) -> Mention:
        return Mention(
            text=name, start=0, end=len(name), sentence=0, rule="t", confidence=1.0, label="PER", entity=name
        )

    made = [resolve("a", [person("Akazawa Ryosei")]), resolve("b", [person("Ryosei Akazawa"), person("Akazawa")])]
    by_entity: dict[str, set[str]] = {}
    for _, aliases in made:
        for row in aliases:
            by_entity.setdefault(row.entity_id, set()).add(row.alias)
    assert sorted(map(sorted, by_entity.values())) == [["Akazawa"], ["Akazawa Ryosei", "Ryosei Akazawa"]]
