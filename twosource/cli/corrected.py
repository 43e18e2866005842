"""What `correct list` shows: the corrections of the file beside what the ledger of the copy says of them.

Belongs here: joining the two, drawing. Does not: changing either.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer

from twosource.cli import looking
from twosource.cli.terminal import harmless
from twosource.corrections import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twosource.records import Correction
    from twosource.settings import Settings

Row = dict[str, Any]
NOT_YET = "not applied yet: the next run does it"


def listed(chosen: Settings, everything: bool) -> list[Row]:
    """What stands in the file, with its state; with `everything` also what was taken back.

    Raises CorrectionsError (a ValueError) when the file is not understood.
    """
    given = reading.read(chosen.home)
    known: dict[str, Row] = {}
    from twosource.warehouse import store

    if store.was_published(chosen):
        with looking.copy(chosen) as con:
            known = {row["correction_id"]: row for row in looking.rows(con, "SELECT * FROM corrections")}
    kept = {one.correction_id for one in given}
    rows = [_row(one, known.get(one.correction_id)) for one in given]
    if everything:
        gone = [row for own, row in known.items() if own not in kept]
        rows += [{**_shown(row), "state": "taken back"} for row in gone]
    return rows


def _row(one: Correction, known: Row | None) -> Row:
    told = {name: getattr(one, name) for name in ("correction_id", "kind", "articles", "evidence", "value")}
    return {**told, "note": one.note, "signed": one.signed, "state": _state(known)}


def _shown(row: Row) -> Row:
    return {name: row[name] for name in ("correction_id", "kind", "articles", "evidence", "value", "note", "signed")}


def _state(known: Row | None) -> str:
    if known is None or known["withdrawn_at"] is not None:
        return NOT_YET
    if known["problem"]:
        return f"NOT APPLIED: {known['problem']}"
    n = known["applied_to"]
    return f"applied to {n} {'row' if n == 1 else 'rows'}" if n else "noted"


def show(found: Sequence[Row], as_json: bool) -> None:
    """A block for each, or a line of JSON."""
    if as_json:
        for row in found:
            typer.echo(json.dumps({**row, "value": json.loads(row["value"])}, default=str))
        return
    if not found:
        typer.echo("Nothing is corrected. `twosource correct --help` says what can be.")
    for row in found:
        value = json.loads(row["value"])
        now = "" if value is True else f" → {'nobody' if value is None else value}"
        of = f" “{'” … “'.join(row['evidence'])}”" if row["evidence"] else ""
        typer.echo(harmless(f"{row['correction_id'][:12]}  {row['kind'].replace('_', ' ')}{of}{now}"))
        for article in row["articles"]:
            typer.echo(harmless(f"              {article}"))
        about = " · ".join(part for part in (row["signed"], row["note"], row["state"]) if part)
        typer.echo(harmless(f"              {about}"))
