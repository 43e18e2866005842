"""Lists of the report: months of articles and of stories, conflicts, all that was set aside.

Belongs here: one row an entry, as lists show it. Does not: single articles and stories (`queries`), counts
(`overview`).
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from twosource.reporting.queries import KINDS, Row, rows
from twosource.reporting.story import standing

LATEST = 30
"""Articles, stories or conflicts on the first page of their kind; the others stand in their months."""


def months(con: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    """The months of `units` (articles) or `story_units` (stories), the latest first, with their number."""
    return rows(con, f"SELECT month, count(*) AS n FROM {table} GROUP BY month ORDER BY month = 'undated', month DESC")


def articles_of(con: duckdb.DuckDBPyConnection, month: str) -> list[Row]:
    """The articles of a month with their number of facts, the latest first."""
    return _articles(con, "SELECT article_id FROM units WHERE month = ?", [month])


def latest_articles(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """The articles published last."""
    return _articles(
        con, f"SELECT article_id FROM known ORDER BY published_on DESC NULLS LAST, article_id LIMIT {LATEST}", []
    )


def _articles(con: duckdb.DuckDBPyConnection, chosen: str, values: Sequence[object]) -> list[Row]:
    con.execute(f"CREATE OR REPLACE TEMP TABLE listed AS {chosen}", list(values))
    counts = " UNION ALL ".join(
        f"SELECT article_id FROM facts.{kind} SEMI JOIN listed USING (article_id)" for kind in KINDS
    )
    return rows(
        con,
        "SELECT k.*, coalesce(f.n_facts, 0) AS n_facts, n.names FROM known k SEMI JOIN listed USING (article_id) "
        f"LEFT JOIN (SELECT article_id, count(*) AS n_facts FROM ({counts}) GROUP BY ALL) f USING (article_id) "
        "LEFT JOIN (SELECT article_id, list_sort(list(DISTINCT entity)) AS names FROM facts.mentions "
        "SEMI JOIN listed USING (article_id) GROUP BY ALL) n USING (article_id) "
        "ORDER BY k.published_on DESC NULLS LAST, k.outlet NULLS LAST, k.headline NULLS LAST, k.article_id",
    )


STORIES = """
    SELECT s.*, coalesce(c.statuses, []) AS statuses, coalesce(c.n_apart, 0) AS n_apart, c.subjects, a.outlets
    FROM told s
    LEFT JOIN (
        SELECT story_id, list(status) AS statuses, count_if(list_contains($apart, status)) AS n_apart,
            list_sort(list(DISTINCT subject)) AS subjects
        FROM comparisons GROUP BY story_id
    ) c USING (story_id)
    LEFT JOIN (
        SELECT story_id, list_sort(list(DISTINCT outlet)) AS outlets FROM known
        WHERE outlet IS NOT NULL GROUP BY story_id
    ) a USING (story_id)
"""


def stories_of(con: duckdb.DuckDBPyConnection, month: str) -> list[Row]:
    """The stories of a month with the statuses of their comparisons; those with sides that stand apart first."""
    where = "WHERE s.story_id IN (SELECT story_id FROM story_units WHERE month = $month)"
    return rows(con, f"{STORIES} {where} {_order()}", {"apart": standing.apart(), "month": month})


def latest_stories(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """The stories with sides that stand apart, then those that were told last."""
    return rows(con, f"{STORIES} {_order()} LIMIT {LATEST}", {"apart": standing.apart()})


def _order() -> str:
    return "ORDER BY n_apart > 0 DESC, s.last_published DESC NULLS LAST, s.n_articles DESC, s.story_id"


def conflicts(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """All conflicts with their story, the gravest first."""
    return rows(
        con,
        "SELECT c.*, s.headline, s.last_published FROM apart c JOIN told s USING (story_id) "
        "ORDER BY c.severity DESC, s.last_published DESC NULLS LAST, c.comparison_id",
    )


def set_aside(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """All that was set aside: what still is first, then what was released."""
    return rows(
        con,
        "SELECT q.*, a.article_id FROM quarantine q LEFT JOIN known a ON a.article_id = q.item "
        "ORDER BY released_at IS NOT NULL, disposition, reason, source_path, stage, item_id",
    )
