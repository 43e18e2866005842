"""The analysts' questions of `docs/questions`, asked of the sample captures."""

import csv
import io
from pathlib import Path

import pytest

from docs import analysts
from twosource import analyst_views
from twosource.asking import questions
from twosource.asking.questions import Question
from twosource.warehouse import connect

QUESTIONS = list(questions.questions().values())


def test_there_are_at_least_twelve_and_nothing_else() -> None:
    assert len(QUESTIONS) >= 12
    names = {question.name for question in QUESTIONS}
    assert {path.stem for path in questions.FOLDER.iterdir()} == names
    assert {path.suffix for path in questions.FOLDER.iterdir()} == {".sql", ".csv"}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
class TestQuestion:
    def test_it_is_asked_in_a_sentence_and_one_query(self, question: Question) -> None:
        assert question.asked.endswith("?")
        assert question.why.endswith(".")
        assert question.sql.startswith(("SELECT", "WITH"))
        assert ";" not in question.sql

    def test_the_answer_is_the_one_that_is_kept(self, sample_home: Path, question: Question) -> None:
        with connect.open_copy(sample_home / "twosource.duckdb") as con:
            found = analysts.answer(con, question)
        assert found == analysts.expected(question).read_text(encoding="utf-8"), (
            "run `make questions` and read the difference"
        )

    def test_it_has_an_answer_that_holds_no_identifiers(self, question: Question) -> None:
        header, *rows = csv.reader(io.StringIO(analysts.expected(question).read_text(encoding="utf-8")))
        # all is well with the samples, so this one alone has nothing to tell of them
        assert bool(rows) == (question.name != "silent_or_failing_sources")
        assert not any(column.endswith("_id") for column in header), "ids say nothing to the person who asks"


def test_the_key_of_a_view_names_each_row(sample_home: Path) -> None:
    with connect.open_copy(sample_home / "twosource.duckdb") as con:
        for name, view in analyst_views.views().items():
            key = ", ".join(f'"{column}"' for column in view.key)
            twice = con.execute(f"FROM {name} SELECT {key} GROUP BY ALL HAVING count(*) > 1").fetchall()
            assert twice == [], name


def test_the_page_takes_nothing_for_markup() -> None:
    assert analysts._shown("a <b>|`x`|\n[link](y) *z*") == r"a &lt;b&gt;\|\`x\`\| \[link\](y) \*z\*"
