"""Input that nobody wishes for: each ends as stored, quarantined or skipped, with a reason that a person understands.

Belongs here: the fate of whole files in a whole run, and disks that do not play along. Does not: how each is detected.
"""

import gzip
import os
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.integration.command import twosource
from twosource.loading import load, sources
from twosource.settings import Settings
from twosource.stages import articles
from twosource.warehouse import intake
from twosource.warehouse.session import Session
from twosource.warehouse.source_states import Expected

OPENING = "The harbour board of Northhaven met on {day}.\n\n"
REST = (
    "It agreed to spend $4 million on dredging this year, chairwoman Ada Lindqvist said.\n\n"
    '"The channel has to be ready before the autumn," she told reporters after the vote.\n\n'
    "The work is to begin in May and will close the inner basin for about three weeks.\n"
)
ODD_NAME = "odd \x1b[31mred\n'; DROP TABLE raw.captures; --<b>.txt"
LATIN_NAME = b"caf\xe9.txt"
SCRIPT = "&lt;script&gt;alert(1)&lt;/script&gt;"
LONG_LINE = 50_000_000

FATES = {
    "empty.txt": ("captures", "quarantined", "empty", "is empty (0 bytes)"),
    "blank.html": ("articles", "quarantined", "empty", "white space alone"),
    "binary.txt": ("captures", "quarantined", "binary", "binary data"),
    "picture.html": ("captures", "quarantined", "binary", "a PNG picture"),
    "cut.txt.gz": ("captures", "quarantined", "truncated", "it was cut off"),
    "plain.txt.gz": ("captures", "quarantined", "unreadable", "not packed with gzip"),
    "long_line.txt": ("articles", "quarantined", "too_large", "longer than any article"),
    "long_line.html": ("articles", "quarantined", "too_large", "longer than any article"),
    "no_text.html": ("articles", "quarantined", "no_text", "no text"),
    "loop": ("captures", "skipped", "link", "links are not followed"),
    "gone.txt": ("captures", "skipped", "link", "links are not followed"),
    "pipe.txt": ("captures", "quarantined", "unreadable", "a pipe"),
    "broken.json": ("captures", "quarantined", "unreadable_record", "is not JSON"),
    "deep.json": ("captures", "quarantined", "unreadable_record", "nested too deeply"),
    "lines.jsonl#L2": ("captures", "quarantined", "unreadable_record", "is not JSON"),
    "lines.jsonl#L3": ("captures", "quarantined", "unreadable_record", "a list where a record"),
    "report.pdf": ("articles", "quarantined", "unreadable_record", "a PDF that cannot be read"),
    "german.txt": ("facts", "skipped", "language", "facts are read from English only"),
}
"""What becomes of each: stage, disposition, reason, and words of the message."""

STORED = {
    "good.txt": "Monday",
    "wide.txt": "Tuesday",
    "wrong_encoding.html": "Wednesday",
    "markup.html": "Thursday",
    "odd \\x1b[31mred\\x0a'; DROP TABLE raw.captures; --<b>.txt": "Friday",
    "caf\\xe9.txt": "Saturday",
    "deep.html": "Sunday",
    "lines.jsonl#L1": "April 1",
    "german.txt": "Montag",
}
"""What is stored in spite of all, by the name that people are shown, and a word of its text."""


def body(day: str) -> str:
    return OPENING.format(day=day) + REST


def page(headline: str, text: str) -> str:
    paragraphs = text.strip().replace("\n\n", "</p><p>")
    return (
        f'<html><head><meta charset="utf-8"><title>{headline}</title></head>'
        f"<body><article><h1>{headline}</h1><p>{paragraphs}</p></article></body></html>"
    )


def fill(folder: Path) -> None:
    """All the bad files, and good ones between them."""
    german = "Der Hafenrat von Nordhafen hat am Montag getagt.\n\nEr beschloss, vier Millionen Euro auszugeben.\n\n"
    marked = body("Thursday") + '\n"We \x1b]0;owned\x07 \u202eagree, \'; DROP TABLE clean.articles; --," she said.\n'
    files: dict[str | bytes, bytes] = {
        "good.txt": body("Monday").encode(),
        "wide.txt": body("Tuesday").encode("utf-16-le"),
        "wrong_encoding.html": page("Café board meets", body("Wednesday") + "Its “best” year.").encode("cp1252"),
        "markup.html": page(f"Board {SCRIPT} \x1b[31mred\x1b[0m &#27;[2J [bold]meets[/bold]", marked).encode(),
        ODD_NAME: body("Friday").encode(),
        LATIN_NAME: body("Saturday").encode(),
        "deep.html": b"<div>" * 20_000 + page("Deep", body("Sunday")).encode(),
        "lines.jsonl": b'{"headline": "Ferry", "text": "%s"}\nno json\n[]\n'
        % body("April 1").replace("\n", "\\n").replace('"', '\\"').encode(),
        "german.txt": german.encode(),
        "empty.txt": b"",
        "blank.html": b" \n\t\n" * 100,
        "binary.txt": bytes(range(256)) * 40,
        "picture.html": b"\x89PNG\r\n\x1a\n" + bytes(500),
        "cut.txt.gz": gzip.compress(body("Monday").encode())[:-20],
        "plain.txt.gz": body("Monday").encode(),
        "long_line.txt": b"The board met again and agreed on it. " * (LONG_LINE // 38),
        "long_line.html": b"<p>" + b"The board met again and agreed on it. " * (LONG_LINE // 38),
        "no_text.html": b"<html><head><script>let a = 1</script></head><body><img src=a.png></body></html>",
        "broken.json": b'{"headline": "Ferry", ',
        "deep.json": b"[" * 100_000,
        "report.pdf": b"%PDF-1.7",
    }
    for name, data in files.items():
        (Path(os.fsdecode(os.fsencode(folder) + b"/" + os.fsencode(name)))).write_bytes(data)
    (folder / "loop").symlink_to(folder)
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    os.mkfifo(folder / "pipe.txt")


@pytest.fixture(scope="module")
def captures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("captures")
    fill(folder)
    return folder


@pytest.fixture(scope="module")
def home(captures: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which one run has taken in all of them; its output lies beside the database."""
    home = tmp_path_factory.mktemp("home")
    done = twosource(home, "run", str(captures))
    assert done.returncode == 0, done.stdout + done.stderr
    (home / "output.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def con(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(home / "twosource.duckdb"), read_only=True) as con:
        yield con


@pytest.mark.parametrize("name", FATES)
def test_what_is_set_aside_says_why(con: duckdb.DuckDBPyConnection, captures: Path, name: str) -> None:
    found = con.execute(
        "SELECT stage, disposition, reason, message FROM quarantine WHERE source_path = ?", [f"{captures}/{name}"]
    ).fetchall()
    assert len(found) == 1
    stage, disposition, reason, words = FATES[name]
    assert found[0][:3] == (stage, disposition, reason)
    assert words in found[0][3]
    assert found[0][3].startswith(f"{captures}/{name} ")
    assert found[0][3].endswith(".")


def test_nothing_else_is_set_aside_and_all_adds_up(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute("SELECT count(*) FROM quarantine").fetchone() == (len(FATES),)
    assert con.execute("SELECT n_found FROM coverage").fetchone() == (len(FATES.keys() | STORED.keys()),)


@pytest.mark.parametrize("name", STORED)
def test_what_can_be_read_is_stored(con: duckdb.DuckDBPyConnection, captures: Path, name: str) -> None:
    found = con.execute("SELECT text FROM articles WHERE source_path = ?", [f"{captures}/{name}"]).fetchall()
    assert len(found) == 1
    assert STORED[name] in found[0][0]


def test_nothing_else_is_stored(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute("SELECT count(*) FROM articles").fetchone() == (len(STORED),)


def test_a_page_that_names_a_wrong_encoding_is_read_in_the_right_one(con: duckdb.DuckDBPyConnection) -> None:
    row = con.execute("SELECT headline, text FROM articles WHERE source_path LIKE '%wrong_encoding%'").fetchone()
    assert row is not None
    assert row[0] == "Café board meets"
    assert "“best”" in row[1]


def test_good_facts_come_out_of_oddly_named_files(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute(
        "SELECT count(DISTINCT article_id) FROM quantities WHERE value = 4e6 AND unit = 'USD'"
    ).fetchone()
    assert found == (len(STORED) - 1,), "all but the German one"


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "markup"),
        pytest.param(("show", "DROP TABLE raw"), marks=pytest.mark.slow),
        ("sql", "SELECT headline, source_path, text FROM articles"),
        pytest.param(("sql", "SELECT message FROM quarantine"), marks=pytest.mark.slow),
        ("sql", "SELECT chr(27) || '[31m' AS \"a\x1b[0m\", chr(155) || '2J', chr(8238) || 'abc'"),
        ("show", "no\x1b[31msuch"),
        ("run", "no\x1b[31msuch"),
        ("sql", "SELECT '\x1b[31m' FROM no\x1b[31msuch"),
    ],
)
def test_nothing_steers_the_terminal(home: Path, arguments: tuple[str, ...]) -> None:
    done = twosource(home, *arguments)
    said = done.stdout + done.stderr
    assert len(said) > 20
    assert "Traceback" not in said
    assert steering(said) == set()


def test_the_run_itself_steers_no_terminal(home: Path) -> None:
    assert steering((home / "output.txt").read_text(encoding="utf-8")) == set()


def test_markup_in_a_headline_is_text_in_the_terminal(home: Path) -> None:
    shown = twosource(home, "show", "markup").stdout
    assert "<script>alert(1)</script>" in shown
    assert "[bold]meets[/bold]" in shown


def test_markup_in_a_headline_is_text_in_the_pages(home: Path) -> None:
    pages = list((home / "report").rglob("*.html"))
    assert pages
    for written in pages:
        text = written.read_text(encoding="utf-8")
        assert "<script>alert(1)" not in text, written
        assert "\x1b" not in text, written


def steering(text: str) -> set[str]:
    """Characters that would move a cursor, change colours or turn the direction of writing."""
    return {letter for letter in text if letter not in "\n\t" and unicodedata.category(letter)[0] == "C"}


def test_a_thousand_tiny_files_go_through_in_batches(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    folder.mkdir()
    for number in range(1_000):
        (folder / f"{number:04}.txt").write_text(f"Item {number}.\n" if number % 10 else "")
    settings = Settings(home=tmp_path / "home")
    with Session(settings) as session:
        run = session.begin("tiny")
        (source,) = sources.resolve([str(folder)], settings.home)
        taken = intake.take_in(session, source.name, load.load(source, run.started_at, settings.max_bytes), Expected())
        assert (taken.done, taken.quarantined) == (900, 100)
        cleaned = articles.run(session)
        assert cleaned.done + cleaned.quarantined == 900
        assert session.count("quality.set_aside") == 100 + cleaned.quarantined


class TestDisk:
    @pytest.fixture
    def mounted(self, tmp_path: Path) -> Iterator[Path]:
        """A disk of its own, very small; where none can be mounted the test cannot be made."""
        folder = tmp_path / "disk"
        folder.mkdir()
        if not _mount("-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)):
            pytest.skip("a small disk can be mounted by root on Linux alone")
        yield folder
        subprocess.run(["umount", str(folder)], check=True)

    def test_a_full_disk_is_told_and_the_run_goes_on_once_there_is_room(self, mounted: Path, tmp_path: Path) -> None:
        news = tmp_path / "news"
        news.mkdir()
        for day in ("Monday", "Tuesday", "Friday"):
            (news / f"{day}.txt").write_text(body(day))
        (mounted / "ballast").write_bytes(bytes(1_600_000))
        done = twosource(mounted, "run", str(news))
        assert done.returncode == 1
        assert "Make room on the disk" in done.stderr
        assert "Traceback" not in done.stderr
        assert not (mounted / "twosource.duckdb").exists()
        (mounted / "ballast").unlink()
        assert _mount("-o", "remount,size=64m", str(mounted))
        assert twosource(mounted, "run", str(news)).returncode == 0
        with duckdb.connect(str(mounted / "twosource.duckdb"), read_only=True) as con:
            assert con.execute("SELECT count(*) FROM articles").fetchone() == (3,)
            found = con.execute("SELECT count(DISTINCT article_id) FROM quantities WHERE value = 4e6").fetchone()
        assert found == (3,), "what the full disk broke off was done whole"

    def test_a_disk_that_is_read_only_is_told(self, mounted: Path) -> None:
        assert _mount("-o", "remount,ro", str(mounted))
        done = twosource(mounted / "home", "run", "samples")
        assert done.returncode == 1
        assert "cannot be written: Read-only file system" in done.stderr
        assert "TWOSOURCE_HOME" in done.stderr
        assert "Traceback" not in done.stderr

    def test_a_file_in_the_place_of_the_folder_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "home").write_text("a file")
        done = twosource(tmp_path / "home", "run", "samples")
        assert done.returncode == 1
        assert "TWOSOURCE_HOME" in done.stderr
        assert "Traceback" not in done.stderr


def _mount(*arguments: str) -> bool:
    try:
        return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def test_an_article_that_takes_too_long_is_set_aside_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "board.txt").write_text(OPENING.format(day="Monday") + REST, encoding="utf-8")
    home = tmp_path / "home"
    twosource(home, "run", str(tmp_path / "board.txt"), TWOSOURCE_ARTICLE_SECONDS="0.000001")
    with duckdb.connect(str(home / "live" / "warehouse.duckdb"), read_only=True) as con:
        rows = con.execute("SELECT stage, disposition, reason, message FROM quality.set_aside").fetchall()
    assert [row[:3] for row in rows] == [("facts", "quarantined", "time_limit")]
    assert "more than 1e-06 CPU seconds" in rows[0][3]
    assert "raise TWOSOURCE_ARTICLE_SECONDS" in rows[0][3]
