"""The record of runs: what a run changed, how it ended, and its summary in numbers.

Belongs here: reading and writing `quality.runs`, and counts over a run. Does not: showing them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import duckdb

from twosource import analyst_views, declarations
from twosource.identity import content_id

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
    SELECT c.*, r.number FROM quality.checks c JOIN quality.runs r USING (run_id)
    SEMI JOIN quality.expectations e ON e.table_name = c.table_name AND e.expectation = c.expectation
    QUALIFY row_number() OVER (PARTITION BY c.table_name, c.expectation, c.column_name ORDER BY r.number DESC) = 1
"""
"""Of each rule that there is the newest result: some are asked only when everything is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The run that writes: its id, its number, and its start, which is also the time at which it first sees anything.

    Numbers grow by one with each run; whatever is asked since a run is asked by its number.
    """

    run_id: str
    number: int
    started_at: datetime


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check whose last result is a failure."""

    severity: str
    table_name: str
    expectation: str
    n_failed: int
    description: str
    sample: str | None


@dataclass(frozen=True, slots=True)
class LookedAt:
    """How many rules a run asked of all there are; how many of the rows it looked at, and when all were last looked at
    (None: never)."""

    asked: int
    rules: int
    checked: int
    rows: int
    all_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A run in numbers: its inputs, and what the database holds after it; whether it was the first to be published."""

    inputs: int
    new: int
    unchanged: int
    coverage: list[tuple[str, str, int, int, str | None]]
    set_aside: list[tuple[str, str, int]]
    held: dict[str, int]
    checks_passed: int
    checks_failed: list[FailedCheck]
    looked_at: LookedAt
    publish_seconds: float | None
    is_first: bool


def shape() -> str:
    """A digest of what the copy for analysts looks like: its tables and views."""
    ddl = [statement for table in declarations.tables().values() for statement in declarations.ddl(table)]
    views = [text for view in analyst_views.views().values() for text in (view.sql, *analyst_views.comments(view))]
    ddl += [text for table in declarations.index_tables().values() for text in declarations.ddl(table)]
    ddl += [text for macro in analyst_views.macros().values() for text in analyst_views.macro_ddl(macro)]
    return content_id(*ddl, *views)


def begin(con: duckdb.DuckDBPyConnection, run_id: str) -> Run:
    """The run of that id, noted as begun now when it is new."""
    con.execute(
        "INSERT INTO quality.runs (run_id, number, started_at, n_writes) "
        "SELECT $1, coalesce((SELECT max(number) FROM quality.runs), 0) + 1, $2, 0 "
        "WHERE NOT EXISTS (FROM quality.runs WHERE run_id = $1)",
        [run_id, datetime.now(UTC)],
    )
    found = con.execute("SELECT number, epoch_us(started_at) FROM quality.runs WHERE run_id = ?", [run_id]).fetchone()
    if found is None:
        raise RuntimeError(f"the run {run_id} was not noted")
    return Run(run_id=run_id, number=found[0], started_at=_instant(found[1]))


def _instant(microseconds: int) -> datetime:
    """An instant as DuckDB counts it. To be handed one as a datetime takes .3 s the first time: it imports pandas."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)


def note_write(con: duckdb.DuckDBPyConnection, run: Run) -> None:
    """Note that the run changes what the database holds; called inside the transaction that changes it."""
    con.execute("UPDATE quality.runs SET n_writes = n_writes + 1 WHERE run_id = ?", [run.run_id])


def written_since(con: duckdb.DuckDBPyConnection, number: int) -> bool:
    """Whether a run after that number changed what the database holds."""
    found = con.execute("SELECT count(*) FROM quality.runs WHERE number > ? AND n_writes > 0", [number]).fetchone()
    return bool(found and found[0])


@dataclass(frozen=True, slots=True)
class Published:
    """The last copy for analysts: the number of the run that made it, its shape, and the file as it was then."""

    number: int
    shape: str | None
    file: str | None


def published(con: duckdb.DuckDBPyConnection) -> Published | None:
    """The last copy that was made; None when there was none."""
    found = con.execute(
        "SELECT number, published_shape, published_file FROM quality.runs WHERE publish_seconds IS NOT NULL "
        "ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return Published(*found) if found else None


def changed(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether anything was written since the last copy for analysts was made, or the copy has another shape."""
    last = published(con)
    if last is None or last.shape != shape():
        return True
    checked = con.execute(
        "SELECT count(*) FROM quality.checks c JOIN quality.runs r USING (run_id) WHERE r.number > ?", [last.number]
    ).fetchone()
    return written_since(con, last.number) or bool(checked and checked[0])


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


def note_publishing(con: duckdb.DuckDBPyConnection, run: Run, seconds: float, file: str) -> None:
    """Note that the copy was made: in how many seconds, and what its file is like."""
    con.execute(
        "UPDATE quality.runs SET publish_seconds = $1, published_shape = $2, published_file = $3 WHERE run_id = $4",
        [seconds, shape(), file, run.run_id],
    )


def failing(con: duckdb.DuckDBPyConnection) -> str | None:
    """Which critical rules fail by their newest results, in a sentence; None when all hold."""
    found = con.execute(
        f"SELECT DISTINCT table_name || ' (' || replace(expectation, '_', ' ') || ')' AS rule FROM ({LATEST_CHECKS}) "
        "WHERE NOT success AND severity = 'critical' ORDER BY rule"
    ).fetchall()
    if not found:
        return None
    rules = ", ".join(rule for (rule,) in found[:3]) + (f" and {len(found) - 3} more" if len(found) > 3 else "")
    return f"critical rules fail: {rules}. `twosource check` shows them all; nothing is published while they fail."


def news(con: duckdb.DuckDBPyConnection, run: Run) -> dict[str, int]:
    """How many new inputs the run took in, by source; sources without any are left out."""
    sql = "SELECT source, n_new FROM quality.coverage WHERE run_id = ? AND n_new > 0 ORDER BY source"
    return dict(con.execute(sql, [run.run_id]).fetchall())


def digest_of_marks(con: duckdb.DuckDBPyConnection, stage: str) -> str:
    """A digest of what a stage has done: other only when it did a unit anew with another result or input."""
    row = con.execute(
        "SELECT count(*), bit_xor(md5_number_lower(concat_ws('|', unit, fingerprint, outcome, digest))) "
        "FROM quality.marks WHERE stage = ?",
        [stage],
    ).fetchone()
    return "-".join(map(str, row or ()))


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run took in from a source: how the pass went, inputs set aside in it, and articles that the source has.

    `usable` is 0 when the pass found nothing, whatever the source gave before.
    """

    source: str
    status: str
    usable: int
    quarantined: int
    message: str | None


def taken(con: duckdb.DuckDBPyConnection, run_id: str) -> list[Taken]:
    """What the run took in, source by source."""
    rows = con.execute(
        """
        WITH ends AS (
            SELECT c.source, count(*) FILTER (m.outcome = 'done') AS done,
                count(*) FILTER (m.outcome = 'quarantined') AS quarantined, any_value(s.message) AS message
            FROM raw.captures c JOIN quality.marks m ON m.stage = 'articles' AND m.unit = c.capture_id
            LEFT JOIN quality.set_aside s ON s.stage = 'articles' AND s.item = m.unit AND s.released_at IS NULL
            WHERE c.source IN (SELECT source FROM quality.coverage WHERE run_id = $1)
            GROUP BY c.source
        )
        SELECT v.source, v.status, CASE WHEN v.n_new + v.n_unchanged > 0 THEN coalesce(e.done, 0) ELSE 0 END,
            v.n_quarantined + coalesce(e.quarantined, 0), coalesce(v.message, e.message)
        FROM quality.coverage v LEFT JOIN ends e USING (source) WHERE v.run_id = $1 ORDER BY v.source
        """,
        [run_id],
    ).fetchall()
    return [Taken(*row) for row in rows]


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
            "SELECT disposition, reason, count(*) FROM main.quarantine "
            "WHERE released_at IS NULL AND dropped_by IS NULL GROUP BY ALL ORDER BY ALL"
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
        looked_at=looked_at(con, run_id),
        publish_seconds=publish_seconds,
        is_first=publish_seconds is not None and _count(con, "quality.runs WHERE publish_seconds IS NOT NULL") == 1,
    )


def rules_held(con: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """How many of all rules hold and how many fail, each by its newest result."""
    found = con.execute(f"SELECT count_if(success), count_if(NOT success) FROM ({LATEST_CHECKS})").fetchone()
    return found or (0, 0)


def looked_at(con: duckdb.DuckDBPyConnection, run_id: str) -> LookedAt:
    """How much the checks of the run looked at, of all tables whose rows are counted."""
    found = con.execute(
        """
        SELECT
            (SELECT count(*) FROM quality.checks WHERE run_id = $1),
            (SELECT count(*) FROM quality.expectations WHERE table_name IN (SELECT table_name FROM quality.checks)),
            (SELECT coalesce(sum(n), 0) FROM (
                SELECT min(n_checked) AS n FROM quality.checks WHERE run_id = $1 AND table_name IN (
                    SELECT table_name FROM quality.row_counts WHERE n_rows IS NOT NULL)
                GROUP BY table_name)),
            (SELECT coalesce(sum(n_rows), 0) FROM quality.row_counts),
            (SELECT max_by(epoch_us(started_at), number) FROM quality.runs WHERE checked_by IS NOT NULL)
        """,
        [run_id],
    ).fetchone()
    asked, rules, checked, rows, at = found or (0, 0, 0, 0, None)
    return LookedAt(asked, rules, checked, rows, None if at is None else _instant(at))


def _count(con: duckdb.DuckDBPyConnection, source: str) -> int:
    return int((con.execute(f"SELECT count(*) FROM {source}").fetchone() or (0,))[0])
