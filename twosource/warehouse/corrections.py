"""The ledger of corrections: what stands, what was taken back, what each was applied to.

Belongs here: `quality.corrections`, `quality.corrected`. Does not: the file (`corrections/reading`), what a correction
does (`corrections`), when it is applied (`stages`), which units it touches (`corrected_units`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from twosource import declarations
from twosource.identity import content_id, document_id
from twosource.records import Correction
from twosource.warehouse import corrected_units, mapping, stages, tables
from twosource.warehouse.connect import rows_of, transaction
from twosource.warehouse.corrected_units import APPLIED, IdOf
from twosource.warehouse.ledger import Run, note_write

TABLE = "quality.corrections"
WEB = ("http://", "https://")
TOLD = 10
"""Of many corrections that were applied to nothing, so many are told one by one."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A row of `quality.corrected`: a correction, and the id of what it changed in the unit."""

    correction_id: str
    unit: str
    changed_id: str


@dataclass(frozen=True, slots=True)
class Changes:
    """How the file differs from the ledger: what is new, taken back, or of an article that has come in since; and what
    stands with all that, each with the documents that its articles are of."""

    new: list[Correction]
    back: list[Correction]
    late: list[Correction]
    standing: list[Correction]

    def __len__(self) -> int:
        return len(self.new) + len(self.back) + len(self.late)


def changes(con: duckdb.DuckDBPyConnection, given: Sequence[Correction]) -> Changes:
    """What has to be done that the ledger says what the file says."""
    stands = {one.correction_id: one for one in standing(con)}
    kept = {one.correction_id for one in given}
    new = _named(con, [one for one in given if one.correction_id not in stands])
    back = [one for own, one in stands.items() if own not in kept]
    late = _late(con, [one for own, one in stands.items() if own in kept])
    now = {own: one for own, one in stands.items() if own in kept}
    now |= {one.correction_id: one for one in (*new, *late)}
    return Changes(new, back, late, list(now.values()))


def bring_in(con: duckdb.DuckDBPyConnection, run: Run, found: Changes, id_of: IdOf) -> int:
    """Make the ledger say what the file says, and have the touched units made anew, in one transaction.

    Returns how many corrections are new, taken back, or of an article that has come in since.
    """
    if not len(found):
        return 0
    differing = [*found.new, *found.back, *found.late]
    with transaction(con):
        for stage, units in corrected_units.touched(con, differing, found.standing, id_of).items():
            stages.reopen(con, declarations.stages()[stage], units)
        _store(con, run, found.new, [one.correction_id for one in found.back])
        _rename(con, found.late)
        note_write(con, run)
    return len(found)


def _named(con: duckdb.DuckDBPyConnection, given: Sequence[Correction]) -> list[Correction]:
    """With the documents that their articles are of."""
    known = _documents(con, {article for one in given for article in one.articles})
    return [replace(one, documents=tuple(known[article] for article in one.articles)) for one in given]


def _late(con: duckdb.DuckDBPyConnection, stands: Sequence[Correction]) -> list[Correction]:
    """Those whose articles were not there when they were given, and are known by another id now that they are."""
    sql = "SELECT correction_id FROM main.corrections WHERE problem = 'there is no such article'"
    unknown = {own for (own,) in con.execute(sql).fetchall()} if stands else set()
    waiting = [one for one in stands if one.correction_id in unknown]
    return [now for before, now in zip(waiting, _named(con, waiting), strict=True) if now.documents != before.documents]


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
    noted = [(one.correction_id, one.unit, one.changed_id) for one in dict.fromkeys(found)]
    if noted:
        # a unit of an earlier batch may have got the same row then
        con.execute(
            f"""
            INSERT INTO {APPLIED} BY NAME
            SELECT n.correction_id, $stage AS stage, n.unit, n.changed_id
            FROM (SELECT unnest($ids) AS correction_id, unnest($units) AS unit, unnest($changed) AS changed_id) n
            ANTI JOIN (FROM {APPLIED} WHERE stage = $stage) o
                ON o.correction_id = n.correction_id AND o.unit = n.unit AND o.changed_id = n.changed_id
            """,
            {
                "stage": stage,
                **dict(zip(("ids", "units", "changed"), map(list, zip(*noted, strict=True)), strict=True)),
            },
        )


def without_evidence(con: duckdb.DuckDBPyConnection) -> list[str]:
    """What stands and was applied to nothing, each in a sentence; of many the first, and how many more there are."""
    found = con.execute(
        "SELECT correction_id, kind, problem FROM main.corrections WHERE problem IS NOT NULL ORDER BY correction_id"
    ).fetchall()
    more = (
        [f"{len(found) - TOLD} more were not applied: `twosource correct list` says why"] if len(found) > TOLD else []
    )
    return [
        f"the correction {own[:12]} ({kind.replace('_', ' ')}) was not applied: {why}"
        for own, kind, why in found[:TOLD]
    ] + more


# ------------------------------------------------------------------ the parts of bringing in


def _documents(con: duckdb.DuckDBPyConnection, articles: Iterable[str]) -> dict[str, str]:
    """The documents that a person means by addresses, paths, or ids of them or of one of their versions."""
    asked = sorted(articles)
    found = (
        con.execute(
            """
        SELECT known.name, min(known.document_id)
        FROM (SELECT document_id, unnest([source_path, url, document_id, article_id]) AS name FROM clean.articles) known
        SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS name) asked ON asked.name = known.name
        GROUP BY known.name
        """,
            [asked],
        ).fetchall()
        if asked
        else []
    )
    return {article: _document(article) for article in asked} | dict(found)


def _document(article: str) -> str:
    """The document of an article that is not there."""
    if len(article) == 32 and all(letter in "0123456789abcdef" for letter in article):
        return article
    return document_id(article if article.startswith(WEB) else None, article)


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


def _rename(con: duckdb.DuckDBPyConnection, late: Sequence[Correction]) -> None:
    """Note the documents of articles that have come in since."""
    if late:
        con.execute(
            f"UPDATE {TABLE} SET documents = n.documents "
            "FROM (SELECT unnest($ids) AS correction_id, unnest($documents) AS documents) n "
            f"WHERE {TABLE}.correction_id = n.correction_id",
            {
                "ids": [one.correction_id for one in late],
                "documents": [list(one.documents) for one in late],
            },
        )


def evidence_hash(words: str) -> str:
    """By what a correction knows words again: white space does not count."""
    return content_id("evidence", " ".join(words.split()))
