"""Where an answer goes and in which form: a table or a file, for every verb that asks the copy.

Belongs here: formats, targets, drawing a table. Does not: the questions (`sql`, `ask`, `search`), the formats
themselves (`warehouse/export`).
"""

from __future__ import annotations

import codecs
import io
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from twosource.cli import looking, signals
from twosource.cli.terminal import UNUSABLE, Failure, complain, drop_output, harmless, settings

if TYPE_CHECKING:
    from twosource.warehouse.export import Rows, Sink

LONGEST = 120
"""Characters of a value in a table on a terminal."""
_BEING_WRITTEN: set[str] = set()
"""Files that are not whole yet, to be removed by whoever ends the process."""
TIMEOUT = 60.0
"""Seconds that a question may take unless it is said otherwise."""


class Format(StrEnum):
    """How an answer is written."""

    table = "table"
    line = "line"
    md = "md"
    csv = "csv"
    json = "json"
    ndjson = "ndjson"
    parquet = "parquet"
    xlsx = "xlsx"


SUFFIXES = {
    ".txt": Format.table,
    ".md": Format.md,
    ".csv": Format.csv,
    ".json": Format.json,
    ".ndjson": Format.ndjson,
    ".jsonl": Format.ndjson,
    ".parquet": Format.parquet,
    ".xlsx": Format.xlsx,
}
DRAWN = (Format.table, Format.line, Format.md)
"""Forms for the eye, which are drawn from the whole answer."""
BINARY = (Format.parquet, Format.xlsx)

FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="How to write the answer; else the file's suffix tells, else a table."),
]
OutputOption = Annotated[Path | None, typer.Option(help="Write to this file instead of standard output.")]
SpreadsheetsOption = Annotated[
    bool, typer.Option("--for-spreadsheets", help="CSV in which no cell is taken for a formula.")
]
FullOption = Annotated[bool, typer.Option("--full", help="Cut nothing in a table on a terminal.")]
TimeoutOption = Annotated[float, typer.Option(min=0, help="Seconds that the question may take; 0 for no limit.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the options say of an answer. `of` raises Failure where they do not agree."""

    form: Format
    output: Path | None = None
    for_spreadsheets: bool = False
    full: bool = False
    timeout: float = TIMEOUT

    @classmethod
    def of(
        cls,
        kind: Format | None,
        output: Path | None,
        for_spreadsheets: bool = False,
        full: bool = False,
        timeout: float = TIMEOUT,
    ) -> Wanted:
        """The options as one; raises Failure where format, suffix and spreadsheets do not agree."""
        form = _form(kind, output, for_spreadsheets)
        return cls(form=form, output=output, for_spreadsheets=for_spreadsheets, full=full, timeout=timeout)


def give(query: str, parameters: Mapping[str, str], wanted: Wanted) -> None:
    """Ask the copy one question and write the answer where and how it is wanted."""
    from twosource.warehouse import export

    with (
        looking.copy(settings(), whole=False) as con,
        _target(wanted.output, wanted.for_spreadsheets, wanted.form in BINARY) as sink,
        export.limited(con, wanted.timeout or None, _end),
    ):
        if wanted.form in DRAWN:
            draw(export.rows(con, query, parameters), wanted, sink)
        else:
            spreadsheets = wanted.for_spreadsheets
            export.write(con, query, wanted.form.value, sink, parameters=parameters, for_spreadsheets=spreadsheets)


def _end(told: str) -> None:
    """End the process: it only reads, and what it reads with hears nothing any more."""
    for unfinished in list(_BEING_WRITTEN):
        with suppress(OSError):
            os.unlink(unfinished)
    complain(told)
    sys.stderr.flush()
    os._exit(UNUSABLE)


def hand_out(answer: Rows, wanted: Wanted) -> None:
    """Write rows that are known without asking the copy, in the form that is wanted."""
    from twosource.warehouse import export

    with _target(wanted.output, wanted.for_spreadsheets, wanted.form in BINARY) as sink:
        if wanted.form in DRAWN:
            draw(answer, wanted, sink)
        else:
            export.write_rows(answer, wanted.form.value, sink)


def draw(answer: Rows, wanted: Wanted, sink: Sink) -> None:
    """Write an answer for the eye: a table, lines of `column = value`, or Markdown."""
    if wanted.form is Format.md:
        sink.write(_markdown(answer).encode())
    elif wanted.form is Format.line:
        sink.write(_lines(answer).encode())
    else:
        _write_table(answer, sink, on_terminal=wanted.output is None and sys.stdout.isatty(), full=wanted.full)


def _lines(answer: Rows) -> str:
    width = max(map(len, answer.names), default=0)
    blocks = (
        "\n".join(f"{name:>{width}} = {_cell(value)}" for name, value in zip(answer.names, row, strict=True))
        for row in answer.rows
    )
    return "\n\n".join(blocks) + ("\n" if answer.rows else "")


def _markdown(answer: Rows) -> str:
    rules = ["---:" if numeric else "---" for numeric in answer.numeric]
    rows = (["" if value is None else _cell(value) for value in row] for row in answer.rows)
    lines = ([_marked(name) for name in answer.names], rules, *([_marked(cell) for cell in row] for row in rows))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _marked(cell: str) -> str:
    """A cell in which nothing is taken for markup."""
    plain = cell.replace("&", "&amp;").replace("<", "&lt;")
    return "".join("\\" + letter if letter in "\\|`*_[]" else letter for letter in plain)


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
    if form in BINARY and output is None and sys.stdout.isatty():
        raise Failure(f"{form} is not for a terminal: name a file with --output.", UNUSABLE)
    return form or Format.table


@contextmanager
def _target(output: Path | None, for_spreadsheets: bool, binary: bool) -> Iterator[Sink]:
    """Where the answer goes; what would steer a terminal or a spreadsheet is taken out on the way."""
    if output is None:
        out: Sink = sys.stdout.buffer
        try:
            terminal = sys.stdout.isatty() and not binary
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
    _BEING_WRITTEN.add(name)
    try:
        with open(handle, "wb") as file:
            yield file
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, place.stat().st_mode if place.exists() else 0o666 & ~umask)
        os.replace(name, place)
    finally:
        _BEING_WRITTEN.discard(name)
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


def _write_table(answer: Rows, sink: Sink, on_terminal: bool, full: bool) -> None:
    """Draw the table; on a terminal long values are cut and lines fold, elsewhere a line is as long as it has to be."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.measure import Measurement
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name, numeric in zip(answer.names, answer.numeric, strict=True):
        table.add_column(Text(harmless(name)), justify="right" if numeric else "left", overflow="fold")
    cut = on_terminal and not full
    for row in answer.rows:
        table.add_row(*(Text(harmless(_cut(cell) if cut else cell)) for cell in map(_cell, row)))
    rows = f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}"
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
