"""The verb `sql`: one query on the published copy.

Belongs here: reading arguments and printing the answer. Does not: running it (`warehouse/export`).
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from twosource.cli.terminal import UNUSABLE, Failure, harmless, settings

if TYPE_CHECKING:
    import polars as pl
    from rich.table import Table

LONGEST = 120
"""Characters of a value in a table."""
UNFOLDED = 100_000
"""Characters of a line where nothing is to be folded."""


class Format(StrEnum):
    """How an answer is written."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


def sql(
    query: Annotated[str, typer.Argument(help="One SELECT; the views are in docs/data-dictionary.md.")],
    kind: Annotated[Format, typer.Option("--format", help="How to write the answer.")] = Format.table,
    output: Annotated[Path | None, typer.Option(help="Write to this file instead of standard output.")] = None,
) -> None:
    """Ask the database one question in SQL."""
    from twosource.warehouse import connect, export

    if kind is Format.parquet and output is None and sys.stdout.isatty():
        raise Failure("Parquet is not for a terminal: name a file with --output.", UNUSABLE)
    try:
        with connect.open_copy(settings().published) as con:
            if kind is Format.table:
                _print_table(export.answer(con, query), output)
            else:
                export.write(con, query, kind.value, output or Path("/dev/stdout"))
    except export.QueryError as error:
        raise Failure(str(error), UNUSABLE) from error
    except connect.WarehouseError as error:
        raise Failure(str(error)) from error


def _print_table(answer: pl.DataFrame, output: Path | None) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name, kind in answer.schema.items():
        table.add_column(Text(harmless(name)), justify="right" if kind.is_numeric() else "left", overflow="fold")
    for row in answer.iter_rows():
        table.add_row(*(Text(harmless(_cell(value))) for value in row))
    if output:
        with output.open("w", encoding="utf-8") as target:
            _draw(table, answer.height, target)
    else:
        _draw(table, answer.height, sys.stdout)


def _draw(table: Table, rows: int, target: TextIO) -> None:
    """A file or a pipe has no width: nothing is folded there."""
    from rich.console import Console

    console = Console(file=target, width=None if target.isatty() else UNFOLDED)
    console.print(table)
    console.print(f"{rows} row{'' if rows == 1 else 's'}", highlight=False)


def _cell(value: object) -> str:
    """A value on one line, cut where it is long: the other formats give it whole."""
    if value is None:
        return "NULL"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
