"""The stage `facts`: extraction, one article at a time.

Belongs here: articles in, rows of every kind of fact out, and the stored facts back as records.
Does not: extraction itself (`twosource/extraction`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice, tee
from typing import Any, NamedTuple, TypeVar

from twosource import declarations, identity
from twosource.corrections import facts as by_hand
from twosource.faults import Fault
from twosource.records import (
    Argument,
    Arithmetic,
    Article,
    Claim,
    Correction,
    Event,
    Facts,
    Mention,
    Quantity,
    Quote,
    SetAside,
    Stated,
    Statement,
    TimeExpression,
)
from twosource.stages.refused import stopped
from twosource.stages.versions import version as digest
from twosource.warehouse import corrected_units, corrections, mapping
from twosource.warehouse.corrections import Corrected
from twosource.warehouse.session import Made, Session
from twosource.warehouse.stages import Counts

STAGE = "facts"
VERSION = "3"
"""For people: raised when what is read changes in kind. What makes rows anew is the digest beside it."""
TABLES = declarations.stages()[STAGE].writes
Rows = dict[str, list[dict[str, Any]]]
Row = list[dict[str, Any]]
Kind = TypeVar("Kind", bound=Stated)


def run(session: Session) -> Counts:
    """Read every article that is new, or that this version has not read."""
    counts = session.do(STAGE, version(session.settings.model), partial(_extract, session))
    if counts.many:
        from twosource.extraction import parse

        parse.forget()
    return counts


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
    told_by_hand = corrections.by_document(corrections.standing(session.con, corrected_units.OF_FACTS))
    found = extraction.extract_each(
        stream, model=settings.model, seconds=settings.article_seconds, engine=session.engine
    )
    for batch in again:
        rows: Rows = {table: [] for table in TABLES}
        applied: list[Corrected] = []
        for article_id, made in zip(batch.articles, islice(found, len(batch.articles)), strict=True):
            if isinstance(made, Fault):
                row = batch.rows[article_id]
                batch.set_aside.append(stopped(STAGE, article_id, row["source"], row["source_path"], made))
            else:
                made, ids = corrected(made, batch.rows[article_id], told_by_hand)
                applied += ids
                for table, more in rows_of(made, article_id, told).items():
                    rows[table] += more
        corrections.note(session.con, STAGE, batch.units, applied)
        yield batch.units, rows, batch.set_aside


def corrected(
    made: Facts, row: Mapping[str, Any], told: Mapping[str, Sequence[Correction]]
) -> tuple[Facts, list[Corrected]]:
    """An article's facts with what people put right in them, and what was applied; `row` is of `clean.articles`."""
    of_it = corrections.of(told, row["document_id"], row["source_path"], row["url"])
    if not of_it:
        return made, []
    article_id = row["article_id"]
    facts, applied = by_hand.corrected(made, row["text"], of_it)
    ids = {
        "quotes": identity.fact_ids(article_id, "quote", facts.quotes),
        "quantities": identity.fact_ids(article_id, "quantity", facts.quantities),
    }
    rows = (article_id if one.index is None else ids[one.table][one.index] for one in applied)
    return facts, [
        Corrected(one.correction_id, article_id, changed_id) for one, changed_id in zip(applied, rows, strict=True)
    ]


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


class _Ids:
    """The ids of an article's facts by kind, for facts that name one another by their places in `Facts`."""

    def __init__(self, article_id: str, made: Facts) -> None:
        of = partial(identity.fact_ids, article_id)
        self.statements, self.mentions = of("statement", made.statements), of("mention", made.mentions)
        self.quotes, self.quantities = of("quote", made.quotes), of("quantity", made.quantities)
        self.times, self.events, self.claims = (
            of("time", made.times),
            of("event", made.events),
            of("claim", made.claims),
        )


def rows_of(made: Facts, article_id: str, stage_version: str) -> Rows:
    """The rows of an article's facts by full name of their table. Where facts name one another, rows name ids."""
    ids = _Ids(article_id, made)
    common = {"article_id": article_id, "stage_version": stage_version}

    def stated(table: str, kind: type[Kind], facts: Sequence[Kind], key: str, own: Sequence[str]) -> Row:
        as_row = mapping.of(f"facts.{table}", kind).row
        return [
            as_row(fact, **{key: fact_id}, statement_id=_at(ids.statements, fact.statement), **common)
            for fact_id, fact in zip(own, facts, strict=True)
        ]

    return {
        "facts.statements": _statement_rows(made, ids, common),
        "facts.mentions": stated("mentions", Mention, made.mentions, "mention_id", ids.mentions),
        "facts.quotes": stated("quotes", Quote, made.quotes, "quote_id", ids.quotes),
        "facts.quantities": stated("quantities", Quantity, made.quantities, "quantity_id", ids.quantities),
        "facts.times": stated("times", TimeExpression, made.times, "time_id", ids.times),
        "facts.events": stated("events", Event, made.events, "event_id", ids.events),
        "facts.claims": _claim_rows(made, ids, common),
        "facts.arithmetic": _arithmetic_rows(made, ids, common),
    }


def _at(ids: Sequence[str], number: int | None) -> str | None:
    return None if number is None else ids[number]


def _statement_rows(made: Facts, ids: _Ids, common: Mapping[str, str]) -> Row:
    as_row = mapping.of("facts.statements", Statement).row
    return [
        as_row(
            told,
            statement_id=statement_id,
            verb_start=told.head[0],
            verb_end=told.head[1],
            quote_id=_at(ids.quotes, told.attributed_by),
            time_id=_at(ids.times, told.rests_on),
            arguments=[
                {"role": one.role, "text": one.text, "mention_id": _at(ids.mentions, one.mention)}
                for one in told.arguments
            ],
            **common,
        )
        for statement_id, told in zip(ids.statements, made.statements, strict=True)
    ]


def _claim_rows(made: Facts, ids: _Ids, common: Mapping[str, str]) -> Row:
    as_row = mapping.of("facts.claims", Claim).row
    return [
        as_row(
            claim,
            claim_id=claim_id,
            statement_id=_at(ids.statements, claim.statement),
            quantity_ids=[ids.quantities[n] for n in claim.quantities],
            time_ids=[ids.times[n] for n in claim.times],
            mention_ids=[ids.mentions[n] for n in claim.entities],
            **common,
        )
        for claim_id, claim in zip(ids.claims, made.claims, strict=True)
    ]


def _arithmetic_rows(made: Facts, ids: _Ids, common: Mapping[str, str]) -> Row:
    as_row = mapping.of("facts.arithmetic", Arithmetic).row
    return [
        as_row(
            found,
            arithmetic_id=identity.content_id(
                "arithmetic", common["article_id"], found.relation, found.operands, found.stated
            ),
            operands=[ids.quantities[n] for n in found.operands],
            stated=ids.quantities[found.stated],
            **common,
        )
        for found in made.arithmetic
    ]


# ------------------------------------------------------------------ rows into facts


class _Stored:
    """The stored rows of one kind of fact of one article, in the order of the text, and where each id stands."""

    def __init__(self, rows: list[dict[str, Any]], key: str) -> None:
        self.rows = sorted(rows, key=lambda row: (row["char_start"], row["char_end"], row[key]))
        self._places = {row[key]: n for n, row in enumerate(self.rows)}

    def place(self, fact_id: str | None) -> int | None:
        return None if fact_id is None else self._places[fact_id]

    def places(self, ids: Iterable[str]) -> list[int]:
        return [self._places[fact_id] for fact_id in ids]


def stored(session: Session, article_ids: Sequence[str]) -> dict[str, Facts]:
    """The stored facts of articles, each kind in the order of the text; ids that rows name are places again."""
    read: dict[str, dict[str, _Stored]] = {}
    for table, key in KEYS.items():
        found: dict[str, list[dict[str, Any]]] = {article_id: [] for article_id in article_ids}
        for row in session.rows(f"facts.{table}", "article_id", article_ids):
            found[row["article_id"]].append(row)
        read[table] = {article_id: _Stored(rows, key) for article_id, rows in found.items()}
    return {i: _facts({table: found[i] for table, found in read.items()}) for i in article_ids}


KEYS = {
    "statements": "statement_id",
    "mentions": "mention_id",
    "quotes": "quote_id",
    "quantities": "quantity_id",
    "times": "time_id",
    "events": "event_id",
    "claims": "claim_id",
}
"""The tables of facts with their keys."""


def _facts(found: Mapping[str, _Stored]) -> Facts:
    """An article's facts out of its rows."""

    def stated(table: str, kind: type[Kind]) -> list[Kind]:
        record = mapping.of(f"facts.{table}", kind).record
        place = found["statements"].place
        return [record(row, statement=place(row["statement_id"])) for row in found[table].rows]

    claim = mapping.of("facts.claims", Claim).record
    return Facts(
        statements=[_statement(row, found) for row in found["statements"].rows],
        mentions=stated("mentions", Mention),
        quotes=stated("quotes", Quote),
        quantities=stated("quantities", Quantity),
        times=stated("times", TimeExpression),
        events=stated("events", Event),
        claims=[
            claim(
                row,
                statement=found["statements"].place(row["statement_id"]),
                quantities=found["quantities"].places(row["quantity_ids"]),
                times=found["times"].places(row["time_ids"]),
                entities=found["mentions"].places(row["mention_ids"]),
            )
            for row in found["claims"].rows
        ],
    )


def _statement(row: Mapping[str, Any], found: Mapping[str, _Stored]) -> Statement:
    return mapping.of("facts.statements", Statement).record(
        row,
        head=(row["verb_start"], row["verb_end"]),
        attributed_by=found["quotes"].place(row["quote_id"]),
        rests_on=found["times"].place(row["time_id"]),
        arguments=[
            Argument(role=one["role"], text=one["text"], mention=found["mentions"].place(one["mention_id"]))
            for one in row["arguments"]
        ],
    )
