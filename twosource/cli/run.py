"""The verb `run`: load, clean, extract, link, compare, validate, publish, and a summary at the end.

Belongs here: starting the job in this process and telling how it ended. Does not: any stage.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twosource.cli import report, signals
from twosource.cli.terminal import FAILED, NOTHING, UNUSABLE, Failure, complain, settings
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

SUMMARY_WAIT = 1.0
"""Seconds to wait for the database once the run is over; if another run has taken it by then, it tells its own end."""


def run(sources: Annotated[list[str] | None, SOURCES] = None) -> None:
    """Take in sources and work through all that is new.

    Ends with status 0 when all critical checks hold, 1 when one or a named input fails or the run cannot go on, 2 when
    an argument or a setting cannot be used, 3 when nothing was taken in that should have been.
    """
    chosen = settings()
    wanted = list(sources or [])
    _check_sources(wanted, chosen)
    result = _execute(wanted, chosen)
    from twosource.warehouse.connect import WarehouseError

    message = _failure(result)
    try:
        failed, taken = _summary(chosen, result.run_id)
    except WarehouseError as error:
        raise Failure(message or str(error)) from error
    report.write_after_run(chosen)
    if message:
        raise Failure(message)
    if failed or not result.success:
        complain(f"{failed or 'some'} critical checks fail; the copy for analysts was left as it was.")
        raise typer.Exit(FAILED)
    if status := _untaken(taken, bool(wanted)):
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
    return FAILED if named and any(s.quarantined or s.status == "failed" for s in without) else NOTHING


def _check_sources(wanted: list[str], chosen: Settings) -> None:
    from twosource.loading import sources as declared

    try:
        declared.resolve(wanted, chosen.home)
    except declared.SourceError as error:
        raise Failure(str(error), UNUSABLE) from error


def _execute(wanted: list[str], chosen: Settings) -> Result:
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
            "ops": {"captures": {"config": {"sources": wanted}}},
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
