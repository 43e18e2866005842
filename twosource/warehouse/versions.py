"""Which version of its document an article is, brought forward by each transaction that cleans captures or meets them
again.

Belongs here: keeping `clean.versions` as its declaration says. Does not: what a version is called (`schemas/views`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from twosource import declarations

VERSIONS = "clean.versions"
ARTICLES = "clean.articles"
CHANGED = "changed_documents"
"""The temporary table of the documents that a transaction changes."""


def begin(con: duckdb.DuckDBPyConnection) -> None:
    """Begin to collect what a transaction changes."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {CHANGED} (document_id VARCHAR)")


def collect(con: duckdb.DuckDBPyConnection, source: str, parameters: Mapping[str, Any]) -> None:
    """Collect the documents of rows of `ARTICLES` that come or go; `source` is a FROM item named `o`."""
    con.execute(f"INSERT INTO {CHANGED} SELECT DISTINCT o.document_id FROM {source}", dict(parameters))


def note(con: duckdb.DuckDBPyConnection) -> None:
    """Number the versions of what was collected anew."""
    con.execute(f"DELETE FROM {VERSIONS} WHERE document_id IN (FROM {CHANGED})")
    con.execute(f"INSERT INTO {VERSIONS} BY NAME {declarations.table(VERSIONS).rows_that_follow(CHANGED)}")


def note_captures(con: duckdb.DuckDBPyConnection, capture_ids: Sequence[str]) -> None:
    """Number the versions of the documents of these captures anew: they stand at their address again."""
    begin(con)
    collect(con, f"{ARTICLES} o WHERE o.capture_id IN (SELECT unnest($captures))", {"captures": list(capture_ids)})
    note(con)


def fill(con: duckdb.DuckDBPyConnection) -> None:
    """Number all anew: for a table that was not there, and for rows that went or came by another way."""
    con.execute(f"DELETE FROM {VERSIONS}")
    con.execute(f"INSERT INTO {VERSIONS} BY NAME {declarations.table(VERSIONS).rows_that_follow()}")
