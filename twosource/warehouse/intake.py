"""Storing captures: a pass over a source in bounded batches, and its row of coverage.

Belongs here: what is new, what was seen before, what was refused, the newest capture of an address.
Does not: finding or reading inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import duckdb

from twosource import declarations
from twosource.records import NOT_YET, Capture, SetAside
from twosource.warehouse import contents, mapping, set_aside, settled, tables
from twosource.warehouse.connect import transaction
from twosource.warehouse.ledger import note_write
from twosource.warehouse.session import Session
from twosource.warehouse.stages import Counts

STAGE = "captures"
TABLE = "raw.captures"
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

    @property
    def found(self) -> int:
        return self.new + self.unchanged + self.quarantined + self.skipped


def take_in(session: Session, source: str, items: Iterable[Capture | SetAside], minimum: int | None) -> Counts:
    """Store what a source gives, and one row of coverage however it ends.

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
        _cover(session, source, seen, minimum, finished)
    aside = f", {seen.quarantined + seen.skipped} set aside" if seen.quarantined + seen.skipped else ""
    session.progress.end(f"{seen.new} new, {seen.unchanged} unchanged{aside}")
    rows = {TABLE: seen.new}
    return Counts(done=seen.new, quarantined=seen.quarantined, skipped=seen.skipped, rows=rows)


def newest(session: Session, source: str) -> Callable[[str], Capture | None]:
    """A lookup that gives the newest capture at an address of the source, None when there is none."""

    def look_up(address: str) -> Capture | None:
        cursor = session.con.execute(
            "SELECT * FROM raw.captures WHERE source = ? AND address = ? "
            "ORDER BY first_run DESC NULLS LAST, first_seen_at DESC, capture_id LIMIT 1",
            [source, address],
        )
        found = cursor.fetchone()
        if found is None:
            return None
        names = [d[0] for d in cursor.description or ()]
        return mapping.of(TABLE, Capture).record(dict(zip(names, found, strict=True)))

    return look_up


def _batches(items: Iterable[Capture | SetAside], size: int) -> Iterable[list[Capture | SetAside]]:
    batch: list[Capture | SetAside] = []
    held = 0
    for item in items:
        batch.append(item)
        held += len(item.data) if isinstance(item, Capture) else 0
        if len(batch) >= size or held >= BATCH_BYTES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _store(session: Session, batch: list[Capture | SetAside], seen: _Pass) -> None:
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
            settled.note_write(session.con, settled.TAKEN_IN)
        set_aside.record(session.con, session.run, refused)
    seen.new += new
    seen.unchanged += len(known) + repeated
    for item in refused:
        setattr(seen, item.disposition, getattr(seen, item.disposition) + 1)
        if item.reason == NOT_YET:
            seen.later = item.message
        else:
            seen.messages.append(item.message)
        seen.refused.append(item.item)


Told = tuple[dict[str, str], str | None, str | None, str | None]
"""What may be another when a capture is seen again: its fields, its outlet, two headers that spare the next fetch."""


def _told(capture: Capture) -> Told:
    headers = capture.headers
    return dict(capture.fields), capture.outlet, headers.get("etag"), headers.get("last-modified")


def _known(con: duckdb.DuckDBPyConnection, ids: list[str]) -> dict[str, Told]:
    """What is stored of the captures that are there. A frame is made of others alone: the first costs .5 CPU-s, as
    DuckDB then imports pandas."""
    sql = (
        "SELECT capture_id, fields, outlet, headers['etag'], headers['last-modified'] FROM raw.captures "
        "WHERE capture_id IN (SELECT unnest(?::VARCHAR[]))"
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
        WHEN MATCHED THEN UPDATE SET fields = n.fields, outlet = n.outlet, headers = CASE
            WHEN o.headers['etag'] IS DISTINCT FROM n.headers['etag']
                OR o.headers['last-modified'] IS DISTINCT FROM n.headers['last-modified']
            THEN n.headers ELSE o.headers END
        WHEN NOT MATCHED THEN INSERT BY NAME
        """
    )
    session.con.unregister("new_captures")


def _status(seen: _Pass, finished: bool) -> str:
    """How the pass went, a word of `fetch_status`; to leave something for a later run is no failure."""
    good = seen.new + seen.unchanged
    if seen.later and finished:
        return "partial"
    if not finished or seen.quarantined:
        return "partial" if good else "failed"
    return "ok" if good else "empty"


def _cover(session: Session, source: str, seen: _Pass, minimum: int | None, finished: bool) -> None:
    status = _status(seen, finished)
    more = f" (and {len(seen.messages) - 1} more)" if len(seen.messages) > 1 else ""
    told = [message for message in (seen.later, *seen.messages[:1]) if message]
    row = {
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
        "n_expected": minimum,
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
