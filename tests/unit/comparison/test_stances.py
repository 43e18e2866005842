"""Agreement, conflict, update and what cannot be compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.comparison import verdicts
from twosource.comparison.inputs import ComparisonRow, StoryArticle
from twosource.comparison.library import compare
from twosource.comparison.measures import interval
from twosource.comparison.origins import origin_groups
from twosource.comparison.stances import compare_story
from twosource.records import Argument, Article, Facts, Mention, Quantity, Quote, Statement, TimeExpression

Told = Callable[..., StoryArticle]


def only(articles: list[StoryArticle]) -> ComparisonRow:
    (row,) = compare_story(articles).comparisons
    return row


def test_two_outlets_with_one_value_are_two_origins(told: Told) -> None:
    a = told("a", "The new library in Torv holds 40 desks for readers.", "40 desks", value=40.0, unit="desk")
    b = told("b", "Readers find 40 desks in the library that Torv opened.", "40 desks", value=40.0, unit="desk")
    row = only([a, b])
    assert (row.status, row.n_origins, row.n_outlets) == ("multi_origin", 2, 2)
    assert [a.text[s.char_start : s.char_end] for s in row.stances[:1]] == ["40 desks"]


def test_a_copied_sentence_is_no_second_origin(told: Told) -> None:
    text = "The new library in Torv holds 40 desks for readers."
    a, b = (told(name, text, "40 desks", value=40.0, unit="desk") for name in "ab")
    row = only([a, b])
    assert (row.status, row.n_origins, row.n_outlets) == ("single_origin", 1, 2)


def test_different_counts_of_the_same_things_conflict(told: Told) -> None:
    a = told("a", "Smugglers came in three boats to the bay of Lorn.", "three boats", value=3.0, unit="boat")
    b = told("b", "Police saw two boats with smugglers in the bay of Lorn.", "two boats", value=2.0, unit="boat")
    row = only([a, b])
    assert row.status == "conflicting"
    assert row.severity == pytest.approx(1 / 3 * 1 / 2, abs=1e-4)


def test_a_larger_toll_is_an_update(told: Told) -> None:
    a = told("a", "The quake near Torv killed 12 people.", "12 people", value=12.0, unit="people")
    b = told("b", "In Torv 31 people were killed by the quake.", "31 people", day=4, value=31.0, unit="people")
    assert only([a, b]).status == "updated"


def test_a_smaller_later_toll_is_no_update(told: Told) -> None:
    a = told("a", "The quake near Torv killed 31 people.", "31 people", value=31.0, unit="people")
    b = told("b", "In Torv 12 people were killed by the quake.", "12 people", day=4, value=12.0, unit="people")
    assert only([a, b]).status == "not_comparable"


def test_a_converted_currency_is_no_conflict(told: Told) -> None:
    text = "The tanker off Lorn carries oil worth {} to the refinery."
    a = told("a", text.format("$100 million"), "$100 million", kind="money", value=1e8, unit="USD")
    b = told("b", text.format("75 million euros"), "75 million euros", kind="money", value=7.5e7, unit="EUR")
    statuses = {row.status for row in compare_story([a, b]).comparisons}
    assert statuses <= {"multi_origin", "single_origin"}
    assert statuses


def test_a_converted_length_is_the_same_length(told: Told) -> None:
    a = told(
        "a", "The tunnel under Torv is 10 kilometers long.", "10 kilometers", kind="measure", value=10.0, unit="km"
    )
    b = told("b", "Torv gets a tunnel that is 6.2 miles long.", "6.2 miles", kind="measure", value=6.2, unit="[mi_i]")
    assert only([a, b]).status == "multi_origin"


@pytest.mark.parametrize(
    "change",
    [{"unit": "tree"}, {"period": "2024"}, {"modality": "hypothetical"}, {"kind": "percent", "unit": "%"}],
    ids=lambda change: next(iter(change)),
)
def test_what_measures_something_else_is_not_compared(told: Told, change: dict[str, object]) -> None:
    text = "The new library in Torv holds 40 desks for readers."
    same: dict[str, object] = {"value": 40.0, "unit": "desk", "period": "2023"}
    a = told("a", text, "40 desks", **same)
    b = told("b", text, "40 desks", **{**same, **change})
    assert compare_story([a, b]).comparisons == []


def test_a_number_of_others_says_nothing_against_a_number_of_all(told: Told) -> None:
    a = told("a", "Police in Lorn seized seven rifles from the barn.", "seven rifles", value=7.0, unit="rifle")
    b = told(
        "b", "Police in Lorn seized three other rifles from the barn.", "three other rifles", value=3.0, unit="rifle"
    )
    assert only([a, b]).status == "not_comparable"


@given(st.floats(1, 1e9), st.sampled_from([None, "APPROX", "MORE_THAN", "LESS_THAN", "EQUAL_OR_MORE"]))
def test_an_interval_is_in_order_and_holds_its_value(value: float, mod: str | None) -> None:
    quantity = Quantity(
        text="x", start=0, end=1, sentence=0, rule="test", confidence=1.0, kind="measure", value=value, mod=mod
    )
    low, high = interval(quantity)
    assert low <= value <= high


@given(st.floats(0, 5), st.integers(1, 50))
def test_severity_is_between_0_and_1_and_grows_with_the_weaker_side(apart: float, origins: int) -> None:
    assert 0 <= verdicts.severity(apart, origins) <= verdicts.severity(apart, origins + 1) <= 1


def with_context(article: StoryArticle, day: str, name: str) -> StoryArticle:
    """The article with a day and a name read in its sentence."""
    span: dict[str, Any] = {"text": "x", "start": 0, "end": 1, "sentence": 0, "rule": "test", "confidence": 1.0}
    time = TimeExpression(type="DATE", value=day, begins_on=day, ends_on=day, **span)
    mention = Mention(label="OTHER", entity=name, **span)
    return replace(article, facts=replace(article.facts, times=[time], mentions=[mention]))


def test_two_counts_of_one_day_and_name_conflict_in_other_words(told: Told) -> None:
    a = told(
        "a",
        "The Torv fair opened on Sunday under a grey sky and 9,000 people visited its tents.",
        "9,000 people",
        value=9e3,
        unit="people",
    )
    b = told(
        "b",
        "On Sunday 7,000 people went to see the fair at Torv, police told a local radio station.",
        "7,000 people",
        value=7e3,
        unit="people",
    )
    assert {row.status for row in compare_story([a, b]).comparisons} <= {"not_comparable"}
    same = [with_context(article, "2025-03-02", "Torv") for article in (a, b)]
    assert only(same).status == "conflicting"


def test_a_figure_of_several_digits_is_met_in_few_common_words(told: Told) -> None:
    a = told("a", "Torv Steel bid $14.7 billion for the mill.", "$14.7 billion", kind="money", value=14.7e9, unit="USD")
    b = told(
        "b",
        "The mill was worth 14.7 billion dollars then.",
        "14.7 billion dollars",
        kind="money",
        value=14.7e9,
        unit="USD",
    )
    assert only([a, b]).status == "multi_origin"


def test_a_figure_told_again_after_an_update_makes_one_comparison(told: Told) -> None:
    floor: dict[str, Any] = {"value": 3.0, "unit": "people", "mod": "EQUAL_OR_MORE"}
    a = told("a", "The quake near Torv killed at least three people.", "at least three people", **floor)
    b = told("b", "The quake near Torv killed 10 people.", "10 people", day=5, value=10.0, unit="people")
    c = told("c", "The quake near Torv killed at least three people.", "at least three people", day=9, **floor)
    assert only([a, b, c]).status == "updated"


def test_two_facts_that_begin_at_one_place_make_two_comparisons() -> None:
    words = "the sluice should have been replaced two years ago by the town of Lorn"
    short = words[: words.index(" by ")]
    a, b = quoted("a", "The mayor said: “{}”.", words), quoted("b", "“{}”, Ilse Brandt told our reporter.", words)
    both = [
        replace(article, facts=Facts(quotes=[*article.facts.quotes, *quoted(name, frame, short).facts.quotes]))
        for name, frame, article in (
            ("a", "The mayor said: “{}”.", a),
            ("b", "“{}”, Ilse Brandt told our reporter.", b),
        )
    ]
    rows = compare_story(both).comparisons
    assert len(rows) == len({row.comparison_id for row in rows}) == 2


def test_the_newest_toll_has_a_row_of_its_own_when_two_articles_give_it(told: Told) -> None:
    first = told(
        "a", "At least 12 people were killed in Torv.", "12 people", value=12.0, unit="people", mod="EQUAL_OR_MORE"
    )
    later = told("b", "The number of people killed in Torv has risen to 31.", "31", day=5, value=31.0)
    last = told("c", "In Torv 31 people had died by Monday.", "31 people", day=6, value=31.0, unit="people")
    rows = {
        row.status: [stance.article_id for stance in row.stances]
        for row in compare_story([first, later, last]).comparisons
    }
    assert rows == {"updated": ["a", "b", "c"], "multi_origin": ["b", "c"]}


def test_pages_without_a_word_of_what_they_hold_are_not_compared(told: Told) -> None:
    text = "The mayor of Torv came with eleven pages."
    assert (
        compare_story(
            [told(n, text, "eleven pages", value=11.0, unit="page", measure="pages") for n in "ab"]
        ).comparisons
        == []
    )


@pytest.mark.parametrize(
    ("text", "words", "quantity", "expected"),
    [
        (
            "In Torv 31 people were killed.",
            "31 people",
            {"value": 31.0, "unit": "people"},
            "How many people were killed?",
        ),
        (
            "The bid of 9 crowns stands.",
            "9 crowns",
            {"kind": "money", "value": 9.0, "unit": "NOK", "measure": "bid", "about": "Torv Steel"},
            "How much is Torv Steel’s bid?",
        ),
        (
            "Rain fell, and the fair in Torv will run for 184 days, the mayor said.",
            "184 days",
            {"kind": "duration", "value": 184.0, "unit": "d"},
            "Which length of time belongs in “and the fair in Torv will run for … days”?",
        ),
    ],
)
def test_the_subject_says_what_is_compared(
    told: Told, text: str, words: str, quantity: dict[str, object], expected: str
) -> None:
    assert only([told("a", text, words, **quantity), told("b", text, words, **quantity)]).subject == expected


# ------------------------------------------------------------------ origins within a story


def story_article(name: str, text: str = "Nothing.", **more: object) -> StoryArticle:
    values: dict[str, object] = {"facts": Facts(), "outlet": f"Outlet {name}", **more}
    return StoryArticle(article_id=name, day=date(2025, 3, 3), dated=True, text=text, **values)  # type: ignore[arg-type]


def test_copies_families_agencies_and_relays_count_once() -> None:
    groups = origin_groups(
        [
            story_article("a"),
            story_article("b", copies=("a",)),
            story_article("c", agency="Reuters"),
            story_article("d", agency="Reuters"),
            story_article("e", outlet="CNN"),
            story_article("f", text="The vote was close, according to a CNN report."),
            story_article("g", publisher_family="Torv Press"),
            story_article("h", publisher_family="Torv Press"),
            story_article("i"),
        ]
    )
    assert [groups.of[name] for name in "abcdefghi"] == ["a", "a", "c", "c", "e", "e", "g", "g", "i"]


def test_pages_that_nobody_can_name_confirm_nothing(told: Told) -> None:
    a = told("a", "The new library in Torv holds 40 desks for readers.", "40 desks", value=40.0, unit="desk")
    b = told("b", "Readers find 40 desks in the library that Torv opened.", "40 desks", value=40.0, unit="desk")
    c = told("c", "Torv has opened its library, with 40 desks.", "40 desks", value=40.0, unit="desk")
    seen = {
        "one page": [a, replace(b, outlet=None)],
        "two pages": [replace(a, outlet=None), replace(b, outlet=None)],
        "a page beside two outlets": [a, b, replace(c, outlet=None)],
        "a page that credits an agency": [a, replace(b, outlet=None, agency="Reuters")],
        "a re-poster": [a, replace(b, outlet="some-reposter.example", notes=("some-reposter.example",))],
    }
    rows = {name: only(articles) for name, articles in seen.items()}
    assert {name: (row.status, row.n_origins, row.n_unnamed) for name, row in rows.items()} == {
        "one page": ("single_origin", 1, 1),
        "two pages": ("single_origin", 0, 2),
        "a page beside two outlets": ("multi_origin", 2, 1),
        "a page that credits an agency": ("multi_origin", 2, 0),
        "a re-poster": ("single_origin", 1, 1),
    }


def test_a_page_that_nobody_can_name_can_still_contradict(told: Told) -> None:
    a = told("a", "Smugglers came in three boats to the bay of Lorn.", "three boats", value=3.0, unit="boat")
    b = told("b", "Police saw two boats with smugglers in the bay of Lorn.", "two boats", value=2.0, unit="boat")
    row = only([a, replace(b, outlet=None)])
    assert (row.status, row.n_origins, row.n_unnamed) == ("conflicting", 1, 1)
    assert row.severity == pytest.approx(1 / 3 * 1 / 2, abs=1e-4)


# ------------------------------------------------------------------ statements


def quoted(name: str, frame: str, words: str) -> StoryArticle:
    text = frame.format(words)
    start = text.index(words)
    quote = Quote(
        text=words, start=start, end=start + len(words), sentence=0, rule="test", confidence=1.0, kind="direct"
    )
    return replace(story_article(name, text), facts=Facts(quotes=[quote]))


def test_one_quotation_in_two_own_reports_has_two_origins() -> None:
    words = "the sluice should have been replaced two years ago"
    a = quoted("a", "At the town hall the mayor said: “{}”.", words)
    b = quoted("b", "“{}”, Ilse Brandt admitted when our reporter called her.", words)
    row = only([a, b])
    assert (row.kind, row.status) == ("quote", "multi_origin")


def stated(name: str, text: str, **more: Any) -> StoryArticle:
    """An article of one clause about the harbour company and the old crane."""
    start = text.index("he harbour company") - 1
    values: dict[str, Any] = {
        "verb": "sell",
        "predicate": "sell",
        "head": (start, start + 1),
        "arguments": [
            Argument(role="subject", text="harbour company"),
            Argument(role="object", text="old crane"),
        ],
        **more,
    }
    clause = Statement(text=text[start:], start=start, end=len(text), sentence=0, rule="test", confidence=1.0, **values)
    return replace(story_article(name, text), facts=Facts(statements=[clause]))


NOT_SOLD = "The harbour company of Lorn has not sold the old crane."
NEVER_SOLD = "The harbour company of Lorn did not sell the old crane."
SOLD = "The harbour company of Lorn sold the old crane."


def said(*articles: StoryArticle) -> list[str]:
    """What each article says of the subject of the only comparison."""
    return [stance.stance for stance in only(list(articles)).stances]


def test_who_asserts_a_negated_subject_asserts_it() -> None:
    assert said(stated("a", NOT_SOLD, negated=True), stated("b", NOT_SOLD, negated=True)) == ["asserts", "asserts"]


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_a_subject_is_put_positively_when_anybody_puts_it_so(order: str) -> None:
    made = {order[0]: stated(order[0], SOLD), order[1]: stated(order[1], NEVER_SOLD, negated=True)}
    row = only([made["a"], made["b"]])
    assert "not" not in row.subject
    assert {one.article_id: one.stance for one in row.stances} == {order[0]: "asserts", order[1]: "denies"}


def test_a_denied_act_conflicts_with_the_same_act() -> None:
    row = only([stated("a", SOLD), stated("b", NEVER_SOLD, negated=True)])
    assert (row.slot, row.status, row.reason) == ("whether", "conflicting", "denied")
    assert [one.side for one in row.stances] == [0, 1]


def test_what_is_not_so_yet_is_updated_by_what_is() -> None:
    assert only([stated("a", NOT_SOLD, negated=True), stated("b", SOLD)]).status == "updated"


def test_a_plan_does_not_contradict_a_denial() -> None:
    row = only([stated("a", SOLD, modality="planned"), stated("b", NEVER_SOLD, negated=True)])
    assert (row.status, row.reason) == ("not_comparable", "planned_and_done")


def test_people_quoted_are_the_sides_where_they_contradict_one_another() -> None:
    a = stated("a", SOLD, attributed_to="Ilse Brandt")
    b = stated("b", NEVER_SOLD, negated=True, attributed_to="Pavel Irgens")
    row = only([a, b])
    assert (row.status, row.reason) == ("conflicting", "speakers_apart")
    assert [one.speaker for one in row.stances] == ["Ilse Brandt", "Pavel Irgens"]


def test_compare_asks_for_the_facts_of_every_article() -> None:
    with pytest.raises(ValueError, match="1 articles, but facts of 0"):
        compare([Article(text="A note.")], [])


def test_compare_leaves_articles_of_different_stories_apart(told: Told) -> None:
    a = told("a", "The library in Torv holds 40 desks for readers.", "40 desks", value=40.0, unit="desk")
    b = told("b", "Marlow bought 40 desks after the fire.", "40 desks", value=40.0, unit="desk")
    assert compare([Article(text=a.text), Article(text=b.text)], [a.facts, b.facts]) == []


def test_the_sides_of_a_conflict_are_those_that_contradict_one_another(told: Told) -> None:
    """Three values: the two that agree are one side, and what contradicts them is the other, not a spelling of it."""
    words = "The fair drew {} visitors on Sunday, its opening day."
    texts = {"a": "40,000", "b": "about 40,000", "c": "40,000", "d": "55,000"}
    articles = [
        told(
            name,
            words.format(number),
            number.removeprefix("about "),
            value=55_000.0 if name == "d" else 40_000.0,
            unit="visitor",
            mod="APPROX" if "about" in number else None,
            measure="visitors",
        )
        for name, number in texts.items()
    ]
    (row,) = compare_story(articles).comparisons
    assert {stance.article_id: stance.side for stance in row.stances} == {"a": 0, "b": 0, "c": 0, "d": 1}
