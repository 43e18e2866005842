"""Days, clock times and counts that contradict one another, and those close by that do not."""

from __future__ import annotations

from datetime import date

import pytest

import twosource
from twosource.comparison.inputs import StoryArticle
from twosource.comparison.stances import compare_story

CONFLICT = {
    "an act told by a noun, at another clock time": (
        "When the rebel attack came on the mill at Velden in the Ostra valley at 3.45pm on Tuesday, forty weavers were "
        "inside.",
        "Three shells hit the mill at Velden in the Ostra valley at about 3pm on Tuesday, said the mayor, Ilse Brandt.",
    ),
    "a day that says more of a thing": (
        "A coast guard cutter foiled an attack of smugglers on grain ships crossing the bay of Lorn on Friday and "
        "seized three rafts.",
        "A coast guard cutter on Thursday foiled an attack of smugglers on grain ships in the bay of Lorn and seized "
        "three rafts.",
    ),
    "one doer in two verbs": (
        "Torvsoft on Wednesday issued an emergency fix for a flaw in its Ledger program that thieves had found.",
        "Torvsoft released an emergency patch for a flaw in its Ledger program on Tuesday after thieves had found it.",
    ),
    "a count of one thing in two words": (
        "Navy divers seized seven assault rifles from the smugglers in the bay of Lorn, and 12 smugglers were held.",
        "Navy divers recovered 12 assault guns from the smugglers in the bay of Lorn on the same raid.",
    ),
    "nearly and more than": (
        "Pirates off Serrat still hold a dozen ships and nearly 300 crewmen in the havens of the coast.",
        "The pirates off Serrat still hold at least a dozen ships and more than 300 crew members on the coast.",
    ),
    "four digits of a clock": (
        "The quake struck the town of Velden inland at 0737 GMT on Tuesday and shook the mill.",
        "The quake struck the town of Velden inland at 0812 GMT on Tuesday and shook the school.",
    ),
}
QUIET = {
    "a day of saying": (
        "A video of the robbery at the mill of Velden was shown in court on Thursday at the trial of two weavers "
        "accused of robbing Ada Brook.",
        "Ada Brook was robbed at the mill of Velden on Oct. 21, 2011, when two weavers came through the yard.",
    ),
    "a vow and a pact": (
        "The premier of Peru vowed on Wednesday to press on against Chile and pushed back calls for a truce.",
        "Peru and Chile agreed to a truce on Thursday after eleven days of war in the north.",
    ),
    "a model's name": (
        "Two supply planes had landed on the strip at Velden with food for the camp on Friday.",
        "The camp's DC-3 planes land on the strip at Velden with food every Friday.",
    ),
    "some of the children": (
        "Zora Hanley was walking with two children in Marlow when shots fell on Friday near the school.",
        "Zora Hanley, a mother of 12, was walking in Marlow when shots fell on Friday near the school.",
    ),
    "lots of one list": (
        "Divers found seven rifles and two other rifles in the boats of the smugglers in the bay of Lorn.",
        "Divers found two rifles under the nets in the boats of the smugglers in the bay of Lorn.",
    ),
    "time zones": (
        "The quake struck the town of Velden inland at 0737 GMT on Tuesday and shook the mill.",
        "The quake struck the town of Velden inland at 9:37 a.m. on Tuesday and shook the school.",
    ),
}


def conflicts(texts: tuple[str, str]) -> list[str]:
    """The questions on which two texts of two outlets contradict one another."""
    articles = [
        StoryArticle(
            article_id=f"a{place}",
            day=date(2025, 3, 8),
            dated=False,
            text=text,
            facts=twosource.extract(text),
            outlet=f"Outlet {place}",
        )
        for place, text in enumerate(texts)
    ]
    return [row.subject for row in compare_story(articles).comparisons if row.status == "conflicting"]


@pytest.mark.parametrize("case", CONFLICT)
def test_what_excludes_one_another_is_a_conflict(case: str) -> None:
    assert conflicts(CONFLICT[case])


@pytest.mark.parametrize("case", QUIET)
def test_what_is_of_other_things_is_none(case: str) -> None:
    assert not conflicts(QUIET[case])
