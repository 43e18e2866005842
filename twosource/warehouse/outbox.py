"""What a write touches of later stages, noted by the same transaction: a run looks at that, and searches nothing.

Belongs here: which later units read what a stage holds of its units, and the list of those to be looked at. Does not:
whether a unit has to be made anew (`stages.pending`: its fingerprint tells), when all are looked through (`settled`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import duckdb

from twosource import declarations
from twosource.declarations import Stage
from twosource.warehouse import set_aside

if TYPE_CHECKING:
    import polars as pl

TAKEN_IN = "captures"
"""What stands before all stages: the inputs."""
ASKED = "asked"
"""The temporary table of the units that a stage looks at."""

Units = dict[str, set[str]]
"""Units by stage."""


class Touches:
    """What one transaction of a stage touches: looked for before its rows go, and again when the new ones stand."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        stage: Stage,
        units: Sequence[str],
        frames: Mapping[str, pl.DataFrame] | None = None,
    ) -> None:
        """`frames` are the new rows, of which some may belong to other units (the origin of an older article)."""
        self._con = con
        self._stage = stage
        self._units = set(units)
        for name, frame in (frames or {}).items():
            self._units |= set(frame[declarations.table(name).unit[0]])
        self._found: Units = {}

    def look(self) -> None:
        """Look for the later units that read what the database holds now."""
        for stage, units in later(self._con, self._stage.name, self._units).items():
            self._found.setdefault(stage, set()).update(units)

    def note(self) -> None:
        """Note them."""
        for stage, units in self._found.items():
            touch(self._con, stage, units)


def touch(con: duckdb.DuckDBPyConnection, stage: str, units: Collection[str]) -> None:
    """Have a stage look at units; called inside the transaction that changes what it reads of them."""
    if units:
        con.execute(
            "INSERT INTO quality.touched (stage, unit) "
            "SELECT $stage, n.unit FROM (SELECT DISTINCT unnest($units) AS unit) n "
            "ANTI JOIN (SELECT unit FROM quality.touched WHERE stage = $stage) o ON o.unit = n.unit",
            {"stage": stage, "units": sorted(units)},
        )


def later(con: duckdb.DuckDBPyConnection, stage: str, units: Collection[str]) -> Units:
    """The units of later stages that read what `stage` holds of these units, as the database is now."""
    if stage == "comparisons" or not units:
        return {}
    ids = sorted(units)
    if stage == TAKEN_IN:
        return {"articles": set(ids), "comparisons": _stories(con, _shown(con, ids))}
    if stage == "articles":
        shown = _shown(con, ids)
        return {"facts": shown, "links": shown, "comparisons": _stories(con, shown)}
    if stage == "facts":
        return {"links": set(ids), "comparisons": _stories(con, ids)}
    return {"comparisons": _stories(con, {*ids, *_partners(con, ids)}) | _merged(con, ids)}


def ask(con: duckdb.DuckDBPyConnection, stage: Stage) -> bool:
    """Put the units that the stage has to look at into the temporary table `ASKED`; False when there is none.

    They are those that were touched, and those on which it failed and that are tried again.
    """
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {ASKED} AS SELECT unit FROM quality.touched WHERE stage = $stage "
        f"UNION SELECT item FROM quality.set_aside WHERE stage = $stage AND {set_aside.WAITING}",
        {"stage": stage.name},
    )
    return bool((con.execute(f"SELECT count(*) FROM {ASKED}").fetchone() or (0,))[0])


def clear(con: duckdb.DuckDBPyConnection, stage: Stage) -> None:
    """Let go of what the stage had to look at: it has."""
    con.execute("DELETE FROM quality.touched WHERE stage = ?", [stage.name])


# ------------------------------------------------------------------ who reads what


def _shown(con: duckdb.DuckDBPyConnection, capture_ids: Collection[str]) -> set[str]:
    """The articles of captures."""
    return _column(con, "SELECT article_id FROM clean.articles WHERE capture_id IN (SELECT unnest(?))", capture_ids)


def _partners(con: duckdb.DuckDBPyConnection, article_ids: Collection[str]) -> set[str]:
    """The articles that share text with one of these."""
    sql = (
        "SELECT unnest([earlier_id, later_id]) FROM links.copies "
        "WHERE earlier_id IN (SELECT unnest($1)) OR later_id IN (SELECT unnest($1))"
    )
    return _column(con, sql, article_ids)


def _stories(con: duckdb.DuckDBPyConnection, article_ids: Collection[str]) -> set[str]:
    """The stories of articles and of all versions of their documents, and those that stand for them now."""
    sql = """
        WITH RECURSIVE documents AS (
            SELECT document_id FROM clean.articles WHERE article_id IN (SELECT unnest($1))
            UNION SELECT document_id FROM links.story_members WHERE article_id IN (SELECT unnest($1))
        ), reached(story_id) AS (
            SELECT story_id FROM links.story_members WHERE document_id IN (FROM documents)
            UNION SELECT a.same_as FROM reached r JOIN links.story_aliases a USING (story_id)
        )
        SELECT story_id FROM reached
        """
    return _column(con, sql, article_ids)


def _merged(con: duckdb.DuckDBPyConnection, article_ids: Collection[str]) -> set[str]:
    """The stories that one of these articles showed to be one."""
    sql = "SELECT unnest([story_id, same_as]) FROM links.story_aliases WHERE article_id IN (SELECT unnest(?))"
    return _standing(con, _column(con, sql, article_ids))


def _standing(con: duckdb.DuckDBPyConnection, story_ids: Collection[str]) -> set[str]:
    """These stories and all that are shown in their place."""
    sql = """
        WITH RECURSIVE reached(story_id) AS (
            SELECT unnest(?) UNION SELECT a.same_as FROM reached r JOIN links.story_aliases a USING (story_id)
        )
        SELECT story_id FROM reached
        """
    return _column(con, sql, story_ids)


def _column(con: duckdb.DuckDBPyConnection, sql: str, ids: Collection[str]) -> set[str]:
    return {value for (value,) in con.execute(sql, [list(ids)]).fetchall()} if ids else set()
