"""The layer `clean`: an article and its regions for every capture, or a reason why there is none.

Belongs here: the asset `articles`. Does not: cleaning itself (`twosource/cleaning`).
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from assets.context import POOL, Warehouse, definition_metadata, materialized, stopped
from twosource import cleaning, declarations, identity, reference
from twosource.cleaning import learned
from twosource.faults import Fault, attempt
from twosource.records import Article, Capture, SetAside
from twosource.warehouse import tables
from twosource.warehouse.session import Made, Session

STAGE = "articles"
TABLES = declarations.stages()[STAGE].writes


@dg.asset(deps=["captures"], pool=POOL, group_name="clean", metadata=definition_metadata(*TABLES))
def articles(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """What cleaning makes of each capture: text, metadata, regions with their roles."""
    warehouse.begin(context.run.run_id)
    counts = warehouse.do(STAGE, version(), lambda batches: _clean(warehouse, batches))
    return materialized(warehouse, counts, TABLES)


def version() -> str:
    """What the stage's result depends on beside the capture: the rules of cleaning, its trees, the reference tables."""
    return f"{cleaning.VERSION}+{learned.digest()}+{reference.digest()}"


def _clean(warehouse: Session, batches: Iterator[list[str]]) -> Iterator[Made]:
    for units in batches:
        # brings the page readers; a run with nothing new does without
        from twosource.cleaning import feed_entry, pipeline

        found = warehouse.fetch(Capture, "raw.captures", "capture_id", units)
        rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
        set_aside: list[SetAside] = []
        for capture in (capture for unit in units for capture in found[unit]):
            article = attempt(pipeline.clean, capture.data, capture.url, capture.media_type, capture.fields)
            if isinstance(article, Fault):
                set_aside.append(stopped(STAGE, capture.capture_id, capture.source, capture.address, article))
            elif article.rejected:
                set_aside.append(_rejection(capture, article.rejected))
            else:
                _add_rows(rows, capture, feed_entry.with_entry(article, capture.headers.get("feed-entry")))
        yield units, rows, set_aside


def _add_rows(rows: dict[str, list[dict[str, Any]]], capture: Capture, article: Article) -> None:
    document_id = identity.document_id(article.url, capture.address)
    article_id = identity.article_id(document_id, article)
    outlet = capture.outlet or article.outlet  # what the source declares of all its inputs goes before what a page says
    common = {"capture_id": capture.capture_id, "article_id": article_id, "stage_version": cleaning.VERSION}
    own = {
        "document_id": document_id,
        "source": capture.source,
        "source_path": capture.address,
        "outlet": outlet,
        "publisher_family": reference.publisher_family(outlet),
        "word_count": len(article.text.split()),
        "first_seen_at": capture.first_seen_at,
    }
    rows["clean.articles"].append(tables.row(declarations.table("clean.articles"), article, **common, **own))
    regions = declarations.table("clean.regions")
    for ordinal, region in enumerate(article.regions):
        rows["clean.regions"].append(tables.row(regions, region, ordinal=ordinal, **common))


def _rejection(capture: Capture, reason: str) -> SetAside:
    return SetAside(
        item=capture.capture_id,
        source=capture.source,
        address=capture.address,
        stage=STAGE,
        disposition="quarantined",
        reason=reason,
        message=f"{capture.address} is not an article: {reference.vocabulary('rejection')[reason]}.",
    )
