"""The verb `report`: write the report and say where it is.

Belongs here: the option, and the sentence. Does not: any page (`twosource/reporting`).
"""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from twosource.cli.terminal import Failure, complain, harmless, settings, tell_behind

if TYPE_CHECKING:
    from twosource.reporting import site
    from twosource.settings import Settings


def report(
    open_it: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
) -> None:
    """Write the report: a folder of pages to open in any browser, without a server."""
    from twosource.reporting import site
    from twosource.warehouse.connect import WarehouseError

    chosen = settings()
    tell_behind(chosen)
    try:
        written = site.write(chosen)
    except (site.ReportError, WarehouseError) as error:
        raise Failure(str(error)) from error
    typer.echo(harmless(str(written.index)))
    if open_it and not webbrowser.open(written.index.as_uri()):
        raise Failure(f"No browser was found to show it. Open {written.index} yourself.")


def write_after_run(chosen: Settings) -> None:
    """The end of a run: bring the report up to date and say where it is."""
    if told := written_after_run(chosen, complain):
        typer.echo(harmless(told))


def written_after_run(chosen: Settings, say: Callable[[str], None]) -> str | None:
    """Bring the report up to date; where it is, in a line. A failure is said and changes nothing more."""
    from twosource.reporting import site
    from twosource.warehouse import store
    from twosource.warehouse.connect import WarehouseError

    if not store.was_published(chosen):
        return None  # the run stopped before there was anything to show, and says so itself
    try:
        written = site.write(chosen)
    except (site.ReportError, WarehouseError) as error:
        say(str(error))
        return None
    return f" report        {written.index} ({_told(written)})"


def _told(written: site.Report) -> str:
    if not written.written:
        return "up to date"
    return f"{written.written} of {written.pages} pages written"
