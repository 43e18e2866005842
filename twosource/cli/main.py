"""The command `twosource`: its verbs, and what happens to an error on its way to the person.

Belongs here: registering verbs, turning known errors into a sentence and an exit status. Does not: any verb.
"""

from __future__ import annotations

import errno
import sys

import typer

import twosource
from twosource.cli import (
    check,
    correct,
    doctor,
    evaluate,
    export,
    mcp,
    quarantine,
    report,
    restore,
    run,
    search,
    serve,
    show,
    sources,
    sql,
    story,
)
from twosource.cli.terminal import FAILED, Failure, complain, drop_output

app = typer.Typer(
    name="twosource",
    help="Raw news in, facts out: who says so, where, in which words, and who disagrees.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("run")(run.run)
app.add_typer(sources.app, name="sources")
app.command("sql")(sql.sql)
app.command("export")(export.export)
app.command("tables")(sql.tables)
app.command("describe")(sql.describe)
app.command("ask")(sql.ask)
app.command("search", context_settings={"ignore_unknown_options": True})(search.search)  # -word is no option
app.command("show")(show.show)
app.command("conflicts")(story.conflicts)
app.command("story")(story.story)
app.command("mcp")(mcp.mcp)
app.command("report")(report.report)
app.add_typer(correct.app, name="correct")
app.add_typer(quarantine.app, name="quarantine")
app.command("check")(check.check)
app.command("gold")(evaluate.gold)
app.command("evaluate")(evaluate.evaluate)
app.command("restore")(restore.restore)
app.command("serve")(serve.serve)
app.command("doctor")(doctor.doctor)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"twosource {twosource.__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """Raw news in, facts out: who says so, where, in which words, and who disagrees."""


def main() -> None:
    """Run the command; a known failure ends with a sentence and its exit status, never with a traceback."""
    try:
        app()
    except Failure as failure:
        complain(str(failure))
        sys.exit(failure.status)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        drop_output()
        where = error.filename or "what was to be told"
        complain(f"{where} cannot be written: {error.strerror}. Make room on the disk and try again.")
        sys.exit(FAILED)
