"""What the first page shows: what wants a look, the last run and all of them in numbers, the sources.

Belongs here: SQL over the views that counts. Does not: lists (`lists`), single articles and stories (`queries`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from twosource.reporting.queries import KINDS, Row, rows

SOURCES = """
    SELECT c.*, coalesce(a.n, 0) AS articles, coalesce(q.wrong, 0) AS quarantined, coalesce(q.skipped, 0) AS skipped,
        s.problem, s.severity, s.message AS problem_message, s.news_at
    FROM coverage c
    LEFT JOIN (SELECT source, count(*) AS n FROM known GROUP BY source) a USING (source)
    LEFT JOIN (
        SELECT source, count_if(disposition = 'quarantined') AS wrong, count_if(disposition = 'skipped') AS skipped
        FROM quarantine WHERE released_at IS NULL GROUP BY source
    ) q USING (source)
    LEFT JOIN quality.sources s USING (source)
    QUALIFY row_number() OVER (PARTITION BY c.source ORDER BY c.run_number DESC) = 1
    ORDER BY s.problem IS NULL, c.status = 'ok', c.source
"""
"""The last pass over each source, with what there is of it in all: at any stage, as long as it is set aside."""
RUN = """
    SELECT r.run_id, r.number, r.started_at, r.n_units, coalesce(c.found, 0) AS found, coalesce(c.new, 0) AS new,
        coalesce(c.unchanged, 0) AS unchanged
    FROM quality.runs r LEFT JOIN (
        SELECT run_id, sum(n_found)::BIGINT AS found, sum(n_new)::BIGINT AS new, sum(n_unchanged)::BIGINT AS unchanged
        FROM coverage GROUP BY run_id
    ) c USING (run_id)
    ORDER BY r.number DESC LIMIT 1
"""
READ = """
    SELECT (SELECT count(DISTINCT article_id) FROM clean.articles) AS versions,
        (SELECT coalesce(sum(n_new), 0)::BIGINT FROM coverage)
            + (SELECT count(*) FROM quarantine WHERE stage = 'captures' AND released_at IS NULL) AS inputs,
        (SELECT count(DISTINCT outlet) FROM known) AS outlets,
        (SELECT count(*) FROM named) AS entities,
        (SELECT count(DISTINCT article_id) FROM known WHERE article_id NOT IN
            (SELECT item FROM quarantine WHERE stage = 'facts' AND released_at IS NULL)) AS facts_read,
        (SELECT count_if(origin_type = 'own_reporting') FROM known) AS own_reporting,
        (SELECT count_if(coalesce(origin_type, 'unknown') = 'unknown') FROM known) AS unknown,
        (SELECT count_if(origin_type NOT IN ('own_reporting', 'unknown')) FROM known) AS elsewhere,
        (SELECT count_if(published_on IS NULL) FROM known) AS undated,
        (SELECT count_if(outlet IS NULL) FROM known) AS unnamed,
        (SELECT count_if(n_articles = 1) FROM told) AS alone
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The corpus in numbers; `run` is the last run, None where there was none."""

    as_of: datetime | None  # when the newest thing in the copy happened
    run: Row | None
    counts: dict[str, int]
    coverage: list[Row]  # the last pass over each source, and what is in the database of it in all
    set_aside: list[Row]  # stage, disposition, reason, n
    facts_by_outlet: list[tuple[str, str, int]]
    published: list[tuple[date, int]]
    removed: list[tuple[str, int]]
    statuses: list[tuple[str, int]]

    @property
    def troubled(self) -> list[Row]:
        """The sources that do not do what they declare: blocked, silent, short."""
        return [row for row in self.coverage if row["problem"]]


def overview(con: duckdb.DuckDBPyConnection) -> Overview:
    """Count everything once. To be called when `units` are read."""
    facts = [
        (str(outlet or "outlet unknown"), kind, int(number))
        for kind in KINDS
        for outlet, number in con.execute(
            f"SELECT k.outlet, count(*) FROM facts.{kind} JOIN known k USING (article_id) GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    ]
    (counts,) = rows(
        con,
        "SELECT "
        + ", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in ("known", "told", "comparisons", "apart")),
    )
    (read,) = rows(con, READ)
    counts |= {"articles": counts["known"], "stories": counts["told"], "conflicts": counts["apart"]}
    by_kind = {kind: sum(number for _, other, number in facts if other == kind) for kind in KINDS}
    return Overview(
        as_of=_as_of(con),
        run=next(iter(rows(con, RUN)), None),
        counts=counts
        | {name: number or 0 for name, number in read.items()}
        | by_kind
        | {"facts": sum(by_kind.values())},
        coverage=rows(con, SOURCES),
        set_aside=rows(
            con,
            "SELECT stage, disposition, reason, count(*) AS n FROM quarantine WHERE released_at IS NULL "
            "GROUP BY ALL ORDER BY stage, disposition, n DESC, reason",
        ),
        facts_by_outlet=sorted(facts),
        published=[
            (day, int(number))
            for day, number in con.execute(
                "SELECT published_on, count(*) FROM known WHERE published_on IS NOT NULL GROUP BY 1 ORDER BY 1"
            ).fetchall()
        ],
        removed=_pairs(con, "SELECT role, count(*) FROM known_regions WHERE NOT kept GROUP BY 1 ORDER BY 2 DESC, 1"),
        statuses=_pairs(con, "SELECT status, count(*) FROM comparisons GROUP BY 1 ORDER BY 1"),
    )


def _as_of(con: duckdb.DuckDBPyConnection) -> datetime | None:
    row = con.execute(
        "SELECT max(moment) FROM (SELECT moment FROM (SELECT run_number, finished_at AS moment FROM coverage UNION ALL "
        "SELECT run_number, checked_at FROM checks) QUALIFY run_number = max(run_number) OVER ())"
    ).fetchone()
    return row[0] if row else None


def _pairs(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[str, int]]:
    return [(str(word), int(number)) for word, number in con.execute(sql).fetchall()]
