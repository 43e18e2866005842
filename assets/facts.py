"""The layer `facts`: what was read out of each article, every fact with the words that prove it.

Belongs here: the asset `facts`. Does not: extraction itself (`twosource/extraction`).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, tee
from typing import Any, NamedTuple

import dagster as dg

from assets.articles import representatives
from assets.context import POOL, Warehouse, definition_metadata, materialized, stopped
from twosource import declarations, identity, reference
from twosource.extraction import facts as extraction
from twosource.faults import Fault
from twosource.records import Article, Fact, Facts, SetAside, Stated
from twosource.warehouse import tables
from twosource.warehouse.session import Made, Session

STAGE = "facts"
TABLES = declarations.stages()[STAGE].writes
PLURAL = {
    "statement": "statements",
    "mention": "mentions",
    "quote": "quotes",
    "quantity": "quantities",
    "time": "times",
    "event": "events",
    "claim": "claims",
}
Rows = dict[str, list[dict[str, Any]]]


@dg.asset(deps=["articles"], pool=POOL, group_name="facts", metadata=definition_metadata(*TABLES))
def facts(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Statements, mentions, quotes, quantities, times, events, claims and arithmetic of each article."""
    warehouse.begin(context.run.run_id)
    counts = warehouse.do(STAGE, version(warehouse.settings.model), lambda batches: _extract(warehouse, batches))
    return materialized(warehouse, counts, TABLES)


def version(model: str) -> str:
    """What the stage's result depends on beside the article: the rules, the model, the reference tables."""
    return f"{extraction.VERSION}+{model}+{reference.digest()}"


class _Batch(NamedTuple):
    units: list[str]
    rows: dict[str, dict[str, Any]]
    articles: dict[str, Article]
    set_aside: list[SetAside]


def _extract(warehouse: Session, batches: Iterator[list[str]]) -> Iterator[Made]:
    """Batches go through one stream of articles, so that workers are never idle between two batches."""
    settings = warehouse.settings
    read, again = tee(_read(warehouse, units) for units in batches)
    stream = (article for batch in read for article in batch.articles.values())
    found = extraction.extract_each(stream, settings.processes, settings.model, settings.article_seconds)
    for batch in again:
        rows: Rows = {table: [] for table in TABLES}
        for article_id, made in zip(batch.articles, islice(found, len(batch.articles)), strict=True):
            if isinstance(made, Fault):
                row = batch.rows[article_id]
                batch.set_aside.append(stopped(STAGE, article_id, row["source"], row["source_path"], made))
            else:
                _add_rows(rows, article_id, made)
        yield batch.units, rows, batch.set_aside


def _read(warehouse: Session, units: list[str]) -> _Batch:
    batch = _Batch(units, representatives(warehouse, units), {}, [])
    for unit in units:
        row = batch.rows[unit]
        if row["language"].split("-")[0] == "en":
            batch.articles[unit] = tables.record(Article, row)
        else:
            batch.set_aside.append(_other_language(row))
    return batch


def _other_language(row: dict[str, Any]) -> SetAside:
    known = row["language"] != "und"
    which = f"is in the language {row['language']}" if known else "is in a language that could not be told"
    return SetAside(
        item=row["article_id"],
        source=row["source"],
        address=row["source_path"],
        stage=STAGE,
        disposition="skipped",
        reason="language",
        message=f"{row['source_path']} {which}; it was cleaned and stored, but facts are read from English only.",
    )


def _add_rows(rows: Rows, article_id: str, made: Facts) -> None:
    common = {"article_id": article_id, "stage_version": extraction.VERSION}
    kinds: dict[str, Sequence[Fact]] = {
        "statement": made.statements,
        "mention": made.mentions,
        "quote": made.quotes,
        "quantity": made.quantities,
        "time": made.times,
        "event": made.events,
        "claim": made.claims,
    }
    ids = {kind: identity.fact_ids(article_id, kind, items) for kind, items in kinds.items()}
    more = {"statement": _statement_links(made, ids), "claim": _claim_links(made, ids)}
    for kind, items in kinds.items():
        own = [{f"{kind}_id": i} | link for i, link in zip(ids[kind], more.get(kind, [{}] * len(items)), strict=True)]
        for link, fact in zip(own, items, strict=True):
            if isinstance(fact, Stated):
                link["statement_id"] = _id(ids["statement"], fact.statement)
        _put(rows, PLURAL[kind], items, own, common)
    sums = [
        {
            "arithmetic_id": identity.content_id("arithmetic", article_id, a.relation, a.operands, a.stated),
            "operands": [ids["quantity"][n] for n in a.operands],
            "stated": ids["quantity"][a.stated],
        }
        for a in made.arithmetic
    ]
    _put(rows, "arithmetic", made.arithmetic, sums, common)


def _id(ids: Sequence[str], number: int | None) -> str | None:
    return ids[number] if number is not None else None


def _statement_links(made: Facts, ids: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """What a statement names by number, by id: its quotation, the time it rests on, the names among its arguments."""
    return [
        {
            "verb_start": told.head[0],
            "verb_end": told.head[1],
            "quote_id": _id(ids["quote"], told.attributed_by),
            "time_id": _id(ids["time"], told.rests_on),
            "arguments": [
                {"role": one.role, "text": one.text, "mention_id": _id(ids["mention"], one.mention)}
                for one in told.arguments
            ],
        }
        for told in made.statements
    ]


def _claim_links(made: Facts, ids: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    return [
        {
            "quantity_ids": [ids["quantity"][n] for n in claim.quantities],
            "time_ids": [ids["time"][n] for n in claim.times],
            "mention_ids": [ids["mention"][n] for n in claim.entities],
        }
        for claim in made.claims
    ]


def _put(rows: Rows, table: str, items: Any, own: list[dict[str, Any]], common: dict[str, Any]) -> None:
    declared = declarations.table(f"facts.{table}")
    rows[declared.full_name] += [
        tables.row(declared, item, **common, **more) for item, more in zip(items, own, strict=True)
    ]
