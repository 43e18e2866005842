"""Answers of a query as a frame and as files; a query that cannot be run gives the database's own words."""

import io
import json
import re
import resource
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest
from openpyxl import load_workbook

from twosource.warehouse import connect, export
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
        ("MAP {'headline': 'title'}", "{headline=title}"),
        ("[1, 2]", [1, 2]),
        ("[INTERVAL 1 DAY]", "[1 day]"),
        ("{'wait': INTERVAL 1 DAY}", "{'wait': 1 day}"),
        ("DATE 'infinity'", "infinity"),
        ("union_value(n := 1)", "1"),
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
        ("CREATE TABLE more (n INTEGER)", "This is CREATE"),
        ("SELECT 1; SELECT 2", "These are 2 statements"),
        (".tables", "SHOW TABLES"),
        ("SELECT 1\0; DROP TABLE boats", r"U\+0000"),
        ("SELECT '\udcff'", r"U\+DCFF"),
        ('SELECT by FROM (SELECT 1 AS "by")', "syntax error"),
    ],
)
def test_a_query_that_cannot_be_answered_says_why(boats: duckdb.DuckDBPyConnection, query: str, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        export.answer(boats, query)


def written(con: duckdb.DuckDBPyConnection, query: str, kind: str, for_spreadsheets: bool = False) -> bytes:
    sink = io.BytesIO()
    export.write(con, query, kind, sink, for_spreadsheets=for_spreadsheets)
    return sink.getvalue()


def test_csv(boats: duckdb.DuckDBPyConnection) -> None:
    assert written(boats, BOATS, "csv").decode() == 'name,crew\nBrigg,\n"Åse, ""II""",3\n'


def test_json(boats: duckdb.DuckDBPyConnection) -> None:
    assert json.loads(written(boats, BOATS, "json")) == [
        {"name": "Brigg", "crew": None},
        {"name": 'Åse, "II"', "crew": 3},
    ]


def test_a_json_object_a_line(boats: duckdb.DuckDBPyConnection) -> None:
    assert [json.loads(line)["crew"] for line in written(boats, BOATS, "ndjson").splitlines()] == [None, 3]


def test_parquet(boats: duckdb.DuckDBPyConnection) -> None:
    assert pl.read_parquet(written(boats, BOATS, "parquet")).rows() == [("Brigg", None), ('Åse, "II"', 3)]


@pytest.mark.parametrize(
    ("kind", "shown"), [("csv", b"name,crew\n"), ("json", b"[]\n"), ("ndjson", b""), ("parquet", None)]
)
def test_an_answer_without_rows(boats: duckdb.DuckDBPyConnection, kind: str, shown: bytes | None) -> None:
    found = written(boats, f"SELECT * FROM ({BOATS}) WHERE crew > 9", kind)
    assert found == shown or (shown is None and pl.read_parquet(found).shape == (0, 2))


def test_a_number_that_is_none_is_null_in_json_which_has_no_word_for_it() -> None:
    with duckdb.connect() as con:
        query = "SELECT 'nan'::DOUBLE AS a, '-inf'::FLOAT AS b, 0.5::DOUBLE AS c"
        assert json.loads(written(con, query, "json")) == [{"a": None, "b": None, "c": 0.5}]


@pytest.mark.parametrize("kind", export.STREAMED)
def test_spans_of_time_wherever_they_stand_are_written(kind: str) -> None:
    with duckdb.connect() as con:
        query = "SELECT INTERVAL 1 DAY AS a, [INTERVAL 2 DAY] AS b, {'wait': INTERVAL 3 DAY} AS c"
        found = written(con, query, kind)
    text = str(pl.read_parquet(found).rows()) if kind == "parquet" else found.decode()
    assert re.findall(r"\d day", text) == ["1 day", "2 day", "3 day"]


@pytest.mark.parametrize("kind", export.STREAMED)
def test_columns_of_one_name_are_numbered(kind: str) -> None:
    with duckdb.connect() as con:
        found = written(con, "SELECT 1 AS a, 2 AS a", kind)
    if kind == "parquet":
        assert pl.read_parquet(found).rows(named=True) == [{"a": 1, "a_1": 2}]
    else:
        assert found.startswith((b"a,a_1\n1,2", b'[\n{"a":1,"a_1":2}', b'{"a":1,"a_1":2}'))


@pytest.mark.parametrize("query", [f"{BOATS};", f"{BOATS} ;\n", f"{BOATS} -- all of them", f"{BOATS}\n-- the end"])
def test_a_query_may_end_as_people_end_one(boats: duckdb.DuckDBPyConnection, query: str) -> None:
    assert written(boats, query, "csv").count(b"\n") == 3


@pytest.mark.parametrize("kind", export.STREAMED)
@pytest.mark.parametrize("query", ["SELECT crews FROM boats", "DROP TABLE boats", "SELECT name::INTEGER FROM boats"])
def test_what_cannot_be_written_says_why(boats: duckdb.DuckDBPyConnection, kind: str, query: str) -> None:
    with pytest.raises(QueryError):
        written(boats, query, kind)
    assert boats.execute("SELECT count(*) FROM boats").fetchone() == (2,)


@pytest.mark.parametrize("kind", export.STREAMED)
def test_what_the_sink_refuses_is_no_fault_of_the_question(kind: str) -> None:
    class Full:
        def write(self, _data: bytes) -> None:
            raise OSError(28, "No space left on device")

    with duckdb.connect() as con, pytest.raises(OSError, match="No space left"):
        export.write(con, "SELECT range FROM range(100000)", kind, Full())


@pytest.mark.parametrize("kind", export.STREAMED)
def test_an_answer_is_never_held_whole(kind: str) -> None:
    class Counted:
        size = 0

        def write(self, data: bytes) -> None:
            self.size += len(data)

    sink = Counted()
    with duckdb.connect() as con:
        written(con, "SELECT 1 AS warm", kind)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        query = "SELECT range AS n, md5(range::VARCHAR) || md5((-range)::VARCHAR) AS words FROM range(1500000)"
        export.write(con, query, kind, sink)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert sink.size > 90_000_000
    assert grown < 50_000_000


class TestSpreadsheets:
    @pytest.mark.parametrize(
        "cell", ["=1+1", "+1", "-x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", '=HYPERLINK("http://x")']
    )
    def test_a_cell_is_no_formula(self, cell: str) -> None:
        quoted = cell.replace("'", "''")
        with duckdb.connect() as con:
            found = written(con, f"SELECT '{quoted}' AS cell", "csv", for_spreadsheets=True).decode()
        assert pl.read_csv(found.encode()).rows() == [("'" + cell,)]

    def test_numbers_stay_numbers_and_headings_are_cells_too(self) -> None:
        with duckdb.connect() as con:
            query = "SELECT -5 AS \"=n\", 'a-b' AS words, NULL::VARCHAR AS none, ['=1'] AS list"
            found = written(con, query, "csv", for_spreadsheets=True).decode()
        assert found == '"\'=n","words","none","list"\n"-5","a-b","","[\'=1\']"\n'

    def test_without_the_option_all_stays_as_it_is(self) -> None:
        with duckdb.connect() as con:
            assert written(con, "SELECT '=1+1' AS a", "csv") == b"a\n=1+1\n"


ONE_QUESTION = (
    "SELECT * FROM boats",
    "FROM boats",
    "WITH few AS (FROM boats) SELECT * FROM few",
    "VALUES (1)",
    "TABLE boats",
    "SHOW TABLES",
    "DESCRIBE boats",
    "DESCRIBE SELECT 1",
    "SUMMARIZE boats",
    "PIVOT boats ON crew IN (3) USING count(*)",
    "SELECT name FROM boats, UNNEST([1, 2]) WHERE crew IN (SELECT range FROM range(9))",
    "SELECT column_name FROM duckdb_columns()",
    "SELECT 'read_text(1); COPY' -- ; DROP TABLE boats",
)
OTHERS = (
    "INSERT INTO boats VALUES ('x', 1)",
    "COPY boats TO '{0}/made.csv'",
    "COPY boats FROM '{0}/secret.csv'",
    "SELECT 1) TO '{0}/made.csv'; COPY (SELECT 2",
    "ATTACH '{0}/made.duckdb' AS other",
    "ATTACH '{0}/copy.duckdb' AS other (READ_WRITE)",
    "EXPORT DATABASE '{0}/made'",
    "IMPORT DATABASE '{0}'",
    "PRAGMA import_database('{0}')",
    "PRAGMA table_info('boats')",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "SELECT 1; SET lock_configuration = false",
    "CALL pragma_version()",
    "INSTALL httpfs",
    "LOAD httpfs",
    "EXPLAIN SELECT 1",
    "EXPLAIN ANALYZE COPY boats TO '{0}/made.csv'",
    "PREPARE p AS SELECT 1",
    "CREATE TEMP TABLE made AS SELECT 1",
    "BEGIN",
    "VACUUM",
    "CHECKPOINT",
    "USE memory",
    "PIVOT boats ON crew USING count(*)",
    "FROM read_text('{0}/secret.csv')",
    "FROM READ_TEXT('{0}/secret.csv')",
    "FROM system.main.read_blob('{0}/secret.csv')",
    "FROM read_csv('{0}/secret.csv')",
    "FROM '{0}/secret.csv'",
    "SELECT (SELECT content FROM read_text('{0}/secret.csv'))",
    "DESCRIBE FROM read_text('{0}/secret.csv')",
    "WITH s AS MATERIALIZED (FROM sniff_csv('{0}/secret.csv')) FROM s",
    "FROM boats UNION ALL BY NAME FROM glob('{0}/*')",
    "FROM boats SEMI JOIN (FROM parquet_metadata('{0}/secret.csv')) ON true",
    "FROM query('FROM read_text(''{0}/secret.csv'')')",
    "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "FROM duckdb_secrets()",
    "FROM which_secret('s3://x', 's3')",
    "FROM duckdb_settings()",
    "FROM enable_logging(storage = 'file', storage_path = '{0}/made')",
    "FROM enable_profiling(save_location = '{0}/copy.duckdb.wal', format = 'json')",
    "FROM checkpoint()",
    "FROM arrow_scan(1, 2, 3)",
    "SELECT getenv('HOME')",
    "FROM frame",
)


class TestOnlyQuestions:
    @pytest.fixture
    def copy(self, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        (tmp_path / "secret.csv").write_text("word\nsecret\n")
        with duckdb.connect(str(tmp_path / "copy.duckdb")) as con:
            con.execute("CREATE TABLE boats AS SELECT 'Brigg' AS name, 3 AS crew")
        with connect.open_copy(tmp_path / "copy.duckdb") as con:
            yield con

    @pytest.mark.parametrize("query", ONE_QUESTION)
    def test_a_question_is_answered(self, copy: duckdb.DuckDBPyConnection, query: str) -> None:
        assert export.answer(copy, query).height > 0

    @pytest.mark.parametrize("query", OTHERS)
    def test_anything_else_is_refused_and_leaves_no_trace(
        self, copy: duckdb.DuckDBPyConnection, tmp_path: Path, query: str
    ) -> None:
        frame = pl.DataFrame({"word": ["secret"]})
        before = {path: path.read_bytes() for path in tmp_path.iterdir()}
        with pytest.raises(QueryError) as refused:
            export.answer(copy, query.format(tmp_path))
        assert "word\n" not in str(refused.value)
        assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
        assert export.answer(copy, "SELECT name FROM boats").rows() == [("Brigg",)]
        assert frame.height == 1

    @pytest.mark.parametrize("query", OTHERS)
    def test_the_connection_alone_lets_nothing_out(
        self, copy: duckdb.DuckDBPyConnection, tmp_path: Path, query: str
    ) -> None:
        """Should a question ever pass that is none, the locked connection is the second wall."""
        before = {path: path.read_bytes() for path in tmp_path.iterdir()}
        try:
            found = str(copy.execute(query.format(tmp_path)).fetchall())
        except duckdb.Error:
            found = ""
        assert "secret\\n" not in found
        assert "('secret'" not in found
        assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before

    @pytest.mark.parametrize(
        "setting", ["enable_external_access = true", "lock_configuration = false", "TimeZone = 'Asia/Tokyo'"]
    )
    def test_no_setting_can_be_undone_on_any_connection(
        self, copy: duckdb.DuckDBPyConnection, tmp_path: Path, setting: str
    ) -> None:
        with connect.open_copy(tmp_path / "copy.duckdb") as second, copy.cursor() as third:
            for con in (copy, second, third):
                with pytest.raises(duckdb.InvalidInputException, match="locked"):
                    con.execute(f"SET {setting}")
                assert con.execute("SELECT current_setting('TimeZone')").fetchone() == ("UTC",)

    def test_a_question_nested_without_measure_is_an_error_like_any_other(
        self, copy: duckdb.DuckDBPyConnection
    ) -> None:
        for query in ("SELECT " + "(" * 50_000 + "1" + ")" * 50_000, "FROM (" * 3_000 + "FROM boats" + ")" * 3_000):
            with pytest.raises(QueryError):
                export.answer(copy, query)


class TestParameters:
    @pytest.mark.parametrize(
        ("query", "values", "found"),
        [
            ("SELECT name FROM boats WHERE crew > $n", {"n": "2"}, ['Åse, "II"']),
            ("SELECT name FROM boats WHERE crew > $n", {"n": 2}, ['Åse, "II"']),
            ("SELECT name FROM boats WHERE name = $name", {"name": "x' OR true --"}, []),
            ("SELECT $day > DATE '2025-01-01'", {"day": "2025-02-01"}, [True]),
            ("SELECT $day > DATE '2025-01-01'", {"day": date(2025, 2, 1)}, [True]),
            ("SELECT $a IS NULL AND $b", {"a": None, "b": True}, [True]),
            ("SELECT list_contains($names, name) FROM boats ORDER BY name", {"names": ["Brigg"]}, [True, False]),
            ('SELECT "$n" FROM (SELECT 1 AS "$n") -- $m', {}, [1]),
        ],
    )
    def test_a_value_is_a_value_and_never_a_part_of_the_question(
        self, boats: duckdb.DuckDBPyConnection, query: str, values: dict[str, object], found: list[object]
    ) -> None:
        assert [row[0] for row in export.rows(boats, query, values).rows] == found
        assert export.answer(boats, query, values).to_series().to_list() == found

    @pytest.mark.parametrize(
        ("values", "words"),
        [({}, r"asks for \$n"), ({"n": 1, "m": 2}, "no place for m; it asks for n"), ({"n": {1}}, "is a set")],
    )
    def test_what_is_missing_or_too_much_is_named(
        self, boats: duckdb.DuckDBPyConnection, values: dict[str, object], words: str
    ) -> None:
        with pytest.raises(QueryError, match=words):
            export.rows(boats, "SELECT name FROM boats WHERE crew > $n", values)


def test_a_question_is_broken_off_when_its_time_is_over(boats: duckdb.DuckDBPyConnection) -> None:
    endless = "SELECT count(*) FROM range(100000000000)"
    for ask in (export.rows, export.answer):
        with pytest.raises(QueryError, match=r"not answered within 0\.05 s"), export.limited(boats, 0.05):
            ask(boats, endless)
    with export.limited(boats, 60), pytest.raises(QueryError, match="crews"):
        export.rows(boats, "SELECT crews FROM boats")
    assert len(export.rows(boats, BOATS).rows) == 2, "the connection is good for the next question"


def test_a_sheet_has_numbers_and_days_and_nothing_that_acts() -> None:
    values = (
        "3 AS n, 2.5 AS x, true AS b, DATE '2025-04-17' AS day, '=1+1' AS f, 'https://a.example' AS u, NULL AS none"
    )
    with duckdb.connect() as con:
        sheet = load_workbook(io.BytesIO(written(con, f"SELECT {values}, repeat('y', 40000) AS long", "xlsx"))).active
        assert sheet is not None
        names, row = list(sheet.iter_rows(values_only=True))
        cells = dict(zip(names, row, strict=True))
        long, day = str(cells.pop("long")), cells.pop("day")
        assert isinstance(day, datetime)
        assert day.date() == date(2025, 4, 17)
        assert cells == {
            "n": 3, "x": 2.5, "b": True, "f": "=1+1", "u": "https://a.example", "none": None,
        }  # fmt: skip
        assert (len(long), long[-1]) == (32_767, "…")
        assert [c.data_type for c in sheet[2]][4] == "s", "no formula"
        with pytest.raises(QueryError, match="more"):
            written(con, "SELECT range FROM range(1048576)", "xlsx")


REACHING_OUT = [
    ("COPY (SELECT 1) TO '{0}/out.csv'", "This is COPY, and the copy is for reading only"),
    ("SELECT * FROM read_csv('/etc/passwd')", "The function read_csv is not answered"),
    ("FROM '/etc/passwd'", "does not exist"),
    ("FROM glob('/etc/*')", "The function glob is not answered"),
    ("ATTACH '{0}/other.duckdb'", "This is ATTACH"),
    ("INSTALL fts", "This is LOAD"),
    ("LOAD fts", "This is LOAD"),
    ("SET enable_external_access = true", "This is SET"),
    ("PRAGMA database_list", "Only a SELECT|This is PRAGMA"),
    ("INSERT INTO boats VALUES ('x')", "This is INSERT"),
    ("SELECT * FROM query('DROP TABLE boats')", "The function query is not answered"),
]


@pytest.mark.parametrize(("query", "words"), REACHING_OUT)
def test_the_copy_lets_nothing_out_and_nothing_in(tmp_path: Path, query: str, words: str) -> None:
    path = tmp_path / "copy.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE boats (name VARCHAR)")
    query = query.format(tmp_path)
    with connect.open_copy(path) as con:
        with pytest.raises(QueryError, match=words):
            export.rows(con, query)
        # nor by the connection itself, if the words were not looked at
        if not query.startswith("PRAGMA"):
            with pytest.raises(duckdb.Error):
                con.execute(query)
    assert [found.name for found in tmp_path.iterdir()] == ["copy.duckdb"]
