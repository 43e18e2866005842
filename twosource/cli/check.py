"""The verb `check`: the rules over what is stored, without taking anything in; and the rows that break one.

Belongs here: its options, and telling the results. Does not: any rule, running one (`twosource/validation`).
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twosource.cli.terminal import FAILED, UNUSABLE, Failure, complain, harmless, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twosource.settings import Settings
    from twosource.validation.own_rules import Own
    from twosource.validation.results import CheckResult
    from twosource.warehouse.contents import Mended
    from twosource.warehouse.ledger import LookedAt


def check(
    everything: Annotated[bool, typer.Option("--all", help="Look at all rows, not only at what is new.")] = False,
    mend: Annotated[
        bool, typer.Option("--mend", help="Have units whose rows were altered made anew by the next run.")
    ] = False,
    suites: Annotated[
        Path | None, typer.Option(help="Only write the suites there, in Great Expectations' own JSON.")
    ] = None,
    rows: Annotated[
        str | None,
        typer.Option(metavar="RULE", help="Only list the rows that break this rule, such as weekday_fits_date."),
    ] = None,
) -> None:
    """Check what is stored, and say which rules fail.

    Ends with status 0 when all critical rules hold, with 1 otherwise.
    """
    from twosource.warehouse.connect import WarehouseError

    try:
        if suites is not None:
            _write_suites(suites)
            return
        if rows is not None:
            from twosource.cli import failing_rows

            failing_rows.list_rows(settings(), rows)
            return
        failed = _check(everything or mend, mend)
    except WarehouseError as error:
        raise Failure(str(error)) from error
    except OSError as error:
        raise Failure(f"{error.filename} cannot be written: {error.strerror}.") from error
    if failed:
        raise typer.Exit(FAILED)


def own_rules_of(chosen: Settings) -> Own:
    """The rules of the data folder; what cannot be used ends the command with status 2."""
    from twosource.validation import own_rules

    try:
        return own_rules.read(chosen.home)
    except own_rules.OwnRulesError as error:
        raise Failure(str(error), UNUSABLE) from error


def _check(everything: bool, mend: bool) -> int:
    """Run the checks on the live database as a run of their own; returns how many critical rules fail."""
    from twosource.validation import own_rules
    from twosource.validation import run as validation
    from twosource.warehouse import contents, ledger, publish, store
    from twosource.warehouse.session import Session

    chosen = settings()
    own = own_rules_of(chosen)
    if not store.was_written(chosen) and not store.was_published(chosen):
        raise Failure(f"There is no database in {chosen.home} yet. `twosource run` makes it.")
    with store.using_live(chosen), Session(chosen) as session:
        run = session.begin(str(uuid.uuid4()))
        ledger.note_sources(session.con, run, [])
        try:
            results = validation.validate(session.con, run, whole=everything, own=own, copy=store.copy(chosen))
        except own_rules.OwnRulesError as error:
            raise Failure(str(error), UNUSABLE) from error
        looked = ledger.looked_at(session.con, run.run_id)
        if why := ledger.failing(session.con):
            publish.note_held_back(chosen.published, why)
        held = ledger.rules_held(session.con)
        mended = contents.mend(session.con) if mend else None
        ledger.finish(session.con, run)
    _tell(results, looked, held)
    if mended:
        _tell_mended(mended)
    return sum(not r.success and r.severity == "critical" for r in results)


def _tell(results: Sequence[CheckResult], looked: LookedAt, held: tuple[int, int]) -> None:
    from twosource.cli import summary

    failed = [r for r in results if not r.success]
    typer.echo(f"this run: {summary.looked_at(looked)}")
    typer.echo(f"in all: {held[0]} rules hold, each as last asked; {held[1]} fail")
    for result in failed:
        rows = f"{result.n_failed} {'row fails' if result.n_failed == 1 else 'rows fail'}"
        complain(f"{result.severity}: {result.table_name}: {rows} the {result.description}")
        if result.sample:
            complain(f"  for instance {result.sample}")
        complain(f"  all of them: twosource check --rows {result.table_name}.{result.expectation}")


def _tell_mended(mended: Mended) -> None:
    for name, (noted, found) in mended.tables.items():
        typer.echo(f"{name}: {found} rows are there, {noted} were written. From now on {found} count as written.")
    for stage, n in mended.units.items():
        typer.echo(f"{stage}: {n} {'unit' if n == 1 else 'units'} will be made anew by the next run.")
    if mended.put_back:
        n = mended.put_back
        typer.echo(
            f"links: {n} {'article is' if n == 1 else 'articles are'} back in {'its' if n == 1 else 'their'} own story."
        )
    if not mended.units and not mended.tables and not mended.put_back:
        typer.echo("All rows are as they were written: there is nothing to make anew.")


def _write_suites(folder: Path) -> None:
    import json

    from twosource import declarations
    from twosource.validation import suites

    folder.mkdir(parents=True, exist_ok=True)
    suites.context()
    for name, table in declarations.tables().items():
        suite = suites.of_table(table).to_json_dict()
        (folder / f"{name}.json").write_text(json.dumps(suite, indent=2) + "\n", encoding="utf-8")
    typer.echo(harmless(f"{len(declarations.tables())} suites written to {folder}"))
