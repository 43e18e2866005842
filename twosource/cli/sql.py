"""The verbs `sql`, `tables`, `describe` and `ask`: questions to the published copy, and what can be asked of it.

Belongs here: reading their arguments. Does not: where an answer goes (`answers`), asking (`warehouse/export`), the
questions with a name (`asking/questions`).
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from twosource.cli import answers
from twosource.cli.answers import TIMEOUT, FormatOption, FullOption, OutputOption, SpreadsheetsOption, TimeoutOption
from twosource.cli.terminal import UNUSABLE, Failure, harmless

STANDARD_INPUT = "-"


def sql(
    query: Annotated[
        str | None,
        typer.Argument(
            help="One SELECT, DESCRIBE or SUMMARIZE on the views (`twosource tables`); - reads it from standard input."
        ),
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Read the question from this file.")] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", metavar="NAME=VALUE", help="The value of $NAME in the question."),
    ] = None,
    kind: FormatOption = None,
    output: OutputOption = None,
    for_spreadsheets: SpreadsheetsOption = False,
    full: FullOption = False,
    timeout: TimeoutOption = TIMEOUT,
) -> None:
    """Ask the copy for analysts one question in SQL.

    Nothing is cut in a file or a pipe. Ends with status 2 when the question or an option cannot be used, or when the
    question takes longer than it may.
    """
    wanted = answers.Wanted.of(kind, output, for_spreadsheets, full, timeout)
    answers.give(_question(query, file), _values(parameters or ()), wanted)


def tables(kind: FormatOption = None, output: OutputOption = None) -> None:
    """List the views that can be asked, with their rows and what a row is."""
    from twosource import analyst_views, declarations

    counts = " UNION ALL ".join(
        f'SELECT {n} AS place, \'{view.name}\' AS "view", (SELECT count(*) FROM {view.name}) AS "rows", '
        f'{declarations.quote(_first_sentence(view.description))} AS "about"'
        for n, view in enumerate(analyst_views.views().values())
    )
    wanted = answers.Wanted.of(kind, output, full=True)
    answers.give(f'SELECT "view", "rows", about FROM ({counts}) ORDER BY place', {}, wanted)


def describe(
    view: Annotated[str | None, typer.Argument(help="The view; without it, all of them.")] = None,
    kind: FormatOption = None,
    output: OutputOption = None,
) -> None:
    """Say what a view is, and what each of its columns holds."""
    from twosource import analyst_views, declarations
    from twosource.warehouse.export import Rows

    views = analyst_views.views()
    if view is not None and view not in views:
        raise Failure(f"There is no view {view}.{_near(view, views)} `twosource tables` lists them.", UNUSABLE)
    chosen = [views[view]] if view else list(views.values())
    rows = [(v.name, c.name, c.type, declarations.describe(c)) for v in chosen for c in v.columns]
    wanted = answers.Wanted.of(kind, output, full=True)
    if view and wanted.form in answers.DRAWN and output is None:
        typer.echo(f"{views[view].description}\nA row is named by {', '.join(views[view].key)}.\n")
    start = 1 if view else 0
    answers.hand_out(
        Rows(("view", "column", "type", "meaning")[start:], (False,) * (4 - start), [r[start:] for r in rows]), wanted
    )


def ask(
    name: Annotated[str | None, typer.Argument(help="The question's name; without it, all are listed.")] = None,
    values: Annotated[list[str] | None, typer.Argument(metavar="[NAME=VALUE]...", help="What to set in it.")] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Show the question's query and what may be set, and ask nothing.")
    ] = False,
    kind: FormatOption = None,
    output: OutputOption = None,
    for_spreadsheets: SpreadsheetsOption = False,
    full: FullOption = False,
    timeout: TimeoutOption = TIMEOUT,
) -> None:
    """Ask one of the questions that come with twosource, with values of your own."""
    from twosource.asking import questions

    known = questions.questions()
    if name is None:
        for question in known.values():
            settable = " ".join(f"{p.name}={p.default}" for p in question.parameters)
            typer.echo(f"{question.name} {settable}".rstrip() + f"\n    {question.asked}")
        return
    if name not in known:
        raise Failure(f"There is no question {name}.{_near(name, known)} `twosource ask` lists them.", UNUSABLE)
    question = known[name]
    if show:
        notes = [f"-- {p.name}={p.default}: {p.meaning}" for p in question.parameters]
        typer.echo("\n".join([f"-- {question.asked}", f"-- {question.why}", *notes, question.sql]))
        return
    wanted = answers.Wanted.of(kind, output, for_spreadsheets, full, timeout)
    answers.give(question.sql, question.values(_values(values or ())), wanted)


def _question(query: str | None, file: Path | None) -> str:
    """The one question that is given: as an argument, in a file, or on standard input."""
    if (query is None) == (file is None):
        raise Failure("Give one question: as an argument, with -f FILE, or - for standard input.", UNUSABLE)
    if file is None and query is not None and query != STANDARD_INPUT:
        return query
    where = "standard input" if file is None or str(file) == STANDARD_INPUT else str(file)
    try:
        data = sys.stdin.buffer.read() if file is None or str(file) == STANDARD_INPUT else file.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise Failure(f"{where} cannot be read: {error.strerror}. Name another file.", UNUSABLE) from error
    except UnicodeDecodeError as error:
        raise Failure(f"{where} is not text in UTF-8. Save it as such.", UNUSABLE) from error


def _values(given: Sequence[str]) -> dict[str, str]:
    """Values by name; what has no `=` is refused, and so is a name given twice."""
    found: dict[str, str] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name.isidentifier():
            raise Failure(f"{one!r} is no NAME=VALUE. Write for instance day=2025-04-17.", UNUSABLE)
        if name in found:
            raise Failure(f"{name} is given twice. Give it once.", UNUSABLE)
        found[name] = value
    return found


def _near(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f" Did you mean {close[0]}?" if close else ""


def _first_sentence(text: str) -> str:
    return harmless(text.partition(". ")[0].removesuffix("."))
