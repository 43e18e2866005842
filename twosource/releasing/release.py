"""A release as a whole: which files there are, and the order of work.

Belongs here: calling each format once. Does not: what a format writes, or the folder (`folder`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twosource import analyst_views
from twosource.releasing import descriptor, folder, ftm, gdelt, ninjs, schemaorg, tables, webannotation
from twosource.releasing.folder import ReleaseError
from twosource.releasing.rows import Rows
from twosource.settings import Settings
from twosource.warehouse import connect, sheets, store

__all__ = ["FORMATS", "Release", "ReleaseError", "write"]

OTHERS = {
    "ftm": ftm.FORM,
    "webannotation": webannotation.FORM,
    "ninjs": ninjs.FORM,
    "schemaorg": schemaorg.FORM,
    "gdelt": gdelt.FORM,
}
"""The formats of others; each is one file of a release."""
FORMATS = (*tables.WRITERS, *OTHERS)
"""What a release may be written as."""


@dataclass(frozen=True, slots=True)
class Release:
    """Where the release is, how many files it has beside the descriptor, how many rows are in them, and the views that
    have more rows than a sheet of a workbook holds, where XLSX was asked for."""

    folder: Path
    files: int
    rows: int
    left_out: tuple[str, ...] = ()


def write(
    settings: Settings,
    target: Path,
    kinds: Sequence[str],
    *,
    text: bool = True,
    quote_length: int = 0,
    for_spreadsheets: bool = False,
) -> Release:
    """Write the published copy to the folder `target` in each of `kinds` (of `FORMATS`), whole or not at all.

    The same copy gives the same bytes. Raises ReleaseError when it cannot be written or something else stands there,
    WarehouseError when there is no copy, SourceError when sources.yml cannot be read.
    """
    with store.reading(settings, whole=True) as con, store.using(settings, connect.ANEW):
        rows = Rows(con, text, quote_length)
        too_long = _too_long(rows) if "xlsx" in kinds else ()
        try:
            with folder.new(target) as made:
                resources = [
                    entry
                    for kind in dict.fromkeys(kinds)
                    for entry in _files(
                        rows, made, kind, for_spreadsheets=for_spreadsheets, without=too_long if kind == "xlsx" else ()
                    )
                ]
                found = descriptor.package(rows, settings.home, resources, too_long)
                (made / folder.DESCRIPTOR).write_text(
                    json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
                )
        except OSError as error:
            raise ReleaseError(
                f"The release cannot be written to {error.filename or target}: {error.strerror}. Name another folder."
            ) from error
    return Release(target, len(resources), sum(entry[descriptor.ROWS] for entry in resources), too_long)


def _too_long(rows: Rows) -> tuple[str, ...]:
    """The views with more rows than a sheet holds."""
    return tuple(view for view in analyst_views.views() if rows.number(view) > sheets.MOST_ROWS)


def _files(
    rows: Rows, made: Path, kind: str, *, for_spreadsheets: bool, without: Sequence[str]
) -> Sequence[Mapping[str, Any]]:
    """The files of one format: one, or where it holds tables each view that is not left out."""
    if other := OTHERS.get(kind):
        path = made / f"twosource.{other.suffix}"
        number = other.write(rows, path)
        return [{**descriptor.resource(path, other.media, other.about), **other.table, descriptor.ROWS: number}]
    marked = for_spreadsheets and kind == "csv"
    options = {"for_spreadsheets": True} if marked else {}
    entries = []
    for view in analyst_views.views():
        if view in without:
            continue
        path = made / f"{view}.{kind}"
        written = tables.WRITERS[kind](rows.view(view), path, **options)
        entries.append(descriptor.table(rows, view, path, written, marked=marked, without=without))
    return entries
