"""One table of a release: nothing is lost, and nothing in it is taken for a formula."""

import gc
from pathlib import Path

import duckdb
import openpyxl
import polars as pl
import pytest
from openpyxl.utils.escape import unescape

from twosource.releasing import tables, workbook

ODD = """
SELECT * FROM (VALUES
    (1, '=HYPERLINK("http://x.example")', 1.5::DOUBLE, ['a, "b"', NULL], TIMESTAMPTZ '2025-04-17 02:05:00+00', true),
    (2, '', NULL, NULL, NULL, NULL),
    (3, NULL, 2, [], NULL, false),
    (4, 'line\nbreak; "quotes", ünï', -1, ['x'], NULL, NULL)
) AS odd(number, words, share, list, seen, yes)
"""


@pytest.fixture
def odd() -> duckdb.DuckDBPyRelation:
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    return con.sql(ODD)


def test_parquet_keeps_types_and_rows(odd: duckdb.DuckDBPyRelation, tmp_path: Path) -> None:
    written = tables.parquet(odd, tmp_path / "odd.parquet")
    back = duckdb.sql(f"FROM '{tmp_path / 'odd.parquet'}' ORDER BY number")
    assert back.fetchall() == odd.fetchall()
    assert [str(kind) for kind in back.types] == [str(kind) for kind in odd.types]
    assert written == tables.Written(4)


def test_parquet_has_parts_of_one_size_however_rows_come(
    odd: duckdb.DuckDBPyRelation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyarrow import parquet as pq

    monkeypatch.setattr(tables, "ROW_GROUP", 3)
    tables.parquet(odd, tmp_path / "odd.parquet")
    told = pq.ParquetFile(tmp_path / "odd.parquet").metadata
    assert [told.row_group(n).num_rows for n in range(told.num_row_groups)] == [3, 1]


def test_csv_tells_nothing_from_empty_and_lists_as_json(odd: duckdb.DuckDBPyRelation, tmp_path: Path) -> None:
    tables.csv(odd, tmp_path / "odd.csv")
    back = pl.read_csv(tmp_path / "odd.csv")
    assert back["words"].to_list() == ['=HYPERLINK("http://x.example")', "", None, 'line\nbreak; "quotes", ünï']
    assert back["list"].to_list() == ['["a, \\"b\\"",null]', None, "[]", '["x"]']
    assert back["seen"].to_list() == ["2025-04-17T02:05:00.000000Z", None, None, None]


def test_csv_for_spreadsheets_has_no_formula(odd: duckdb.DuckDBPyRelation, tmp_path: Path) -> None:
    tables.csv(odd, tmp_path / "odd.csv", for_spreadsheets=True)
    assert (tmp_path / "odd.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    back = pl.read_csv(tmp_path / "odd.csv")
    assert back["words"][0] == '\'=HYPERLINK("http://x.example")'
    assert back["share"].to_list() == ["1.5", "", "2.0", "-1.0"]


def test_csv_for_spreadsheets_has_nothing_that_steers(tmp_path: Path) -> None:
    tables.csv(
        duckdb.sql("SELECT chr(27) || '[2J' || chr(8238) || '=1' AS words"), tmp_path / "odd.csv", for_spreadsheets=True
    )
    assert pl.read_csv(tmp_path / "odd.csv")["words"][0] == "\ufffd[2J\ufffd=1"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_disk_without_room_is_told_as_such(odd: duckdb.DuckDBPyRelation) -> None:
    for write in (tables.csv, tables.xlsx):
        with pytest.raises(OSError, match="No space left"):
            write(odd, Path("/dev/full"))
    gc.collect()  # what was half written complains once more when it is let go of


def test_a_workbook_has_texts_and_no_formulas(odd: duckdb.DuckDBPyRelation, tmp_path: Path) -> None:
    tables.xlsx(odd, tmp_path / "odd.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "odd.xlsx").active.iter_rows())
    assert [cell.value for cell in rows[0]] == ["number", "words", "share", "list", "seen", "yes"]
    assert (rows[1][1].value, rows[1][1].data_type) == ('=HYPERLINK("http://x.example")', "s")
    assert [rows[n][2].value for n in (1, 2, 3, 4)] == [1.5, None, 2, -1]
    assert rows[1][5].value is True


def test_a_number_that_no_cell_holds_is_text(tmp_path: Path) -> None:
    odd = duckdb.sql("SELECT 9007199254740993 AS long, 'inf'::DOUBLE AS endless, 'nan'::DOUBLE AS none, 3 AS three")
    tables.xlsx(odd, tmp_path / "odd.xlsx")
    row = list(openpyxl.load_workbook(tmp_path / "odd.xlsx").active.iter_rows(values_only=True))[1]
    assert row == ("9007199254740993", "inf", "nan", 3)


def test_a_workbook_says_what_it_cut(
    odd: duckdb.DuckDBPyRelation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_CHARACTERS", 10)
    written = tables.xlsx(odd.project("number, words"), tmp_path / "odd.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "odd.xlsx").active.iter_rows(values_only=True))
    assert rows[4] == (4, "line\nbreak")
    assert rows[1] == (1, "=HYPERLINK")
    assert written == tables.Written(4, cut=2)


def test_a_workbook_keeps_every_character(tmp_path: Path) -> None:
    texts = ["a & b < c > d", ' "two"  blanks ', "_x0041_ \x1b[2J\r\n\t.", "", "]]>", "\U0001f30a e\u0301 \uffff", None]
    listed = ", ".join("NULL" if text is None else f"$t{at}" for at, text in enumerate(texts))
    with duckdb.connect() as con:
        given = {f"t{at}": text for at, text in enumerate(texts) if text is not None}
        con.execute(f"CREATE TABLE odd AS SELECT unnest([{listed}]) AS words, NULL AS never", given)
        tables.xlsx(con.table("odd"), tmp_path / "odd.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "odd.xlsx").active.iter_rows(values_only=True))[1:]
    back = [None if words is None else unescape(words) for words, _ in rows]
    assert back == texts
