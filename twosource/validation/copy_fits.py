"""The one rule about a file and no table: the copy for analysts is the one that was published last.

Belongs here: its result, kept when it fails and when it holds again. Does not: comparing (`warehouse/fit`).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from twosource.validation.results import CheckResult
from twosource.warehouse import fit

TABLE, NAME = "published.copy", "copy_is_the_published_one"
SENTENCE = "The copy for analysts is the one that was published last."
REASON = (
    "whoever asks an older or altered copy gets yesterday's answers; a warning, since the next run writes the copy "
    "anew, which a critical rule would keep it from"
)
QUERY = (
    "SELECT number, published_file FROM quality.runs WHERE publish_seconds IS NOT NULL AND "
    "number = (SELECT max(number) FROM quality.runs WHERE publish_seconds IS NOT NULL)"
)


def check(con: duckdb.DuckDBPyConnection, target: Path) -> list[CheckResult]:
    """Its result when it fails, or when it holds and failed last; else nothing, as every result makes a new copy."""
    told = fit.misfit(con, target)
    last = con.execute(
        "SELECT c.success FROM quality.checks c JOIN quality.runs r USING (run_id) "
        "WHERE c.table_name = ? ORDER BY r.number DESC LIMIT 1",
        [TABLE],
    ).fetchone()
    if told is None and (last is None or last[0]):
        return []
    result = CheckResult(
        table_name=TABLE,
        expectation=NAME,
        column_name=None,
        severity="warning",
        success=told is None,
        n_checked=1,
        n_failed=0 if told is None else 1,
        n_rows=1,
        description=f"rule “{NAME.replace('_', ' ')}”: {REASON}",
        sample=told,
    )
    return [result]
