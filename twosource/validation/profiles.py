"""How full the tables are, noted after each run: what is new can then be held against what was there before.

Belongs here: counting into `quality.profiles`. Does not: the rules over it (`schemas/tables/profiles.yml`).
"""

from __future__ import annotations

import duckdb

from twosource.warehouse.ledger import Run, written_since

KEPT = 60
"""Newest rows of each series that are kept: enough for twenty new articles that come one a run."""
FIELDS = {
    "headline": "headline IS NOT NULL",
    "date": "published_value IS NOT NULL",
    "author": 'len("by") > 0',
}
"""What the articles of an outlet may have, as a test of a row of `clean.articles`."""
KINDS = ("mentions", "quotes", "quantities", "times", "events", "claims")
OUTLET = "coalesce(outlet, source)"


def _counts() -> str:
    """SQL of all series as they are now: `about`, `name`, `measure`, `n_rows`, `n_having`."""
    parts = [
        f"SELECT 'outlet' AS about, {OUTLET} AS name, '{name}' AS measure, count(*) AS n_rows, "
        f"count(*) FILTER ({test}) AS n_having FROM clean.articles GROUP BY ALL"
        for name, test in FIELDS.items()
    ]
    parts.append(
        "SELECT 'outlet', name, 'speaker', count(*), count(speaker) FROM facts.quotes JOIN "
        f"(SELECT article_id, any_value({OUTLET}) AS name FROM clean.articles GROUP BY article_id) USING (article_id) "
        "WHERE kind = 'direct' GROUP BY ALL"
    )
    facts = " UNION ALL ".join(f"SELECT '{kind}' AS kind, count(*) AS n FROM facts.{kind}" for kind in KINDS)
    parts.append(f"SELECT 'facts', 'all', kind, CAST(sum(n) OVER () AS BIGINT), n FROM ({facts})")
    return " UNION ALL ".join(parts)


LAST = """
    SELECT p.about, p.name, p.measure, p.n_rows, p.n_having FROM quality.profiles p JOIN quality.runs r USING (run_id)
    QUALIFY row_number() OVER (PARTITION BY p.about, p.name, p.measure ORDER BY r.number DESC) = 1
"""


def note(con: duckdb.DuckDBPyConnection, run: Run) -> None:
    """Note what the run left, of each series that differs from what is noted; nothing when no run wrote since."""
    last = con.execute(
        "SELECT max(r.number) FROM quality.runs r WHERE run_id IN (SELECT run_id FROM quality.profiles)"
    ).fetchone()
    if last and last[0] is not None and last[0] != run.number and not written_since(con, last[0]):
        return
    con.execute("DELETE FROM quality.profiles WHERE run_id = ?", [run.run_id])
    con.execute(
        "INSERT INTO quality.profiles BY NAME SELECT ? AS run_id, about, name, measure, n_rows, n_having FROM "
        f"({_counts()}) ANTI JOIN ({LAST}) USING (about, name, measure, n_rows, n_having)",
        [run.run_id],
    )
    con.execute(
        "DELETE FROM quality.profiles WHERE (run_id, about, name, measure) IN (SELECT (p.run_id, p.about, p.name, "
        "p.measure) FROM quality.profiles p JOIN quality.runs r USING (run_id) QUALIFY row_number() OVER "
        f"(PARTITION BY p.about, p.name, p.measure ORDER BY r.number DESC) > {KEPT})"
    )
