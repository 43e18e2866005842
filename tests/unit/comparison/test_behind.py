"""Whose reporting stands behind one fact: sentences taken from elsewhere, and what was told to another newsroom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import twosource
from twosource import reference
from twosource.comparison.behind import Why
from twosource.comparison.inputs import ComparisonRow, StoryArticle
from twosource.comparison.signs import told_outlet
from twosource.comparison.stances import compare_story
from twosource.newsroom.forms import Form, of_table


def rows_of(*texts: str) -> list[ComparisonRow]:
    """The comparisons of a story of these texts, each of an outlet of its own."""
    articles = [
        StoryArticle(
            article_id=f"a{place}",
            day=date(2025, 3, 3),
            dated=True,
            text=text,
            facts=twosource.extract(text),
            outlet=f"Outlet {place}",
        )
        for place, text in enumerate(texts)
    ]
    return list(compare_story(articles).comparisons)


def test_the_reasons_are_those_of_the_vocabulary() -> None:
    assert {str(why) for why in Why} == set(reference.vocabulary("taken"))


@pytest.mark.parametrize("form", of_table("relays", "told"), ids=lambda form: form.name)
def test_each_telling_is_read_in_its_example(form: Form) -> None:
    assert told_outlet(form.example, "Outlet") in {"Reuters", "Bloomberg", "Agence France-Presse"}
    assert told_outlet(form.counter_example, "Outlet") is None


SLUICE = "The sluice at Velden had rusted for nine years before it gave way"
TAKEN = {
    "both name one agency as told": (
        f"{SLUICE}, engineer Ada Brook told Reuters.",
        "Engineer Ada Brook told Reuters that for nine years the sluice at Velden had rusted.",
    ),
    "an agency in other spellings": (
        "“We counted 24 dead and 249 injured at Velden”, the spokesman Pavel Irgens told Agence France-Presse.",
        "Irgens told AFP: “We counted 24 dead and 249 injured at Velden.” The spokesman Pavel Irgens named no cause.",
    ),
    "a figure that was converted": (
        "The 15,800-square-metre mill at Torv houses a museum of weaving and a school for dyers.",
        "The 170,000-square-foot mill at Torv houses a museum of weaving and a school for dyers, and two cafés.",
    ),
    "a sentence with another lead and end": (
        "A Harbor reporter heard a large explosion in the harbour camp at Velden, then saw a crater in the quay.",
        "On Monday a reporter heard a large explosion in the harbour camp at Velden, then saw a crater in the road "
        "beside the mill where nobody lives.",
    ),
    "a witness who is introduced alike": (
        "“The roof fell onto the beds of my children”, said Ilse Brandt, a 22-year-old weaver in Upper Velden village "
        "in the Ostra district.",
        "“The roof fell onto the beds of my children”, Ilse Brandt, a 22-year-old weaver of Upper Velden village in "
        "the Ostra district, said after the storm.",
    ),
}
OWN = {
    "one asked for itself": (
        f"{SLUICE}, engineer Ada Brook told Reuters.",
        "Engineer Ada Brook said at the dam that for nine years the sluice at Velden had rusted.",
    ),
    "two in one room": (
        "“The sluice at Velden should have been replaced two summers ago”, the mayor Ilse Brandt said on Monday.",
        "Mayor Ilse Brandt spoke to the council. “The sluice at Velden should have been replaced two summers ago.”",
    ),
    "a person who bears an outlet's name": (
        "Michael Bloomberg ran the city of Marlow. “The mill at Torv was never worth a million dollars”, Bloomberg "
        "told the council.",
        "“The mill at Torv was never worth a million dollars”, said Michael Bloomberg. Then Bloomberg left Marlow.",
    ),
    "two asked two agencies": (
        f"{SLUICE}, engineer Ada Brook told Reuters.",
        "Engineer Ada Brook told the Associated Press that for nine years the sluice at Velden had rusted.",
    ),
    "a phrase of eight words": (
        "The council at Velden passed a plan on Monday to spend 40 million crowns over the next five years on sluices.",
        "Over the next five years Velden will spend 40 million crowns on its sluices, as its council decided Monday.",
    ),
}


@pytest.mark.parametrize("case", TAKEN)
def test_what_is_taken_from_one_place_has_one_origin(case: str) -> None:
    rows = [row for row in rows_of(*TAKEN[case]) if row.status in ("single_origin", "multi_origin")]
    rows = [row for row in rows if row.slot != "length" or "old" not in row.stances[0].text]
    assert rows
    assert {(row.status, row.n_origins) for row in rows} == {("single_origin", 1)}
    assert {stance.taken for row in rows for stance in row.stances} - {None}


@pytest.mark.parametrize("case", OWN)
def test_what_each_found_out_has_two_origins(case: str) -> None:
    rows = [row for row in rows_of(*OWN[case]) if row.status in ("single_origin", "multi_origin")]
    assert rows
    assert {(row.status, row.n_origins) for row in rows} == {("multi_origin", 2)}


def test_a_figure_passed_on_otherwise_than_its_source_has_it_contradicts_it() -> None:
    reuters, other = "Smugglers came in three boats to the bay of Lorn.", "Police told Reuters of two boats with "
    articles = [
        StoryArticle(article_id=f"a{n}", day=date(2025, 3, 3), dated=True, text=t, facts=twosource.extract(t), outlet=o)
        for n, (t, o) in enumerate(((reuters, "Reuters"), (other + "smugglers in the bay of Lorn.", "Outlet b")))
    ]
    assert [row.status for row in compare_story(articles).comparisons if row.slot == "number"] == ["conflicting"]
    agreeing = replace(articles[1], text=articles[0].text, facts=articles[0].facts)
    assert {row.status for row in compare_story([articles[0], agreeing]).comparisons} <= {"single_origin"}


def test_a_vote_is_asked_as_a_vote_and_is_no_deed() -> None:
    rows = rows_of(
        "Justices Ada Brook and Pavel Irgens voted to hear the appeal of the school board of Velden.",
        "The judges of Torv chose on Monday not to hear the appeal of the school board of Velden.",
    )
    assert all(row.status != "conflicting" and "vote to hear" in row.subject for row in rows)
