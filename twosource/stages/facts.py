"""The stage `facts`: extraction, one article at a time.

Belongs here: articles in, rows of every kind of fact out, and the stored facts back as records.
Does not: extraction itself (`twosource/extraction`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice, tee
from typing import Any, NamedTuple, TypeVar

from twosource import declarations, identity
from twosource.faults import Fault
from twosource.records import (
    Arithmetic,
    Article,
    Claim,
    Event,
    Fact,
    Facts,
    Mention,
    Quantity,
    Quote,
    SetAside,
    TimeExpression,
)
from twosource.stages.refused import stopped
from twosource.stages.versions import version as digest
from twosource.warehouse import mapping
from twosource.warehouse.session import Made, Session
from twosource.warehouse.stages import Counts

STAGE = "facts"
VERSION = "3"
"""For people: raised when what is read changes in kind. What makes rows anew is the digest beside it."""
TABLES = declarations.stages()[STAGE].writes
Rows = dict[str, list[dict[str, Any]]]
Kind = TypeVar("Kind", bound=Fact)


def run(session: Session) -> Counts:
    """Read every article that is new, or that this version has not read."""
    return session.do(STAGE, version(session.settings.model), partial(_extract, session))


def version(model: str) -> str:
    """What the result depends on beside the article: the rules, the tables they read, the model."""
    return digest(VERSION, ("extraction", "stages.facts"), ("spacy", model))


class _Batch(NamedTuple):
    units: list[str]
    rows: dict[str, dict[str, Any]]
    articles: dict[str, Article]
    set_aside: list[SetAside]


def _extract(session: Session, batches: Iterator[list[str]]) -> Iterator[Made]:
    """Batches go through one stream of articles, so that workers are never idle between two batches."""
    from twosource.extraction import (
        facts as extraction,  # brings all rules of language; a run without news does without
    )

    settings = session.settings
    told = version(settings.model)
    read, again = tee(_read(session, units) for units in batches)
    stream = (article for batch in read for article in batch.articles.values())
    found = extraction.extract_each(stream, settings.processes, settings.model, settings.article_seconds)
    for batch in again:
        rows: Rows = {table: [] for table in TABLES}
        for article_id, made in zip(batch.articles, islice(found, len(batch.articles)), strict=True):
            if isinstance(made, Fault):
                row = batch.rows[article_id]
                batch.set_aside.append(stopped(STAGE, article_id, row["source"], row["source_path"], made))
            else:
                for table, more in rows_of(made, article_id, told).items():
                    rows[table] += more
        yield batch.units, rows, batch.set_aside


def _read(session: Session, units: list[str]) -> _Batch:
    batch = _Batch(units, session.first_shown(units), {}, [])
    article = mapping.of("clean.articles", Article).record
    for unit in units:
        row = batch.rows[unit]
        if row["language"].split("-")[0] == "en":
            batch.articles[unit] = article(row)
        else:
            batch.set_aside.append(_other_language(row))
    return batch


def _other_language(row: dict[str, Any]) -> SetAside:
    known = row["language"] != "und"
    which = f"is in {row['language']}" if known else "is in a language that cannot be told"
    return SetAside(
        item=row["article_id"],
        source=row["source"],
        address=row["source_path"],
        stage=STAGE,
        disposition="skipped",
        reason="language",
        message=f"{row['source_path']} {which}; it was cleaned and stored, but facts are read from English only.",
    )


# ------------------------------------------------------------------ facts into rows


def rows_of(made: Facts, article_id: str, stage_version: str) -> Rows:
    """The rows of an article's facts by full name of their table. Where facts name one another, rows name ids."""
    common = {"article_id": article_id, "stage_version": stage_version}
    mentions, quotes, quantities, times, events, claims = (
        identity.fact_ids(article_id, kind, items)
        for kind, items in (
            ("mention", made.mentions),
            ("quote", made.quotes),
            ("quantity", made.quantities),
            ("time", made.times),
            ("event", made.events),
            ("claim", made.claims),
        )
    )
    claim, arithmetic = mapping.of("facts.claims", Claim).row, mapping.of("facts.arithmetic", Arithmetic).row
    return {
        "facts.mentions": _with_ids("facts.mentions", Mention, made.mentions, "mention_id", mentions, common),
        "facts.quotes": _with_ids("facts.quotes", Quote, made.quotes, "quote_id", quotes, common),
        "facts.quantities": _with_ids("facts.quantities", Quantity, made.quantities, "quantity_id", quantities, common),
        "facts.times": _with_ids("facts.times", TimeExpression, made.times, "time_id", times, common),
        "facts.events": _with_ids("facts.events", Event, made.events, "event_id", events, common),
        "facts.claims": [
            claim(
                item,
                claim_id=claim_id,
                quantity_ids=[quantities[n] for n in item.quantities],
                time_ids=[times[n] for n in item.times],
                mention_ids=[mentions[n] for n in item.entities],
                **common,
            )
            for claim_id, item in zip(claims, made.claims, strict=True)
        ],
        "facts.arithmetic": [
            arithmetic(
                item,
                arithmetic_id=identity.content_id("arithmetic", article_id, item.relation, item.operands, item.stated),
                operands=[quantities[n] for n in item.operands],
                stated=quantities[item.stated],
                **common,
            )
            for item in made.arithmetic
        ],
    }


def _with_ids(
    table: str, kind: type[Kind], facts: Sequence[Kind], column: str, ids: Sequence[str], common: Mapping[str, str]
) -> list[dict[str, Any]]:
    as_row = mapping.of(table, kind).row
    return [as_row(fact, **{column: fact_id}, **common) for fact_id, fact in zip(ids, facts, strict=True)]


# ------------------------------------------------------------------ rows into facts


def stored(session: Session, article_ids: Sequence[str]) -> dict[str, Facts]:
    """The stored facts of articles, each kind in the order of the text; ids that rows name are places again."""

    def read(table: str, kind: type[Kind], key: str) -> dict[str, tuple[list[Kind], dict[str, int]]]:
        record = mapping.of(table, kind).record
        found: dict[str, list[dict[str, Any]]] = {i: [] for i in article_ids}
        for row in session.rows(table, "article_id", article_ids):
            found[row["article_id"]].append(row)
        made = {}
        for article_id, rows in found.items():
            rows.sort(key=lambda row: (row["char_start"], row["char_end"]))
            made[article_id] = ([record(row) for row in rows], {row[key]: n for n, row in enumerate(rows)})
        return made

    mentions = read("facts.mentions", Mention, "mention_id")
    quotes = read("facts.quotes", Quote, "quote_id")
    quantities = read("facts.quantities", Quantity, "quantity_id")
    times = read("facts.times", TimeExpression, "time_id")
    events = read("facts.events", Event, "event_id")
    claims: dict[str, list[Claim]] = {i: [] for i in article_ids}
    claim = mapping.of("facts.claims", Claim).record
    rows = session.rows("facts.claims", "article_id", article_ids)
    for row in sorted(rows, key=lambda row: (row["char_start"], row["char_end"])):
        article_id = row["article_id"]
        claims[article_id].append(
            claim(
                row,
                quantities=[quantities[article_id][1][i] for i in row["quantity_ids"]],
                times=[times[article_id][1][i] for i in row["time_ids"]],
                entities=[mentions[article_id][1][i] for i in row["mention_ids"]],
            )
        )
    return {
        i: Facts(
            mentions=mentions[i][0],
            quotes=quotes[i][0],
            quantities=quantities[i][0],
            times=times[i][0],
            events=events[i][0],
            claims=claims[i],
        )
        for i in article_ids
    }
