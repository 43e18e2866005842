"""The verb `restore`: begin again from the copy for analysts when the live database is lost.

Belongs here: the sentence. Does not: doing it (`twosource/warehouse/restore`).
"""

from __future__ import annotations

import typer

from twosource.cli.terminal import UNUSABLE, Failure, harmless, settings


def restore() -> None:
    """Put the copy for analysts in the place of a live database that is lost or damaged.

    What was in its place is kept beside it under another name. The next run goes on from there.
    """
    from twosource.warehouse import restore as restoring
    from twosource.warehouse.connect import WarehouseError

    chosen = settings()
    if chosen.lake:
        raise Failure(
            "A lake is not restored from a copy: put back its PostgreSQL database and its files from your "
            "backup (docs/scale.md).",
            UNUSABLE,
        )
    try:
        n, aside = restoring.restore(chosen.live, chosen.published)
    except WarehouseError as error:
        raise Failure(str(error)) from error
    typer.echo(harmless(f"{chosen.live} holds the {n} captures of the copy for analysts again."))
    if aside:
        typer.echo(harmless(f"What stood there was kept as {aside}."))
