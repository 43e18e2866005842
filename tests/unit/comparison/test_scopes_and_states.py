"""Every row of the tables of comparison holds for its own example and not for its counter-example."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

import twosource
from twosource import reference
from twosource.comparison import degrees, zeros
from twosource.comparison.clauses import Clause, clauses
from twosource.comparison.inputs import StoryArticle
from twosource.comparison.scopes import Scope, rows, scopes
from twosource.comparison.states import went_on
from twosource.comparison.tellings import tellings
from twosource.comparison.verdicts import Reason, Word

NUMBER = re.compile(r"\b(?:\d+|[Tt]wo|[Tt]hree|[Ff]our|[Ss]ix|[Nn]ine|[Tt]en|[Oo]ne)\b")


def around(text: str) -> tuple[list[str], list[str]]:
    """The words before and after the number of a sentence, the number itself with those before it."""
    hits = list(NUMBER.finditer(text))
    hit = hits[-1] if "including two" in text else hits[0]
    words = [word.strip(".,").lower() for word in text[: hit.end()].split()]
    return words, [word.strip(".,").lower() for word in text[hit.end() :].split()]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_a_scope_is_read_where_it_stands(row: Scope) -> None:
    assert row.name in scopes(*around(row.example))
    assert row.name not in scopes(*around(row.counter_example))


CHAINS: list[dict[str, Any]] = reference.table("states")["chains"]


def acts(text: str) -> list[Clause]:
    article = StoryArticle(
        article_id="a", day=date(2025, 3, 3), dated=False, text=text, facts=twosource.extract(text), outlet="A"
    )
    return [clause for telling in tellings(0, article) for clause in clauses(telling)]


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: str(chain["name"]))
def test_a_later_state_follows_an_earlier_one(chain: dict[str, Any]) -> None:
    earlier, later = map(acts, chain["example"])
    assert any(went_on(one, two) for one in earlier for two in later)
    assert not any(
        went_on(one, two) for one in acts(chain["counter_example"][0]) for two in acts(chain["counter_example"][1])
    )


@pytest.mark.parametrize("row", zeros.rows(), ids=lambda row: row.role)
def test_none_is_read_where_it_is_said(row: zeros.Row) -> None:
    assert row.pattern.search(row.example)
    assert not row.pattern.search(row.counter_example)


@pytest.mark.parametrize("row", degrees.rows(), ids=lambda row: row.degree)
def test_a_degree_is_read_where_it_is_told(row: degrees.Row) -> None:
    assert row.pattern.search(row.example)
    assert not row.pattern.search(row.counter_example)


def test_nouns_of_one_thing_stand_in_one_row() -> None:
    named = [noun for row in reference.table("counted")["counted"] for noun in (row["noun"], *row["also"])]
    assert len(named) == len(set(named))


def test_the_vocabularies_hold_the_words_of_the_code() -> None:
    said_by_people = {"by_hand"}
    assert set(reference.vocabulary("reason")) - said_by_people == {str(reason) for reason in Reason}
    assert {str(word) for word in Word} - {"agree"} <= set(reference.vocabulary("status"))
