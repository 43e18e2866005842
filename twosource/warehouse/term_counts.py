"""In how many articles each term stands, brought forward by each transaction that links articles.

Belongs here: keeping `links.term_counts` with `links.story_terms`. Does not: what the counts are for (`known`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

TERMS = "links.story_terms"


def begin(con: duckdb.DuckDBPyConnection) -> None:
    """Begin to collect what a transaction changes."""
    con.execute("CREATE OR REPLACE TEMP TABLE term_changes (term VARCHAR, n BIGINT)")


def collect(con: duckdb.DuckDBPyConnection, source: str, sign: int, parameters: Mapping[str, Any]) -> None:
    """Collect the terms of rows that come (`sign` 1) or go (-1); `source` is a FROM item named `o`."""
    sql = f"INSERT INTO term_changes SELECT o.term, {sign} * count(*) FROM {source} GROUP BY o.term"
    con.execute(sql, dict(parameters))


def note(con: duckdb.DuckDBPyConnection) -> None:
    """Bring the counts forward by what was collected."""
    con.execute(
        """
        MERGE INTO links.term_counts o USING (SELECT term, sum(n)::BIGINT AS n FROM term_changes GROUP BY term) c
        ON o.term = c.term
        WHEN MATCHED THEN UPDATE SET n = o.n + c.n
        WHEN NOT MATCHED THEN INSERT (term, n) VALUES (c.term, c.n)
        """
    )


def recount(con: duckdb.DuckDBPyConnection) -> None:
    """Count all anew, for terms that went or came by another way."""
    con.execute("DELETE FROM links.term_counts")
    con.execute(f"INSERT INTO links.term_counts SELECT term, count(*) FROM {TERMS} GROUP BY term")
