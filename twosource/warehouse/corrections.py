"""The ledger of corrections: what stands, what was taken back, what each was applied to, and what has to be made anew.

Belongs here: `quality.corrections`, `quality.corrected`, and which units a correction touches. Does not: the file
(`corrections/reading`), what a correction does (`corrections`), when it is applied (`stages`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from twosource import declarations
from twosource.identity import content_id, document_id
from twosource.records import Correction
from twosource.warehouse import mapping, stages, tables
from twosource.warehouse.connect import rows_of, transaction
from twosource.warehouse.ledger import Run, note_write

TABLE = "quality.corrections"
APPLIED = "quality.corrected"
WEB = ("http://", "https://")
OF_ARTICLES = ("headline", "outlet", "published", "by", "language", "not_an_article", "an_article", "encoding")
OF_FACTS = ("speaker", "not_a_quotation", "value", "unit", "measure")
OF_LINKS = ("one_name", "name_is", "not_a_name", "same_story", "own_story")
OF_COMPARISONS = ("no_conflict",)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A row of `quality.corrected`: a correction, and the id of what it changed in the unit."""

    correction_id: str
    unit: str
    changed_id: str


IdOf = Callable[[str, str], str]
"""The id of the entity that a name of a kind stands for by itself."""


def bring_in(con: duckdb.DuckDBPyConnection, run: Run, given: Sequence[Correction], id_of: IdOf) -> int:
    """Make the ledger say what the file says, and have the touched units made anew, in one transaction.

    Returns how many corrections are new, taken back, or of an article that has come in since.
    """
    stands = {one.correction_id: one for one in standing(con)}
    kept = {one.correction_id for one in given}
    named = [_named(con, one) for one in given if one.correction_id not in stands]
    back = [one for own, one in stands.items() if own not in kept]
    late = _late(con, [one for own, one in stands.items() if own in kept])
    if not named and not back and not late:
        return 0
    with transaction(con):
        for one in (*named, *back, *late):
            for stage, units in _touched(con, one, id_of).items():
                stages.reopen(con, declarations.stages()[stage], units)
        _store(con, run, named, [one.correction_id for one in back])
        for one in late:
            con.execute(
                f"UPDATE {TABLE} SET documents = ? WHERE correction_id = ?", [list(one.documents), one.correction_id]
            )
        note_write(con, run)
    return len(named) + len(back) + len(late)


def _named(con: duckdb.DuckDBPyConnection, one: Correction) -> Correction:
    """With the documents that its articles are of."""
    return replace(one, documents=tuple(_document(con, article) for article in one.articles))


def _late(con: duckdb.DuckDBPyConnection, stands: Sequence[Correction]) -> list[Correction]:
    """Those whose articles were not there when they were given, and are known by another id now that they are."""
    sql = "SELECT correction_id FROM main.corrections WHERE problem = 'there is no such article'"
    unknown = {own for (own,) in con.execute(sql).fetchall()} if stands else set()
    found = ((one, _named(con, one)) for one in stands if one.correction_id in unknown)
    return [now for before, now in found if now.documents != before.documents]


def standing(con: duckdb.DuckDBPyConnection, kinds: Sequence[str] | None = None) -> list[Correction]:
    """The corrections that were not taken back, of these kinds, in the order of their ids."""
    found = rows_of(
        con.execute(
            f"SELECT * FROM {TABLE} WHERE withdrawn_at IS NULL AND ($1 IS NULL OR list_contains($1, kind)) "
            "ORDER BY correction_id",
            [None if kinds is None else list(kinds)],
        )
    )
    return [mapping.of(TABLE, Correction).record(row) for row in found]


def by_document(found: Iterable[Correction]) -> dict[str, list[Correction]]:
    """Corrections by each document that they are of."""
    grouped: dict[str, list[Correction]] = {}
    for one in found:
        for document in dict.fromkeys(one.documents):
            grouped.setdefault(document, []).append(one)
    return grouped


def of(grouped: Mapping[str, Sequence[Correction]], own: str, address: str, url: str | None) -> list[Correction]:
    """The corrections of a document, under its id and under those of the addresses that it has or had."""
    if not grouped:
        return []
    ids = dict.fromkeys((own, document_id(None, address), document_id(url, address)))
    found = {one.correction_id: one for document in ids for one in grouped.get(document, ())}
    return list(found.values())


def note(con: duckdb.DuckDBPyConnection, stage: str, units: Sequence[str], found: Iterable[Corrected]) -> None:
    """Note what a stage applied in these units, in the place of what it applied before."""
    con.execute(f"DELETE FROM {APPLIED} WHERE stage = ? AND unit IN (SELECT unnest(?))", [stage, list(units)])
    for one in dict.fromkeys(found):
        row = [one.correction_id, stage, one.unit, one.changed_id]
        # a unit of an earlier batch may have got the same row then
        con.execute(
            f"INSERT INTO {APPLIED} SELECT $1, $2, $3, $4 WHERE NOT EXISTS (FROM {APPLIED} "
            "WHERE correction_id = $1 AND stage = $2 AND unit = $3 AND changed_id = $4)",
            row,
        )


def without_evidence(con: duckdb.DuckDBPyConnection) -> list[str]:
    """What stands and was applied to nothing, each in a sentence."""
    found = con.execute(
        "SELECT correction_id, kind, problem FROM main.corrections WHERE problem IS NOT NULL ORDER BY correction_id"
    ).fetchall()
    return [f"the correction {own[:12]} ({kind.replace('_', ' ')}) was not applied: {why}" for own, kind, why in found]


# ------------------------------------------------------------------ the parts of bringing in


def _document(con: duckdb.DuckDBPyConnection, article: str) -> str:
    """The document that a person means by an address, a path, or an id of it or of one of its versions."""
    found = con.execute(
        "SELECT any_value(document_id) FROM clean.articles "
        "WHERE source_path = $1 OR url = $1 OR document_id = $1 OR article_id = $1",
        [article],
    ).fetchone()
    if found and found[0]:
        return str(found[0])
    if len(article) == 32 and all(letter in "0123456789abcdef" for letter in article):
        return article
    return document_id(article if article.startswith(WEB) else None, article)


def _touched(con: duckdb.DuckDBPyConnection, one: Correction, id_of: IdOf) -> dict[str, list[str]]:
    """The units, by stage, whose rows depend on the correction: those it was applied to, and those it speaks of."""
    found: dict[str, set[str]] = {}
    for stage, unit in con.execute(
        f"SELECT stage, unit FROM {APPLIED} WHERE correction_id = ?", [one.correction_id]
    ).fetchall():
        found.setdefault(stage, set()).add(unit)
    told = {"documents": list(one.documents), "articles": list(one.articles), "items": list(one.evidence)}
    for stage, sql in _QUERIES.get(one.kind, ()):
        wanted = {name: value for name, value in told.items() if f"${name}" in sql}
        found.setdefault(stage, set()).update(unit for (unit,) in con.execute(sql, wanted).fetchall())
    if one.kind in ("one_name", "name_is", "not_a_name"):
        found.setdefault("links", set()).update(_having(con, one, id_of))
    if one.kind == "again":
        for stage, unit in con.execute(
            "SELECT stage, item FROM quality.set_aside WHERE item_id IN (SELECT unnest(?))", [list(one.evidence)]
        ).fetchall():
            found.setdefault(stage, set()).add(unit)
    return {stage: sorted(units) for stage, units in found.items() if stage in declarations.stages()}


CAPTURES = """
    SELECT capture_id FROM clean.articles WHERE document_id IN (SELECT unnest($documents))
    UNION SELECT capture_id FROM raw.captures
    WHERE address IN (SELECT unnest($articles)) OR url IN (SELECT unnest($articles))
"""
ARTICLES = "SELECT DISTINCT article_id FROM clean.articles WHERE document_id IN (SELECT unnest($documents))"
STORIES = """
    SELECT DISTINCT story_id FROM main.articles
    WHERE document_id IN (SELECT unnest($documents)) AND story_id IS NOT NULL
"""
_QUERIES: Mapping[str, Sequence[tuple[str, str]]] = {
    **dict.fromkeys(OF_ARTICLES, (("articles", CAPTURES),)),
    **dict.fromkeys(OF_FACTS, (("facts", ARTICLES), ("comparisons", STORIES))),
    **dict.fromkeys(("same_story", "own_story"), (("links", ARTICLES),)),
    "no_conflict": (("comparisons", STORIES),),
}
"""The units that a kind of correction speaks of, by stage."""


def _having(con: duckdb.DuckDBPyConnection, one: Correction, id_of: IdOf) -> list[str]:
    """Articles that have one of the names, in whatever form."""
    rows = con.execute(
        """
        SELECT DISTINCT l.article_id FROM links.entity_links l JOIN clean.articles a USING (article_id)
        WHERE l.label = $label AND (len($documents) = 0 OR list_contains($documents, a.document_id))
            AND (list_contains($ids, l.entity_id) OR list_contains($ids, l.former_id)
                OR list_contains($names, lower(l.entity)))
        """,
        {
            "label": one.label,
            "names": [name.lower() for name in one.evidence],
            "ids": [id_of(one.label or "PER", name) for name in one.evidence],
            "documents": list(one.documents),
        },
    ).fetchall()
    return [article_id for (article_id,) in rows]


def _store(con: duckdb.DuckDBPyConnection, run: Run, new: Sequence[Correction], back: Sequence[str]) -> None:
    table = declarations.table(TABLE)
    con.execute(
        f"UPDATE {TABLE} SET withdrawn_at = ? WHERE correction_id IN (SELECT unnest(?::VARCHAR[]))",
        [run.started_at, list(back)],
    )
    if not new:
        return
    ids = [one.correction_id for one in new]
    con.execute(f"DELETE FROM {TABLE} WHERE correction_id IN (SELECT unnest(?))", [ids])  # given before, taken back
    as_row = mapping.of(TABLE, Correction).row
    rows = (
        as_row(
            one,
            evidence_hashes=[evidence_hash(words) for words in one.evidence],
            given_at=run.started_at,
            withdrawn_at=None,
        )
        for one in new
    )
    con.register("new_corrections", tables.frame(table, rows))
    con.execute(f"INSERT INTO {TABLE} BY NAME SELECT {tables.insert_list(table)} FROM new_corrections")
    con.unregister("new_corrections")


def evidence_hash(words: str) -> str:
    """By what a correction knows words again: white space does not count."""
    return content_id("evidence", " ".join(words.split()))
