"""`twosource sql`: where an answer goes, in which form, and what is refused with which words."""

import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import IO

import duckdb
import polars as pl
import pytest

from tests.integration.command import TWOSOURCE, environment
from twosource.warehouse import connect, export
from twosource.warehouse.connect import WarehouseError

LONG = "word " * 400
STEERING = "SELECT '=1' AS a, chr(27) || '[31m' AS b, chr(155) || '2J' AS c, chr(8238) || 'x' AS d"
Ask = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a copy of one table."""
    home = tmp_path_factory.mktemp("home")
    with duckdb.connect(str(home / "twosource.duckdb")) as con:
        con.execute("CREATE TABLE boats AS SELECT 'Åse' AS name, 3 AS crew, $1 AS log", [LONG])
    return home


@pytest.fixture
def ask(home: Path) -> Ask:
    def asked(*arguments: str, stdout: int | IO[bytes] = subprocess.PIPE) -> subprocess.CompletedProcess[bytes]:
        command = [TWOSOURCE, "sql", *arguments]
        return subprocess.run(
            command, env=environment(home), stdout=stdout, stderr=subprocess.PIPE, timeout=120, check=False
        )

    return asked


def test_an_answer_is_added_to_a_file_without_emptying_it(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "all.csv").write_text("first line\n")
    with (tmp_path / "all.csv").open("ab") as target:
        for _ in range(2):
            assert ask("--format", "csv", "SELECT name FROM boats", stdout=target).returncode == 0
    assert (tmp_path / "all.csv").read_text() == "first line\nname\nÅse\nname\nÅse\n"


@pytest.mark.parametrize("name", ["a.csv", "a.CSV", "a.json", "a.ndjson", "a.jsonl", "a.parquet", "a.txt"])
def test_the_suffix_decides_and_nothing_is_cut(ask: Ask, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    assert ask("FROM boats", "--output", str(target)).returncode == 0
    read = {
        ".csv": lambda: pl.read_csv(target),
        ".json": lambda: pl.read_json(target),
        ".ndjson": lambda: pl.read_ndjson(target),
        ".jsonl": lambda: pl.read_ndjson(target),
        ".parquet": lambda: pl.read_parquet(target),
    }.get(target.suffix.lower())
    if read is None:
        assert LONG.strip() in target.read_text(encoding="utf-8")
    else:
        assert read().rows() == [("Åse", 3, LONG)]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_nothing_is_cut_or_folded_in_a_pipe(ask: Ask) -> None:
    lines = ask("FROM boats, (SELECT repeat('x', 150000) AS more)").stdout.decode().splitlines()
    assert len(lines) == 4, "head, rule, row, count"
    assert "x" * 150_000 in lines[2]
    assert LONG.strip() in lines[2]
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--output", "{0}/a.odt"), "The suffix .odt names no format"),
        (("--output", "{0}/a.odt", "--format", "csv"), "The suffix .odt names no format"),
        (("--output", "{0}/a"), "names no format"),
        (("--output", "{0}/a.csv", "--format", "json"), "--format json does not fit"),
        (("--output", "{0}/none/a.csv"), "cannot be written: No such file or directory. Name another file."),
        (("--output", "{0}/none/a.txt"), "cannot be written: No such file or directory"),
        (("--output", "{0}", "--format", "csv"), "cannot be written: Is a directory"),
        (("--for-spreadsheets",), "--for-spreadsheets is for CSV"),
        (("--for-spreadsheets", "--output", "{0}/a.json"), "--for-spreadsheets is for CSV"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(
    ask: Ask, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = ask("FROM boats", *(argument.format(tmp_path) for argument in arguments))
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


def test_a_question_that_fails_leaves_the_old_file_as_it_was(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("of yesterday")
    query = "SELECT CASE WHEN range = 90000 THEN error('no more') ELSE 'x' END FROM range(100000)"
    done = ask(query, "--output", str(tmp_path / "a.csv"))
    assert (done.returncode, "no more" in done.stderr.decode()) == (2, True)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.csv": "of yesterday"}


def test_a_link_is_followed_and_a_pipe_is_written_to(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    assert ask("SELECT 1 AS a", "--output", str(tmp_path / "link.csv")).returncode == 0
    assert (tmp_path / "real.csv").read_text() == "a\n1\n"
    assert ask("SELECT 1 AS a", "--output", "/dev/null", "--format", "csv").returncode == 0


def test_standard_output_by_its_path_is_refused_where_it_is_a_file(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "log").write_text("kept\n")
    with (tmp_path / "log").open("ab") as target:
        done = ask("SELECT 1", "--output", "/dev/stdout", "--format", "csv", stdout=target)
    assert (done.returncode, (tmp_path / "log").read_text()) == (2, "kept\n")
    assert "use > or >>" in done.stderr.decode()


def test_a_question_that_hears_nothing_ends_with_its_process(ask: Ask, tmp_path: Path) -> None:
    """Inside one function the engine does not look whether it is to stop."""
    deaf = "SELECT levenshtein(repeat('ab', 300000), repeat('ba', 300000))"
    done = ask("--timeout", "0.2", "--output", str(tmp_path / "answer.csv"), deaf)
    assert (done.returncode, b"not answered within 0.2 s" in done.stderr) == (2, True)
    assert list(tmp_path.glob("*answer*")) + list(tmp_path.glob(".twosource-*")) == []


def test_a_reader_that_has_had_enough_is_no_failure(home: Path) -> None:
    command = f"{TWOSOURCE} sql --format csv 'SELECT range FROM range(3000000)' | head -n 2"
    done = subprocess.run(["sh", "-c", command], env=environment(home), capture_output=True, timeout=120, check=False)
    assert (done.stdout, done.stderr) == (b"range\n0\n", b"")


@pytest.mark.parametrize("form", ["table", "csv", "json", "ndjson"])
def test_nothing_steers_a_terminal_in_any_form(home: Path, form: str) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [TWOSOURCE, "sql", "--format", form, STEERING], env=environment(home, NO_COLOR="1", TERM="dumb"), stdout=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 4096):
                shown += piece
        except OSError:
            pass  # so ends a terminal whose last writer is gone
    assert process.returncode == 0
    assert {"\x1b", "\x9b", "\u202e"} & set(shown.decode()) == set()
    assert "\ufffd" in shown.decode()


def test_a_pipe_gets_the_words_as_they_are_and_a_spreadsheet_harmless_ones(ask: Ask) -> None:
    assert "\x1b[31m" in ask("--format", "csv", STEERING).stdout.decode()
    safe = ask("--format", "csv", "--for-spreadsheets", STEERING).stdout.decode()
    assert safe == '\ufeff"a","b","c","d"\n"\'=1","\ufffd[31m","\ufffd2J","\ufffdx"\n'


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("select 1; select 2", "These are 2 statements. Give one SELECT."),
        ("DELETE FROM boats", "This is DELETE, and the copy is for reading only."),
        (".tables", "SHOW TABLES"),
        ("FROM read_text('/etc/passwd')", "The function read_text is not answered"),
    ],
)
def test_what_is_no_question_is_refused_with_a_sentence(ask: Ask, query: str, words: str) -> None:
    done = ask(query)
    assert (done.returncode, words in done.stderr.decode()) == (2, True)


def test_a_column_with_a_word_of_sqls_own_is_explained() -> None:
    with duckdb.connect() as con:
        con.execute('CREATE TABLE boats ("by" VARCHAR)')
        with pytest.raises(export.QueryError, match='write "by", in quotes'):
            export.answer(con, "SELECT by FROM boats")


def test_a_copy_that_lacks_a_view_is_told_where_all_are_needed(home: Path) -> None:
    connect.open_copy(home / "twosource.duckdb").close()
    with pytest.raises(WarehouseError, match=r"lacks the view .*Move it away"):
        connect.open_copy(home / "twosource.duckdb", whole=True)
    for verb in (["show", "ferry"], ["report"]):
        done = subprocess.run(
            [TWOSOURCE, *verb], env=environment(home), capture_output=True, text=True, timeout=120, check=False
        )
        assert (done.returncode, "lacks the view" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
