"""The verb `run`: load, clean, extract, link, compare, validate, publish, and a summary at the end.

Belongs here: starting the job in this process and telling how it ended. Does not: any stage.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from twosource.cli import check, report, signals, speech
from twosource.cli.terminal import FAILED, NOTHING, Failure, complain, harmless, settings
from twosource.settings import INBOX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twosource.app import Result
    from twosource.cli import asking
    from twosource.settings import Settings
    from twosource.warehouse.ledger import Summary, Taken

SOURCES = typer.Argument(
    help="What to take in: names from sources.yml, page addresses, files, folders or quoted globs; - is a list on "
    "standard input. Nothing means all of sources.yml.",
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
PENDING = typer.Option("--pending", help="Take nothing in; work through what is pending, such as corrections.")
DRY_RUN = typer.Option("--dry-run", help="Say what would be taken in and what is pending, and write nothing.")
AS_JSON = typer.Option("--json", help="Tell the end as one JSON object.")
QUIET = typer.Option("--quiet", "-q", help="Tell nothing but what is wrong.")
LOG_FILE = typer.Option("--log-file", help="Append to this file what happens, with times.", show_default=False)
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
    pending: Annotated[bool, PENDING] = False,
    dry_run: Annotated[bool, DRY_RUN] = False,
    as_json: Annotated[bool, AS_JSON] = False,
    quiet: Annotated[bool, QUIET] = False,
    log_file: Annotated[Path | None, LOG_FILE] = None,
    allow_empty: Annotated[bool, ALLOW_EMPTY] = False,
) -> None:
    """Take in sources and work through all that is new.

    Ends with status 0 when all critical checks hold, 1 when one or a named input fails or the run cannot go on, 2 when
    an argument or a setting cannot be used, 3 when nothing was taken in that should have been.
    """
    from twosource.cli import asking

    chosen = settings()
    said = {"outlet": outlet, "published": published, "headline": headline, "language": language, "url": url}
    asked = asking.asked(sources or [], input_file or [], said, due, chosen, pending)
    if asked.is_nothing:
        if allow_empty:
            return
        raise Failure("the list holds no address, path or name: nothing was taken in.", FAILED)
    check.own_rules_of(chosen)  # what cannot be used is said before anything is taken in
    if dry_run:
        from twosource.cli import dry_run as trial

        trial.tell(asked, chosen, as_json)
        return
    with speech.log(log_file) as log:
        began = time.monotonic()
        result = _execute(asked, chosen, quiet or as_json, log)
        end = _ended(result, chosen, asked.is_named, allow_empty or pending)
        _tell(end, chosen, speech.Manner(as_json, quiet, time.monotonic() - began), log)
    if end.status:
        raise typer.Exit(end.status)


@dataclass(slots=True)
class _End:
    """How a run ended: the exit status, what is wrong in sentences, and its numbers when it reached the database."""

    run_id: str
    status: int = 0
    complaints: list[str] = field(default_factory=list)
    summary: Summary | None = None
    taken: list[Taken] = field(default_factory=list)


def _ended(result: Result, chosen: Settings, named: bool, allow_empty: bool) -> _End:
    """How the run ended; whoever watches is told."""
    from twosource.alerting import lineage, telling
    from twosource.warehouse.connect import WarehouseError

    end = _End(result.run_id)
    message = _failure(result, chosen)
    try:
        end.summary, end.taken, notes = _summary(chosen, result.run_id)
        end.complaints += notes
    except WarehouseError as error:
        return _End(result.run_id, FAILED, [message or str(error)])
    end.complaints += telling.after_run(chosen, message, result.run_id)
    end.complaints += lineage.ended(chosen, result.run_id, message)
    failed = sum(check.severity == "critical" for check in end.summary.checks_failed) if end.summary else 0
    if message:
        end.status = FAILED
        end.complaints.append(message)
    elif failed or not result.success:
        end.status = FAILED
        end.complaints.append(f"{failed or 'some'} critical checks fail; the copy for analysts was left as it was.")
    elif status := _untaken(end.taken, named, end.complaints.append):
        end.status = 0 if allow_empty else status
    return end


def _tell(end: _End, chosen: Settings, manner: speech.Manner, log: TextIO | None) -> None:
    """Tell how the run ended, in the manner that is wanted."""
    from twosource.cli import summary

    written = report.written_after_run(chosen, end.complaints.append)
    if manner.as_json:
        told = {"run_id": end.run_id, "seconds": round(manner.seconds, 1), "complaints": end.complaints}
        typer.echo(speech.as_json(end.summary, end.taken, end.status, told, chosen))
    elif not manner.quiet:
        if end.summary is not None:
            summary.print_summary(end.summary, chosen)
        if written:
            typer.echo(harmless(written))
        if end.summary is not None and end.summary.is_first:
            summary.print_next_steps(chosen)
    for line in dict.fromkeys(end.complaints):  # a store that is away is met by the run and by the report
        complain(line)
        if log:
            speech.write(log, line)
    if log:
        speech.write(log, f"the run {end.run_id} ended with status {end.status} after {manner.seconds:.0f} s")


def _untaken(taken: Sequence[Taken], named: bool, say: Callable[[str], None] = complain) -> int:
    """The status for sources of which nothing could be used, each told; 0 when there is nothing to complain of.

    A named input must give something. Of all declared sources together one must; the inbox may always be empty.
    """
    asked = [source for source in taken if source.source != INBOX]
    without = [s for s in asked if not s.usable and (s.quarantined or s.status != "partial")]  # not left for later
    if not without or (not named and len(without) < len(asked)):
        return 0
    for source in without:
        why = f": {source.message}" if source.message else "."
        say(f"nothing could be taken in from {source.source}{why}")
    return FAILED if named else NOTHING


def _execute(asked: asking.Asked, chosen: Settings, quiet: bool, log: TextIO | None) -> Result:
    """Run Dagster's job in this process, in the history that the web UI shows."""
    from rich.console import Console

    console = Console(stderr=True, quiet=quiet)
    with console.status("Starting …"):
        from twosource import app

        app.reach()
        from pipelines import history
        from twosource.cli.history import kept

        logging.getLogger("dagster").setLevel(logging.CRITICAL)
        logging.getLogger("stamina").setLevel(logging.CRITICAL)  # tells of each second try; the summary tells the end
    with (
        signals.watched(),
        kept(chosen),
        history.instance(chosen) as instance,
        speech.progress(console, quiet, log) as bars,
    ):
        history.end_lost_runs(instance)
        job = app.build(lambda: chosen, bars).resolve_job_def("ingest")
        config: dict[str, Any] = {
            "ops": {"captures": {"config": asked.config()}},
            "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
        }
        return job.execute_in_process(run_config=config, instance=instance, tags=history.tags(), raise_on_error=False)


def _failure(result: Result, chosen: Settings) -> str | None:
    """Why the run stopped, in its own words; None when it did not, or when a failed check stopped it."""
    from pipelines.jobs import RULES
    from twosource.warehouse import connect, store

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
        if told := store.told(chosen, name, message):
            return told
        advice = f". {connect.RESTORE}" if connect.DAMAGE in message else ""
        return f"the step {event.step_key} stopped ({name}): {message}{advice}"
    return None


def _is_ours(name: str | None) -> bool:
    """Whether the error's message is a sentence for the person."""
    ours = ("SourceError", "CorrectionsError", "ModelMissing", "ReferenceTableError", "MachineFault", "EngineError")
    return name is not None and (name.startswith("Warehouse") or name in ours)


def _summary(chosen: Settings, run_id: str) -> tuple[Summary | None, list[Taken], list[str]]:
    """The run in numbers, what was taken in, and what corrections were applied to nothing.

    Raises WarehouseError when what the run stored cannot be read.
    """
    from twosource.warehouse import connect, corrections, ledger, store

    if not store.was_written(chosen):
        return None, [], []  # opening would make one in the place of what is lost
    with ExitStack() as held:
        try:
            con = held.enter_context(store.writing(chosen, SUMMARY_WAIT))
        except connect.WarehouseError:
            return None, [], []  # the run itself has stopped on the same error and says so
        held.enter_context(store.using_live(chosen))
        held.enter_context(connect.transaction(con))  # a lake looks up its state once and not for each figure
        found = ledger.summary(con, run_id)
        return found, ledger.taken(con, run_id) if found else [], corrections.without_evidence(con) if found else []
