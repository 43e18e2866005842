"""The verb `doctor`: is all well here, and what to do about what is not.

Belongs here: the order of the checks and the table. Does not: any check (`twosource/cli/checkup`), mending, writing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from twosource.cli.checkup.finding import Finding
from twosource.cli.terminal import FAILED, harmless, settings
from twosource.settings import Settings


def doctor(
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Only search all that is stored for units that have to be made anew.")
    ] = False,
) -> None:
    """Look whether all is well, and say what to do where it is not.

    Every stage is tried on a small page, which takes some seconds. Ends with status 0 when nothing has to be done,
    with 1 otherwise.
    """
    from rich.console import Console

    from twosource.cli.checkup import search

    with Console(stderr=True).status("Looking …"):
        findings = list(search.recheck(settings()) if recheck else examine(settings()))
    _print(findings)
    if any(finding.advice for finding in findings):
        raise typer.Exit(FAILED)


def examine(chosen: Settings) -> Iterator[Finding]:
    """All checks, in the order in which one thing rests on another. Changes nothing, raises for nothing it finds."""
    from twosource.cli.checkup import data, install

    yield install.python()
    for package in install.PACKAGES:
        yield install.version(package)
    yield install.model(chosen.model)
    yield install.extensions()
    yield from install.stages(chosen.model)
    yield install.home(chosen.home)
    yield install.temporary()
    yield install.disk(chosen.home)
    yield install.workers(chosen.processes, chosen.engine)
    yield from data.declared_sources(chosen.home)
    yield data.own_rules(chosen.home)
    yield from data.live_database(chosen)
    yield data.published_copy(chosen)


def _print(findings: list[Finding]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("check", no_wrap=True)
    table.add_column("found", overflow="fold")
    table.add_column("what to do", overflow="fold")
    for finding in findings:
        style = "yellow" if finding.advice else ""
        cells = (finding.check, finding.found, finding.advice or "")
        table.add_row(*(Text(harmless(cell)) for cell in cells), style=style)
    Console().print(table)
