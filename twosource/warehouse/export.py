"""Answers of one question in the formats people take away: CSV, JSON, Parquet, a sheet.

Belongs here: which questions are answered, and writing an answer piece by piece. Does not: showing it in a terminal.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import duckdb

from twosource import declarations

if TYPE_CHECKING:
    import polars as pl

# Polars and PyArrow take longer to load than most questions to answer, so only the forms that need them load them

STREAMED = ("csv", "json", "ndjson", "parquet")
KINDS = (*STREAMED, "xlsx")
GRACE = 2.0
"""Seconds that a question has to end after it was broken off."""
ROWS = 2_048
"""Rows held at once while an answer is written."""
# fmt: off
HARMLESS = frozenset({
    "unnest", "range", "generate_series", "repeat", "json_each", "json_tree", "histogram", "histogram_values",
    "test_all_types", "duckdb_columns", "duckdb_constraints", "duckdb_functions", "duckdb_keywords",
    "search_text", "search_parts",
    "duckdb_schemas", "duckdb_tables", "duckdb_types", "duckdb_views", "pragma_table_info", "pragma_version",
})
"""The table functions a question may use; the others read files, call other queries by text, or change how the
database works, which the engine calls reading too."""
FORMULA = r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]"
"""How a cell begins that a spreadsheet may take for a formula (OWASP on CSV injection)."""
NUMBERS = frozenset({
    "tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint",
    "uhugeint", "float", "double", "decimal", "boolean",
})
# fmt: on
PLAIN = NUMBERS | {"varchar"}
NOT_IN_PARQUET = re.compile("INTERVAL|UNION|BIT|WITH TIME ZONE")
NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")
SYNTAX = re.compile(r'syntax error at or near "(?P<word>\w+)"')


class QueryError(ValueError):
    """A question cannot be answered; the message says why, in the database's words where they point to the place."""


class Sink(Protocol):
    """What an answer is written to."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""


Parameters = Mapping[str, object]
"""Values by the names that stand behind `$` in a question; a text is taken for what the place wants, as a date."""


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer as plain values: the names of its columns, whether each holds numbers, and its rows."""

    names: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: list[tuple[Any, ...]]


@contextmanager
def limited(
    con: duckdb.DuckDBPyConnection, seconds: float | None, deaf: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Around one question: after so many seconds it is broken off, and QueryError says so. None: no limit.

    DuckDB does not hear of it while it is inside one function or one plan. `deaf` is called, from another thread, when
    it has not come back `GRACE` seconds later, with the sentence: it can end the process, which nothing else can.
    """
    if seconds is None:
        yield
        return
    over, done = threading.Event(), threading.Event()
    told = f"The question was not answered within {seconds:g} s and was broken off. Ask for less, or allow more time."

    def stop() -> None:
        if done.wait(seconds):
            return
        over.set()
        con.interrupt()
        if not done.wait(GRACE) and deaf:
            deaf(told)

    threading.Thread(target=stop, daemon=True).start()
    try:
        yield
    except (duckdb.Error, QueryError) as error:
        if not over.is_set():
            raise
        raise QueryError(told) from error
    finally:
        done.set()


def ask(con: duckdb.DuckDBPyConnection, query: str, parameters: Parameters | None = None) -> duckdb.DuckDBPyRelation:
    """The answer to one question, not yet fetched: SELECT in any of its forms, DESCRIBE, SHOW, SUMMARIZE.

    `parameters` give the values of `$name` in it. Columns of one name are numbered. Raises QueryError for anything
    else, for a question that cannot be read, and for a value that is missing or that no place asks for.
    """
    given = dict(parameters or {})
    _require_question(con, query)
    _require_values(con, query, given)
    try:
        if given:
            con.execute(f"PREPARE asked AS {query}")
            values = ", ".join(f"{_name(name)} := {_literal(name, value)}" for name, value in given.items())
            query = f"EXECUTE asked({values})"
        return con.sql(query).project("*")
    except duckdb.Error as error:
        raise QueryError(_told(con, error)) from error


def answer(con: duckdb.DuckDBPyConnection, query: str, parameters: Parameters | None = None) -> pl.DataFrame:
    """The answer whole: numbers, texts and lists of them as they are, all else as text. Raises QueryError."""
    import polars as pl

    relation = _cast(ask(con, query, parameters), _for_people)
    try:
        return relation.pl()
    except (duckdb.Error, pl.exceptions.PolarsError) as error:
        raise QueryError(str(error)) from error


def rows(con: duckdb.DuckDBPyConnection, query: str, parameters: Parameters | None = None) -> Rows:
    """The answer whole, as `answer` has it, in plain values. Raises QueryError."""
    relation = _cast(ask(con, query, parameters), _for_people)
    numeric = tuple(kind.id in NUMBERS and kind.id != "boolean" for kind in relation.types)
    try:
        return Rows(tuple(relation.columns), numeric, relation.fetchall())
    except duckdb.Error as error:
        raise QueryError(str(error)) from error


def write(
    con: duckdb.DuckDBPyConnection,
    query: str,
    kind: str,
    sink: Sink,
    *,
    parameters: Parameters | None = None,
    for_spreadsheets: bool = False,
) -> None:
    """Write the answer as one of `KINDS`, some thousand rows at a time; raises QueryError, OSError.

    `for_spreadsheets` is for CSV: cells that would be formulas begin with an apostrophe, and all are in quotes.
    """
    relation = ask(con, query, parameters)
    if kind == "xlsx":
        _write_sheet(relation, sink)
        return
    import polars as pl
    import pyarrow as pa

    try:
        if kind == "parquet":
            _write_parquet(relation, sink)
            return
        pieces = _csv(relation, for_spreadsheets) if kind == "csv" else _json(relation, as_list=kind == "json")
        for piece in pieces:
            sink.write(piece.encode())
    except (duckdb.Error, pl.exceptions.PolarsError, pa.ArrowException) as error:
        raise QueryError(str(error)) from error


def write_rows(answer: Rows, kind: str, sink: Sink) -> None:
    """Write rows of texts that are known without a question, as one of `KINDS`; raises OSError."""
    names = ", ".join(map(_name, answer.names))
    values = ", ".join(f"({', '.join(_literal('', value) for value in row)})" for row in answer.rows)
    with duckdb.connect() as con:
        write(con, f"SELECT * FROM (VALUES {values}) AS told({names})", kind, sink)


def _require_question(con: duckdb.DuckDBPyConnection, query: str) -> None:
    """Refuse what is not exactly one SELECT over tables and harmless functions."""
    require_text(query)
    if query.lstrip().startswith("."):
        raise QueryError("Words with a point are for DuckDB's own shell. Here: SHOW TABLES, or DESCRIBE articles.")
    try:
        statements = con.extract_statements(query)
    except duckdb.Error as error:
        raise QueryError(_told(con, error)) from error
    if len(statements) != 1:
        raise QueryError(
            "A PIVOT needs its columns named: PIVOT … ON column IN (value, value)."
            if re.match(r"\s*pivot\b", query, re.IGNORECASE)
            else f"{_number_of(statements)}. Give one SELECT."
        )
    if statements[0].type != duckdb.StatementType.SELECT:
        raise QueryError(f"This is {statements[0].type.name}, and the copy is for reading only. Give one SELECT.")
    # told by the parsed question, since words stand in texts and comments too
    row = con.execute(
        "SELECT json_extract_string(parsed, '$.error_message'), json_extract_string(parsed, "
        f"'$..function.function_name') FROM (SELECT json_serialize_sql({declarations.quote(query)}) AS parsed)"
    ).fetchone()
    refusal, functions = row or ("", [])
    if refusal is not None:
        raise QueryError("Only a SELECT, DESCRIBE, SHOW or SUMMARIZE is answered. Give one of them.")
    for function in functions:
        if function.lower() not in HARMLESS:
            raise QueryError(f"The function {function} is not answered: it can do more than read this database.")


def require_text(given: str) -> None:
    """Raise QueryError for what the database takes for the end of a text, or for none: NUL, halves of characters."""
    if found := NO_TEXT.search(given):
        raise QueryError(f"A character stands there that no text has (U+{ord(found[0]):04X}). Take it out.")


def _require_values(con: duckdb.DuckDBPyConnection, query: str, given: Parameters) -> None:
    """Refuse a question that lacks a value, or is given one that it does not ask for."""
    wanted = con.extract_statements(query)[0].named_parameters
    if missing := sorted(wanted - set(given)):
        raise QueryError(f"The question asks for ${missing[0]}. Give it a value: {missing[0]}=value.")
    if extra := sorted(set(given) - wanted):
        asked = f"it asks for {', '.join(sorted(wanted))}" if wanted else "it asks for none"
        raise QueryError(f"The question has no place for {extra[0]}; {asked}.")


def _literal(name: str, value: object) -> str:
    """A value as SQL has it; text is quoted, so that it stays text whatever stands in it."""
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float):
        return f"{value}" if not isinstance(value, float) else f"'{value}'::DOUBLE"
    if isinstance(value, str):
        require_text(value)
        return declarations.quote(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_literal(name, one) for one in value)}]"
    if hasattr(value, "isoformat"):
        return declarations.quote(value.isoformat())
    raise QueryError(f"The value of {name} is a {type(value).__name__}; give a text, a number, a date or a list.")


def _number_of(statements: Sequence[object]) -> str:
    return f"These are {len(statements)} statements" if statements else "This is no statement"


def _told(con: duckdb.DuckDBPyConnection, error: duckdb.Error) -> str:
    """The database's words, with a hint where a column has the name of a word of SQL's, as `by` has."""
    text = str(error)
    found = SYNTAX.search(text)
    if found is None:
        return text
    word = found["word"].lower()
    known = con.execute(f"FROM duckdb_columns() SELECT 1 WHERE column_name = '{word}' LIMIT 1").fetchone()
    return f'{text}\n\nThe column {word} has the name of a word of SQL: write "{word}", in quotes.' if known else text


def _cast(
    relation: duckdb.DuckDBPyRelation, cell: Callable[[str, duckdb.sqltypes.DuckDBPyType], str]
) -> duckdb.DuckDBPyRelation:
    """The relation with each column as `cell` wants it, given its quoted name and its type."""
    names = [_name(name) for name in relation.columns]
    return relation.project(
        ", ".join(f"{cell(name, kind)} AS {name}" for name, kind in zip(names, relation.types, strict=True))
    )


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(name: str, _kind: duckdb.sqltypes.DuckDBPyType) -> str:
    return f"CAST({name} AS VARCHAR)"


def _for_people(name: str, kind: duckdb.sqltypes.DuckDBPyType) -> str:
    plain = kind.id in PLAIN or str(kind) in ("VARCHAR[]", "INTEGER[]", "BIGINT[]", "DOUBLE[]")
    return name if plain else _text(name, kind)


def _for_parquet(name: str, kind: duckdb.sqltypes.DuckDBPyType) -> str:
    return _text(name, kind) if NOT_IN_PARQUET.search(str(kind).replace("TIMESTAMP WITH TIME ZONE", "")) else name


def _for_json(name: str, kind: duckdb.sqltypes.DuckDBPyType) -> str:
    """JSON has no word for what is not a finite number."""
    return f"CASE WHEN isfinite({name}) THEN {name} END" if kind.id in ("float", "double") else name


def _csv(relation: duckdb.DuckDBPyRelation, for_spreadsheets: bool) -> Iterator[str]:
    import polars as pl
    import pyarrow as pa

    texts = [name for name, kind in zip(relation.columns, relation.types, strict=True) if kind.id not in NUMBERS]
    reader = _cast(relation, _text).to_arrow_reader(ROWS)
    empty = pl.DataFrame(pa.Table.from_batches([], reader.schema))
    yield _lines(empty, texts, for_spreadsheets, header=True)
    for batch in reader:
        yield _lines(pl.DataFrame(batch), texts, for_spreadsheets, header=False)


def _lines(frame: pl.DataFrame, texts: list[str], for_spreadsheets: bool, header: bool) -> str:
    import polars as pl

    if not for_spreadsheets:
        return frame.write_csv(include_header=header)
    marked = frame.with_columns(
        pl.when(pl.col(texts).str.contains(FORMULA)).then("'" + pl.col(texts)).otherwise(pl.col(texts)).name.keep()
        if texts
        else []
    ).rename(lambda name: f"'{name}" if re.search(FORMULA, name) else name)
    return marked.write_csv(include_header=header, quote_style="always")


def _json(relation: duckdb.DuckDBPyRelation, as_list: bool) -> Iterator[str]:
    """One object a row and a line: bare, or in a list."""
    finite = _cast(relation, _for_json)
    names = [_name(name) for name in finite.columns]
    packed = finite.project(f"to_json(struct_pack({', '.join(f'{name} := {name}' for name in names)}))::VARCHAR AS row")
    before = "[\n" if as_list else ""
    for batch in packed.to_arrow_reader(ROWS):
        for row in batch.column(0).to_pylist():
            yield f"{before}{row}"
            before = ",\n" if as_list else "\n"
    yield "\n]\n" if before == ",\n" else "[]\n" if as_list else before


def _write_sheet(relation: duckdb.DuckDBPyRelation, sink: Sink) -> None:
    from twosource.warehouse import sheets

    relation = _cast(
        relation, lambda name, kind: name if kind.id in NUMBERS or kind.id == "date" else _text(name, kind)
    )
    try:
        sheets.write(relation.columns, iter(lambda: relation.fetchmany(ROWS), []), sink.write)
    except sheets.SheetError as error:
        raise QueryError(str(error)) from error
    except duckdb.Error as error:
        raise QueryError(str(error)) from error


def _write_parquet(relation: duckdb.DuckDBPyRelation, sink: Sink) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    reader = _cast(relation, _for_parquet).to_arrow_reader(ROWS)
    with parquet.ParquetWriter(pa.PythonFile(_Counted(sink), mode="w"), reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)


class _Counted:
    """A sink that knows how far it has come, which a pipe does not and Parquet asks."""

    closed = False

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._size = 0

    def write(self, data: bytes) -> int:
        self._sink.write(data)
        self._size += len(data)
        return len(data)

    def tell(self) -> int:
        return self._size

    def flush(self) -> None:
        """Nothing is held back here."""

    def close(self) -> None:
        """The sink is closed by whom it belongs to."""
