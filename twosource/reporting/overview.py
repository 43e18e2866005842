"""What the pages about the whole show: numbers, coverage, checks with their history, what was set aside.

Belongs here: SQL over the views that counts. Does not: single articles and stories (`queries`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from twosource.reporting.queries import KINDS, Row, rows

HISTORY = 30
"""Runs that a table's history shows; older ones stay in the database."""


SOURCES = """
    SELECT c.*, coalesce(a.n, 0) AS articles, coalesce(q.wrong, 0) AS quarantined, coalesce(q.skipped, 0) AS skipped
    FROM coverage c
    LEFT JOIN (SELECT source, count(*) AS n FROM articles GROUP BY source) a USING (source)
    LEFT JOIN (
        SELECT source, count_if(disposition = 'quarantined') AS wrong, count_if(disposition = 'skipped') AS skipped
        FROM quarantine WHERE released_at IS NULL GROUP BY source
    ) q USING (source)
    QUALIFY row_number() OVER (PARTITION BY c.source ORDER BY c.run_number DESC) = 1
    ORDER BY c.status = 'ok', c.source
"""
"""The last pass over each source, with what there is of it in all: at any stage, as long as it is set aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The corpus in numbers."""

    as_of: datetime | None  # when the newest thing in the copy happened
    counts: dict[str, int]
    coverage: list[Row]  # the last pass over each source, and what is in the database of it in all
    set_aside: list[Row]  # stage, disposition, reason, n
    facts_by_outlet: list[tuple[str, str, int]]
    published: list[tuple[date, int]]
    removed: list[tuple[str, int]]
    statuses: list[tuple[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChecks:
    """A table's checks: the latest results, failed ones first, and (time, passed, failed, critical) run by run."""

    table: str
    latest: list[Row]
    history: list[tuple[datetime, int, int, int]]

    @property
    def failed(self) -> list[Row]:
        """The latest results that are failures."""
        return [check for check in self.latest if not check["success"]]


def overview(con: duckdb.DuckDBPyConnection) -> Overview:
    """Count everything once."""
    sources = ("articles", *KINDS, "stories", "comparisons", "conflicts")
    (counts,) = rows(con, "SELECT " + ", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in sources))
    (read,) = rows(
        con,
        "SELECT (SELECT count(*) FROM article_versions) AS versions, "
        "(SELECT coalesce(sum(n_new), 0)::BIGINT FROM coverage) + (SELECT count(*) FROM quarantine "
        "WHERE stage = 'captures' AND released_at IS NULL) AS inputs, "
        "(SELECT count(DISTINCT outlet) FROM articles) AS outlets, "
        "(SELECT count(DISTINCT article_id) FROM articles WHERE article_id NOT IN "
        "(SELECT item FROM quarantine WHERE stage = 'facts' AND released_at IS NULL)) AS facts_read, "
        "(SELECT count_if(origin_type = 'own_reporting') FROM origins) AS own_reporting, "
        "(SELECT count_if(origin_type = 'unknown') FROM origins) AS unknown, "
        "(SELECT count_if(origin_type NOT IN ('own_reporting', 'unknown')) FROM origins) AS elsewhere",
    )
    facts = " UNION ALL ".join(f"SELECT outlet, '{kind}' AS kind FROM {kind}" for kind in KINDS)
    return Overview(
        as_of=_as_of(con),
        counts=counts | read,
        coverage=rows(con, SOURCES),
        set_aside=rows(
            con,
            "SELECT stage, disposition, reason, count(*) AS n FROM quarantine WHERE released_at IS NULL "
            "GROUP BY ALL ORDER BY stage, disposition, n DESC, reason",
        ),
        facts_by_outlet=[
            (str(outlet), str(kind), int(number))
            for outlet, kind, number in con.execute(
                f"SELECT coalesce(outlet, 'outlet unknown'), kind, count(*) FROM ({facts}) GROUP BY ALL ORDER BY ALL"
            ).fetchall()
        ],
        published=[
            (day, int(number))
            for day, number in con.execute(
                "SELECT published_on, count(*) FROM articles WHERE published_on IS NOT NULL GROUP BY 1 ORDER BY 1"
            ).fetchall()
        ],
        removed=_pairs(con, "SELECT role, count(*) FROM regions WHERE NOT kept GROUP BY 1 ORDER BY 2 DESC, 1"),
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


def checks(con: duckdb.DuckDBPyConnection) -> list[TableChecks]:
    """Every table's checks, tables with failures first."""
    latest = rows(
        con,
        "SELECT * FROM checks QUALIFY run_number = max(run_number) OVER (PARTITION BY table_name) "
        "ORDER BY success, list_position(['critical', 'warning', 'info'], severity), expectation, column_name",
    )
    past = con.execute(
        "SELECT table_name, max(checked_at), count_if(success), count_if(NOT success), "
        "count_if(NOT success AND severity = 'critical') FROM checks GROUP BY table_name, run_number "
        "QUALIFY row_number() OVER (PARTITION BY table_name ORDER BY run_number DESC) <= ? "
        "ORDER BY table_name, run_number",
        [HISTORY],
    ).fetchall()
    tables = [
        TableChecks(
            table=table,
            latest=[check for check in latest if check["table_name"] == table],
            history=[tuple(row[1:]) for row in past if row[0] == table],
        )
        for table in sorted({check["table_name"] for check in latest})
    ]
    return sorted(tables, key=lambda found: (-_worst(found.failed), found.table))


def _worst(failed: Sequence[Row]) -> int:
    return max((("info", "warning", "critical").index(check["severity"]) + 1 for check in failed), default=0)


def set_aside(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """All that was set aside: what still is first, then what was released."""
    return rows(
        con,
        "SELECT q.*, a.article_id FROM quarantine q LEFT JOIN articles a ON a.article_id = q.item "
        "ORDER BY released_at IS NOT NULL, disposition, reason, source_path, stage, item_id",
    )
