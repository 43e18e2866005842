"""The verb `sql`: one question on the published copy.

Belongs here: reading arguments, where the answer goes, and its form for people. Does not: asking (`warehouse/export`).
"""

from __future__ import annotations

import codecs
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from twosource.cli import signals
from twosource.cli.terminal import UNUSABLE, Failure, drop_output, harmless, settings, tell_behind

if TYPE_CHECKING:
    import polars as pl

    from twosource.warehouse.export import Sink

LONGEST = 120
"""Characters of a value in a table on a terminal."""


class Format(StrEnum):
    """How an answer is written."""

    table = "table"
    csv = "csv"
    json = "json"
    ndjson = "ndjson"
    parquet = "parquet"


SUFFIXES = {
    ".txt": Format.table,
    ".csv": Format.csv,
    ".json": Format.json,
    ".ndjson": Format.ndjson,
    ".jsonl": Format.ndjson,
    ".parquet": Format.parquet,
}


def sql(
    query: Annotated[str, typer.Argument(help="One SELECT, DESCRIBE or SUMMARIZE; SHOW TABLES lists the views.")],
    kind: Annotated[
        Format | None,
        typer.Option("--format", help="How to write the answer; else the file's suffix tells, else a table."),
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Write to this file instead of standard output.")] = None,
    for_spreadsheets: Annotated[
        bool, typer.Option("--for-spreadsheets", help="CSV in which no cell is taken for a formula.")
    ] = False,
) -> None:
    """Ask the copy for analysts one question in SQL.

    Nothing is cut in a file or a pipe. Ends with status 2 when the question or an option cannot be used.
    """
    from twosource.warehouse import connect, export, store

    form, chosen = _form(kind, output, for_spreadsheets), settings()
    tell_behind(chosen)
    try:
        with store.reading(chosen) as con, _target(output, for_spreadsheets) as sink:
            if form is Format.table:
                _write_table(export.answer(con, query), sink, on_terminal=output is None and sys.stdout.isatty())
            else:
                export.write(con, query, form.value, sink, for_spreadsheets=for_spreadsheets)
    except export.QueryError as error:
        if connect.DAMAGE in str(error):
            raise Failure(f"{settings().published} cannot be used: {error}. {connect.ANEW}") from error
        raise Failure(str(error), UNUSABLE) from error
    except connect.WarehouseError as error:
        raise Failure(str(error)) from error


def _form(kind: Format | None, output: Path | None, for_spreadsheets: bool) -> Format:
    """The one format that format, suffix and spreadsheets agree on; raises Failure where they do not."""
    suffix = output.suffix.lower() if output else ""
    by_suffix = SUFFIXES.get(suffix)
    if suffix and by_suffix is None:
        raise Failure(f"The suffix {suffix} names no format. Use one of {', '.join(SUFFIXES)}.", UNUSABLE)
    if kind and by_suffix and kind is not by_suffix:
        raise Failure(f"--format {kind} does not fit {output}, which names {by_suffix}. Change one of them.", UNUSABLE)
    form = kind or by_suffix
    if output and form is None:
        raise Failure(f"{output} names no format. Give it one of {', '.join(SUFFIXES)}, or --format.", UNUSABLE)
    if for_spreadsheets and form is not Format.csv:
        raise Failure("--for-spreadsheets is for CSV: give --format csv, or a file whose name ends in .csv.", UNUSABLE)
    if form is Format.parquet and output is None and sys.stdout.isatty():
        raise Failure("Parquet is not for a terminal: name a file with --output.", UNUSABLE)
    return form or Format.table


@contextmanager
def _target(output: Path | None, for_spreadsheets: bool) -> Iterator[Sink]:
    """Where the answer goes; what would steer a terminal or a spreadsheet is taken out on the way."""
    if output is None:
        out: Sink = sys.stdout.buffer
        try:
            terminal = sys.stdout.isatty()
            yield _Harmless(out, marked=not terminal) if for_spreadsheets or terminal else out
            sys.stdout.flush()
        except BrokenPipeError:
            # the reader has had enough
            drop_output()
        return
    try:
        with signals.unwinding(), _file(output) as file:
            yield _Harmless(file, marked=True) if for_spreadsheets else file
    except OSError as error:
        raise Failure(f"{output} cannot be written: {error.strerror or error}. Name another file.", UNUSABLE) from error


@contextmanager
def _file(output: Path) -> Iterator[BinaryIO]:
    """A file that is there whole or not at all; a pipe or a device is written to as it is."""
    place = output.resolve()
    if place.exists() and not place.is_file():
        with place.open("wb") as file:
            yield file
        return
    if output.absolute().parts[1:2] in (("dev",), ("proc",)):
        raise Failure(f"{output} is a file that somebody else holds. Leave --output out, and use > or >>.", UNUSABLE)
    handle, name = tempfile.mkstemp(prefix=".twosource-", dir=place.parent)
    try:
        with open(handle, "wb") as file:
            yield file
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, place.stat().st_mode if place.exists() else 0o666 & ~umask)
        os.replace(name, place)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


class _Harmless:
    """A sink for text that lets nothing through that steers; each piece it is given is whole characters.

    With `marked`, the text begins with the mark of UTF-8, without which spreadsheets take it for another encoding.
    """

    def __init__(self, sink: Sink, marked: bool) -> None:
        self._sink = sink
        self._before = codecs.BOM_UTF8 if marked else b""

    def write(self, data: bytes) -> None:
        self._sink.write(self._before + harmless(data.decode()).encode())
        self._before = b""


def _write_table(answer: pl.DataFrame, sink: Sink, on_terminal: bool) -> None:
    """Draw the table; on a terminal long values are cut and lines fold, elsewhere a line is as long as it has to be."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.measure import Measurement
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name, kind in answer.schema.items():
        table.add_column(Text(harmless(name)), justify="right" if kind.is_numeric() else "left", overflow="fold")
    for row in answer.iter_rows():
        cells = map(_cell, row)
        table.add_row(*(Text(harmless(_cut(cell) if on_terminal else cell)) for cell in cells))
    rows = f"{answer.height} row{'' if answer.height == 1 else 's'}"
    if on_terminal:
        console = Console()
        console.print(table)
        console.print(rows, highlight=False)
        return
    drawn = io.StringIO()
    console = Console(file=drawn, width=sys.maxsize // 2)
    console.width = Measurement.get(console, console.options, table).maximum
    console.print(table)
    lines = (line.rstrip() for line in drawn.getvalue().splitlines())
    sink.write("\n".join([*lines, rows, ""]).encode())


def _cell(value: object) -> str:
    """A value on one line."""
    if value is None:
        return "NULL"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    return " ".join(str(value).split())


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
