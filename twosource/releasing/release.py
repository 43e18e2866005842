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
from twosource.warehouse import connect, store

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
    """Where the release is, how many files it has beside the descriptor, and how many rows are in them."""

    folder: Path
    files: int
    rows: int


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
        try:
            with folder.new(target) as made:
                resources = [
                    entry
                    for kind in dict.fromkeys(kinds)
                    for entry in _files(rows, made, kind, for_spreadsheets=for_spreadsheets)
                ]
                found = descriptor.package(rows, settings.home, resources)
                (made / folder.DESCRIPTOR).write_text(
                    json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
                )
        except OSError as error:
            raise ReleaseError(
                f"The release cannot be written to {error.filename or target}: {error.strerror}. Name another folder."
            ) from error
    return Release(target, len(resources), sum(entry[descriptor.ROWS] for entry in resources))


def _files(rows: Rows, made: Path, kind: str, *, for_spreadsheets: bool) -> Sequence[Mapping[str, Any]]:
    """The files of one format: one, or each view where it holds tables."""
    if other := OTHERS.get(kind):
        path = made / f"twosource.{other.suffix}"
        number = other.write(rows, path)
        return [{**descriptor.resource(path, other.media, other.about), **other.table, descriptor.ROWS: number}]
    marked = for_spreadsheets and kind == "csv"
    options = {"for_spreadsheets": True} if marked else {}
    entries = []
    for view in analyst_views.views():
        path = made / f"{view}.{kind}"
        written = tables.WRITERS[kind](rows.view(view), path, **options)
        entries.append(descriptor.table(rows, view, kind, path, written, marked=marked))
    return entries
