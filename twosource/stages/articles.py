"""The stage `articles`: cleaning, one capture at a time.

Belongs here: captures in; rows of articles and regions, or a reason why there is none, out.
Does not: cleaning itself (`twosource/cleaning`).
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, tee
from typing import Any, NamedTuple

from twosource import declarations, identity, reference
from twosource.cleaning import learned
from twosource.corrections import articles as by_hand
from twosource.faults import Fault, attempt
from twosource.newsroom.outlets import publisher_family
from twosource.records import Article, Capture, Correction, Region, SetAside
from twosource.stages.refused import stopped
from twosource.stages.versions import version as digest
from twosource.warehouse import corrected_units, corrections, mapping
from twosource.warehouse.corrections import Corrected
from twosource.warehouse.session import Made, Session
from twosource.warehouse.stages import Counts

STAGE = "articles"
VERSION = "2"
"""For people: raised when what cleaning makes changes in kind. What makes rows anew is the digest beside it."""
TABLES = declarations.stages()[STAGE].writes
Rows = dict[str, list[dict[str, Any]]]


def run(session: Session) -> Counts:
    """Clean every capture that is new, or that this version has not cleaned."""
    counts = session.do(STAGE, version(), partial(_clean, session))
    if counts.many:
        from twosource.cleaning import language

        language.forget()
    return counts


def version() -> str:
    """What the result depends on beside the capture: the rules of cleaning, its trees, the tables and libraries."""
    return digest(VERSION, ("cleaning", "stages.articles"), ("trafilatura", "lxml", "py3langid"), learned.digest())


def _clean(session: Session, batches: Iterator[list[str]]) -> Iterator[Made]:
    """Batches go through one stream of captures, so that workers are never idle between two batches."""
    told = corrections.by_document(corrections.standing(session.con, corrected_units.OF_ARTICLES))
    read, again = tee(_read(session, units, told) for units in batches)
    found = session.engine.map(clean_batch, (capture for _, captures in read for capture in captures))
    for units, captures in again:
        rows: Rows = {table: [] for table in TABLES}
        set_aside: list[SetAside] = []
        applied: list[Corrected] = []
        for capture, article in zip(captures, islice(found, len(captures)), strict=True):
            if isinstance(article, Fault):
                set_aside.append(stopped(STAGE, capture.capture_id, capture.source, capture.address, article))
                continue
            more = _add_rows(rows, capture, article, told)
            applied += more.applied
            set_aside += [more.refused] if more.refused else []
        corrections.note(session.con, STAGE, units, applied)
        yield units, rows, set_aside


Told = Mapping[str, Sequence[Correction]]
"""Corrections by the documents that they are of."""


def _read(session: Session, units: list[str], told: Told) -> tuple[list[str], list[Capture]]:
    found = session.fetch(Capture, "raw.captures", "capture_id", units)
    return units, [_decoded(capture, told) for unit in units for capture in found[unit]]


def _decoded(capture: Capture, told: Told) -> Capture:
    """The capture in UTF-8 when a person says in which encoding its bytes are; the raw bytes stay as they came."""
    if not told:
        return capture
    own = identity.document_id(capture.url, capture.address)
    for one in corrections.of(told, own, capture.address, capture.url):
        if one.kind == "encoding":
            text = capture.data.decode(json.loads(one.value), "replace")
            return replace(capture, data=codecs.BOM_UTF8 + text.encode("utf-8", "replace"))
    return capture


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


class _Added(NamedTuple):
    """What became of a capture beside its rows: the corrections applied, and why there are no rows."""

    applied: list[Corrected]
    refused: SetAside | None = None


def _add_rows(rows: Rows, capture: Capture, made: Article, told: Told) -> _Added:
    document_id = identity.document_id(made.url, capture.address)
    of_it = corrections.of(told, document_id, capture.address, capture.url)
    # what the source declares of all its inputs goes before what a page says, and what a person says before both
    outlet = capture.outlet or made.outlet
    article, ids = by_hand.corrected(replace(made, outlet=outlet) if of_it else made, of_it)
    ids += [one.correction_id for one in of_it if one.kind == "encoding"]
    if article.rejected:
        applied = [Corrected(own, capture.capture_id, capture.capture_id) for own in ids]
        return _Added(applied, _rejection(capture, article.rejected, any(one.kind == "an_article" for one in of_it)))
    outlet = article.outlet if of_it else outlet
    article_id = identity.article_id(document_id, article)
    common = {"capture_id": capture.capture_id, "article_id": article_id, "stage_version": version()}
    family = _stated(capture).get("family") if outlet == (capture.outlet or made.outlet) else None
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
    return _Added([Corrected(own, capture.capture_id, article_id) for own in ids])


def _rejection(capture: Capture, reason: str, is_released: bool) -> SetAside:
    """Why there is no article; of what a person had released, that it still is none."""
    why = reference.vocabulary("rejection")[reason]
    told = "was released, and still is not an article" if is_released else "is not an article"
    return SetAside(
        item=capture.capture_id,
        source=capture.source,
        address=capture.address,
        stage=STAGE,
        disposition="skipped" if reason == by_hand.BY_HAND else "quarantined",
        reason=reason,
        message=f"{capture.address} {told}: {why}.",
    )
