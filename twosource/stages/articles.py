"""The stage `articles`: cleaning, one capture at a time.

Belongs here: captures in; rows of articles and regions, or a reason why there is none, out.
Does not: cleaning itself (`twosource/cleaning`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from itertools import islice, tee
from typing import Any

from twosource import declarations, identity, reference
from twosource.cleaning import learned
from twosource.faults import Fault, attempt
from twosource.newsroom.outlets import publisher_family
from twosource.records import Article, Capture, Region, SetAside
from twosource.stages.refused import stopped
from twosource.stages.versions import version as digest
from twosource.warehouse import mapping
from twosource.warehouse.session import Made, Session
from twosource.warehouse.stages import Counts

STAGE = "articles"
VERSION = "2"
"""For people: raised when what cleaning makes changes in kind. What makes rows anew is the digest beside it."""
TABLES = declarations.stages()[STAGE].writes
Rows = dict[str, list[dict[str, Any]]]


def run(session: Session) -> Counts:
    """Clean every capture that is new, or that this version has not cleaned."""
    return session.do(STAGE, version(), partial(_clean, session))


def version() -> str:
    """What the result depends on beside the capture: the rules of cleaning, its trees, the tables and libraries."""
    return digest(VERSION, ("cleaning", "stages.articles"), ("trafilatura", "lxml", "py3langid"), learned.digest())


def _clean(session: Session, batches: Iterator[list[str]]) -> Iterator[Made]:
    """Batches go through one stream of captures, so that workers are never idle between two batches."""
    read, again = tee(_read(session, units) for units in batches)
    found = session.engine.map(clean_batch, (capture for _, captures in read for capture in captures))
    for units, captures in again:
        rows: Rows = {table: [] for table in TABLES}
        set_aside: list[SetAside] = []
        for capture, article in zip(captures, islice(found, len(captures)), strict=True):
            if isinstance(article, Fault):
                set_aside.append(stopped(STAGE, capture.capture_id, capture.source, capture.address, article))
            elif article.rejected:
                set_aside.append(_rejection(capture, article.rejected))
            else:
                _add_rows(rows, capture, article, _stated(capture).get("family"))
        yield units, rows, set_aside


def _read(session: Session, units: list[str]) -> tuple[list[str], list[Capture]]:
    found = session.fetch(Capture, "raw.captures", "capture_id", units)
    return units, [capture for unit in units for capture in found[unit]]


def clean_batch(captures: list[Capture]) -> list[Article | Fault]:
    """What cleaning makes of each capture, or the fault that stopped it."""
    return [attempt(article_of, capture) for capture in captures]


def article_of(capture: Capture) -> Article:
    """A capture as an article: what is stated of it from outside goes before what it says, what its feed says after."""
    # brings the page readers; a run with nothing new does without
    from twosource.cleaning import feed_entry, pipeline

    told = _stated(capture)
    article = pipeline.clean(capture.data, capture.url, capture.media_type, capture.fields, told)
    if article.rejected:
        return article
    return feed_entry.with_entry(article, None if told.get("published") else capture.headers.get("feed-entry"))


def _stated(capture: Capture) -> dict[str, Any]:
    """What the source, a file beside the input or the person who gave it states of it."""
    found = json.loads(capture.headers.get("stated") or "{}")
    return found if isinstance(found, dict) else {}


def _add_rows(rows: Rows, capture: Capture, article: Article, family: str | None) -> None:
    document_id = identity.document_id(article.url, capture.address)
    article_id = identity.article_id(document_id, article)
    outlet = capture.outlet or article.outlet  # what the source declares of all its inputs goes before what a page says
    common = {"capture_id": capture.capture_id, "article_id": article_id, "stage_version": version()}
    rows["clean.articles"].append(
        mapping.of("clean.articles", Article).row(
            article,
            document_id=document_id,
            source=capture.source,
            source_path=capture.address,
            outlet=outlet,
            publisher_family=family or publisher_family(outlet),
            word_count=len(article.text.split()),
            first_seen_at=capture.first_seen_at,
            **common,
        )
    )
    as_row = mapping.of("clean.regions", Region).row
    rows["clean.regions"] += [as_row(region, ordinal=n, **common) for n, region in enumerate(article.regions)]


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
