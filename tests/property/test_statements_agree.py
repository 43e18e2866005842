"""A fact and the statement it stands in never differ, but for a short list of reasons; sentences are the parse's.

Belongs here: properties over the samples and over made-up texts. Does not: how single sentences are read.
"""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.golden.samples import samples
from twosource import clean, extract
from twosource.extraction.parse import parse
from twosource.records import Facts, Quantity, Statement

LISTS = ("mentions", "quotes", "quantities", "times", "events", "claims")
CONTENT = re.compile(r"demanded|planned|estimated|hypothetical")
SUBJECTS = ["Peru", "The French president", "Ann Bloom", "Officials in Chad", "She"]
VERBS = [
    "paid $5 million to", "will impose tariffs on", "did not attack", "plans to meet", "agreed to send 40 troops to",
    "denied that it attacked", "is expected to sue", "said it would visit", "refused to pay 3% to", "had met",
]  # fmt: skip
OBJECTS = ["Chile", "the Norwegian minister", "Kenya in March 2024", "12 farmers", "him"]
ENDS = [
    ".",
    " if Peru agrees.",
    ", which cost $2 million.",
    ", Ann Bloom said.",
    " and left 5 people dead.",
    " unless Chile pays.",
]


@cache
def _sample(name: str) -> tuple[str, Facts]:
    sample = samples()[name]
    article = clean(sample.data, media_type=sample.media_type)
    return article.text, extract(article)


def check(text: str, facts: Facts) -> None:
    """Everything that must hold between the facts of a text and their statements."""
    sentences = parse(text).sentences
    for name in LISTS:
        for fact in getattr(facts, name):
            assert text[fact.start : fact.end] == fact.text
            if fact.statement is not None and name != "quotes":
                told = facts.statements[fact.statement]
                assert told.start <= fact.start <= fact.end <= told.end, (fact, told)
            first, last = sentences[fact.sentence]
            assert first <= fact.start < max(last, first + 1), "a sentence is the parse's"
    for told in facts.statements:
        assert text[told.start : told.end] == told.text
        assert told.start <= told.head[0] < told.head[1] <= told.end
        assert max((one.mention for one in told.arguments if one.mention is not None), default=-1) < len(facts.mentions)
    for quantity in facts.quantities:
        if quantity.statement is not None:
            _agrees(quantity, facts.statements[quantity.statement])
    for event in facts.events:
        if event.statement is not None and not _carries(event.start, facts.statements[event.statement]):
            told = facts.statements[event.statement]
            assert event.attributed_to == told.attributed_to
            assert event.negated == told.negated
            # an ultimatum is made when it is told, though what it threatens is planned
            assert event.modality == told.modality or event.type == "THREATEN"
    for claim in facts.claims:
        assert claim.statement is not None
        told = facts.statements[claim.statement]
        assert (claim.attributed_to, claim.negated, claim.modality) == (told.attributed_to, told.negated, told.modality)


def _carries(start: int, told: Statement) -> bool:
    """An act that carries the one which its statement tells ("agreed to send") is told for itself."""
    return told.head[0] != start


def _agrees(quantity: Quantity, told: Statement) -> None:
    if quantity.attributed_to != told.attributed_to:
        # a fragment in quotation marks that has no verb: the words are the speaker's, the clause is the narrator's
        assert told.attributed_to is None
    if quantity.negated != told.negated:
        # "no reports from the camp, 25 km away": the clause is negative by a noun of which the amount is no part
        assert told.negated
        assert re.search(r"\b(?:no|nobody|nothing|none|neither)\b", told.text, re.IGNORECASE)
    if quantity.modality != told.modality:
        # an amount that is itself what is demanded, planned or estimated ("demanded $5 million", "an estimated 500")
        assert CONTENT.fullmatch(quantity.modality)


@pytest.mark.parametrize("name", sorted(name for name in samples()))
def test_the_samples_agree_with_their_statements(name: str) -> None:
    check(*_sample(name))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(*(st.sampled_from(some) for some in (SUBJECTS, VERBS, OBJECTS, ENDS))), min_size=1, max_size=3)
)
def test_made_up_texts_agree_with_their_statements(parts: list[tuple[str, str, str, str]]) -> None:
    text = " ".join(f"{subject} {verb} {thing}{end}" for subject, verb, thing, end in parts)
    check(text, extract(text, published="2025-04-16"))


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="abcdehilnorstu .,“”\"'’-–()$%0123456789\n", max_size=200))
def test_any_text_agrees_with_its_statements(text: str) -> None:
    check(text, extract(text))
