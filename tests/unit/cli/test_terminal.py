"""How the command speaks: nothing from outside steers the terminal, and failures have a status."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.cli import terminal
from twosource.cli.terminal import Failure, complain, harmless


@given(st.text())
def test_no_control_character_is_left(text: str) -> None:
    shown = harmless(text)
    assert {c for c in shown if unicodedata.category(c)[0] == "C"} <= {"\n", "\t"}
    assert len(shown) == len(text)


@given(st.text(st.characters(exclude_categories=["C"], include_characters="\n\t")))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("\x1b]0;title\x07", "\ufffd]0;title\ufffd"),
        ("over\rwritten", "over\ufffdwritten"),
        ("\x9b2J", "\ufffd2J"),
        ("abc\u202ecba", "abc\ufffdcba"),
        ("lone \ud800", "lone \ufffd"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("Åse 서울 🛶", "Åse 서울 🛶"),
    ],
    ids=["colour", "title", "return", "one-byte escape", "direction", "surrogate", "lines", "letters"],
)
def test_what_is_shown_for(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_a_complaint_is_one_harmless_sentence_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    complain("bad\x1b[2Jname is missing.")
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "twosource: bad\ufffd[2Jname is missing.\n")


def test_a_setting_that_cannot_be_used_ends_with_status_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOSOURCE_BATCH", "many")
    with pytest.raises(Failure, match="TWOSOURCE_BATCH") as caught:
        terminal.settings()
    assert caught.value.status == 2


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TWOSOURCE_HOME", str(tmp_path))
    monkeypatch.setenv("TWOSOURCE_BATCH", "3")
    assert (terminal.settings().home, terminal.settings().batch) == (tmp_path.resolve(), 3)


def test_a_failure_has_status_1_unless_told() -> None:
    assert Failure("It did not work.").status == 1
