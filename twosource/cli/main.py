"""The command `twosource`: its verbs, and what happens to an error on its way to the person.

Belongs here: where each verb is, turning known errors into a sentence and an exit status. Does not: any verb.
"""

from __future__ import annotations

import errno
import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

import twosource
from twosource import put_off
from twosource.cli.terminal import FAILED, Failure, complain, drop_output

VERBS = {
    "run": ("run.run", "Take in sources and work through all that is new."),
    "sql": ("sql.sql", "Ask the copy for analysts one question in SQL."),
    "export": (
        "export.export",
        "Write every view to a folder, with a descriptor (datapackage.json) that says what is in it.",
    ),
    "tables": ("sql.tables", "List the views that can be asked, with their rows and what a row is."),
    "describe": ("sql.describe", "Say what a view is, and what each of its columns holds."),
    "ask": ("sql.ask", "Ask one of the questions that come with twosource, with values of your own."),
    "search": ("search.search", "Find articles, quotations, claims or quantities by their words, the best first."),
    "show": (
        "show.show",
        "Show one article: its text with its facts, what was removed, then the facts, its arithmetic and its story.",
    ),
    "conflicts": (
        "story.conflicts",
        "Show what outlets say against one another: both sides with who says it, on which origins, and what was ruled out.",
    ),
    "story": (
        "story.story",
        "Show one story: how its facts stand, its articles by time of publication, who had what first, then each fact.",
    ),
    "mcp": ("mcp.mcp", "Serve the copy for analysts to agents, read-only, by the Model Context Protocol."),
    "report": ("report.report", "Write the report: a folder of pages to open in any browser, without a server."),
    "check": ("check.check", "Check what is stored, and say which rules fail."),
    "gold": (
        "evaluate.gold",
        "Write the facts of one article as a draft, to correct by hand and to give to `twosource evaluate`.",
    ),
    "evaluate": (
        "evaluate.evaluate",
        "Say how right the facts are by gold: precision and recall of each kind, with their intervals.",
    ),
    "restore": (
        "restore.restore",
        "Put the copy for analysts in the place of a live database that is lost or damaged.",
    ),
    "serve": ("serve.serve", "Serve the pipeline's web pages and the report, with schedule and inbox switched on."),
    "doctor": ("doctor.doctor", "Look whether all is well, and say what to do where it is not."),
    "sources": ("sources.app", "Where inputs come from: propose, try and list sources."),
    "correct": (
        "correct.app",
        "Put right what was read wrongly: it holds when everything is read again, and can be taken back.",
    ),
    "quarantine": ("quarantine.app", "What was set aside: list it, look at it, send it through, or leave it out."),
}
"""Where each verb is, and the first sentence of its help: a verb is imported when it is called, none to list them."""
DASHED = frozenset({"search"})
"""Verbs whose words may begin with a dash: `-word` is what must not be there, and no option."""
PLAINLY: dict[str, Any] = {"pretty_exceptions_enable": False, "rich_markup_mode": None}


class Verbs(TyperGroup):
    """The verbs by name; the one that is called takes the place of its line in the help."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The verb that the arguments call, imported now."""
        name, found, rest = super().resolve_command(ctx, args)
        return name, _loaded(name) if name in VERBS else found, rest


def _loaded(name: str) -> Any:
    module, own = VERBS[name][0].split(".")
    found = getattr(import_module(f"twosource.cli.{module}"), own)
    around = typer.Typer(**PLAINLY)
    if isinstance(found, typer.Typer):
        around.add_typer(found, name=name)
    else:
        around.command(name, context_settings={"ignore_unknown_options": name in DASHED})(found)
    return typer.main.get_group(around).commands[name]


def _elsewhere() -> None:
    """Stands for a verb until it is called."""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"twosource {twosource.__version__}")
        raise typer.Exit


app = typer.Typer(
    name="twosource",
    help="Raw news in, facts out: who says so, where, in which words, and who disagrees.",
    no_args_is_help=True,
    cls=Verbs,
    **PLAINLY,
)
for _name, (_, _told) in VERBS.items():
    app.command(_name, help=_told)(_elsewhere)


@app.callback()
def options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """Raw news in, facts out: who says so, where, in which words, and who disagrees."""


def main() -> None:
    """Run the command; a known failure ends with a sentence and its exit status, never with a traceback."""
    put_off.keep_out("pandas")
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
