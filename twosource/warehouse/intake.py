"""Storing captures: a pass over a source in bounded batches, and its row of coverage.

Belongs here: what is new, what was seen before, what was refused, the newest capture of an address.
Does not: finding or reading inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import duckdb

from twosource import declarations
from twosource.records import NOT_YET, Capture, Reached, SetAside
from twosource.warehouse import contents, mapping, outbox, progress, set_aside, source_states, tables, versions
from twosource.warehouse.connect import transaction
from twosource.warehouse.ledger import note_write
from twosource.warehouse.session import Session
from twosource.warehouse.source_states import Expected, Passed
from twosource.warehouse.stages import Counts

Item = Capture | SetAside | Reached

STAGE = "captures"
TABLE = "raw.captures"
BLOCKED = {"blocked_by_robots", "bot_wall", "forbidden_address", "retry_later", NOT_YET}
"""Reasons by which a host keeps us out, though nothing is broken."""
BATCH_BYTES = 32_000_000
"""A batch of captures is stored when it holds so many bytes, or so many items as other batches have units."""


@dataclass(slots=True)
class _Pass:
    """Counts of one pass over a source."""

    started_at: datetime
    new: int = 0
    unchanged: int = 0
    quarantined: int = 0
    skipped: int = 0
    later: str | None = None
    messages: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    reasons: set[str] = field(default_factory=set)

    @property
    def found(self) -> int:
        return self.new + self.unchanged + self.quarantined + self.skipped


def take_in(session: Session, source: str, items: Iterable[Item], expected: Expected) -> Counts:
    """Store what a source gives, and one row of coverage however it ends; a declared source is held to `expected`.

    Raises whatever reading raises, after the batches before it were stored and the pass was noted as partial or failed.
    """
    seen = _Pass(datetime.now(UTC))
    session.progress.begin(f"{STAGE}: {source}", None)
    finished = False
    try:
        for batch in _batches(items, session.settings.batch):
            _store(session, batch, seen)
            session.progress.advance(len(batch))
        with transaction(session.con):
            set_aside.release_others(session.con, session.run, STAGE, source, seen.refused)
        finished = True
    finally:
        _cover(session, source, seen, expected, finished)
    aside = f", {seen.quarantined + seen.skipped} set aside" if seen.quarantined + seen.skipped else ""
    session.progress.end(f"{seen.new} new, {seen.unchanged} unchanged{aside}")
    rows = {TABLE: seen.new}
    return Counts(done=seen.new, quarantined=seen.quarantined, skipped=seen.skipped, rows=rows)


def newest(session: Session, source: str) -> Callable[[str], Capture | None]:
    """A lookup that gives the newest capture at an address of the source, None when there is none."""

    def look_up(address: str) -> Capture | None:
        cursor = session.con.execute(
            "SELECT o.* FROM raw.captures o LEFT JOIN raw.returns r USING (capture_id) "
            "WHERE source = ? AND address = ? "
            "ORDER BY greatest(o.first_run, r.run) DESC NULLS LAST, first_seen_at DESC, capture_id LIMIT 1",
            [source, address],
        )
        found = cursor.fetchone()
        if found is None:
            return None
        names = [d[0] for d in cursor.description or ()]
        return mapping.of(TABLE, Capture).record(dict(zip(names, found, strict=True)))

    return look_up


def _batches(items: Iterable[Item], size: int) -> Iterable[list[Item]]:
    batch: list[Item] = []
    held = 0
    for item in items:
        batch.append(item)
        held += len(item.data) if isinstance(item, Capture) else 0
        if len(batch) >= size or held >= BATCH_BYTES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _store(session: Session, batch: list[Item], seen: _Pass) -> None:
    """One transaction: new captures are added, known ones keep the time at which they were first seen."""
    captures = {item.capture_id: item for item in batch if isinstance(item, Capture)}
    repeated = sum(isinstance(item, Capture) for item in batch) - len(captures)
    refused = [item for item in batch if isinstance(item, SetAside)]
    known = _known(session.con, list(captures))
    others = [capture for capture in captures.values() if known.get(capture.capture_id) != _told(capture)]
    new = len(captures) - len(known)
    with transaction(session.con):
        if others:
            _merge(session, others)
            contents.add(session.con, {TABLE: new})
            note_write(session.con, session.run)
            _touch(session.con, [capture.capture_id for capture in others])
        set_aside.record(session.con, session.run, refused)
        _note_returns(session, list(captures))
        passed = [progress.note(session, item) for item in batch if isinstance(item, Reached)]
    for one in passed:
        seen.unchanged += one.captures
        seen.quarantined += one.quarantined
        seen.skipped += one.skipped
        seen.refused += one.items
    seen.new += new
    seen.unchanged += len(known) + repeated
    for item in refused:
        setattr(seen, item.disposition, getattr(seen, item.disposition) + 1)
        if item.reason == NOT_YET:
            seen.later = item.message
        else:
            seen.messages.append(item.message)
        seen.refused.append(item.item)
        seen.reasons.add(item.reason)


def _note_returns(session: Session, ids: list[str]) -> None:
    """Note which captures of the batch had given place to others at their address, and stand there again."""
    back = session.con.execute(
        """
        WITH batch AS (
            SELECT source, address, capture_id FROM raw.captures WHERE capture_id IN (SELECT unnest(?::VARCHAR[]))
        ),
        standing AS (
            SELECT o.source, o.address, o.capture_id, row_number() OVER (PARTITION BY o.source, o.address ORDER BY
                greatest(o.first_run, r.run) DESC NULLS LAST, o.first_seen_at DESC, o.capture_id) AS place
            FROM raw.captures o LEFT JOIN raw.returns r USING (capture_id)
            SEMI JOIN batch n ON n.source = o.source AND n.address = o.address
        )
        SELECT s.capture_id FROM standing s SEMI JOIN batch n ON n.capture_id = s.capture_id
        WHERE s.place > 1
        AND (SELECT count(*) FROM batch n WHERE n.source = s.source AND n.address = s.address) = 1
        """,
        [ids],
    ).fetchall()
    if back:
        found = [capture_id for (capture_id,) in back]
        session.con.execute("DELETE FROM raw.returns WHERE capture_id IN (SELECT unnest(?))", [found])
        session.con.execute("INSERT INTO raw.returns SELECT unnest(?), ?", [found, session.run.number])
        versions.note_captures(session.con, found)
        note_write(session.con, session.run)
        _touch(session.con, found)


def _touch(con: duckdb.DuckDBPyConnection, capture_ids: Sequence[str]) -> None:
    """Have later stages look at what they read of captures."""
    for stage, units in outbox.later(con, outbox.TAKEN_IN, capture_ids).items():
        outbox.touch(con, stage, units)


Told = tuple[dict[str, str], str | None, str | None, str | None, str | None]
"""What may be another when a capture is seen again: its fields, its outlet, two headers that spare the next fetch, and
what is stated of it."""


def _told(capture: Capture) -> Told:
    headers = capture.headers
    more = headers.get("etag"), headers.get("last-modified"), headers.get("stated")
    return dict(capture.fields), capture.outlet, *more


def _known(con: duckdb.DuckDBPyConnection, ids: list[str]) -> dict[str, Told]:
    """What is stored of the captures that are there. A frame is made of others alone: the first costs .5 CPU-s, as
    DuckDB then imports pandas."""
    sql = (
        "SELECT capture_id, fields, outlet, headers['etag'], headers['last-modified'], headers['stated'] "
        "FROM raw.captures WHERE capture_id IN (SELECT unnest(?::VARCHAR[]))"
    )
    return {row[0]: (dict(row[1]), *row[2:]) for row in con.execute(sql, [ids]).fetchall()}


def _merge(session: Session, captures: Sequence[Capture]) -> None:
    """Add captures, or bring those that are there up to what is told of them now."""
    table = declarations.table(TABLE)
    as_row, number = mapping.of(TABLE, Capture).row, session.run.number
    rows = (as_row(capture, first_run=number) for capture in captures)
    session.con.register("new_captures", tables.frame(table, rows))
    session.con.execute(
        f"""
        MERGE INTO raw.captures o USING (SELECT {tables.insert_list(table)} FROM new_captures) n
        ON o.capture_id = n.capture_id
        WHEN MATCHED THEN UPDATE SET fields = n.fields, outlet = n.outlet, headers = n.headers,
            url = CASE WHEN o.headers['stated'] IS DISTINCT FROM n.headers['stated'] THEN n.url ELSE o.url END
        WHEN NOT MATCHED THEN INSERT BY NAME
        """
    )
    session.con.unregister("new_captures")


def _status(seen: _Pass, finished: bool) -> str:
    """How the pass went, a word of `fetch_status`; to leave something for a later run is no failure."""
    good = seen.new + seen.unchanged
    if seen.later and finished:
        return "partial" if good or not seen.quarantined else "failed"
    if not finished or seen.quarantined:
        return "partial" if good else "failed"
    return "ok" if good else "empty"


def _cover(session: Session, source: str, seen: _Pass, expected: Expected, finished: bool) -> None:
    status = _status(seen, finished)
    more = f" (and {len(seen.messages) - 1} more)" if len(seen.messages) > 1 else ""
    told = [message for message in (seen.later, *seen.messages[:1]) if message]
    row: dict[str, Any] = {
        "run_id": session.run.run_id,
        "source": source,
        "started_at": seen.started_at,
        "finished_at": datetime.now(UTC),
        "status": status,
        "n_found": seen.found,
        "n_new": seen.new,
        "n_unchanged": seen.unchanged,
        "n_quarantined": seen.quarantined,
        "n_skipped": seen.skipped,
        "n_expected": expected.minimum,
        "message": " ".join(told) + more if told else None,
    }
    names = ", ".join(row)
    places = ", ".join(["?"] * len(row))
    with transaction(session.con):
        gone = session.con.execute(
            "DELETE FROM quality.coverage WHERE run_id = ? AND source = ?", [session.run.run_id, source]
        ).fetchone()
        session.con.execute(f"INSERT INTO quality.coverage ({names}) VALUES ({places})", list(row.values()))
        contents.add(session.con, {"quality.coverage": 1 - int(gone[0] if gone else 0)})
    if expected.is_watched:
        is_blocked = bool(seen.reasons) and seen.reasons <= BLOCKED
        passed = Passed(status=status, found=seen.found, new=seen.new, is_blocked=is_blocked, message=row["message"])
        source_states.note(session, source, passed, expected)
