"""Whatever the facts of a story, no comparison and no stance is made twice."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from twosource import declarations
from twosource.comparison.inputs import StoryArticle
from twosource.comparison.stances import compare_story
from twosource.records import Claim, Event, Facts, Quantity, Quote
from twosource.stages.comparisons import rows_of

WORDS = st.sampled_from(["quake", "Torv", "killed", "people", "not", "10", "three", "sold", "the", "crane", "Lorn.\n"])
SPANS = st.tuples(st.integers(0, 12), st.integers(1, 6))


@st.composite
def stories(draw: st.DrawFn) -> list[StoryArticle]:
    """Two to five articles of few words, with whatever facts on whatever spans of them, twice over too."""
    made = []
    for number in range(draw(st.integers(2, 5))):
        tokens = ["killed", "people", *draw(st.lists(WORDS, min_size=6, max_size=14))]
        text = " ".join(tokens)

        def span(text: str = text, tokens: list[str] = tokens) -> dict[str, Any]:
            first, length = draw(SPANS)
            first = min(first, len(tokens) - 1)
            start = len(" ".join([*tokens[:first], ""]))
            end = start + len(" ".join(tokens[first : first + length]))
            return {"text": text[start:end], "start": start, "end": end, "sentence": 0, "rule": "r", "confidence": 1.0}

        values, mods = st.sampled_from([3.0, 10.0, 12.0]), st.sampled_from([None, "EQUAL_OR_MORE", "APPROX"])
        counts = [
            Quantity(**span(), kind="count", value=draw(values), unit="people", mod=draw(mods))
            for _ in range(draw(st.integers(1, 3)))
        ]
        claims = [Claim(**span(), negated=draw(st.booleans())) for _ in range(draw(st.integers(0, 2)))]
        events = [Event(**span(), type="ASSAULT", negated=draw(st.booleans())) for _ in range(draw(st.integers(0, 2)))]
        quotes = [Quote(**span(), kind="direct") for _ in range(draw(st.integers(0, 2)))]
        facts = Facts(quantities=counts, claims=claims, events=events, quotes=quotes)
        outlet = draw(st.sampled_from([None, "Torv Post", f"Outlet {number}"]))
        day = date(2025, 3, 3 + draw(st.integers(0, number)))
        made.append(
            StoryArticle(
                article_id=f"a{number}", day=day, dated=draw(st.booleans()), text=text, facts=facts, outlet=outlet
            )
        )
    return sorted(made, key=lambda article: (article.day, article.article_id))


@settings(max_examples=200, deadline=None)
@given(stories())
def test_whatever_a_story_tells_its_keys_are_unique(story: list[StoryArticle]) -> None:
    made = rows_of(compare_story(story), "s")
    for name, rows in made.items():
        keys = [tuple(row[column] for column in declarations.table(name).key) for row in rows]
        assert len(keys) == len(set(keys)), name
