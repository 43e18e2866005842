"""Names across articles: what meets and what never does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.comparison.entities import entity_id, entity_key, resolve
from twosource.identity import content_id
from twosource.records import Mention


@pytest.mark.parametrize(
    ("label", "one", "other"),
    [
        ("PER", "Haruki Sato", "Sato Haruki"),
        ("PER", "Björn K. Åkesson", "Bjorn Akesson"),
        ("PER", "Dr. Ilse Brandt", "Ilse Brandt"),
        ("ORG", "The Torv Steel Corp.", "Torv Steel"),
        ("LOC", "The Hague", "Hague"),
        ("PER", "Garcia-Moreno Luz", "Luz Garcia Moreno"),
        ("PER", "Ana Maria Velez", "Velez Ana Maria"),
        ("ORG", "IMF", "International Monetary Fund"),
        ("LOC", "U.S.", "United States"),
        ("PER", "Volodymyr Zelensky", "Volodymyr Zelenskyy"),
    ],
)
def test_forms_of_one_name_meet(label: str, one: str, other: str) -> None:
    assert entity_id(label, one) == entity_id(label, other)


@pytest.mark.parametrize(
    ("label", "one", "other"),
    [
        ("PER", "Ilse Brandt", "Brandt"),
        ("PER", "Ilse Brandt", "Jon Brandt"),
        ("PER", "Karl Brandt", "Karl Brandt Jr."),
        ("PER", "Min Yong Ho", "Min Ho Yong"),
        ("ORG", "Torv Steel", "Torv"),
    ],
)
def test_a_bare_surname_or_another_first_name_never_merges(label: str, one: str, other: str) -> None:
    assert entity_id(label, one) != entity_id(label, other)


def person(text: str, entity: str | None = None, country: str | None = None) -> Mention:
    return Mention(
        text=text,
        start=0,
        end=len(text),
        sentence=0,
        rule="t",
        confidence=1.0,
        label="PER",
        entity=entity or text,
        country=country,
    )


def test_one_name_with_two_labels_is_two_entities() -> None:
    assert entity_id("PER", "Jordan") != entity_id("LOC", "Jordan")


@given(
    st.lists(st.sampled_from(["Ana", "Velez", "Ruud", "Okada", "Björn", "Mina"]), min_size=2, max_size=4, unique=True)
)
def test_the_family_name_may_stand_first_or_last(names: list[str]) -> None:
    first, last = " ".join(names), " ".join([names[-1], *names[:-1]])
    assert entity_key("PER", first) == entity_key("PER", last)


def test_resolving_counts_forms_and_keeps_the_country() -> None:
    mentions = [
        person("Ilse Brandt", country="NOR"),
        person("Brandt", "Ilse Brandt"),
        person("Brandt", "Ilse Brandt"),
        person("Ove Lorn"),
    ]
    links, aliases = resolve("a", mentions)
    assert [row.entity for row in links] == ["Ilse Brandt", "Ove Lorn"]
    found = sorted((row.alias, row.country, row.n_mentions) for row in aliases)
    assert found == [("Brandt", None, 2), ("Ilse Brandt", "NOR", 1), ("Ove Lorn", None, 1)]


def test_two_articles_with_the_two_orders_of_a_name_share_one_entity_with_both_as_aliases() -> None:
    made = [resolve("a", [person("Akazawa Ryosei")]), resolve("b", [person("Ryosei Akazawa")])]
    by_entity: dict[str, set[str]] = {}
    for _, aliases in made:
        for row in aliases:
            by_entity.setdefault(row.entity_id, set()).add(row.alias)
    assert list(map(sorted, by_entity.values())) == [["Akazawa Ryosei", "Ryosei Akazawa"]]


def ids(article: str, *mentions: Mention) -> set[str]:
    return {row.entity_id for row in resolve(article, mentions)[0]}


def test_two_articles_with_one_bare_surname_name_two_entities() -> None:
    assert ids("a", person("Brandt")).isdisjoint(ids("b", person("Brandt")))
    assert ids("a", person("Mr. Brandt")).isdisjoint(ids("b", person("Ilse Brandt")))


def test_a_leaders_bare_surname_is_the_leader_only_when_his_country_has_one_of_that_name() -> None:
    assert ids("a", person("Ishiba", country="JPN")) == ids("b", person("Shigeru Ishiba"))
    assert ids("a", person("Ishiba")).isdisjoint(ids("b", person("Shigeru Ishiba")))
    assert ids("a", person("Kim", country="PRK")).isdisjoint(ids("b", person("Kim Jong Un")))


def test_ids_do_not_depend_on_the_articles_before() -> None:
    alone = ids("b", person("Ilse Brandt"))
    resolve("a", [person("Jon Brandt"), person("Brandt Ilse")])
    assert ids("b", person("Ilse Brandt")) == alone


def test_a_name_that_a_table_joins_keeps_the_id_it_had_by_itself() -> None:
    rows, _ = resolve(
        "a",
        [
            replace(person("IMF"), label="ORG"),
            replace(person("Harbour Trust"), label="ORG"),
            person("Ishiba", country="JPN"),
        ],
    )
    links = {row.entity: row for row in rows}

    assert links["IMF"].entity_id == entity_id("ORG", "International Monetary Fund")
    assert links["IMF"].former_id == content_id("entity", "ORG", "imf")
    assert links["Harbour Trust"].former_id is None
    assert links["Ishiba"].former_id == content_id("entity", "PER", "ishiba", "a")
