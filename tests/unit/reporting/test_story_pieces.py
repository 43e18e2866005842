"""The pieces of a story's page: what each shows of rows as the views give them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from twosource import reference
from twosource.reporting import charts, pages
from twosource.reporting.story import cards, differing, lanes, matrix, origins, sentence, standing, wordings
from twosource.reporting.story.annotated import ALONE, annotated
from twosource.reporting.story.sentences import around, sentences

Row = dict[str, Any]
STYLE = (pages.TEMPLATES / "style.css").read_text(encoding="utf-8")


def member(name: str, text: str = "Rain fell. It was cold.", day: int | None = 1, **more: Any) -> Row:
    row: Row = {"article_id": name, "outlet": f"Outlet {name}", "text": text, "headline": name, "origin_group": name}
    row |= {"published_on": date(2025, 3, day) if day else None, "published_at": None, "named": True, "agency": None}
    return row | {"origin_of": None, "origin_type": "unknown", "parent_outlet": None, "language": "en"} | more


def comparison(own: str, status: str = "multi_origin", **more: Any) -> Row:
    row: Row = {"comparison_id": own, "status": status, "reason": "same_value", "slot": "number", "subject": f"{own}?"}
    return row | {"n_origins": 2, "n_unnamed": 0, "first_reported_at": None, "first_outlet": None} | more


def stance(own: str, of: Row, words: str, side: int = 0, **more: Any) -> Row:
    start = of["text"].index(words)
    row: Row = {"comparison_id": own, "article_id": of["article_id"], "outlet": of["outlet"], "side": side}
    row |= {"char_start": start, "char_end": start + len(words), "text": words, "stance": "asserts"}
    return row | {"speaker": None, "value": None} | more


def test_every_status_is_told_and_has_a_colour_on_the_page_and_in_charts() -> None:
    told = reference.vocabularies()["status"]["told"]
    assert set(told) == set(reference.vocabulary("status"))
    for one in standing.standings():
        assert f".tone-{one.tone} {{" in STYLE
        assert one.tone in charts.TONE_COLORS


def test_what_a_conflict_is_held_against_are_reasons_of_slots() -> None:
    held = reference.vocabularies()["slot"]["held_against"]
    assert set(held) <= set(reference.vocabulary("slot"))
    assert {reason for reasons in held.values() for reason in reasons} <= set(reference.vocabulary("reason"))


def test_the_sentence_counts_each_status_and_speaks_of_one_and_of_many() -> None:
    told = sentence.sentence(["single_origin", "multi_origin", "conflicting", "single_origin", "not_comparable"])
    assert told == "1 fact differs, 1 agrees, 2 rest on one origin and 1 could not be compared."
    assert sentence.sentence([]) == sentence.NONE


def test_a_status_that_nobody_knows_is_told_by_its_name() -> None:
    assert sentence.sentence(["upside_down"]) == "1 fact is upside down."


def test_sentences_end_neither_after_a_title_nor_inside_a_number() -> None:
    text = "Mr. Irgens paid 2.5 crowns. He left.\nNobody saw him."
    assert [text[a:b] for a, b in sentences(text)] == ["Mr. Irgens paid 2.5 crowns.", "He left.", "Nobody saw him."]
    start = text.index("left")
    assert text[slice(*around(text, start, start + 4))] == "He left."


def test_the_newest_dated_article_is_annotated_and_each_sentence_leads_to_what_matters_most() -> None:
    old, new, undated = member("a"), member("b", day=2), member("c", day=None)
    rows = {one["comparison_id"]: one for one in (comparison("x"), comparison("y", "conflicting"))}
    said = [stance("x", new, "Rain"), stance("y", new, "fell"), stance("x", old, "Rain"), stance("x", undated, "Rain")]
    found = annotated([old, new, undated], rows, said)
    assert found is not None
    assert found.member is new
    assert [(one.mark, one.comparison_id) for part in found.paragraphs for one in part] == [
        ("conflicting", "y"),
        (ALONE, None),
    ]


def test_a_card_names_who_says_it_marks_what_differs_and_says_what_is_not_ruled_out() -> None:
    one = member("a", "Police said 7 boats sank in the storm.", agency="Torv Wire")
    two = member("b", "In the storm 9 boats sank.", day=None, named=False)
    row = comparison("x", "conflicting", reason="values_apart")
    made = cards.card(
        row, [stance("x", two, "9 boats", 1), stance("x", one, "7 boats", speaker="police")], {"a": one, "b": two}
    )
    assert [side.who for side in made.sides] == [["Outlet a, quoting police"], ["Outlet b"]]
    assert [side.behind for side in made.sides] == [
        "1 named origin: Torv Wire, also in Outlet a",
        "1 page of nobody known",
    ]
    assert [[piece.text for piece in side.said[0].pieces if piece.differs] for side in made.sides] == [["7"], ["9"]]
    assert made.ruled_out == [standing.reason("one_origin")]
    assert any("Outlet b" in open_ for open_ in made.left_open)


def test_numbers_of_one_unit_were_held_against_all_that_explains_a_difference() -> None:
    members = {"a": member("a", "7 boats sank."), "b": member("b", "9 boats sank.")}
    row = comparison("x", "conflicting", reason="values_apart")
    said = [
        stance("x", members["a"], "7 boats", value="7 boat"),
        stance("x", members["b"], "9 boats", 1, value="9 boat"),
    ]
    assert cards.card(row, said, members).ruled_out == [*standing.held_against("number"), standing.reason("one_origin")]


def test_a_copy_of_one_text_stands_behind_one_origin_only_and_rules_nothing_out() -> None:
    one, two = member("a", "7 boats sank."), member("b", "9 boats sank.", origin_group="a")
    row = comparison("x", "altered_copy")
    made = cards.card(row, [stance("x", one, "7 boats"), stance("x", two, "9 boats", 1)], {"a": one, "b": two})
    assert made.ruled_out == []
    assert len(origins.origins([one, two])) == 1


def test_words_of_a_passage_that_is_worded_otherwise_as_a_whole_are_not_marked_one_by_one() -> None:
    found = differing.pieces("quite another set of words", (0, 26), ["nothing here"])
    assert [piece.differs for piece in found] == [False]


def test_facts_of_one_text_stand_in_a_fold_and_a_copy_names_its_source() -> None:
    one, two, three = member("a"), member("b", origin_group="a"), member("c")
    rows = [comparison("x", "single_origin", n_origins=1), comparison("y")]
    said = {
        "x": {"a": [stance("x", one, "Rain")], "b": [stance("x", two, "Rain")]},
        "y": {"a": [stance("y", one, "cold")], "c": [stance("y", three, "cold")]},
    }
    made = matrix.matrix([one, two, three], rows, said)
    assert [(group.standing.status, [fold.title for fold in group.folds]) for group in made.groups] == [
        ("multi_origin", [None]),
        ("single_origin", ["Outlet a, also in Outlet b"]),
    ]
    assert [cell.copied_from for cell in made.groups[1].folds[0].lines[0].cells] == [None, "Outlet a", None]


def test_a_story_of_many_articles_has_a_bounded_matrix() -> None:
    members = [member(f"{n:03d}") for n in range(300)]
    said = {"x": {own["article_id"]: [stance("x", own, "Rain")] for own in members[200:]}}
    made = matrix.matrix(members, [comparison("x")] * (matrix.MOST_ROWS + 5), said)
    assert len(made.columns) == matrix.MOST_COLUMNS
    assert made.columns[0] is members[200]
    assert made.left_out == 300 - matrix.MOST_COLUMNS
    assert len(made.groups[0].beyond) == 5


def test_undated_articles_have_a_lane_of_their_own_and_are_never_first() -> None:
    early = member("a", published_at=datetime(2025, 3, 1, 8, tzinfo=UTC))
    late, undated = member("b", published_at=datetime(2025, 3, 1, 9, tzinfo=UTC), origin_of="a"), member("c", day=None)
    said = {"x": {own["article_id"]: [stance("x", own, "Rain")] for own in (undated, late, early)}}
    drawn = lanes.lanes([early, late, undated], [comparison("x")], said)
    assert drawn is not None
    assert [(lane.name, lane.firsts, lane.later) for lane in drawn.lanes] == [
        ("Outlet a", 1, 0),
        ("Outlet b", 0, 1),
        ("no date", 0, 1),
    ]
    assert len(drawn.arrows) == 1
    assert all(0 <= dot.x <= drawn.width and dot.y <= drawn.height for lane in drawn.lanes for dot in lane.dots)


def test_dots_of_one_lane_never_lie_on_one_another() -> None:
    members = [member(f"{n:02d}", outlet="Outlet", day=1 + n % 3) for n in range(40)]
    rows = [comparison(f"x{n}") for n in range(4)]
    said = {row["comparison_id"]: {m["article_id"]: [stance("x", m, "Rain")] for m in members} for row in rows}
    drawn = lanes.lanes(sorted(members, key=lambda one: one["published_on"]), rows, said)
    assert drawn is not None
    (lane,) = drawn.lanes
    assert len({(dot.x, dot.y) for dot in lane.dots}) == len(lane.dots)
    assert max(dot.x for dot in lane.dots) <= drawn.width
    assert len(lane.dots) + lane.beyond == lane.firsts + lane.later == 160


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "there had been “big progress,” he said",
            [("there had been", False), ("big progress,", True), ("he said", False)],
        ),
        ("no marks", [("no marks", False)]),
    ],
)
def test_words_in_quotation_marks_are_set_off(words: str, expected: list[tuple[str, bool]]) -> None:
    assert wordings.in_marks(words) == expected


def test_an_utterance_is_shown_where_its_wordings_differ() -> None:
    one, two = member("a", "He saw “big progress”."), member("b", "He saw significant progress.")
    row = comparison("x", slot="wording")
    texts = {"a": one["text"], "b": two["text"]}
    said = [stance("x", one, "big progress"), stance("x", two, "significant progress")]
    (found,) = wordings.utterances([row], {"x": said}, texts)
    assert [(wording.pieces, wording.who) for wording in found.wordings] == [
        ([("big progress", True)], ["Outlet a"]),
        ([("significant progress", False)], ["Outlet b"]),
    ]
    assert wordings.utterances([row], {"x": said[:1]}, texts) == []
