"""Bringing a copy of the database up to what the database holds now, by what changed.

Belongs here: which rows differ, and taking those over. Does not: files, and putting the copy in its place (`publish`).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import duckdb

from twosource import declarations
from twosource.declarations import Stage, Table
from twosource.warehouse.connect import transaction

LOG = logging.getLogger(__name__)
COPY = "published"
"""The name under which the copy is attached."""
MOST = 0.25
"""The share of a stage's units from which on a whole copy is quicker, and leaves no gaps in the file."""
COMPARED = {
    "raw.captures": ("fields", "outlet", "headers", "url"),
    "clean.versions": ("capture_id", "document_id", "version", "newest"),
    "links.term_counts": ("n",),
}
"""Tables that are no stage's and too large to be taken over whole: the columns in which a row may become another."""
INDEX = ("search.documents", "search.words")
"""Tables of the index of texts that are compared whole; its third one follows from them."""
APPENDED = "quality.checks"
"""The table to which every run adds its rows and changes none; a run that checks twice is brought up whole."""
MARKS = "quality.marks"


def bring_up(con: duckdb.DuckDBPyConnection) -> bool:
    """Bring the database that is attached as `COPY` up to the one of `con`; False, with nothing changed, when more than
    `MOST` of it is another, or rows are not where the marks say."""
    changed = {stage.name: _changed(con, stage) for stage in declarations.stages().values()}
    total = _count(con, MARKS)
    if sum(changed.values()) > MOST * max(total, 1):
        return False
    try:
        with transaction(con):
            for stage in declarations.stages().values():
                for name in stage.writes if changed[stage.name] else ():
                    _take_over(con, declarations.table(name), stage)
            for name, table in declarations.tables().items():
                if not any(name in stage.writes for stage in declarations.stages().values()):
                    _take_over_other(con, table)
            _take_over_index(con)
            _require_equal_counts(con)
    except _Differs as differs:
        LOG.warning("the copy for analysts is made anew, as what changed in %s is not known from the marks", differs)
        return False
    return True


class _Differs(Exception):
    """The copy cannot be brought up by what changed."""


def _changed(con: duckdb.DuckDBPyConnection, stage: Stage) -> int:
    """Note the units of a stage that were made anew since, whose rows another unit's write changed, or that are gone;
    returns how many."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {_units(stage)} AS
        SELECT coalesce(n.unit, o.unit) AS unit
        FROM (FROM {MARKS} WHERE stage = $stage) n
        FULL JOIN (FROM {COPY}.{MARKS} WHERE stage = $stage) o ON o.unit = n.unit
        WHERE n.run_id IS DISTINCT FROM o.run_id OR n.digest IS DISTINCT FROM o.digest
            OR n.n_rows IS DISTINCT FROM o.n_rows OR n.fingerprint IS DISTINCT FROM o.fingerprint
            OR n.version IS DISTINCT FROM o.version OR n.outcome IS DISTINCT FROM o.outcome
        """,
        {"stage": stage.name},
    )
    return _count(con, _units(stage))


def _units(stage: Stage) -> str:
    return f"temp.changed_{stage.name}"


def _take_over(con: duckdb.DuckDBPyConnection, table: Table, stage: Stage) -> None:
    """The rows of the changed units: a row is counted to the first column that names a unit."""
    _replace(con, table, f'"{table.unit[0]}" IN (FROM {_units(stage)})')


def _take_over_other(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    name = table.full_name
    if name == MARKS:
        for stage in declarations.stages().values():
            _replace(con, table, f"stage = '{stage.name}' AND unit IN (FROM {_units(stage)})")
    elif name in COMPARED:
        _take_over_compared(con, table, COMPARED[name])
    elif name == APPENDED:
        con.execute(
            f"INSERT INTO {COPY}.{name} BY NAME FROM {name} WHERE run_id NOT IN (SELECT run_id FROM {COPY}.{name})"
        )
    else:
        _replace(con, table, "true")


def _take_over_compared(con: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[str]) -> None:
    """The rows that came, went, or are others in these columns; their keys stay in `changed_rows`."""
    key, name = table.key[0], table.full_name
    told = ", ".join(f'o."{c}"' for c in columns)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE changed_rows AS SELECT coalesce(n.k, o.k) AS k "
        f"FROM (SELECT {key} AS k, hash({told}) AS told FROM {name} o) n "
        f"FULL JOIN (SELECT {key} AS k, hash({told}) AS told FROM {COPY}.{name} o) o ON o.k = n.k "
        "WHERE n.told IS DISTINCT FROM o.told"
    )
    _replace(con, table, f'"{key}" IN (FROM temp.changed_rows)')


def _take_over_index(con: duckdb.DuckDBPyConnection) -> None:
    """The index of texts: articles that came, went or are told of anew with their places of words, and the words."""
    documents, words = (declarations.index_tables()[name] for name in INDEX)
    renumbered = f"SELECT 1 FROM {words.full_name} n JOIN {COPY}.{words.full_name} o USING (word)"
    if con.execute(f"{renumbered} WHERE n.term IS DISTINCT FROM o.term LIMIT 1").fetchone():
        raise _Differs(words.full_name)  # an index that was filled anew: all places are under other numbers
    _take_over_compared(con, documents, [column.name for column in documents.columns])
    _replace(con, declarations.index_tables()["search.postings"], '"doc" IN (FROM temp.changed_rows)')
    _take_over_compared(con, words, [column.name for column in words.columns])


def _replace(con: duckdb.DuckDBPyConnection, table: Table, condition: str) -> None:
    con.execute(f"DELETE FROM {COPY}.{table.full_name} WHERE {condition}")
    con.execute(f"INSERT INTO {COPY}.{table.full_name} BY NAME FROM {table.full_name} WHERE {condition}")


def _require_equal_counts(con: duckdb.DuckDBPyConnection) -> None:
    for name in (*declarations.tables(), *declarations.index_tables()):
        if _count(con, name) != _count(con, f"{COPY}.{name}"):
            raise _Differs(name)


def _count(con: duckdb.DuckDBPyConnection, name: str) -> int:
    return int((con.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,))[0])
