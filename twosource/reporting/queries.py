"""What the pages of articles and stories show, read from the views of the published copy.

Belongs here: SQL over the views and plain records of its answers. Does not: HTML, what a page looks like; counts and
lists (`overview`, `lists`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import duckdb

from twosource.reporting import views
from twosource.reporting.story import standing
from twosource.reporting.story.matrix import columns_of

Row = dict[str, Any]

KINDS = {
    "quotes": "quote_id",
    "quantities": "quantity_id",
    "times": "time_id",
    "events": "event_id",
    "mentions": "mention_id",
    "claims": "claim_id",
}
"""The views of facts, with the column that names one."""
COLUMNS = {
    "quotes": ("kind", "speaker", "speaker_role", "cue", "force", "said_on", "relayed_from"),
    "quantities": ("kind", "value", "value_high", "unit", "mod", "measure", "about", "period", "modality"),
    "times": ("type", "value", "mod", "begins_on", "ends_on"),
    "events": ("type", "mode", "actors", "recipients", "place", "negated", "modality", "attributed_to"),
    "mentions": ("label", "entity", "country", "role"),
    "claims": ("attributed_to", "relayed_from", "negated", "modality", "hedge"),
}
"""What a page shows of each kind, in reading order; the words, the rule and its confidence follow."""
LINKED = {"quotes": ("entity_id",), "mentions": ("entity_id",)}
"""What it needs beside, to lead to the page of a name."""
BATCH = 1000
"""Articles or stories read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEvidence:
    """All that an article's page shows; `pages` are the entities of it that have a page."""

    article: Row
    regions: list[Row]
    facts: dict[str, list[Row]]
    arithmetic: list[Row]
    origin: Row | None
    stances: list[Row]
    notes: list[Row]
    pages: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMatrix:
    """All that a story's page shows; `stances` by comparison, then by article. What is silent is there for the articles
    that have a column in the matrix."""

    story: Row
    articles: list[Row]
    comparisons: list[Row]
    stances: dict[str, dict[str, list[Row]]]


def rows(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
    """The answer to a query, one dictionary a row."""
    cursor = con.execute(sql, dict(values) if isinstance(values, Mapping) else list(values))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def grouped(found: Sequence[Row], name: str) -> dict[str, list[Row]]:
    """The rows by the value of a column, in their order."""
    groups: dict[str, list[Row]] = {}
    for row in found:
        groups.setdefault(row[name], []).append(row)
    return groups


def articles(con: duckdb.DuckDBPyConnection, wanted: Sequence[str]) -> Iterator[ArticleEvidence]:
    """What the pages of these articles show, in the order of their ids, read in batches."""
    views.remember(con)
    for begin in range(0, len(wanted), BATCH):
        yield from _articles(con, sorted(wanted)[begin : begin + BATCH])


def _articles(con: duckdb.DuckDBPyConnection, ids: list[str]) -> Iterator[ArticleEvidence]:
    views.narrow(con, "article_id", ids)

    def by_article(sql: str) -> dict[str, list[Row]]:
        return grouped(rows(con, sql), "article_id")

    regions = by_article(
        "SELECT article_id, role, kept, rule, score, text, char_start, char_end FROM chosen_regions "
        "ORDER BY article_id, ordinal"
    )
    corrected = _corrected(con)
    facts = {kind: by_article(_facts(kind, corrected)) for kind in KINDS}
    arithmetic = by_article("SELECT * FROM chosen_arithmetic ORDER BY char_start, arithmetic_id")
    origins = by_article(
        "SELECT o.*, p.headline AS parent_headline, p.outlet AS parent_outlet FROM known_origins o SEMI JOIN chosen c "
        "USING (article_id) LEFT JOIN known p ON p.article_id = o.parent_article_id"
    )
    stances = by_article(
        "SELECT s.article_id, s.comparison_id, s.subject, s.stance, s.value, s.text, s.char_start, c.status "
        "FROM chosen_stances s JOIN comparisons c USING (comparison_id) "
        "WHERE s.stance NOT IN ('silent', 'not_observable') "
        "ORDER BY c.severity DESC, s.char_start, s.comparison_id"
    )
    notes = by_article(
        "SELECT item AS article_id, item_id, message, disposition FROM quarantine "
        "WHERE released_at IS NULL AND item IN (SELECT article_id FROM chosen) ORDER BY stage, message"
    )
    has_page = _with_page(con)
    for article in rows(con, "SELECT * FROM chosen ORDER BY article_id"):
        own = article["article_id"]
        yield ArticleEvidence(
            article=article,
            regions=regions.get(own, []),
            facts={kind: found.get(own, []) for kind, found in facts.items()},
            arithmetic=arithmetic.get(own, []),
            origin=next(iter(origins.get(own, [])), None),
            stances=stances.get(own, []),
            notes=notes.get(own, []),
            pages=has_page,
        )


def _corrected(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The views that tell what people put right."""
    found = con.execute("SELECT table_name FROM duckdb_columns() WHERE column_name = 'corrected_by'").fetchall()
    return frozenset(name for (name,) in found)


def _facts(kind: str, corrected: frozenset[str]) -> str:
    more = ("corrected_by",) if kind in corrected else ()
    names = (KINDS[kind], *COLUMNS[kind], *LINKED.get(kind, ()), "text", "char_start", "char_end", *more)
    columns = ", ".join(f'"{name}"' for name in names)
    return (
        f"SELECT article_id, {columns}, rule, confidence FROM chosen_{kind} "
        f"ORDER BY article_id, char_start, char_end, {KINDS[kind]}"
    )


def _with_page(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The entities of the chosen articles that have a page."""
    found = con.execute(
        "SELECT DISTINCT entity_id FROM links.entity_aliases SEMI JOIN chosen USING (article_id) "
        "SEMI JOIN named USING (entity_id)"
    ).fetchall()
    return frozenset(own for (own,) in found)


def stories(con: duckdb.DuckDBPyConnection, wanted: Sequence[str]) -> Iterator[StoryMatrix]:
    """What the pages of these stories show, in the order of their ids, read in batches."""
    views.remember(con)
    for begin in range(0, len(wanted), BATCH):
        yield from _stories(con, sorted(wanted)[begin : begin + BATCH])


def _stories(con: duckdb.DuckDBPyConnection, ids: list[str]) -> Iterator[StoryMatrix]:
    views.narrow(con, "story_id", ids)

    def by_story(sql: str, values: Sequence[object] = ()) -> dict[str, list[Row]]:
        return grouped(rows(con, sql, values), "story_id")

    chosen = "story_id IN (SELECT unnest(?))"
    members = by_story(
        'SELECT a.*, a.authors AS "by", o.reason, o.containment, o.origin_group, o.named, '
        "p.outlet AS parent_outlet, p.headline AS parent_headline FROM chosen a "
        "LEFT JOIN known_origins o USING (article_id) LEFT JOIN known p ON p.article_id = o.parent_article_id "
        "ORDER BY a.published_on NULLS LAST, a.published_at NULLS LAST, a.outlet, a.article_id"
    )
    compared = by_story(
        f"SELECT * FROM comparisons WHERE {chosen} ORDER BY "
        "severity DESC, n_origins DESC, n_outlets DESC, kind DESC, subject, comparison_id",
        [ids],
    )
    order = "ORDER BY comparison_id, article_id, char_start, value"
    told = by_story(f"SELECT * FROM chosen_stances WHERE text IS NOT NULL {order}")
    columns = [own for key, found in members.items() for own in _columns(found, told.get(key, []))]
    silent = by_story(
        f"SELECT * FROM chosen_stances WHERE text IS NULL AND article_id IN (SELECT unnest(?)) {order}", [columns]
    )
    for story in rows(con, f"SELECT * FROM told WHERE {chosen} ORDER BY story_id", [ids]):
        own = story["story_id"]
        by_comparison = grouped(list(chain(told.get(own, []), silent.get(own, []))), "comparison_id")
        yield StoryMatrix(
            story=story,
            articles=members.get(own, []),
            comparisons=sorted(compared.get(own, []), key=_first_seen),
            stances={key: grouped(found, "article_id") for key, found in by_comparison.items()},
        )


def _columns(members: Sequence[Row], told: Sequence[Row]) -> list[str]:
    return columns_of([one["article_id"] for one in members], Counter(row["article_id"] for row in told))


def _first_seen(comparison: Row) -> int:
    """The place of a comparison's status in a reader's order."""
    order = standing.order()
    return order.index(comparison["status"]) if comparison["status"] in order else len(order)
