"""The layer `links`: copies, origins, entities and stories: what ties an article to earlier ones.

Belongs here: the asset `links`. Does not: deciding any of it (`twosource/comparison`).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import dagster as dg

from assets.articles import representatives
from assets.context import POOL, Warehouse, definition_metadata, materialized
from twosource import declarations, reference
from twosource.comparison import link as linking
from twosource.comparison.inputs import LinkInput
from twosource.records import Mention
from twosource.warehouse.known import DuckDBKnown
from twosource.warehouse.session import Made, Session

STAGE = "links"
TABLES = declarations.stages()[STAGE].writes


@dg.asset(deps=["facts"], pool=POOL, group_name="links", metadata=definition_metadata(*TABLES))
def links(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Which articles share text, where each one's reporting comes from, who is who, which story it belongs to."""
    warehouse.begin(context.run.run_id)
    counts = warehouse.do(
        STAGE,
        version(),
        lambda batches: _link(warehouse, batches),
        touched=lambda lost: _partners(warehouse, lost),
    )
    return materialized(warehouse, counts, TABLES)


def version() -> str:
    """What the stage's result depends on beside the article: the rules of linking and the reference tables."""
    return f"{linking.VERSION}+{reference.digest()}"


def _link(warehouse: Session, batches: Iterator[list[str]]) -> Iterator[Made]:
    for units in batches:
        found = representatives(warehouse, units)
        mentions = warehouse.fetch(Mention, "facts.mentions", "article_id", units)
        noted = notes(warehouse, found)
        inputs = [link_input(found[unit], noted[unit], mentions[unit]) for unit in units]
        made = linking.link(inputs, known(warehouse))
        yield units, made.tables(), ()


def link_input(row: dict[str, Any], noted: Sequence[str], mentions: Sequence[Mention]) -> LinkInput:
    """A row of `clean.articles` as linking reads it, with the syndication notes that stood beside its text."""
    published = linking.day_of(row["published_value"])
    return LinkInput(
        article_id=row["article_id"],
        document_id=row["document_id"],
        day=published or _first_seen(row),
        dated=published is not None,
        text=row["text"],
        headline=row["headline"],
        outlet=row["outlet"],
        publisher_family=row["publisher_family"],
        agency=row["agency"],
        by=tuple(row["by"]),
        located=row["located"],
        notes=tuple(noted),
        mentions=tuple(mentions),
    )


def notes(warehouse: Session, found: Mapping[str, dict[str, Any]]) -> dict[str, list[str]]:
    """The syndication notes of articles, in the order of the text; `found` are their rows of `clean.articles`."""
    taken: dict[str, list[str]] = {article_id: [] for article_id in found}
    shown = {row["capture_id"] for row in found.values()}
    for region in warehouse.rows("clean.regions", "capture_id", sorted(shown)):
        if region["role"] == "syndication_note":
            taken[region["article_id"]].append(region["text"])
    return taken


def _first_seen(row: dict[str, Any]) -> date:
    day: date = row["first_seen_at"].date()
    return day


def known(warehouse: Session) -> DuckDBKnown:
    """What the links tables know of earlier articles."""
    return DuckDBKnown(warehouse.con)


def _partners(warehouse: Session, lost: Sequence[str]) -> list[str]:
    """Articles that shared text with one that is gone: their origin has to be decided anew."""
    pairs = known(warehouse).copies_of(lost)
    return sorted({i for pair in pairs for i in (pair.earlier_id, pair.later_id)} - set(lost))
