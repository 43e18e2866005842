"""A table as an Excel workbook, its rows written in bulk: a cell at a time costs ten times as much.

Belongs here: cells as XML. Does not: which rows (`rows`), or what fits (`release`); all of the package but rows is
XlsxWriter's.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from twosource.warehouse.sheets import MOST_CHARACTERS, MOST_PRECISE

NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's own date has no zone, and must not tell when it was made
PART_TIME = (1980, 1, 1, 0, 0, 0)
LEVEL = 1
"""How hard parts are packed: the next levels take twice the time for a tenth less."""
SHEET, CLOSING = "xl/worksheets/sheet1.xml", b"</sheetData>"
MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
UNSEEN = [*range(0x09), *range(0x0B, 0x20), 0xFFFE, 0xFFFF]
"""Characters that XML has not or reads otherwise; a cell holds them as `_xHHHH_`."""
ESCAPES = MARKUP | {chr(code): f"_x{code:04X}_" for code in UNSEEN}
ESCAPE = r"(_x[0-9A-Fa-f]{4}_)"
"""A text that would be read as an escape."""
OPENS, CLOSES = '<c t="inlineStr"><is><t>', "</t></is></c>"
OPENS_BLANK = OPENS.replace("<t>", '<t xml:space="preserve">')
EMPTY = "<c/>"


def write(names: Sequence[str], frames: Iterable[pl.DataFrame], target: Path) -> tuple[int, int]:
    """Write a workbook of one sheet with numbers, truth and text; return its rows and the cells that were cut.

    There must be no more rows than a sheet holds. Raises OSError.
    """
    parts = _empty(names)
    before, after = re.sub(rb"<dimension [^>]*/>", b"", parts.pop(SHEET)).split(CLOSING)
    rows = cut = 0
    with zipfile.ZipFile(target, "w", compresslevel=LEVEL) as book:
        for name, data in parts.items():
            book.writestr(_part(name), data)
        with book.open(_part(SHEET), "w", force_zip64=True) as sheet:
            sheet.write(before)
            for frame in frames:
                sheet.write(_rows(frame))
                rows, cut = rows + frame.height, cut + _too_long(frame)
            sheet.write(CLOSING + after)
    return rows, cut


def _rows(frame: pl.DataFrame) -> bytes:
    cells = [_cells(frame[name]) for name in frame.columns]
    (told,) = frame.select(pl.concat_str([pl.lit("<row>"), *cells, pl.lit("</row>")]).str.join(""))
    return str(told[0]).encode()


def _cells(held: pl.Series) -> pl.Series:
    """A column as cells: texts are texts and never formulas or links, and so are numbers that no cell holds exactly."""
    if held.dtype == pl.Null:
        return pl.repeat(EMPTY, len(held), eager=True)
    if held.dtype == pl.String:
        told = _texts(held)
    elif held.dtype == pl.Boolean:
        told = '<c t="b"><v>' + held.cast(pl.Int8).cast(pl.String) + "</v></c>"
    else:
        numbers = "<c><v>" + held.cast(pl.String) + "</v></c>"
        told = numbers.zip_with(held.abs() < MOST_PRECISE, _texts(held.cast(pl.String).str.to_lowercase()))
    return told.fill_null(EMPTY)


def _texts(held: pl.Series) -> pl.Series:
    """Texts as cells; what only some texts need is done to a column that has one of them."""
    longest = held.str.len_bytes().max()
    if isinstance(longest, int) and longest > MOST_CHARACTERS:
        held = held.str.head(MOST_CHARACTERS)
    if held.str.contains("_x", literal=True).any():
        held = held.str.replace_all(ESCAPE, "_x005F${1}")
    if held.str.contains_any(list(ESCAPES)).any():
        held = held.str.replace_many(ESCAPES)
    blank = (held.str.strip_chars().str.len_bytes() < held.str.len_bytes()).any()
    return (OPENS_BLANK if blank else OPENS) + held + CLOSES


def _too_long(frame: pl.DataFrame) -> int:
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    return sum(int((frame[name].str.len_chars() > MOST_CHARACTERS).sum()) for name in texts)


def _empty(names: Sequence[str]) -> dict[str, bytes]:
    """The parts of a workbook whose sheet has a head, which stays in sight, and no rows."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    with Workbook(made, {"in_memory": True, "constant_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": NO_TIME})
        sheet = book.add_worksheet()
        for column, name in enumerate(names):
            sheet.write_string(0, column, name)
        sheet.freeze_panes(1, 0)
    with zipfile.ZipFile(made) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def _part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, PART_TIME)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part
