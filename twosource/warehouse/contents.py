"""What the tables should hold: rows by table, and a digest of each unit's rows, noted by the transaction that writes.

Belongs here: keeping these numbers, and mending where the tables differ from them. Does not: writing rows (`stages`,
`intake`), the SQL of what differs (`expectations`), saying what that means for a run (`validation`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from twosource import declarations, expectations
from twosource.declarations import Stage, Table
from twosource.warehouse import settled, stories_back, term_counts, versions
from twosource.warehouse.connect import transaction


class Changes:
    """What one transaction does to the rows of a stage. Every row goes through it, and `note` closes it."""

    def __init__(self, con: duckdb.DuckDBPyConnection, stage: Stage) -> None:
        self._con = con
        self._stage = stage
        self._rows: dict[str, int] = {}
        self._counts_terms = term_counts.TERMS in stage.writes
        con.execute("CREATE OR REPLACE TEMP TABLE row_changes (unit VARCHAR, digest UBIGINT, n BIGINT)")
        self._numbers_versions = versions.ARTICLES in stage.writes
        if self._counts_terms:
            term_counts.begin(con)
        if self._numbers_versions:
            versions.begin(con)

    def delete(self, table: Table, source: str, parameters: Mapping[str, Any], units: Sequence[str] = ()) -> None:
        """Delete the rows of `table` that `source` (what follows `DELETE FROM table o`) selects.

        `units` are the ones that are written anew and whose digest begins again; of the others it is brought forward.
        """
        joined = source.replace("USING", ",", 1)
        sql = f"INSERT INTO row_changes {expectations.digest_by_unit(table, f'{table.full_name} o {joined}', -1)}"
        self._con.execute(sql, dict(parameters))
        if table.full_name == term_counts.TERMS:
            term_counts.collect(self._con, f"{table.full_name} o {joined}", -1, parameters)
        if table.full_name == versions.ARTICLES:
            versions.collect(self._con, f"{table.full_name} o {joined}", parameters)
        if units:
            self._con.execute("DELETE FROM row_changes WHERE n < 0 AND unit IN (SELECT unnest(?))", [list(units)])
        self._note(table, -_affected(self._con.execute(f"DELETE FROM {table.full_name} o {source}", dict(parameters))))

    def insert(self, table: Table, select: str) -> int:
        """Insert what the SELECT gives, by name; returns the number of rows."""
        self._con.execute(f"INSERT INTO row_changes {expectations.digest_by_unit(table, f'({select}) o')}")
        if table.full_name == term_counts.TERMS:
            term_counts.collect(self._con, f"({select}) o", 1, {})
        if table.full_name == versions.ARTICLES:
            versions.collect(self._con, f"({select}) o", {})
        n = _affected(self._con.execute(f"INSERT INTO {table.full_name} BY NAME {select}"))
        self._note(table, n)
        return n

    def note(self) -> None:
        """Bring the numbers forward: of the tables, and of the units' marks, which must be set by now."""
        self._con.execute(
            "UPDATE quality.marks m SET n_rows = m.n_rows + c.n, digest = xor(m.digest, c.digest) "
            "FROM (SELECT unit, sum(n) AS n, bit_xor(digest) AS digest FROM row_changes GROUP BY unit) c "
            "WHERE m.stage = ? AND m.unit = c.unit",
            [self._stage.name],
        )
        add(self._con, self._rows)
        if self._counts_terms:
            term_counts.note(self._con)
        if self._numbers_versions:
            versions.note(self._con)

    def _note(self, table: Table, n: int) -> None:
        self._rows[table.full_name] = self._rows.get(table.full_name, 0) + n


def add(con: duckdb.DuckDBPyConnection, rows: Mapping[str, int]) -> None:
    """Note rows written (or deleted: a negative number) by table."""
    more = {name: n for name, n in rows.items() if n}
    if more:
        con.execute(
            "UPDATE quality.row_counts r SET n_rows = r.n_rows + m.n "
            "FROM (SELECT unnest($names) AS name, unnest($numbers) AS n) m WHERE r.table_name = m.name",
            {"names": list(more), "numbers": list(more.values())},
        )


def begin(con: duckdb.DuckDBPyConnection) -> None:
    """Begin to count tables that are not counted yet, from what they hold now, and note ledgers as being there."""
    known = {name for (name,) in con.execute("SELECT table_name FROM quality.row_counts").fetchall()}
    for name in declarations.tables():
        if name not in known:
            n = _rows(con, name) if name in expectations.counted() else None
            con.execute("INSERT INTO quality.row_counts (table_name, n_rows) VALUES (?, ?)", [name, n])


def forget_digests(con: duckdb.DuckDBPyConnection) -> None:
    """Take digests as not known: the rows were brought to another shape, by ourselves."""
    con.execute("UPDATE quality.marks SET n_rows = NULL, digest = NULL")


@dataclass(frozen=True, slots=True)
class Mended:
    """What mending did: units by stage that the next run makes anew, tables with rows noted and found, and how many
    articles are back in the story that they had."""

    units: Mapping[str, int]
    tables: Mapping[str, tuple[int, int]]
    put_back: int


def mend(con: duckdb.DuckDBPyConnection) -> Mended:
    """Have every unit whose rows are not those that were written made anew, and let go of rows that no unit has.

    An article in another story goes back to its own: it is not decided again, by what has come in since.

    The tables are then taken as they are, so that their numbers hold again once the units are made.
    """
    units: dict[str, int] = {}
    with transaction(con):
        put_back = stories_back.put_back(con)
        for stage in declarations.stages().values():
            again = [unit for unit, _, _ in con.execute(expectations.altered(stage)).fetchall()]
            if again:
                con.execute(
                    "UPDATE quality.marks SET fingerprint = '' WHERE stage = ? AND unit IN (SELECT unnest(?))",
                    [stage.name, again],
                )
                units[stage.name] = len(again)
            for name in stage.writes:
                con.execute(f"DELETE FROM {name} WHERE {expectations.no_done_unit(stage, declarations.table(name))}")
        counted = "SELECT table_name, n_rows FROM quality.row_counts WHERE n_rows IS NOT NULL"
        noted = dict(con.execute(counted).fetchall())
        found = {name: _rows(con, name) for name in noted}
        others = {name: (n, found[name]) for name, n in noted.items() if n != found[name]}
        add(con, {name: there - n for name, (n, there) in others.items()})
        term_counts.recount(con)
        versions.fill(con)
        settled.forget(con)
    return Mended(units, others, put_back)


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def lost(con: duckdb.DuckDBPyConnection, there: set[str], counts: bool) -> list[tuple[str, int | None]]:
    """Tables that the file once had and has no more, with their number of rows when it is known.

    `there` are the tables of the file, `counts` tells that the version which wrote it counted rows.
    """
    if not counts:
        return []
    if "quality.row_counts" not in there:
        return [("quality.row_counts", None)]
    kept = con.execute("SELECT table_name, n_rows FROM quality.row_counts ORDER BY table_name").fetchall()
    return [(name, n) for name, n in kept if name not in there] if kept else [("quality.row_counts", 0)]


def _affected(cursor: duckdb.DuckDBPyConnection) -> int:
    row = cursor.fetchone()
    return int(row[0]) if row else 0
