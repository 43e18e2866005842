"""The verb `run`: load, clean, extract, link, compare, validate, publish, and a summary at the end.

Belongs here: starting the job in this process and telling how it ended. Does not: any stage.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twosource.cli import asking, report, signals
from twosource.cli.terminal import FAILED, NOTHING, Failure, complain, settings
from twosource.settings import INBOX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twosource.app import Result
    from twosource.settings import Settings
    from twosource.warehouse.ledger import Taken

SOURCES = typer.Argument(
    help="What to take in: names from sources.yml, page addresses, files, folders or quoted globs. "
    "Nothing means all of sources.yml.",
    metavar="[SOURCE]...",
    show_default=False,
)

INPUT_FILE = typer.Option(
    "--input-file",
    "-i",
    help="A file with an address, path or name of a source in each line; - is standard input. May be given again.",
    metavar="FILE",
    show_default=False,
)
DUE = typer.Option("--due", help="Read only declared sources whose time has come, as the schedule does.")
ALLOW_EMPTY = typer.Option("--allow-empty", help="End with status 0 though nothing usable was found.")
OUTLET = typer.Option(help="Who published the one input that is given.", show_default=False)
PUBLISHED = typer.Option(help="When it was published: 2025-04-17, or with a time.", show_default=False)
HEADLINE = typer.Option(help="Its headline.", show_default=False)
LANGUAGE = typer.Option(help="Its language, such as en.", show_default=False)
URL = typer.Option(help="The address of its page.", show_default=False)

SUMMARY_WAIT = 1.0
"""Seconds to wait for the database once the run is over; if another run has taken it by then, it tells its own end."""


def run(
    sources: Annotated[list[str] | None, SOURCES] = None,
    input_file: Annotated[list[str] | None, INPUT_FILE] = None,
    outlet: Annotated[str | None, OUTLET] = None,
    published: Annotated[str | None, PUBLISHED] = None,
    headline: Annotated[str | None, HEADLINE] = None,
    language: Annotated[str | None, LANGUAGE] = None,
    url: Annotated[str | None, URL] = None,
    due: Annotated[bool, DUE] = False,
    allow_empty: Annotated[bool, ALLOW_EMPTY] = False,
) -> None:
    """Take in sources and work through all that is new.

    Ends with status 0 when all critical checks hold, 1 when one or a named input fails or the run cannot go on, 2 when
    an argument or a setting cannot be used, 3 when nothing was taken in that should have been.
    """
    chosen = settings()
    said = {"outlet": outlet, "published": published, "headline": headline, "language": language, "url": url}
    asked = asking.asked(sources or [], input_file or [], said, due, chosen)
    if asked.is_nothing:
        if allow_empty:
            return
        raise Failure("the list holds no address, path or name: nothing was taken in.", FAILED)
    result = _execute(asked, chosen)
    from twosource.alerting import lineage, telling
    from twosource.warehouse.connect import WarehouseError

    message = _failure(result)
    try:
        failed, taken = _summary(chosen, result.run_id)
    except WarehouseError as error:
        raise Failure(message or str(error)) from error
    report.write_after_run(chosen)
    for fault in (*telling.after_run(chosen, message, result.run_id), *lineage.ended(chosen, result.run_id, message)):
        complain(fault)
    if message:
        raise Failure(message)
    if failed or not result.success:
        complain(f"{failed or 'some'} critical checks fail; the copy for analysts was left as it was.")
        raise typer.Exit(FAILED)
    status = _untaken(taken, asked.is_named)
    if status and not allow_empty:
        raise typer.Exit(status)


def _untaken(taken: Sequence[Taken], named: bool) -> int:
    """The status for sources of which nothing could be used, each told; 0 when there is nothing to complain of.

    A named input must give something. Of all declared sources together one must; the inbox may always be empty.
    """
    asked = [source for source in taken if source.source != INBOX]
    without = [s for s in asked if not s.usable and (s.quarantined or s.status != "partial")]  # not left for later
    if not without or (not named and len(without) < len(asked)):
        return 0
    for source in without:
        why = f": {source.message}" if source.message else "."
        complain(f"nothing could be taken in from {source.source}{why}")
    return FAILED if named else NOTHING


def _execute(asked: asking.Asked, chosen: Settings) -> Result:
    """Run Dagster's job in this process, in the history that the web UI shows."""
    from rich.console import Console

    from twosource.cli.bars import Bars

    console = Console(stderr=True)
    with console.status("Starting …"):
        from twosource import app

        app.reach()
        from pipelines import history
        from twosource.cli.history import kept

        logging.getLogger("dagster").setLevel(logging.CRITICAL)
        logging.getLogger("stamina").setLevel(logging.CRITICAL)  # tells of each second try; the summary tells the end
    with signals.watched(), kept(chosen), history.instance(chosen) as instance, Bars(console) as bars:
        history.end_lost_runs(instance)
        job = app.build(lambda: chosen, bars).resolve_job_def("ingest")
        config: dict[str, Any] = {
            "ops": {"captures": {"config": asked.config()}},
            "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
        }
        return job.execute_in_process(run_config=config, instance=instance, tags=history.tags(), raise_on_error=False)


def _failure(result: Result) -> str | None:
    """Why the run stopped, in its own words; None when it did not, or when a failed check stopped it."""
    from pipelines.jobs import RULES
    from twosource.warehouse import connect

    for event in result.all_events:
        if not event.is_step_failure:
            continue
        error = event.step_failure_data.error
        # our own errors say more than what caused them; Dagster's, around them, say less
        while error is not None and error.cause is not None and not _is_ours(error.cls_name):
            error = error.cause
        if error is None or error.cls_name in RULES:
            continue
        name = error.cls_name or "Error"
        # Dagster puts the full name of the class before the message
        message = re.sub(rf"^[\w.]*\b{re.escape(name)}: ", "", error.message.strip())
        if _is_ours(name):
            return message
        advice = f". {connect.RESTORE}" if connect.DAMAGE in message else ""
        return f"the step {event.step_key} stopped ({name}): {message}{advice}"
    return None


def _is_ours(name: str | None) -> bool:
    """Whether the error's message is a sentence for the person."""
    ours = ("SourceError", "ModelMissing", "ReferenceTableError", "MachineFault", "EngineError")
    return name is not None and (name.startswith("Warehouse") or name in ours)


def _summary(chosen: Settings, run_id: str) -> tuple[int, list[Taken]]:
    """Print the summary table; returns how many critical checks fail, and what was taken in.

    Raises WarehouseError when what the run stored cannot be read.
    """
    from twosource.cli import summary
    from twosource.warehouse import connect, ledger

    if not chosen.live.is_file():
        return 0, []  # opening would make one in the place of what is lost
    try:
        con = connect.open_live(chosen.live, SUMMARY_WAIT)
    except connect.WarehouseError:
        return 0, []  # the run itself has stopped on the same error and says so
    with con, connect.using(chosen.live, connect.RESTORE):
        found = ledger.summary(con, run_id)
        taken = ledger.taken(con, run_id)
    if found is None:
        return 0, []
    summary.print_summary(found, chosen)
    return sum(check.severity == "critical" for check in found.checks_failed), taken
