"""What two articles say in each kind of slot, read from their texts."""

from __future__ import annotations

from datetime import date

import pytest

import twosource
from twosource.comparison.inputs import ComparisonRow, StoryArticle
from twosource.comparison.stances import compare_story

DAY = date(2025, 3, 3)


def rows_of(*texts: str, days: tuple[int, ...] = ()) -> list[ComparisonRow]:
    """The comparisons of a story of these texts, undated where no days are given."""
    articles = [
        StoryArticle(
            article_id=f"a{place}",
            day=date(2025, 3, days[place]) if days else DAY,
            dated=bool(days),
            text=text,
            facts=twosource.extract(text),
            outlet=f"Outlet {place}",
        )
        for place, text in enumerate(texts)
    ]
    return list(compare_story(articles).comparisons)


def statuses(*texts: str, slot: str, days: tuple[int, ...] = ()) -> set[tuple[str, str]]:
    """Status and reason of the comparisons in a slot."""
    return {(row.status, row.reason) for row in rows_of(*texts, days=days) if row.slot == slot}


# ------------------------------------------------------------------ where


WEST = "The ferry Ilona sank 40 kilometres west of Velden after it hit the reef, the coast guard said."


def test_other_directions_of_one_place_at_one_distance_conflict() -> None:
    other = "The coast guard said the ferry Ilona hit the reef and sank 40 kilometres east of Velden."
    assert statuses(WEST, other, slot="place") == {("conflicting", "values_apart")}


def test_a_finer_direction_agrees() -> None:
    other = "The coast guard said the ferry Ilona hit the reef and sank 40 kilometres north-west of Velden."
    assert statuses(WEST, other, slot="place") == {("multi_origin", "finer")}


def test_another_distance_is_of_another_thing() -> None:
    other = "The coast guard said the ferry Ilona hit the reef and sank 90 kilometres east of Velden."
    assert {status for status, _ in statuses(WEST, other, slot="place")} <= {"not_comparable"}


# ------------------------------------------------------------------ what is to come


COST = "The council voted on Thursday to mend the Tern Bridge. The repair of the bridge will cost $4.2 million."


def test_plans_of_one_thing_with_other_figures_conflict() -> None:
    other = "The Tern Bridge is to be mended, the council said. The repair of the bridge will cost $5.8 million."
    assert statuses(COST, other, slot="number") == {("conflicting", "values_apart")}


def test_a_plan_and_what_came_of_it_do_not() -> None:
    other = "The Tern Bridge was mended, the council said. The repair of the bridge cost $5.8 million."
    assert statuses(COST, other, slot="number") <= {("not_comparable", "planned_and_done")}


# ------------------------------------------------------------------ none


TOLL = "Six people were killed when the ferry Ilona ran onto the reef off Velden on Monday."


@pytest.mark.parametrize(
    "none",
    [
        "The owner of the ferry Ilona said nobody was killed on the reef off Velden.",
        "The ferry Ilona lay on the reef off Velden, but there were no casualties, its owner said.",
    ],
)
def test_none_against_some_conflicts(none: str) -> None:
    assert ("conflicting", "values_apart") in statuses(TOLL, none, slot="number")


def test_none_up_to_now_is_overtaken() -> None:
    none = "There were no immediate reports of casualties when the ferry Ilona ran onto the reef off Velden on Monday."
    assert ("updated", "grew") in statuses(none, TOLL, slot="number")


def test_none_of_the_others_contradicts_nothing() -> None:
    none = "None of the others was hurt when the ferry Ilona ran onto the reef off Velden on Monday."
    assert not any(status == "conflicting" for status, _ in statuses(TOLL, none, slot="number"))


# ------------------------------------------------------------------ which in a row, and when


def test_other_places_in_a_row_conflict() -> None:
    third = "The strike at Torv harbour was the third strike of dockers this year, the union leader Ada Brook said."
    second = "Union leader Ada Brook said the strike at Torv harbour was the second strike of dockers this year."
    assert ("conflicting", "values_apart") in statuses(third, second, slot="number")


def test_clock_times_of_one_thing_conflict_and_those_of_a_zone_do_not() -> None:
    first = "The bomb exploded at 3:45 p.m. on Tuesday outside the court in Torv, police said."
    later = "Police said the bomb exploded outside the court in Torv at about 3 p.m. on Tuesday."
    zone = "Police said the bomb exploded outside the court in Torv at 5:45 p.m. on Tuesday."
    assert ("conflicting", "values_apart") in statuses(first, later, slot="time")
    assert ("not_comparable", "time_zones") in statuses(first, zone, slot="time")


# ------------------------------------------------------------------ states and denials


def test_a_later_state_is_an_update_wherever_it_stands() -> None:
    search = "A man shot two clerks at a bank in Torv on Monday. Officers were searching for the gunman at noon."
    caught = "Ilmo Brandt, suspected of shooting two clerks at a bank in Torv, was arrested in Lorn, police said."
    assert ("updated", "state_went_on") in statuses(search, caught, slot="whether")


def test_who_tells_the_later_state_too_is_not_overtaken() -> None:
    both = (
        "Police searched for Ilmo Brandt after two clerks were shot at a bank in Torv. "
        "Ilmo Brandt was arrested in Lorn on Monday."
    )
    caught = "Ilmo Brandt was arrested in Lorn on Monday over the shots at a bank in Torv."
    assert not any(status == "updated" for status, _ in statuses(both, caught, slot="whether"))


def test_a_denial_contradicts_what_it_denies() -> None:
    told = "Planes of the Lorn air force bombed the camp near Velden on Thursday, aid workers said."
    denied = "The Lorn air force denied that its planes bombed the camp near Velden on Thursday."
    found = [row for row in rows_of(told, denied) if row.status == "conflicting"]
    assert [row.reason for row in found] == ["speakers_apart"]
    assert {stance.stance for stance in found[0].stances} == {"asserts", "denies"}


def test_what_is_refused_is_not_denied() -> None:
    told = "Officials of Lorn let aid workers enter the camp near Velden on Thursday, aid workers said."
    denied = "Officials of Lorn denied aid workers access to the camp near Velden on Thursday."
    assert not any(row.status == "conflicting" for row in rows_of(told, denied))


# ------------------------------------------------------------------ numbers


def test_below_and_above_one_figure_conflict() -> None:
    below = "Pirates hold nearly 300 sailors of six ships on the coast of Lorn, the shipping board said."
    above = "The shipping board said that on the coast of Lorn more than 300 sailors were in the hands of pirates."
    assert ("conflicting", "values_apart") in statuses(below, above, slot="number")


def test_a_figure_altered_in_a_copied_sentence_is_shown_as_that() -> None:
    first = (
        "The council of Torv planted 400 trees along the canal this spring because residents had asked for more "
        "shade near the school and the market, the gardener Ada Brook said on Monday."
    )
    second = first.replace("400", "900")
    assert [(row.status, row.reason) for row in rows_of(first, second) if row.slot == "number"] == [
        ("altered_copy", "altered_in_copy")
    ]


# ------------------------------------------------------------------ how far, nothing, and acts


def test_how_far_a_subject_went_conflicts_and_another_level_is_another_scope() -> None:
    key = "Fishing was discussed, but tariffs were the main point of contention in the talks at Torv."
    little = "The ministers did not delve deeply into tariffs during their talks in Torv, officials said."
    level = "Tariffs were not on the agenda of the ministerial talks in Torv, officials said."
    assert statuses(key, little, slot="how_far") == {("conflicting", "degrees_apart")}
    assert statuses(key, level, slot="how_far") == {("not_comparable", "other_scope")}


def test_nothing_paid_contradicts_an_amount_of_another_speaker() -> None:
    none = 'The mayor of Torv, Ada Brook, said of the mill: "They don\'t pay anything."'
    some = "Its owner Pavel Irgens said the mill is paying 40,000 euros a year to the town."
    assert [(row.status, row.reason) for row in rows_of(none, some) if row.status == "conflicting"] == [
        ("conflicting", "speakers_apart")
    ]


def test_acts_between_the_same_sides_agree_in_other_words() -> None:
    one = "Earlier in the week Japan slapped new tariffs on Canada, which surprised traders of wood."
    two = "Japan imposed tariffs on Canada on Monday after a long quarrel about wood."
    assert any(row.slot == "whether" and row.status == "multi_origin" for row in rows_of(one, two))


def test_an_utterance_in_other_words_is_one_row() -> None:
    more = " Ferries will sail every hour until May. Pupils walk to school along the dyke, and shops open later."
    one = 'After the meeting the mayor Ada Brook claimed there was "big progress" on the bridge.' + more
    two = "Ada Brook said the meeting brought significant progress on the bridge. Rain had closed the road for days."
    assert ("multi_origin", "same_words") in statuses(one, two, slot="wording")


def test_a_change_of_nobody_knows_what_contradicts_nothing() -> None:
    one = "Claims in Lorn stood at 534,000 last week, a decrease of 28,250 from the week before, the office said."
    two = "The office said claims that go on fell in Lorn last week, a decrease of 45,000 from the week before."
    assert not any(status == "conflicting" for status, _ in statuses(one, two, slot="number"))
