"""What must hold of comparisons whatever the articles: order, sides, copies, and strangers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.comparison.inputs import ComparisonRow, StoryArticle
from twosource.comparison.stances import compare_story
from twosource.records import Facts, Quantity

FRAMES = (
    "The fair at Lorn drew {} visitors on its opening Sunday.",
    "Police at the Lorn fair counted {} visitors on the opening Sunday.",
    "On Sunday {} visitors came when the fair at Lorn opened its tents.",
)
STRANGE = "Glaciers near Velden lost {} metres of ice over nine winters."
VALUES = st.sampled_from([4000, 5200, 9100])


def telling(name: str, frame: str, value: int, unit: str = "visitor") -> StoryArticle:
    text = frame.format(value)
    start = text.index(str(value))
    words = " ".join(text[start:].split()[:2])
    number = Quantity(
        text=words, start=start, end=start + len(words), sentence=0, rule="test", confidence=1.0, kind="count",
        value=float(value), unit=unit,
    )  # fmt: skip
    return StoryArticle(
        article_id=name, day=date(2025, 3, 3), dated=True, text=text, facts=Facts(quantities=[number]), outlet=name
    )


def plain(rows: Sequence[ComparisonRow]) -> list[tuple[str, str, list[tuple[str, str | None]]]]:
    """Rows without ids and sides: slot, status, and who says what."""
    return sorted((row.slot, row.status, sorted((one.article_id, one.value) for one in row.stances)) for row in rows)


@settings(deadline=None)
@given(st.lists(VALUES, min_size=2, max_size=3))
def test_the_order_of_what_is_told_changes_nothing(values: list[int]) -> None:
    """Which frame an article uses, and so where it stands, changes no verdict: swapping two swaps their sides alone."""
    here = [
        telling(f"a{place}", frame, value) for place, (frame, value) in enumerate(zip(FRAMES, values, strict=False))
    ]
    there = [replace(article, article_id=f"a{len(here) - 1 - place}") for place, article in enumerate(here)]
    back = {f"a{len(here) - 1 - place}": f"a{place}" for place in range(len(here))}
    turned = compare_story(sorted(there, key=lambda article: article.article_id)).comparisons
    renamed = [
        replace(row, stances=tuple(replace(one, article_id=back[one.article_id]) for one in row.stances))
        for row in turned
    ]
    assert plain(compare_story(here).comparisons) == plain(renamed)


@settings(deadline=None)
@given(VALUES, VALUES)
def test_a_copy_changes_no_verdict(first: int, second: int) -> None:
    a, b = telling("a", FRAMES[0], first), telling("b", FRAMES[1], second)
    copy = replace(a, article_id="c", outlet="c", copies=("a",))
    before, after = compare_story([a, b]).comparisons, compare_story([a, b, copy]).comparisons
    statuses = {row.status for row in before}
    assert statuses == {row.status for row in after if {one.article_id for one in row.stances} - {"a", "c"}}
    assert all(row.n_origins <= 2 for row in after)


@settings(deadline=None)
@given(VALUES, VALUES, VALUES)
def test_a_stranger_adds_no_comparison(first: int, second: int, other: int) -> None:
    a, b = telling("a", FRAMES[0], first), telling("b", FRAMES[1], second)
    stranger = telling("c", STRANGE, other, unit="m")
    assert plain(compare_story([a, b]).comparisons) == plain(compare_story([a, b, stranger]).comparisons)
