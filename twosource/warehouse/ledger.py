"""The record of runs: what a run changed, how it ended, and its summary in numbers.

Belongs here: reading and writing `quality.runs`, and counts over a run. Does not: showing them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from twosource import declarations
from twosource.identity import content_id
from twosource.warehouse.stages import Run

HELD = {
    "articles": "articles",
    "mentions": "mentions",
    "quotes": "quotes",
    "quantities": "quantities",
    "times": "times",
    "events": "events",
    "claims": "claims",
    "stories": "stories",
    "comparisons": "comparisons",
    "conflicts": "conflicts",
}
"""What a summary counts: name to view."""

LATEST_CHECKS = """
    SELECT c.* FROM quality.checks c JOIN quality.runs r USING (run_id)
    QUALIFY r.started_at = max(r.started_at) OVER (PARTITION BY c.table_name)
"""


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check whose last result is a failure."""

    severity: str
    table_name: str
    expectation: str
    n_failed: int
    description: str
    sample: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A run in numbers: its inputs, and what the database holds after it."""

    inputs: int
    new: int
    unchanged: int
    coverage: list[tuple[str, str, int, int, str | None]]
    set_aside: list[tuple[str, str, int]]
    held: dict[str, int]
    checks_passed: int
    checks_failed: list[FailedCheck]
    publish_seconds: float | None


def shape() -> str:
    """A digest of what the copy for analysts looks like: its tables and views."""
    ddl = [statement for table in declarations.tables().values() for statement in declarations.ddl(table)]
    return content_id(*ddl, *declarations.views().values())


def changed(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether anything was written since the last copy for analysts was made, or the copy has another shape."""
    last = con.execute(
        "SELECT published_shape FROM quality.runs WHERE publish_seconds IS NOT NULL ORDER BY started_at DESC LIMIT 1"
    ).fetchone()
    if last is None or last[0] != shape():
        return True
    row = con.execute(
        """
        WITH since AS (
            SELECT r.run_id, r.started_at FROM quality.runs r
            WHERE r.started_at > coalesce(
                (SELECT max(started_at) FROM quality.runs WHERE publish_seconds IS NOT NULL), TIMESTAMPTZ '-infinity'))
        SELECT count(*) FROM since r
        WHERE EXISTS (FROM quality.marks m WHERE m.run_id = r.run_id)
           OR EXISTS (FROM quality.checks c WHERE c.run_id = r.run_id)
           OR EXISTS (FROM raw.captures c WHERE c.first_seen_at = r.started_at)
           OR EXISTS (FROM quality.set_aside s WHERE s.first_seen_at = r.started_at OR s.released_at = r.started_at)
        """
    ).fetchone()
    return bool(row and row[0])


def note_sources(con: duckdb.DuckDBPyConnection, run: Run, names: Sequence[str]) -> None:
    """Note what the run was asked to take in."""
    con.execute("UPDATE quality.runs SET sources = ? WHERE run_id = ?", [list(names), run.run_id])


def finish(con: duckdb.DuckDBPyConnection, run: Run) -> None:
    """Note that the run reached its end, and how many units it made anew."""
    con.execute(
        "UPDATE quality.runs SET finished_at = $1, n_units = (SELECT count(*) FROM quality.marks WHERE run_id = $2) "
        "WHERE run_id = $2",
        [datetime.now(UTC), run.run_id],
    )


def note_publishing(con: duckdb.DuckDBPyConnection, run: Run, seconds: float | None) -> None:
    """Note how long making the copy took; None when there was nothing to publish."""
    con.execute(
        "UPDATE quality.runs SET publish_seconds = $1, published_shape = $2 WHERE run_id = $3",
        [seconds, None if seconds is None else shape(), run.run_id],
    )


def summary(con: duckdb.DuckDBPyConnection, run_id: str) -> Summary | None:
    """The run in numbers; None when it never reached the database."""
    found = con.execute("SELECT publish_seconds FROM quality.runs WHERE run_id = ?", [run_id]).fetchone()
    if found is None:
        return None
    publish_seconds = found[0]
    coverage = con.execute(
        "SELECT source, status, n_found, n_new, message, n_unchanged FROM quality.coverage "
        "WHERE run_id = ? ORDER BY source",
        [run_id],
    ).fetchall()
    return Summary(
        inputs=sum(row[2] for row in coverage),
        new=sum(row[3] for row in coverage),
        unchanged=sum(row[5] for row in coverage),
        coverage=[row[:5] for row in coverage],
        set_aside=con.execute(
            "SELECT disposition, reason, count(*) FROM quality.set_aside "
            "WHERE released_at IS NULL GROUP BY ALL ORDER BY ALL"
        ).fetchall(),
        held={name: _count(con, sql) for name, sql in HELD.items()},
        checks_passed=_count(con, f"({LATEST_CHECKS}) WHERE success"),
        checks_failed=[
            FailedCheck(*row)
            for row in con.execute(
                "SELECT severity, table_name, expectation, n_failed, description, sample "
                f"FROM ({LATEST_CHECKS}) WHERE NOT success ORDER BY severity, table_name, expectation"
            ).fetchall()
        ],
        publish_seconds=publish_seconds,
    )


def _count(con: duckdb.DuckDBPyConnection, source: str) -> int:
    return int((con.execute(f"SELECT count(*) FROM {source}").fetchone() or (0,))[0])
