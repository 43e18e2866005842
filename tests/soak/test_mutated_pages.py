"""Two thousand spoilt pages: each ends as an article or with a reason, and its regions are its visible text."""

from __future__ import annotations

import pytest

from tests.soak import mutations
from tests.soak.soundness import canonical, covered, sound, visible_in_tree
from twosource.cleaning import html, pipeline
from twosource.cleaning.decoding import decode

STARTS = mutations.pages()


def holds(page: bytes) -> None:
    found = pipeline.clean(page)
    sound(found)
    decoded = decode(page)
    if found.rejected == "too_large" or decoded.problem:
        return
    if html.looks_like_html(decoded.text) and html.parse(decoded.text) is not None:
        assert covered(found) == canonical(visible_in_tree(decoded.text))


@pytest.mark.parametrize("number", range(60))
def test_some_spoilt_pages(number: int) -> None:
    holds(mutations.mutated(number, STARTS))


@pytest.mark.slow
def test_two_thousand_spoilt_pages() -> None:
    for number in range(60, 2_060):
        try:
            holds(mutations.mutated(number, STARTS))
        except Exception as error:
            error.add_note(f"page {number}")
            raise
