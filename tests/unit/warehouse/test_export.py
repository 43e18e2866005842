"""Answers of a query as a frame and as files; a query that cannot be run gives the database's own words."""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from twosource.warehouse import export
from twosource.warehouse.export import QueryError

BOATS = "SELECT * FROM boats ORDER BY name"


@pytest.fixture
def boats() -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect()
    con.execute("CREATE TABLE boats AS SELECT * FROM (VALUES ('Åse, \"II\"', 3), ('Brigg', NULL)) t(name, crew)")
    yield con
    con.close()


def test_an_answer_is_a_frame(boats: duckdb.DuckDBPyConnection) -> None:
    found = export.answer(boats, BOATS)
    assert found.rows() == [("Brigg", None), ('Åse, "II"', 3)]
    assert found.columns == ["name", "crew"]


def test_no_rows_are_an_answer_too(boats: duckdb.DuckDBPyConnection) -> None:
    assert export.answer(boats, "SELECT * FROM boats WHERE crew > 100").shape == (0, 2)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("TIMESTAMPTZ '2025-02-03 00:00:00+00' - TIMESTAMPTZ '2025-02-01 00:00:00+00'", "2 days"),
        ("INTERVAL 90 MINUTE", "01:30:00"),
        ("MAP {'headline': 'title'}", {"headline": "title"}),
        ("[1, 2]", [1, 2]),
    ],
)
def test_values_of_every_kind_are_answers(value: str, shown: object) -> None:
    with duckdb.connect() as con:
        assert export.answer(con, f"SELECT {value} AS value").rows() == [(shown,)]


def test_intervals_beside_other_columns(boats: duckdb.DuckDBPyConnection) -> None:
    found = export.answer(boats, 'SELECT name, INTERVAL 1 DAY AS "how long", crew FROM boats WHERE crew = 3')
    assert found.rows() == [('Åse, "II"', "1 day", 3)]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT crews FROM boats", "crews"),
        ("SELEC 1", "syntax error"),
        ("SELECT CAST(name AS INTEGER) FROM boats", "Brigg|Åse"),
        ("", "Give one SELECT"),
        ("CREATE TABLE more (n INTEGER)", "Give one SELECT"),
    ],
)
def test_a_query_that_cannot_be_answered_says_why(boats: duckdb.DuckDBPyConnection, query: str, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        export.answer(boats, query)


def test_csv(boats: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export.write(boats, BOATS, "csv", tmp_path / "boats.csv")
    assert (tmp_path / "boats.csv").read_text(encoding="utf-8") == 'name,crew\nBrigg,\n"Åse, ""II""",3\n'


def test_json(boats: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export.write(boats, BOATS, "json", tmp_path / "boats.json")
    assert json.loads((tmp_path / "boats.json").read_text(encoding="utf-8")) == [
        {"name": "Brigg", "crew": None},
        {"name": 'Åse, "II"', "crew": 3},
    ]


def test_parquet(boats: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export.write(boats, BOATS, "parquet", tmp_path / "boats.parquet")
    assert pl.read_parquet(tmp_path / "boats.parquet").rows() == [("Brigg", None), ('Åse, "II"', 3)]


def test_an_interval_can_be_written(boats: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export.write(boats, "SELECT INTERVAL 1 DAY AS wait", "csv", tmp_path / "wait.csv")
    assert (tmp_path / "wait.csv").read_text() == "wait\n1 day\n"


@pytest.mark.parametrize("query", [f"{BOATS};", f"{BOATS} ;\n", f"{BOATS} -- all of them", f"{BOATS}\n-- the end"])
def test_a_query_may_end_as_people_end_one(boats: duckdb.DuckDBPyConnection, tmp_path: Path, query: str) -> None:
    export.write(boats, query, "csv", tmp_path / "boats.csv")
    assert len((tmp_path / "boats.csv").read_text(encoding="utf-8").splitlines()) == 3


def test_a_file_name_with_a_quote(boats: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export.write(boats, BOATS, "csv", tmp_path / "captain's.csv")
    assert (tmp_path / "captain's.csv").is_file()


@pytest.mark.parametrize(
    ("query", "target"), [("SELECT crews FROM boats", "x.csv"), (BOATS, "missing/x.csv"), ("DROP TABLE boats", "x.csv")]
)
def test_what_cannot_be_written_says_why(
    boats: duckdb.DuckDBPyConnection, tmp_path: Path, query: str, target: str
) -> None:
    with pytest.raises(QueryError):
        export.write(boats, query, "csv", tmp_path / target)
    assert boats.execute("SELECT count(*) FROM boats").fetchone() == (2,)
