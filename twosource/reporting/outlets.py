"""The pages of outlets: how much comes, how complete it is, what cleaning removes, whose it is, what is wrong.

Belongs here: counts by outlet. Does not: single articles (`queries`), sources (`overview`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from twosource.reporting import lists
from twosource.reporting.queries import Row, grouped, rows

FILLED = ("headline", "date", "author", "speaker")
"""What an article should have; `speaker` is a share of quotations."""
SHOWN = 20
"""Articles of an outlet that its page lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet's page: `totals` in all, `months` one row each, the latest first."""

    name: str
    totals: Row
    months: list[Row]
    removed: list[Row]
    origins: list[Row]
    aside: list[Row]
    sums: list[Row]
    conflicts: list[Row]
    latest: list[Row]


COUNTED = """
    SELECT k.outlet, {month} count(*) AS articles, avg(k.word_count) AS words,
        avg((k.headline IS NOT NULL)::INT) AS headline, avg((k.published_on IS NOT NULL)::INT) AS date,
        avg((len(k.authors) > 0)::INT) AS author, sum(q.spoken) / sum(q.n) AS speaker,
        CAST(sum(coalesce(q.n, 0)) AS BIGINT) AS quotes, any_value(k.publisher_family) AS family,
        count(DISTINCT k.story_id) AS stories
    FROM known k JOIN units u USING (article_id)
    LEFT JOIN (SELECT article_id, count(*) AS n, count(speaker) AS spoken FROM facts.quotes GROUP BY ALL) q
        USING (article_id)
    WHERE k.outlet IS NOT NULL {where} GROUP BY {month} k.outlet ORDER BY {order}
"""


def table(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """Every outlet in numbers, those with most articles first."""
    return rows(con, COUNTED.format(month="", where="", order="articles DESC, k.outlet"))


def outlets(con: duckdb.DuckDBPyConnection, wanted: Sequence[str]) -> list[Outlet]:
    """What the pages of these outlets show."""
    if not wanted:
        return []
    mine = "outlet IN (SELECT unnest($wanted))"
    values = {"wanted": list(wanted)}

    def by_outlet(sql: str) -> dict[str, list[Row]]:
        return grouped(rows(con, sql, values), "outlet")

    totals = by_outlet(COUNTED.format(month="", where=f"AND k.{mine}", order="k.outlet"))
    by_month = by_outlet(
        COUNTED.format(month="u.month,", where=f"AND k.{mine}", order="u.month = 'undated', u.month DESC")
    )
    removed = by_outlet(
        f"SELECT outlet, role, count(*) AS n FROM known_regions WHERE NOT kept AND {mine} "
        "GROUP BY ALL ORDER BY n DESC, role"
    )
    origins = by_outlet(
        f"SELECT outlet, coalesce(origin_type, 'unknown') AS origin, count(*) AS n FROM known WHERE {mine} "
        "GROUP BY ALL ORDER BY n DESC, origin"
    )
    aside = by_outlet(
        "SELECT k.outlet, q.*, k.article_id, k.headline FROM quarantine q JOIN known k ON k.article_id = q.item "
        f"WHERE q.released_at IS NULL AND k.{mine} ORDER BY q.reason, k.headline, q.item_id"
    )
    sums = by_outlet(
        f"SELECT outlet, article_id, headline, text FROM known_arithmetic WHERE NOT holds AND {mine} "
        "ORDER BY article_id, char_start"
    )
    latest = by_outlet(
        f"SELECT * FROM known WHERE {mine} QUALIFY row_number() OVER ("
        f"PARTITION BY outlet ORDER BY published_on DESC NULLS LAST, article_id) <= {SHOWN} "
        "ORDER BY published_on DESC NULLS LAST, headline, article_id"
    )
    apart = lists.conflicts(con)
    return [
        Outlet(
            name=name,
            totals=totals[name][0],
            months=by_month[name],
            removed=removed.get(name, []),
            origins=origins.get(name, []),
            aside=aside.get(name, []),
            sums=sums.get(name, []),
            conflicts=[row for row in apart if name in (*row["outlets_a"], *row["outlets_b"])],
            latest=latest.get(name, []),
        )
        for name in wanted
    ]
