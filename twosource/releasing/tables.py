"""A view of a release as a table: Parquet, CSV or XLSX, the same bytes for the same rows.

Belongs here: writing one file. Does not: which rows (`rows`), or what the descriptor says of them (`descriptor`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa

from twosource.releasing import workbook
from twosource.releasing.rows import ROWS
from twosource.warehouse.export import FORMULA, NUMBERS

ROW_GROUP = 65_536
"""Rows in one part of a Parquet file, which a reader may take or leave."""
STEERING = r"[\p{C}&&[^\n\t]]"
"""Characters that no one sees and that may steer what shows them; line breaks and tabs are none of them."""


@dataclass(frozen=True, slots=True)
class Written:
    """Rows of a file, and cells that the format had no room for."""

    rows: int
    cut: int = 0


def parquet(relation: duckdb.DuckDBPyRelation, target: Path) -> Written:
    """Write Parquet, with all types as they are."""
    from pyarrow import parquet as pq

    reader, rows = relation.to_arrow_reader(ROWS), 0
    with pq.ParquetWriter(target, reader.schema, compression="zstd") as writer:
        for table in _groups(reader):
            writer.write_table(table)
            rows += table.num_rows
    return Written(rows)


def _groups(reader: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """The rows in groups of one size, however the engine hands them over."""
    held = reader.schema.empty_table()
    for batch in reader:
        held = pa.concat_tables([held, pa.Table.from_batches([batch])])
        while held.num_rows >= ROW_GROUP:
            yield held.slice(0, ROW_GROUP)
            held = held.slice(ROW_GROUP)
    if held.num_rows:
        yield held


def csv(relation: duckdb.DuckDBPyRelation, target: Path, *, for_spreadsheets: bool = False) -> Written:
    """Write CSV in UTF-8: times in ISO 8601 and UTC, lists and structs as JSON, nothing for NULL.

    `for_spreadsheets`: cells that would be formulas begin with an apostrophe, all are in quotes, and what steers gives
    way to �. The file then begins with the mark of UTF-8.
    """
    flat, texts, rows = _flat(relation), _texts(relation), 0
    reader = flat.to_arrow_reader(ROWS)
    with target.open("wb") as file:
        if for_spreadsheets:
            file.write(b"\xef\xbb\xbf")
        file.write(pl.DataFrame(reader.schema.empty_table()).write_csv().encode())
        for batch in reader:
            frame = pl.DataFrame(batch)
            rows += frame.height
            if for_spreadsheets:
                marked = frame.with_columns(_marked(texts)) if texts else frame
                file.write(marked.write_csv(include_header=False, quote_style="always").encode())
            else:
                file.write(frame.write_csv(include_header=False).encode())
    return Written(rows)


def _marked(texts: list[str]) -> pl.Expr:
    shown = pl.col(texts).str.replace_all(STEERING, "\ufffd")
    return pl.when(shown.str.contains(FORMULA)).then("'" + shown).otherwise(shown).name.keep()


def xlsx(relation: duckdb.DuckDBPyRelation, target: Path) -> Written:
    """Write a workbook: texts are texts and never formulas or links, and so are numbers that no cell holds exactly.

    A longer text than a cell holds is cut. There must be no more rows than `sheets.MOST_ROWS`.
    """
    flat = _flat(relation)
    return Written(*workbook.write(flat.columns, map(pl.DataFrame, flat.to_arrow_reader(ROWS)), target))


def _flat(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The relation with columns that a cell can hold: numbers, truth and text."""
    return relation.project(
        ", ".join(f"{_cell(n, str(k))} AS {_name(n)}" for n, k in zip(relation.columns, relation.types, strict=True))
    )


def _cell(column: str, kind: str) -> str:
    own = _name(column)
    if kind.startswith("TIMESTAMP"):
        return f"strftime({own}, '%Y-%m-%dT%H:%M:%S.%fZ')"
    if re.search(r"\[\]|STRUCT|MAP", kind):
        return f"CAST(to_json({own}) AS VARCHAR)"
    return own if kind.lower() in NUMBERS else f"CAST({own} AS VARCHAR)"


def _texts(relation: duckdb.DuckDBPyRelation) -> list[str]:
    """The columns whose cells may be taken for formulas."""
    return [n for n, k in zip(relation.columns, relation.types, strict=True) if str(k).lower() not in NUMBERS]


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


WRITERS: dict[str, Callable[..., Written]] = {"parquet": parquet, "csv": csv, "xlsx": xlsx}
"""The formats that hold tables, by the suffix of their files."""
