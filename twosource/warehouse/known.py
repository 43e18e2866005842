"""What linking may ask about articles that were linked before, answered from the links tables.

Belongs here: SQL that answers the questions of `comparison/known.Known`. Does not: decisions.
The answers equal those of `comparison/known.Memory`; a test proves it. Rows lie in the order of their days, near enough
for DuckDB to pass over those of other days: only of undated articles are all days read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import duckdb

from twosource.linked import CopyRow, Member, Signed

SIGNED = "article_id, document_id, day, dated, word_count, hashes, bands, credit, relay, own, note"
MEMBER = "m.article_id, m.document_id, m.story_id, m.day, m.dated, m.similarity"


class DuckDBKnown:
    """The state in DuckDB. Holds an open connection and nothing else; reads only."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """`con` is a connection to a file in which the links tables are."""
        self._con = con

    def signed_sharing(self, bands: Collection[int], first: date, last: date) -> list[Signed]:
        """Articles that share one of these bands and are of these days (both inclusive) or undated."""
        return self._signed(
            """article_id IN (
                SELECT article_id FROM links.bands
                WHERE day BETWEEN $first AND $last AND band IN (SELECT unnest($bands::UBIGINT[]))
                UNION ALL
                SELECT b.article_id FROM links.bands b SEMI JOIN (FROM links.signatures WHERE NOT dated) u USING (article_id)
                WHERE b.band IN (SELECT unnest($bands::UBIGINT[])))""",
            {"bands": sorted(bands), "first": first, "last": last},
        )

    def signed(self, article_ids: Collection[str]) -> list[Signed]:
        """The signatures of these articles."""
        return self._signed("article_id IN (SELECT unnest($ids::VARCHAR[]))", {"ids": sorted(article_ids)})

    def copies_of(self, article_ids: Collection[str]) -> list[CopyRow]:
        """The pairs in which one of these articles is the earlier or the later one."""
        rows = self._con.execute(
            """
            SELECT earlier_id, later_id, containment, jaccard, share_of_later FROM links.copies
            WHERE earlier_id IN (SELECT unnest($ids::VARCHAR[])) OR later_id IN (SELECT unnest($ids::VARCHAR[]))
            ORDER BY earlier_id, later_id
            """,
            {"ids": sorted(article_ids)},
        ).fetchall()
        return [
            CopyRow(earlier_id=earlier, later_id=later, containment=containment, jaccard=jaccard, share_of_later=share)
            for earlier, later, containment, jaccard, share in rows
        ]

    def members(self, article_ids: Collection[str], document_ids: Collection[str]) -> list[Member]:
        """The stories of these articles and of all versions of these documents."""
        found = self._con.execute(
            """
            SELECT article_id, day FROM links.story_members
            WHERE article_id IN (SELECT unnest($ids::VARCHAR[]))
                OR document_id IN (SELECT unnest($documents::VARCHAR[]))
            """,
            {"ids": sorted(article_ids), "documents": sorted(document_ids)},
        ).fetchall()
        days = [day for _, day in found]
        return self._members([article_id for article_id, _ in found], min(days), max(days)) if found else []

    def members_near(self, terms: Collection[str], first: date, last: date) -> list[Member]:
        """Articles of these days (both inclusive) whose story, in these days, has one of these terms."""
        found = self._con.execute(
            """
            SELECT article_id FROM links.story_members
            WHERE day BETWEEN $first AND $last AND story_id IN (
                SELECT m.story_id FROM links.story_members m JOIN links.story_terms t USING (article_id)
                WHERE m.day BETWEEN $first AND $last AND t.day BETWEEN $first AND $last
                    AND t.term IN (SELECT unnest($terms::VARCHAR[]))
            )
            """,
            {"terms": sorted(terms), "first": first, "last": last},
        ).fetchall()
        return self._members([article_id for (article_id,) in found], first, last) if found else []

    def n_articles(self) -> int:
        """How many articles were linked."""
        found = self._con.execute("SELECT count(*) FROM links.story_members").fetchone()
        return int(found[0]) if found else 0

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """In how many linked articles each of these terms stands; a term that stands in none is left out."""
        rows = self._con.execute(
            "SELECT term, n FROM links.term_counts WHERE n > 0 AND term IN (SELECT unnest(?::VARCHAR[]))",
            [sorted(terms)],
        ).fetchall()
        return dict(rows)

    def _signed(self, condition: str, values: dict[str, Any]) -> list[Signed]:
        cursor = self._con.execute(
            f"SELECT {SIGNED} FROM links.signatures WHERE {condition} ORDER BY article_id", values
        )
        names = SIGNED.split(", ")
        found = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
        return [Signed(**{**row, "hashes": tuple(row["hashes"]), "bands": tuple(row["bands"])}) for row in found]

    def _members(self, article_ids: Sequence[str], first: date, last: date) -> list[Member]:
        """These members, all of which are of these days, each with its terms: only the terms of these days are read."""
        rows = self._con.execute(
            f"""
            SELECT {MEMBER}, list(t.term ORDER BY t.term) FILTER (t.term IS NOT NULL),
                list(t.weight ORDER BY t.term) FILTER (t.term IS NOT NULL)
            FROM links.story_members m
            LEFT JOIN (FROM links.story_terms WHERE day BETWEEN $first AND $last
                AND article_id IN (SELECT unnest($ids::VARCHAR[]))) t ON t.article_id = m.article_id
            WHERE m.article_id IN (SELECT unnest($ids::VARCHAR[]))
            GROUP BY {MEMBER} ORDER BY m.article_id
            """,
            {"ids": list(article_ids), "first": first, "last": last},
        ).fetchall()
        return [
            Member(
                article_id=article_id,
                document_id=document_id,
                story_id=story_id,
                day=day,
                dated=dated,
                similarity=similarity,
                weights=dict(zip(terms or (), weights or (), strict=True)),
            )
            for article_id, document_id, story_id, day, dated, similarity, terms, weights in rows
        ]
