"""Articles of our own making for the tests of the comparison room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from twosource.comparison.inputs import LinkInput, StoryArticle
from twosource.records import Facts, Quantity

FLOOD = """The river Ostra burst its banks near Velden on Tuesday night and flooded four hundred cellars.
Firefighters from nine districts pumped water until dawn, the mayor Ilse Brandt told reporters.
Two bridges were closed and the school at Velden will stay shut until the end of the week.
Engineers blamed a broken sluice that should have been replaced two summers ago.
Residents of the lower town were taken to a sports hall, where volunteers cooked soup for them.
The province promised quick help but named no sum, and the council meets again on Friday."""
ORCHESTRA = """The city orchestra of Marlow named Pavel Irgens as its conductor after a vote of the players.
Irgens, who studied the cello in Bergen, will open the season with a symphony by Nielsen.
The players had asked for a voice in the choice since their strike over rehearsal pay.
Tickets for the first concert go on sale next month at the box office in Castle Street."""
FERRY = """A ferry with two hundred tourists ran aground off the island of Serrat on Monday morning.
Fishing boats took the passengers ashore before the coast guard reached the reef.
The captain said the lighthouse at Punta Grava had been dark for three nights."""


@pytest.fixture
def make() -> Callable[..., LinkInput]:
    """A maker of articles, signed on the spot: `make(id, text, day=3)`; a day of None makes an undated one."""

    def article(article_id: str, text: str, day: int | None = 3, **more: object) -> LinkInput:
        signed: dict[str, object] = {"by": ("Ada Brook",), "located": "Velden"}
        values = {"document_id": f"doc-{article_id}", "outlet": f"Outlet {article_id}", **signed, **more}
        return LinkInput(
            article_id=article_id,
            day=date(2025, 3, day or 3),
            dated=day is not None,
            text=text,
            **values,  # type: ignore[arg-type]
        )

    return article


@pytest.fixture
def told() -> Callable[..., StoryArticle]:
    """A maker of story articles with one quantity: `told(id, text, words, value=…, unit=…)`."""

    def article(article_id: str, text: str, words: str, day: int | None = 3, **quantity: object) -> StoryArticle:
        start = text.index(words)
        values: dict[str, object] = {"kind": "count", "sentence": 0, "rule": "test", "confidence": 1.0, **quantity}
        fact = Quantity(text=words, start=start, end=start + len(words), **values)  # type: ignore[arg-type]
        return StoryArticle(
            article_id=article_id,
            day=date(2025, 3, day or 3),
            dated=day is not None,
            text=text,
            facts=Facts(quantities=[fact]),
            outlet=f"Outlet {article_id}",
        )

    return article
