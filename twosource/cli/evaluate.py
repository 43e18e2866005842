"""The verbs `gold` and `evaluate`: a draft to correct by hand, and how right the facts are by it.

Belongs here: their options, and telling the figures. Does not: judging (`twosource/evaluation`).
"""

from __future__ import annotations

import getpass
import uuid
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twosource.cli import looking
from twosource.cli.terminal import UNUSABLE, Failure, complain, harmless, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twosource.evaluation.card import Figure, Read
    from twosource.evaluation.gold import Gold
    from twosource.warehouse.session import Session


def gold(
    article: Annotated[str, typer.Argument(help="An article_id or its beginning, or part of a path, URL or headline.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file; else one named after the article.")
    ] = None,
    judge: Annotated[str | None, typer.Option(help="Who corrects it; else who is logged in.")] = None,
) -> None:
    """Write the facts of one article as a draft, to correct by hand and to give to `twosource evaluate`."""
    from twosource.evaluation import gold as form
    from twosource.evaluation import stored

    with looking.copy(settings()) as con:
        found = looking.article(con, article)
        read = stored.read(con, found["article_id"])
    path = output or Path(f"{found['article_id'][:12]}.gold.yml")
    if path.exists():
        raise Failure(
            f"{path} is there already, perhaps with somebody's work. Name another file with --output.", UNUSABLE
        )
    text = form.draft(found, judge or getpass.getuser(), read.facts if read else {}, path.name)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror}. Name another file.", UNUSABLE) from error
    typer.echo(harmless(f"{path} is written. Correct it, then: twosource evaluate {path}"))


def evaluate(
    golds: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="Corrected files of `twosource gold`.")],
    rules: Annotated[bool, typer.Option("--rules", help="Show the figures of every rule, too.")] = False,
) -> None:
    """Say how right the facts are by gold: precision and recall of each kind, with their intervals.

    Two files of one article by two judges also tell how far they agree. The figures are kept in the view `accuracy`,
    which the next run publishes. Ends with status 2 when a file cannot be used.
    """
    from twosource.evaluation import card, stored
    from twosource.warehouse import connect, store
    from twosource.warehouse.session import Session

    chosen, wanted = settings(), _read(golds)
    if not store.was_written(chosen):
        raise Failure(f"There is no database in {chosen.home} yet. `twosource run` makes it.")
    try:
        with store.using_live(chosen), Session(chosen) as session:
            run = session.begin(str(uuid.uuid4()))
            articles = _articles(session, wanted)
            figures = card.card([gold for gold in wanted if gold.article in articles], articles)
            stored.keep(session.con, run, figures)
    except connect.WarehouseError as error:
        raise Failure(str(error)) from error
    _tell(figures, rules)


def _read(paths: Sequence[Path]) -> list[Gold]:
    from twosource.evaluation import gold as form

    try:
        found = [form.read(path) for path in paths]
    except form.GoldError as error:
        raise Failure(str(error), UNUSABLE) from error
    if nameless := [gold.path for gold in found if gold.article is None]:
        raise Failure(f"{nameless[0]} does not name its article: give it `article:` with an article_id.", UNUSABLE)
    return found


def _articles(session: Session, golds: Sequence[Gold]) -> dict[str, Read]:
    """The articles that are there; of one that is not it is said, as another text may have taken its place."""
    from twosource.evaluation import stored

    found = {}
    for gold in golds:
        read = stored.read(session.con, str(gold.article))
        if read is None:
            complain(f"{gold.path}: there is no article {gold.article}, so it is left out. Its text may have changed.")
        else:
            found[str(gold.article)] = read
    if not found:
        raise Failure("None of these articles is in the database.", UNUSABLE)
    return found


def _tell(figures: Sequence[Figure], rules: bool) -> None:
    from twosource.evaluation.card import ALL
    from twosource.reporting.accuracy import told

    for figure in figures:
        if figure.rule == ALL or rules:
            what = figure.table_name if figure.rule == ALL else f"  {figure.rule}"
            typer.echo(harmless(f"{what:<28} {figure.measure:<10} {told(asdict(figure))}"))
    if not rules:
        n = len({figure.rule for figure in figures} - {ALL})
        typer.echo(f"Figures of {n} rules: --rules, or the view accuracy.")
