"""Which units a correction touches: those it was applied to, and those that it speaks of.

Belongs here: that, for many corrections at once. Does not: the ledger (`corrections`), making units anew (`stages`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import duckdb

from twosource import declarations
from twosource.records import Correction

APPLIED = "quality.corrected"
OF_ARTICLES = ("headline", "outlet", "published", "by", "language", "not_an_article", "an_article", "encoding")
OF_FACTS = ("speaker", "not_a_quotation", "value", "unit", "measure")
OF_NAMES = ("one_name", "name_is", "not_a_name")
OF_STORIES = ("same_story", "own_story")
OF_LINKS = (*OF_NAMES, *OF_STORIES)
OF_COMPARISONS = ("no_conflict",)

IdOf = Callable[[str, str], str]
"""The id of the entity that a name of a kind stands for by itself."""


def tied(corrections: Sequence[Correction], documents: Collection[str]) -> list[Correction]:
    """Those that say something of these documents, or of documents that one of them ties to these."""
    by_document: dict[str, list[Correction]] = {}
    for one in corrections:
        for document in one.documents:
            by_document.setdefault(document, []).append(one)
    found: dict[str, Correction] = {}
    todo = list(documents)
    while todo:
        for one in by_document.pop(todo.pop(), ()):
            found[one.correction_id] = one
            todo += one.documents
    return list(found.values())


def touched(
    con: duckdb.DuckDBPyConnection, told: Sequence[Correction], standing: Sequence[Correction], id_of: IdOf
) -> dict[str, list[str]]:
    """The units, by stage, whose rows depend on one of the corrections; `standing` are all that stand with them."""
    found: dict[str, set[str]] = {}
    applied = f"SELECT stage, unit FROM {APPLIED} WHERE correction_id IN (SELECT unnest(?))"
    for stage, unit in con.execute(applied, [[one.correction_id for one in told]]).fetchall():
        found.setdefault(stage, set()).add(unit)
    for kinds, stage, sql in _QUERIES:
        of_kind = [one for one in told if one.kind in kinds]
        if kinds == OF_STORIES:
            ids = {document for one in of_kind for document in one.documents}
            of_kind += tied([one for one in standing if one.kind in OF_STORIES], ids)
        if of_kind:
            known = {
                "documents": sorted({document for one in of_kind for document in one.documents}),
                "articles": sorted({article for one in of_kind for article in one.articles}),
            }
            wanted = {name: value for name, value in known.items() if f"${name}" in sql}
            found.setdefault(stage, set()).update(unit for (unit,) in con.execute(sql, wanted).fetchall())
    found.setdefault("links", set()).update(_having(con, [one for one in told if one.kind in OF_NAMES], id_of))
    again = [item for one in told if one.kind == "again" for item in one.evidence]
    items = "SELECT stage, item FROM quality.set_aside WHERE item_id IN (SELECT unnest(?::VARCHAR[]))"
    for stage, unit in con.execute(items, [again]).fetchall():
        found.setdefault(stage, set()).add(unit)
    return {stage: sorted(units) for stage, units in found.items() if stage in declarations.stages()}


CAPTURES = """
    SELECT capture_id FROM clean.articles WHERE document_id IN (SELECT unnest($documents::VARCHAR[]))
    UNION SELECT capture_id FROM raw.captures
    WHERE address IN (SELECT unnest($articles::VARCHAR[])) OR url IN (SELECT unnest($articles::VARCHAR[]))
"""
ARTICLES = "SELECT DISTINCT article_id FROM clean.articles WHERE document_id IN (SELECT unnest($documents::VARCHAR[]))"
STORIES = """
    SELECT DISTINCT story_id FROM main.articles
    WHERE document_id IN (SELECT unnest($documents::VARCHAR[])) AND story_id IS NOT NULL
"""
_QUERIES = (
    (OF_ARTICLES, "articles", CAPTURES),
    (OF_FACTS, "facts", ARTICLES),
    (OF_FACTS + OF_COMPARISONS, "comparisons", STORIES),
    (OF_STORIES, "links", ARTICLES),
)
"""Kinds of correction, and the units of a stage that they speak of."""


def _having(con: duckdb.DuckDBPyConnection, told: Sequence[Correction], id_of: IdOf) -> set[str]:
    """Articles that have one of the names, in whatever form."""
    asked = {
        (one.label or "PER", document, name.lower(), id_of(one.label or "PER", name))
        for one in told
        for name in one.evidence
        for document in one.documents or (None,)
    }
    if not asked:
        return set()
    labels, documents, names, ids = map(list, zip(*asked, strict=True))
    rows = con.execute(
        """
        WITH asked AS (
            SELECT unnest($labels) AS label, unnest($documents::VARCHAR[]) AS document, unnest($names) AS name,
                unnest($ids) AS entity_id
        ),
        "having" AS (
            SELECT l.article_id, q.document FROM links.entity_links l JOIN asked q USING (label, entity_id)
            UNION SELECT l.article_id, q.document FROM links.entity_links l
                JOIN asked q ON q.label = l.label AND q.entity_id = l.former_id
            UNION SELECT l.article_id, q.document FROM links.entity_links l
                JOIN asked q ON q.label = l.label AND q.name = lower(l.entity)
        )
        SELECT DISTINCT h.article_id FROM "having" h JOIN clean.articles a USING (article_id)
        WHERE h.document IS NULL OR h.document = a.document_id
        """,
        {"labels": labels, "documents": documents, "names": names, "ids": ids},
    ).fetchall()
    return {article_id for (article_id,) in rows}
