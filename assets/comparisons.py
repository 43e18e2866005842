"""The layer of comparison: what the articles of a story say about the same fact, and who stands behind it.

Belongs here: the asset `comparisons`. Does not: comparing (`twosource/comparison`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import dagster as dg

from assets.articles import representatives
from assets.context import POOL, Warehouse, definition_metadata, materialized
from assets.links import known, link_input, notes
from twosource import declarations, reference
from twosource.comparison import stances
from twosource.comparison.contract import story_article
from twosource.comparison.inputs import StoryArticle
from twosource.comparison.origins import WHOLE
from twosource.records import Claim, Event, Fact, Facts, Mention, Quantity, Quote, TimeExpression
from twosource.warehouse.session import Made, Session

STAGE = "comparisons"
TABLES = declarations.stages()[STAGE].writes
Kind = TypeVar("Kind", bound=Fact)


@dg.asset(deps=["links"], pool=POOL, group_name="links", metadata=definition_metadata(*TABLES))
def comparisons(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Per story: which facts several articles report, and whether independent origins agree, conflict or are alone."""
    warehouse.begin(context.run.run_id)
    counts = warehouse.do(STAGE, version(), lambda batches: _compare(warehouse, batches))
    return materialized(warehouse, counts, TABLES)


def version() -> str:
    """What the stage's result depends on beside the story: the rules of comparison and the reference tables."""
    return f"{stances.VERSION}+{reference.digest()}"


def _compare(warehouse: Session, batches: Iterator[list[str]]) -> Iterator[Made]:
    for units in batches:
        members = warehouse.members_of(units)
        rows: dict[str, list[dict[str, object]]] = {table: [] for table in TABLES}
        for story_id in units:
            made = stances.compare_story(_story(warehouse, members[story_id]))
            for table, found in made.tables(story_id).items():
                rows[table] += found
        yield units, rows, ()


def _story(warehouse: Session, article_ids: Sequence[str]) -> list[StoryArticle]:
    """The story's articles as comparison reads them, in the fixed order."""
    found = representatives(warehouse, article_ids)
    facts = _facts(warehouse, article_ids)
    copies: dict[str, set[str]] = {article_id: set() for article_id in article_ids}
    for pair in known(warehouse).copies_of(article_ids):
        if pair.containment >= WHOLE and {pair.earlier_id, pair.later_id} <= copies.keys():
            copies[pair.earlier_id].add(pair.later_id)
            copies[pair.later_id].add(pair.earlier_id)
    noted = notes(warehouse, found)
    inputs = sorted((link_input(found[i], noted[i], ()) for i in article_ids), key=lambda article: article.position)
    return [story_article(a, facts[a.article_id], tuple(sorted(copies[a.article_id]))) for a in inputs]


def _facts(warehouse: Session, article_ids: Sequence[str]) -> dict[str, Facts]:
    """The stored facts of articles, each kind in the order of the text."""

    def read(kind: type[Kind], table: str) -> Mapping[str, list[Kind]]:
        found = warehouse.fetch(kind, f"facts.{table}", "article_id", article_ids)
        return {i: sorted(facts, key=lambda f: (f.start, f.end)) for i, facts in found.items()}

    mentions, quotes = read(Mention, "mentions"), read(Quote, "quotes")
    quantities, times = read(Quantity, "quantities"), read(TimeExpression, "times")
    events, claims = read(Event, "events"), read(Claim, "claims")
    return {
        i: Facts(
            mentions=mentions[i],
            quotes=quotes[i],
            quantities=quantities[i],
            times=times[i],
            events=events[i],
            claims=[_with_parts(claim, quantities[i], times[i], mentions[i]) for claim in claims[i]],
        )
        for i in article_ids
    }


def _with_parts(
    claim: Claim, quantities: list[Quantity], times: list[TimeExpression], mentions: list[Mention]
) -> Claim:
    """The claim with its parts as indexes again: those inside its span, as extraction gave them."""

    def inside(facts: Sequence[Fact]) -> list[int]:
        return [n for n, fact in enumerate(facts) if claim.start <= fact.start and fact.end <= claim.end]

    return replace(claim, quantities=inside(quantities), times=inside(times), entities=inside(mentions))
