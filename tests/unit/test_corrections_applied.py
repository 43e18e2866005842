"""Corrections as pure functions: they find the one fact that is meant, and change nothing else."""

import codecs
from datetime import UTC, datetime

import pytest

from twosource.corrections import facts, matching, names, stories, verdicts
from twosource.corrections.entries import correction
from twosource.identity import document_id
from twosource.records import Arithmetic, Capture, Correction, Facts, Quantity, Quote, Statement
from twosource.stages import articles

TEXT = "The north pier cost 40 million. The south pier cost 40 million, said Ann. A total of 70 million, said Bob."


def quantity(start: int, end: int) -> Quantity:
    common = {"sentence": 0, "rule": "r", "confidence": 1.0}
    return Quantity(text=TEXT[start:end], start=start, end=end, kind="money", value=40e6, unit="EUR", **common)  # type: ignore[arg-type]


def quote(words: str, speaker: str) -> Quote:
    start = TEXT.index(words)
    return Quote(
        text=words,
        start=start,
        end=start + len(words),
        sentence=0,
        rule="r",
        confidence=1.0,
        kind="direct",
        speaker=speaker,
    )


def said(by: int, speaker: str) -> Statement:
    return Statement(
        text="x", start=0, end=1, sentence=0, rule="r", confidence=1.0, verb="say", predicate="say", head=(0, 1),
        attributed_by=by, attributed_to=speaker,
    )  # fmt: skip


FIRST, SECOND = (quantity(i, i + len("40 million")) for i in (20, 52))
ANN, BOB = quote("The south pier cost 40 million", "Ann"), quote("A total of 70 million", "Bob")
MADE = Facts(
    quantities=[FIRST, SECOND],
    quotes=[ANN, BOB],
    statements=[said(0, "Ann"), said(1, "Bob")],
    arithmetic=[
        Arithmetic(
            relation="sum", operands=[0], stated=1, computed=1.0, holds=False, text="x", start=0, end=1, rule="r"
        )
    ],
)


def of_quantity(within: str | None) -> Correction:
    return correction("value", 50e6, articles=("a",), documents=("d",), evidence=("40  million",), within=within)


def test_words_that_stand_twice_mean_neither_without_the_words_around_them() -> None:
    assert matching.place(MADE.quantities, TEXT, of_quantity(None)) is None
    assert matching.place(MADE.quantities, TEXT, of_quantity("north pier cost\n40 million")) == 0
    assert matching.place(MADE.quantities, TEXT, of_quantity("south pier cost 40 million")) == 1
    assert matching.place(MADE.quantities, TEXT, of_quantity("pier cost 40 million")) is None
    assert facts.corrected(MADE, TEXT, [of_quantity(None)]) == (MADE, [])


def test_a_corrected_number_takes_the_sums_that_rest_on_it() -> None:
    found, applied = facts.corrected(MADE, TEXT, [of_quantity("north pier cost 40 million")])
    assert [one.value for one in found.quantities] == [50e6, 40e6]
    assert (found.arithmetic, applied[0].index) == ([], 0)


def test_what_is_no_quotation_leaves_the_others_with_their_clauses() -> None:
    none = correction("not_a_quotation", documents=("d",), evidence=(ANN.text,))
    other = correction("speaker", "Bill", documents=("d",), evidence=(BOB.text,))
    found, applied = facts.corrected(MADE, TEXT, [none, other])
    assert [(one.text, one.speaker) for one in found.quotes] == [(BOB.text, "Bill")]
    assert [(one.attributed_by, one.attributed_to) for one in found.statements] == [(None, None), (0, "Bill")]
    assert {(one.correction_id, one.index) for one in applied} == {(other.correction_id, 0), (none.correction_id, None)}


@pytest.mark.parametrize(("sides", "meant"), [((0, 1), True), ((1, 0), True), ((0, 0), False), ((0, 2), False)])
def test_a_comparison_is_meant_when_the_passages_are_on_both_its_sides(sides: tuple[int, int], meant: bool) -> None:
    told = correction("no_conflict", documents=("d1", "d2"), evidence=("x", "y"))
    stances = [
        {"comparison_id": "c", "article_id": f"a{n}", "text": words, "side": side}
        for n, words, side in ((1, "x", sides[0]), (2, "y", sides[1]))
    ]
    row = {"comparison_id": "c", "status": "conflicting", "reason": "values_apart", "severity": 0.5}
    (made,), applied = verdicts.corrected([row], stances, {"a1": "d1", "a2": "d2"}, [told])
    assert (made["status"] == "not_comparable", bool(applied)) == (meant, meant)
    assert (made == row) != meant


def test_what_is_said_of_one_article_goes_before_what_is_said_of_all() -> None:
    of_all = correction("one_name", "Ann Lee", evidence=("A Lee",), label="PER")
    of_one = correction("name_is", "Alan Lee", documents=("d2",), evidence=("A Lee",), label="PER")
    links = [
        {"article_id": article, "label": "PER", "entity": "A Lee", "entity_id": "A Lee", "former_id": None}
        for article in ("a1", "a2")
    ]
    found, _, applied = names.corrected(links, [], {"a1": "d1", "a2": "d2"}, [of_all, of_one], lambda _, name: name)
    assert [(row["entity_id"], row["former_id"]) for row in found] == [("Ann Lee", "A Lee"), ("Alan Lee", "A Lee")]
    assert len(applied) == 2


def test_a_name_that_stands_for_anothers_is_that_one() -> None:
    told = [correction("one_name", now, evidence=(name,), label="PER") for now, name in (("A", "B"), ("B", "C"))]
    row = {"article_id": "a", "label": "PER", "entity": "C", "entity_id": "C", "former_id": None}
    (found,), _, applied = names.corrected([row], [], {"a": "d"}, told, lambda _, name: name)
    assert found["entity_id"] == "A"
    assert {one.correction_id for one in applied} == {one.correction_id for one in told}


def test_what_several_say_of_stories_is_one_story_in_whatever_order() -> None:
    pairs = [("a", "b"), ("b", "c"), ("d", "c"), ("d", "a")]
    told = [correction("same_story", articles=pair, documents=pair) for pair in pairs]
    members = {document: {f"{document}1": f"story {document}"} for document in "abcd"}
    found = stories.told(members, told)
    assert {(row.article_id, row.story_id) for _, row in found} == {(f"{other}1", "story d") for other in "abc"}
    assert {own for own, _ in found} == {one.correction_id for one in told}


def test_bytes_are_read_in_the_encoding_that_a_person_says() -> None:
    capture = Capture(
        capture_id="c", source="s", address="a.txt", media_type="text/plain", data="Łódź".encode("cp1250"),
        sha256="", first_seen_at=datetime(2025, 4, 17, tzinfo=UTC),
    )  # fmt: skip
    own = document_id(None, "a.txt")
    told = {own: [correction("encoding", "cp1250", articles=("a.txt",), documents=(own,))]}
    assert articles._decoded(capture, told).data == codecs.BOM_UTF8 + "Łódź".encode()
    assert articles._decoded(capture, {}).data == capture.data
