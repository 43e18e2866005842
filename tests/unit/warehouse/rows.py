"""Captures, articles and regions for the tests of the stage mechanism, and a run that writes them.

Belongs here: making rows and writing them as a stage does. Does not: any test.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb

from twosource import declarations
from twosource.records import SetAside
from twosource.warehouse import stages
from twosource.warehouse.ledger import Run

RUN = Run(run_id="run-1", number=1, started_at=datetime(2025, 4, 19, 6, tzinfo=UTC))
STAGE = declarations.stages()["articles"]


def add_capture(con: duckdb.DuckDBPyConnection, name: str, data: bytes = b"x") -> None:
    con.execute(
        "INSERT INTO raw.captures BY NAME SELECT $1 AS capture_id, 's' AS source, $1 AS address, "
        "'text/plain' AS media_type, $2::BLOB AS data, sha256($2::BLOB) AS sha256, MAP {} AS headers, "
        "MAP {} AS fields, $3::TIMESTAMPTZ AS first_seen_at",
        [name, data, RUN.started_at],
    )


def article(capture: str, **more: Any) -> dict[str, Any]:
    row = {
        "capture_id": capture,
        "article_id": f"a-{capture}",
        "document_id": f"d-{capture}",
        "source": "s",
        "source_path": capture,
        "by": [],
        "language": "en",
        "genre": "article",
        "text": "Some words.",
        "word_count": 2,
        "first_seen_at": RUN.started_at,
        "stage_version": "1",
    }
    return row | more


def region(capture: str, text: str = "Some words.", start: int = 0) -> dict[str, Any]:
    return {
        "capture_id": capture,
        "article_id": f"a-{capture}",
        "ordinal": 0,
        "role": "body",
        "kept": True,
        "rule": "r",
        "score": 1.0,
        "text": text,
        "char_start": start,
        "char_end": start + len(text),
        "stage_version": "1",
    }


def do(
    con: duckdb.DuckDBPyConnection,
    version: str = "1",
    run: Run = RUN,
    refusals: Sequence[SetAside] = (),
    **rows: list[dict[str, Any]],
) -> stages.Counts:
    """All that is pending, written as the stage of articles does."""
    todo = stages.pending(con, STAGE, version, run)
    named = {f"clean.{name}": value for name, value in rows.items()}
    return stages.write(con, run, STAGE, todo, list(todo.fingerprints), named, refusals)
