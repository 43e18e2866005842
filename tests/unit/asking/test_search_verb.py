"""`twosource search`: what it prints, what it writes as JSON, and what it says when there is nothing."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.unit.asking.conftest import HIDDEN, PLAIN
from twosource.cli.main import app
from twosource.cli.terminal import Failure


def call(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["search", *arguments], env={"TWOSOURCE_HOME": str(home), "COLUMNS": "300"})


def test_the_words_are_marked_and_their_place_is_told(home: Path) -> None:
    shown = call(home, "mayor", "ferries").stdout
    assert "The «ferry» does not sail on Friday, the «mayor» of Harbortown said." in shown
    assert f"Coast Courier, 2025-04-17: Ferry\n      {PLAIN[:4]}" in shown
    assert f"https://good.example/1  a-good [0:{len(PLAIN)}]" in shown


def test_as_json_each_word_has_its_place(home: Path) -> None:
    (hit,) = json.loads(
        call(home, "sail", "--kind", "quote", "--outlet", "coast", "--since", "2025-04-17", "--json").stdout
    )
    assert (hit["id"], hit["published_on"]) == ("q1", "2025-04-17")
    assert [PLAIN[start:end] for start, end in hit["matches"]] == ["sail"]


def test_nothing_of_an_article_steers_the_terminal(home: Path) -> None:
    shown = call(home, "previous", "instructions").stdout
    assert "«PREVIOUS» «INSTRUCTIONS»" in shown
    assert not {HIDDEN[0], "\x1b", "\u202e"} & set(shown)


def test_what_is_not_there_is_told_with_what_is(home: Path) -> None:
    assert call(home, "fery").stdout == "fery stands in no article (ferry does).\n"
    assert call(home, "rain", "operator").stdout == "Nothing has what is asked for.\n"
    assert call(home, "--like", "a-good").stdout == "No other article shares text with it.\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Give words to look for, or --like"),
        (("ferry", "--like", "a-good"), "Give words to look for, or --like"),
        (("--like", "a-"), "2 articles fit 'a-'"),
        (("--like", "zzz"), "No article has an id, path, URL or headline with 'zzz'"),
        (("--", "--"), "no word to look for"),
    ],
)
def test_what_cannot_be_looked_for_is_refused(home: Path, arguments: tuple[str, ...], words: str) -> None:
    done = call(home, *arguments)
    assert isinstance(done.exception, Failure), done.output
    assert (done.exception.status, words in str(done.exception)) == (2, True)
