"""What there is to be told at once: rules that fail, sources that fail, new conflicts where somebody watches.

Belongs here: finding it in the database, and noting what was told. Does not: telling anybody (alerting).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import duckdb

from twosource import declarations
from twosource.identity import content_id
from twosource.records import Alert
from twosource.warehouse import mapping, tables
from twosource.warehouse.connect import transaction

TABLE = "quality.alerts"
MOST_CONFLICTS = 200
"""Of one run; a watch that is wider is a report."""


def found(con: duckdb.DuckDBPyConnection, stories: Sequence[str], entities: Sequence[str]) -> list[Alert]:
    """Everything that holds now and may be told."""
    return [*_checks(con), *_sources(con), *_conflicts(con, stories, entities)]


def news(con: duckdb.DuckDBPyConnection, holding: Sequence[Alert]) -> list[Alert]:
    """Those that nobody has been told of since they began to hold."""
    told = {key for (key,) in con.execute(f"SELECT alert_id FROM {TABLE} WHERE is_open").fetchall()}
    return [alert for alert in holding if _id(alert) not in told]


def note(con: duckdb.DuckDBPyConnection, holding: Sequence[Alert], told: Sequence[Alert]) -> None:
    """Note what was told, and let go of what holds no longer."""
    table = declarations.table(TABLE)
    as_row = mapping.of(TABLE, Alert).row
    rows = [as_row(alert, alert_id=_id(alert), sent_at=datetime.now(UTC), is_open=True) for alert in told]
    ids = [_id(alert) for alert in holding]
    with transaction(con):
        con.execute(
            f"UPDATE {TABLE} SET is_open = false WHERE is_open AND NOT list_contains(?::VARCHAR[], alert_id)", [ids]
        )
        if rows:
            con.register("new_alerts", tables.frame(table, rows))
            con.execute(f"DELETE FROM {TABLE} WHERE alert_id IN (SELECT alert_id FROM new_alerts)")
            con.execute(f"INSERT INTO {TABLE} BY NAME SELECT {tables.insert_list(table)} FROM new_alerts")
            con.unregister("new_alerts")


def _id(alert: Alert) -> str:
    return content_id("alert", alert.kind, alert.key)


def _checks(con: duckdb.DuckDBPyConnection) -> list[Alert]:
    rows = con.execute(
        """
        SELECT table_name || ': ' || expectation, description, n_failed FROM (
            SELECT c.* FROM quality.checks c JOIN quality.runs r USING (run_id)
            QUALIFY r.number = max(r.number) OVER (PARTITION BY c.table_name))
        WHERE NOT success AND severity = 'critical' ORDER BY 1
        """
    ).fetchall()
    return [
        Alert(kind="failed_check", key=key, message=f"{key.partition(':')[0]}: {n} rows fail the {about}")
        for key, about, n in rows
    ]


def _sources(con: duckdb.DuckDBPyConnection) -> list[Alert]:
    rows = con.execute(
        "SELECT source || ' ' || problem, message FROM quality.sources "
        "WHERE problem IS NOT NULL AND problem <> 'too_many' AND severity <> 'info' ORDER BY 1"
    ).fetchall()
    return [Alert(kind="source", key=key, message=message or key) for key, message in rows]


def _conflicts(con: duckdb.DuckDBPyConnection, stories: Sequence[str], entities: Sequence[str]) -> list[Alert]:
    """Conflicts in stories that are watched by their id, and in those that tell of a watched entity by any name."""
    if not stories and not entities:
        return []
    rows = con.execute(
        """
        WITH watched AS (
            SELECT unnest($1::VARCHAR[]) AS story_id
            UNION
            SELECT a.story_id FROM main.entities e JOIN main.mentions m ON m.entity_id = e.entity_id
            JOIN main.articles a ON a.article_id = m.article_id
            WHERE list_has_any(list_transform(list_append(e.aliases, e.name), lambda n: lower(n)), $2::VARCHAR[])
        )
        SELECT c.comparison_id, s.headline, c.subject, c.side_a, c.side_b FROM main.conflicts c
        SEMI JOIN watched w ON w.story_id = c.story_id
        LEFT JOIN main.stories s ON s.story_id = c.story_id
        ORDER BY c.severity DESC, c.comparison_id LIMIT $3
        """,
        [list(stories), [name.lower() for name in entities], MOST_CONFLICTS],
    ).fetchall()
    return [
        Alert(kind="conflict", key=key, message=f"{headline or 'A story'}: {subject} {side_a} against {side_b}")
        for key, headline, subject, side_a, side_b in rows
    ]
