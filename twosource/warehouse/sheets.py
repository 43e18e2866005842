"""An answer as a sheet of an Excel workbook (XLSX).

Belongs here: cells, and what a sheet cannot hold. Does not: asking (`export`).
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

MOST_ROWS = 1_048_575
"""Rows of a sheet below its head."""
MOST_PRECISE = float(2**53)
"""A sheet keeps numbers as doubles; a larger whole number is kept as text."""
FIRST_YEAR = 1900
"""With it a sheet begins to count days."""
MOST_CHARACTERS = 32_767
"""Characters of a cell."""


class SheetError(ValueError):
    """The answer does not fit into a sheet; the message says why and what to do."""


def write(names: Sequence[str], batches: Iterable[Sequence[Sequence[Any]]], put: Callable[[bytes], object]) -> None:
    """Write a workbook of one sheet: numbers and days as such, all else as text that is never a formula or a link.

    A text longer than a cell holds is cut and ends in `…`. Raises SheetError when there are more rows than fit.
    """
    import xlsxwriter

    target = io.BytesIO()
    plain = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(target, plain) as book:
        sheet = book.add_worksheet("answer")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(names):
            sheet.write_string(0, column, name, book.add_format({"bold": True}))
        written = 0
        for batch in batches:
            if written + len(batch) > MOST_ROWS:
                raise SheetError(
                    f"A sheet holds {MOST_ROWS:,} rows, and these are more. Ask for less, or take Parquet."
                )
            for at, row in enumerate(batch, written + 1):
                for column, value in enumerate(row):
                    _cell(sheet, at, column, value, day)
            written += len(batch)
    put(target.getvalue())


def _cell(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, date) and value.year >= FIRST_YEAR:
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | float | Decimal) and math.isfinite(value) and abs(float(value)) < MOST_PRECISE:
        sheet.write_number(row, column, value)
    else:
        text = str(value)
        sheet.write_string(row, column, text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…")
