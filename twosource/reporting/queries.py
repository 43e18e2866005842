"""What the report shows, read from the views of the published copy.

Belongs here: SQL over the views and plain records of its answers. Does not: base tables, HTML, what a page looks like.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import duckdb

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
BATCH = 200
"""Articles or stories read at once."""

ARTICLE_DIGESTS = " UNION ALL ".join(
    [f"SELECT article_id AS unit, hash(t) AS h FROM {view} t" for view in ("articles", "regions", *KINDS, "arithmetic")]
    + [
        "SELECT o.article_id, hash(o, p.headline, p.outlet) FROM origins o "
        "LEFT JOIN articles p ON p.article_id = o.parent_article_id",
        "SELECT s.article_id, hash(s, c.status) FROM stances s JOIN comparisons c USING (comparison_id)",
        "SELECT item, hash(message) FROM quarantine WHERE released_at IS NULL",
    ]
)
STORY_DIGESTS = " UNION ALL ".join(
    [f"SELECT story_id AS unit, hash(t) AS h FROM {view} t" for view in ("articles", "stories", "comparisons")]
    + [f"SELECT story_id, hash(t) FROM {view} t WHERE story_id IS NOT NULL" for view in ("stances", "origins")]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEvidence:
    """All that an article's page shows."""

    article: Row
    regions: list[Row]
    facts: dict[str, list[Row]]
    arithmetic: list[Row]
    origin: Row | None
    stances: list[Row]
    notes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMatrix:
    """All that a story's page shows; `stances` by comparison, then by article. What is silent is there for the articles
    that have a column in the matrix."""

    story: Row
    articles: list[Row]
    comparisons: list[Row]
    stances: dict[str, dict[str, list[Row]]]


def rows(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()) -> list[Row]:
    """The answer to a query, one dictionary a row."""
    cursor = con.execute(sql, list(values))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def digests(con: duckdb.DuckDBPyConnection, parts: str) -> dict[str, str]:
    """For each article or story (`ARTICLE_DIGESTS`, `STORY_DIGESTS`) a digest of all that its page shows."""
    view = "articles" if parts is ARTICLE_DIGESTS else "stories"
    name = "article_id" if parts is ARTICLE_DIGESTS else "story_id"
    found = con.execute(
        f"SELECT unit, CAST(sum(CAST(h AS HUGEINT)) AS VARCHAR) FROM ({parts}) JOIN {view} v ON v.{name} = unit "
        "GROUP BY unit ORDER BY unit"
    ).fetchall()
    return {str(unit): str(digest) for unit, digest in found}


def articles(con: duckdb.DuckDBPyConnection, wanted: Sequence[str]) -> Iterator[ArticleEvidence]:
    """What the pages of these articles show, in the order of their ids, read in batches."""
    for begin in range(0, len(wanted), BATCH):
        yield from _articles(con, sorted(wanted)[begin : begin + BATCH])


def _articles(con: duckdb.DuckDBPyConnection, ids: list[str]) -> Iterator[ArticleEvidence]:
    def by_article(sql: str) -> dict[str, list[Row]]:
        return _grouped(rows(con, sql, [ids]), "article_id")

    chosen = "article_id IN (SELECT unnest(?))"
    regions = by_article(f"SELECT * FROM regions WHERE {chosen} ORDER BY ordinal")
    facts = {
        kind: by_article(f"SELECT * FROM {kind} WHERE {chosen} ORDER BY char_start, char_end, {key}")
        for kind, key in KINDS.items()
    }
    arithmetic = by_article(f"SELECT * FROM arithmetic WHERE {chosen} ORDER BY char_start, arithmetic_id")
    origins = by_article(
        "SELECT o.*, p.headline AS parent_headline, p.outlet AS parent_outlet FROM origins o "
        f"LEFT JOIN articles p ON p.article_id = o.parent_article_id WHERE o.{chosen}"
    )
    stances = by_article(
        "SELECT s.*, c.status, c.kind FROM stances s JOIN comparisons c USING (comparison_id) "
        f"WHERE s.{chosen} AND s.stance NOT IN ('silent', 'not_observable') "
        "ORDER BY c.severity DESC, s.char_start, s.comparison_id"
    )
    notes = by_article(
        "SELECT item AS article_id, message FROM quarantine "
        "WHERE released_at IS NULL AND item IN (SELECT unnest(?)) ORDER BY stage, message"
    )
    for article in rows(con, f"SELECT * FROM articles WHERE {chosen} ORDER BY article_id", [ids]):
        own = article["article_id"]
        yield ArticleEvidence(
            article=article,
            regions=regions.get(own, []),
            facts={kind: found.get(own, []) for kind, found in facts.items()},
            arithmetic=arithmetic.get(own, []),
            origin=next(iter(origins.get(own, [])), None),
            stances=stances.get(own, []),
            notes=[note["message"] for note in notes.get(own, [])],
        )


def stories(con: duckdb.DuckDBPyConnection, wanted: Sequence[str]) -> Iterator[StoryMatrix]:
    """What the pages of these stories show, in the order of their ids, read in batches."""
    for begin in range(0, len(wanted), BATCH):
        yield from _stories(con, sorted(wanted)[begin : begin + BATCH])


def _stories(con: duckdb.DuckDBPyConnection, ids: list[str]) -> Iterator[StoryMatrix]:
    def by_story(sql: str) -> dict[str, list[Row]]:
        return _grouped(rows(con, sql, [ids]), "story_id")

    chosen = "story_id IN (SELECT unnest(?))"
    members = by_story(
        "SELECT a.*, o.reason, o.containment, o.origin_group, o.named, p.outlet AS parent_outlet, "
        "p.headline AS parent_headline FROM articles a "
        "LEFT JOIN origins o USING (article_id) LEFT JOIN articles p ON p.article_id = o.parent_article_id "
        f"WHERE a.{chosen} ORDER BY a.published_on NULLS LAST, a.published_at NULLS LAST, a.outlet, a.article_id"
    )
    compared = by_story(
        f"SELECT * FROM comparisons WHERE {chosen} ORDER BY "
        "severity DESC, n_origins DESC, n_outlets DESC, kind DESC, subject, comparison_id"
    )
    order = "ORDER BY comparison_id, article_id, char_start, value"
    told = by_story(f"SELECT * FROM stances WHERE {chosen} AND text IS NOT NULL {order}")
    columns = [own for key, found in members.items() for own in _columns(found, told.get(key, []))]
    silent = _grouped(
        rows(
            con,
            f"SELECT * FROM stances WHERE {chosen} AND text IS NULL AND article_id IN (SELECT unnest(?)) {order}",
            [ids, columns],
        ),
        "story_id",
    )
    for story in rows(con, f"SELECT * FROM stories WHERE {chosen} ORDER BY story_id", [ids]):
        own = story["story_id"]
        by_comparison = _grouped(list(chain(told.get(own, []), silent.get(own, []))), "comparison_id")
        yield StoryMatrix(
            story=story,
            articles=members.get(own, []),
            comparisons=sorted(compared.get(own, []), key=_first_seen),
            stances={key: _grouped(found, "article_id") for key, found in by_comparison.items()},
        )


def _columns(members: Sequence[Row], told: Sequence[Row]) -> list[str]:
    return columns_of([one["article_id"] for one in members], Counter(row["article_id"] for row in told))


def _first_seen(comparison: Row) -> int:
    """The place of a comparison's status in a reader's order."""
    order = standing.order()
    return order.index(comparison["status"]) if comparison["status"] in order else len(order)


def story_list(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """Every story with the statuses of its comparisons; those with sides that stand apart first, then the latest."""
    return rows(
        con,
        """
        SELECT s.*, coalesce(c.statuses, []) AS statuses, coalesce(c.n_apart, 0) AS n_apart, a.outlets
        FROM stories s
        LEFT JOIN (
            SELECT story_id, list(status) AS statuses, count_if(list_contains(?, status)) AS n_apart
            FROM comparisons GROUP BY story_id
        ) c USING (story_id)
        LEFT JOIN (
            SELECT story_id, list_sort(list(DISTINCT outlet)) AS outlets FROM articles
            WHERE outlet IS NOT NULL GROUP BY story_id
        ) a USING (story_id)
        ORDER BY n_apart > 0 DESC, s.last_published DESC NULLS LAST, s.n_articles DESC, s.story_id
        """,
        [standing.apart()],
    )


def article_list(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """Every article with its number of facts, the latest first."""
    counts = " UNION ALL ".join(f"SELECT article_id FROM {kind}" for kind in KINDS)
    return rows(
        con,
        "SELECT a.* EXCLUDE (text), coalesce(f.n_facts, 0) AS n_facts FROM articles a LEFT JOIN "
        f"(SELECT article_id, count(*) AS n_facts FROM ({counts}) GROUP BY article_id) f USING (article_id) "
        "ORDER BY a.published_on DESC NULLS LAST, a.outlet NULLS LAST, a.headline NULLS LAST, a.article_id",
    )


def _grouped(found: list[Row], name: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in found:
        groups.setdefault(row[name], []).append(row)
    return groups
