"""The verb `export`: the published copy as a folder that others can use.

Belongs here: reading arguments, and the sentence at the end. Does not: what is written (`twosource/releasing`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twosource.cli import signals
from twosource.cli.terminal import UNUSABLE, Failure, harmless, settings, tell_behind


def export(
    folder: Annotated[Path, typer.Argument(help="The folder to write; one that is there must be a release of ours.")],
    kinds: Annotated[
        str,
        typer.Option(
            "--format",
            help="One or more, with commas: parquet, csv, xlsx, ftm, webannotation, ninjs, schemaorg, gdelt.",
        ),
    ] = "parquet",
    without_text: Annotated[
        bool, typer.Option("--without-text", help="Hashes and places in the stead of articles' own words.")
    ] = False,
    quote_length: Annotated[
        int | None,
        typer.Option(help="With --without-text: quotations of at most so many characters stay.", min=0),
    ] = None,
    for_spreadsheets: Annotated[
        bool, typer.Option("--for-spreadsheets", help="CSV in which no cell is taken for a formula.")
    ] = False,
) -> None:
    """Write every view to a folder, with a descriptor (datapackage.json) that says what is in it.

    The same database gives the same bytes. Ends with status 2 when an option cannot be used.
    """
    from twosource.loading.declaring import SourceError
    from twosource.releasing import release
    from twosource.warehouse import sheets
    from twosource.warehouse.connect import WarehouseError

    wanted, chosen = _kinds(kinds, release.FORMATS), settings()
    if quote_length is not None and not without_text:
        raise Failure("--quote-length is for --without-text: give both, or neither.", UNUSABLE)
    if for_spreadsheets and "csv" not in wanted:
        raise Failure("--for-spreadsheets is for CSV: give --format csv with it.", UNUSABLE)
    tell_behind(chosen)
    try:
        with signals.unwinding():
            made = release.write(
                chosen,
                folder,
                wanted,
                text=not without_text,
                quote_length=quote_length or 0,
                for_spreadsheets=for_spreadsheets,
            )
    except (release.ReleaseError, WarehouseError, SourceError) as error:
        raise Failure(str(error)) from error
    typer.echo(harmless(f"{made.folder}: {made.files} files, {made.rows} rows"))
    if made.left_out:
        typer.echo(
            f"Not in XLSX, since a sheet holds {sheets.MOST_ROWS:,} rows and these have more: "
            f"{', '.join(made.left_out)}. Take Parquet or CSV for them."
        )


def _kinds(given: str, known: tuple[str, ...]) -> list[str]:
    """The formats that were named; raises Failure for one that is not known, and for none."""
    wanted = [kind.strip() for kind in given.split(",") if kind.strip()]
    unknown = [kind for kind in wanted if kind not in known]
    if unknown or not wanted:
        told = f"{', '.join(unknown)} is no format of a release" if unknown else "--format names no format"
        raise Failure(f"{told}. Known are {', '.join(known)}.", UNUSABLE)
    return wanted
