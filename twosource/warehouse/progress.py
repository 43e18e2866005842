"""How far reading has come in files that are too long to be read anew each time.

Belongs here: the notes in `quality.reached`, and what a pass that begins behind such a note has not looked at again.
Does not: reading (loading), storing what was read (intake).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from twosource.records import Reached
from twosource.warehouse import mapping
from twosource.warehouse.session import Session

TABLE = "quality.reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What an earlier pass took in of a file and this one did not look at: captures, and what is still set aside."""

    captures: int = 0
    quarantined: int = 0
    skipped: int = 0
    items: tuple[str, ...] = ()


def reached(session: Session, source: str) -> Callable[[str], Reached | None]:
    """A lookup that gives how far a file of the source was read, None when it never was."""

    def look_up(address: str) -> Reached | None:
        cursor = session.con.execute(f"SELECT * FROM {TABLE} WHERE source = ? AND address = ?", [source, address])
        found = cursor.fetchone()
        if found is None:
            return None
        names = [d[0] for d in cursor.description or ()]
        return mapping.of(TABLE, Reached).record(dict(zip(names, found, strict=True)))

    return look_up


def note(session: Session, at: Reached) -> Passed:
    """Note how far reading came, in the transaction that stores what was read; what a note has passed over is told."""
    if at.passed:
        return _passed(session, at)
    row = mapping.of(TABLE, Reached).row(at)
    names = ", ".join(row)
    places = ", ".join(f"${name}" for name in row)
    session.con.execute(f"DELETE FROM {TABLE} WHERE source = ? AND address = ?", [at.source, at.address])
    session.con.execute(f"INSERT INTO {TABLE} ({names}) VALUES ({places})", row)
    return Passed()


def _passed(session: Session, at: Reached) -> Passed:
    found = session.con.execute(
        "SELECT item, disposition FROM quality.set_aside WHERE stage = 'captures' AND source = ? "
        "AND released_at IS NULL AND starts_with(item, ?)",
        [at.source, f"{at.address}#"],
    ).fetchall()
    found = [(item, kind) for item, kind in found if at.finished or _is_before(item, at.position)]
    kinds = [kind for _, kind in found]
    return Passed(
        captures=at.taken,
        quarantined=kinds.count("quarantined"),
        skipped=kinds.count("skipped"),
        items=tuple(item for item, _ in found),
    )


def _is_before(item: str, position: int) -> bool:
    """Whether what was set aside of an archive stands before a place: its item ends with its own. What ends otherwise
    is told at an archive's end, and will be told again."""
    found = re.search(r"[@L](\d{1,18})$", item)
    return found is not None and int(found[1]) < position
