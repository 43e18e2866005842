"""`tables`, `describe`, `ask`, and the ways to give `sql` a question: on a copy whose views are empty."""

import json
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from twosource import analyst_views
from twosource.asking import questions
from twosource.cli.main import app
from twosource.cli.terminal import Failure
from twosource.warehouse import tables


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    with duckdb.connect(str(home / "twosource.duckdb")) as con:
        tables.create(con)
        tables.create_views(con)
    return home


def call(home: Path, *arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(app, arguments, input=given, env={"TWOSOURCE_HOME": str(home), "COLUMNS": "300"})


def refused(home: Path, *arguments: str) -> str:
    done = call(home, *arguments)
    assert isinstance(done.exception, Failure), done.output
    assert done.exception.status == 2
    return str(done.exception)


def test_tables_lists_every_view_with_its_rows_and_what_it_is(home: Path) -> None:
    listed = json.loads(call(home, "tables", "--format", "json").stdout)
    assert [row["view"] for row in listed] == list(analyst_views.views())
    assert {row["rows"] for row in listed} == {0}
    assert all(row["about"] for row in listed)


def test_describe_says_what_each_column_holds(home: Path) -> None:
    shown = call(home, "describe", "quotes").stdout
    assert analyst_views.views()["quotes"].description in shown
    assert all(column.name in shown for column in analyst_views.views()["quotes"].columns)
    everything = json.loads(call(home, "describe", "--format", "json").stdout)
    assert len(everything) == sum(len(view.columns) for view in analyst_views.views().values())
    assert "Did you mean quotes?" in refused(home, "describe", "qotes")


def test_ask_lists_the_questions_and_shows_one(home: Path) -> None:
    listed = call(home, "ask").stdout
    assert all(f"{name} " in listed or f"{name}\n" in listed for name in questions.questions())
    assert "day=2025-04-17" in listed
    shown = call(home, "ask", "known_at_a_given_day", "--show").stdout
    assert questions.questions()["known_at_a_given_day"].sql in shown


@pytest.mark.parametrize("name", list(questions.questions()))
def test_each_question_is_asked_with_its_defaults(home: Path, name: str) -> None:
    assert call(home, "ask", name, "--format", "csv").exit_code == 0


@pytest.mark.parametrize("question", questions.questions().values(), ids=lambda question: question.name)
def test_a_question_uses_what_may_be_set_and_nothing_else(question: questions.Question) -> None:
    wanted = duckdb.connect().extract_statements(question.sql)[0].named_parameters
    assert wanted == {parameter.name for parameter in question.parameters}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ask", "known_at_a_given"), "Did you mean known_at_a_given_day?"),
        (("ask", "known_at_a_given_day", "dy=1"), "no place for dy; it asks for day"),
        (("ask", "known_at_a_given_day", "day"), "'day' is no NAME=VALUE"),
        (("ask", "known_at_a_given_day", "day=2025-01-01", "day=2025-01-02"), "day is given twice"),
        (("sql",), "Give one question"),
        (("sql", "SELECT 1", "-f", "x.sql"), "Give one question"),
        (("sql", "-f", "nowhere.sql"), "nowhere.sql cannot be read: No such file or directory"),
        (("sql", "SELECT 1", "--timeout", "0.05", "-p", "a=1"), "no place for a; it asks for none"),
        (("sql", "SELECT count(*) FROM range(100000000000)", "--timeout", "0.05"), "not answered within 0.05 s"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(home: Path, arguments: tuple[str, ...], words: str) -> None:
    assert words in refused(home, *arguments)


def test_a_question_comes_from_a_file_or_from_standard_input(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.sql"
    file.write_text("\ufeff-- how many\nSELECT $n::INTEGER + 1 AS more;\n", encoding="utf-8")
    for arguments, given in ((("-f", str(file)), None), (("-",), file.read_text(encoding="utf-8"))):
        done = call(home, "sql", *arguments, "-p", "n=2", "--format", "ndjson", given=given)
        assert done.stdout == '{"more":3}\n'


def test_forms_for_the_eye(home: Path) -> None:
    query = "SELECT 'a|b' AS x, 'two\nlines' AS y, NULL AS z"
    assert (
        call(home, "sql", query, "--format", "md").stdout
        == "| x | y | z |\n| --- | --- | ---: |\n| a\\|b | two lines |  |\n"
    )
    assert call(home, "sql", query, "--format", "line").stdout == "x = a|b\ny = two lines\nz = NULL\n"
    assert "is not for a terminal" not in call(home, "sql", query, "--format", "xlsx").output
