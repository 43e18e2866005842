"""All pieces of an article's page together.

Belongs here: which pieces there are. Does not: how a piece is made (its own module), or the page's frame.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from twosource.reporting.article import evidence, facts, sums, text
from twosource.reporting.queries import COLUMNS, KINDS, ArticleEvidence, Row

MARKED = ("quotes", "events", "quantities", "times", "mentions")
"""The kinds highlighted in the text; claims are whole sentences and stand among the cards alone."""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What an article's page shows, in the order of the page; `marked` are kinds with how many of them there are."""

    found: ArticleEvidence
    article: Row
    metadata: list[evidence.Region]
    sums: list[sums.Sum]
    marked: list[tuple[str, int]]
    taken: int
    text: Markup
    cards: list[tuple[str, int, Markup]]


def page(found: ArticleEvidence) -> ArticlePage:
    """The pieces of an article's page."""
    spans = [
        evidence.Span(kind, fact["char_start"], fact["char_end"], fact[KINDS[kind]])
        for kind in MARKED
        for fact in found.facts[kind]
    ]
    regions = [
        evidence.Region(r["role"], r["kept"], r["rule"], r["score"], r["text"], r["char_start"], r["char_end"])
        for r in found.regions
    ]
    told = sums.sums(found.arithmetic, found.facts["quantities"])
    wrong = {key: one.line for one in told if not one.holds for key in one.numbers}
    about = text.metadata(regions)
    return ArticlePage(
        found=found,
        article=found.article,
        metadata=about,
        sums=told,
        marked=[(kind, len(found.facts[kind])) for kind in MARKED if found.facts[kind]],
        taken=sum(not one.kept for one in regions) - len(about),
        text=text.text(evidence.blocks(found.article["text"], regions, spans), wrong),
        cards=[
            (kind, len(found.facts[kind]), facts.cards(kind, found.facts[kind], found.pages))
            for kind in COLUMNS
            if found.facts[kind]
        ],
    )
