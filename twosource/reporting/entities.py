"""The pages of people, organisations and places: what they are called, where they occur, what they say, their numbers.

Belongs here: rows by entity. Does not: deciding which names are one (comparison).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from twosource.reporting.queries import BATCH, Row, grouped, rows

SHOWN = 30
"""Articles, quotations or numbers of one entity that its page shows, the latest ones."""
LISTED = 300
"""Entities in the list; the others are found by name, or from an article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An entity's page; `articles` carry how they call it, `quotes` what it says, `numbers` what is said of it."""

    entity: Row
    articles: list[Row]
    quotes: list[Row]
    numbers: list[Row]


def table(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """The entities that most articles name."""
    return rows(
        con, f"SELECT * EXCLUDE (h) FROM named ORDER BY n_articles DESC, n_outlets DESC, name, entity_id LIMIT {LISTED}"
    )


def entities(con: duckdb.DuckDBPyConnection, wanted: Sequence[str]) -> Iterator[Entity]:
    """What the pages of these entities show, in the order of their ids."""
    for begin in range(0, len(wanted), BATCH):
        yield from _entities(con, sorted(wanted)[begin : begin + BATCH])


def _entities(con: duckdb.DuckDBPyConnection, ids: list[str]) -> Iterator[Entity]:
    mine = "entity_id IN (SELECT unnest($ids))"
    newest = "PARTITION BY entity_id ORDER BY published_on DESC NULLS LAST, article_id"
    order = "ORDER BY published_on DESC NULLS LAST, article_id"

    def by_entity(sql: str) -> dict[str, list[Row]]:
        return grouped(rows(con, sql, {"ids": ids}), "entity_id")

    places = by_entity(
        "SELECT l.entity_id, l.forms, k.article_id, k.headline, k.outlet, k.published_on, k.story_id FROM known k JOIN "
        f"(SELECT entity_id, article_id, list_sort(list(alias)) AS forms FROM links.entity_aliases WHERE {mine} "
        f"GROUP BY ALL) l USING (article_id) QUALIFY row_number() OVER ({newest}) <= {SHOWN} {order}"
    )
    quotes = by_entity(
        "SELECT entity_id, quote_id, article_id, text, cue, outlet, published_on FROM known_quotes "
        f"WHERE {mine} QUALIFY row_number() OVER ({newest}, char_start) <= {SHOWN} {order}, char_start"
    )
    numbers = by_entity(
        "SELECT n.entity_id, q.quantity_id, q.article_id, q.text, q.measure, q.period, q.outlet, q.published_on "
        "FROM known_quantities q JOIN "
        f"(SELECT DISTINCT entity_id, article_id, entity FROM links.entity_links WHERE {mine}) n "
        f"ON n.article_id = q.article_id AND n.entity = q.about "
        "QUALIFY row_number() OVER (PARTITION BY n.entity_id ORDER BY q.published_on DESC NULLS LAST, q.article_id, "
        f"q.char_start) <= {SHOWN} ORDER BY q.published_on DESC NULLS LAST, q.article_id, q.char_start"
    )
    for entity in rows(con, f"SELECT * FROM named WHERE {mine} ORDER BY entity_id", {"ids": ids}):
        own = entity["entity_id"]
        yield Entity(
            entity=entity, articles=places.get(own, []), quotes=quotes.get(own, []), numbers=numbers.get(own, [])
        )
