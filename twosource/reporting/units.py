"""What each page is made of, as digests: what did not change since the last report is neither asked for nor drawn.

Belongs here: digests from the marks that each write leaves. Does not: drawing, or what a page shows (`queries`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from twosource.reporting import views

UNDATED = "undated"
"""The month of what has no day."""
FEWEST = 2
"""Articles that have to name somebody before there is a page about him."""

MARKED = """
    CREATE OR REPLACE TEMP TABLE marked AS
    SELECT m.stage, m.unit, hash(m.outcome, coalesce(CAST(m.digest AS VARCHAR), m.run_id), c.h) AS h
    FROM quality.marks m LEFT JOIN (
        SELECT stage, unit, bit_xor(hash(correction_id, changed_id)) AS h FROM quality.corrected GROUP BY ALL
    ) c USING (stage, unit)
"""
"""One row a stage and unit: the digest of its rows, or, where an old version noted none, the run that wrote them; and
of the corrections that were applied to it."""
NAMED = f"""
    CREATE OR REPLACE TEMP TABLE named AS
    SELECT * FROM (SELECT *, hash(e) AS h FROM main.entities e) WHERE n_articles >= {FEWEST}
"""
ARTICLES = f"""
    CREATE OR REPLACE TEMP TABLE units AS
    WITH aside AS (
        SELECT item AS article_id, bit_xor(hash(message)) AS h FROM quarantine WHERE released_at IS NULL GROUP BY ALL
    ),
    names AS (
        SELECT article_id, bit_xor(hash(entity_id)) AS h
        FROM (SELECT DISTINCT article_id, entity_id FROM links.entity_aliases) SEMI JOIN named USING (entity_id)
        GROUP BY ALL
    )
    SELECT k.article_id, k.story_id, k.outlet,
        coalesce(strftime(k.published_on, '%Y-%m'), '{UNDATED}') AS month,
        hash(k, a.h, f.h, l.h, c.h, s.h, n.h, p.outlet, p.headline) AS h
    FROM known k
    LEFT JOIN marked a ON a.stage = 'articles' AND a.unit = k.capture_id
    LEFT JOIN marked f ON f.stage = 'facts' AND f.unit = k.article_id
    LEFT JOIN marked l ON l.stage = 'links' AND l.unit = k.article_id
    LEFT JOIN marked c ON c.stage = 'comparisons' AND c.unit = k.story_id
    LEFT JOIN aside s ON s.article_id = k.article_id
    LEFT JOIN names n ON n.article_id = k.article_id
    LEFT JOIN known p ON p.article_id = k.origin_of
"""
STORIES = f"""
    CREATE OR REPLACE TEMP TABLE story_units AS
    SELECT s.story_id, coalesce(strftime(s.last_published, '%Y-%m'), '{UNDATED}') AS month, hash(s, u.h, m.h) AS h
    FROM told s
    JOIN (SELECT story_id, bit_xor(h) AS h FROM units GROUP BY ALL) u USING (story_id)
    LEFT JOIN marked m ON m.stage = 'comparisons' AND m.unit = s.story_id
"""
ENTITIES = """
    SELECT n.entity_id, any_value(n.h), bit_xor(u.h) FROM named n
    JOIN (SELECT DISTINCT article_id, entity_id FROM links.entity_aliases) USING (entity_id)
    JOIN units u USING (article_id) GROUP BY ALL ORDER BY 1
"""
OUTLETS = "SELECT outlet, bit_xor(h), count(*) FROM units WHERE outlet IS NOT NULL GROUP BY ALL ORDER BY 1"


@dataclass(frozen=True, slots=True)
class Units:
    """For each page of its kind the digest of all that it shows; of months of articles and of stories, the latest
    first."""

    articles: Mapping[str, str]
    stories: Mapping[str, str]
    entities: Mapping[str, str]
    outlets: Mapping[str, str]
    article_months: Mapping[str, str]
    story_months: Mapping[str, str]


def read(con: duckdb.DuckDBPyConnection) -> Units:
    """Work the digests out. The cost follows the number of articles, not of their facts."""
    views.remember(con)
    for statement in (MARKED, NAMED, ARTICLES, STORIES):
        con.execute(statement)
    months = "SELECT month, bit_xor(h), count(*) FROM {} GROUP BY month ORDER BY month = '{}', month DESC"
    return Units(
        articles=_digests(con, "SELECT article_id, h FROM units ORDER BY 1"),
        stories=_digests(con, "SELECT story_id, h FROM story_units ORDER BY 1"),
        entities=_digests(con, ENTITIES),
        outlets=_digests(con, OUTLETS),
        article_months=_digests(con, months.format("units", UNDATED)),
        story_months=_digests(con, months.format("story_units", UNDATED)),
    )


def _digests(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, str]:
    """The first column is a page's name, the others together its digest."""
    return {str(own): "-".join(map(str, parts)) for own, *parts in con.execute(sql).fetchall()}
