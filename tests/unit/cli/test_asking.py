"""What the arguments of `run` ask for: lists from files and standard input, and what is said of one input by hand."""

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from twosource.cli.asking import STANDARD_INPUT, Asked, asked
from twosource.cli.terminal import Failure
from twosource.settings import Settings

PAGES = ("https://ledger.example/1", "https://ledger.example/2")


def ask(home: Path, *names: str, files: tuple[str, ...] = (), due: bool = False, **said: str | None) -> Asked:
    return asked(names, files, said, due, Settings(home=home))


def test_a_list_is_one_source_and_its_other_lines_are_arguments(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry runs again.")
    (tmp_path / "list.txt").write_text(f"# mine\n{PAGES[0]}\n\n{PAGES[1]}\n{tmp_path}/a.txt\nsamples\n")
    found = ask(tmp_path, files=(str(tmp_path / "list.txt"),))
    assert found.lists == {str(tmp_path / "list.txt"): PAGES}
    assert found.names == [f"{tmp_path}/a.txt", "samples"]
    assert found.is_named
    assert found.config()["lists"] == {str(tmp_path / "list.txt"): list(PAGES)}


def test_standard_input_is_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sys, "stdin", SimpleNamespace(buffer=io.BytesIO("\n".join(PAGES).encode()), isatty=lambda: False)
    )
    assert ask(tmp_path, files=("-",)).lists == {STANDARD_INPUT: PAGES}


def test_a_list_of_nothing_is_nothing_asked_for(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("# later\n")
    assert ask(tmp_path, files=(str(tmp_path / "list.txt"),)).is_nothing
    assert not ask(tmp_path).is_nothing, "no argument at all means all declared sources"


def test_what_is_said_by_hand_is_of_one_input(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>x</p>")
    page = str(tmp_path / "a.html")
    assert ask(tmp_path, page, outlet="Coast Courier").stated == {"outlet": "Coast Courier"}
    for names in ((), (page, "samples")):
        with pytest.raises(Failure, match="--outlet go with one file") as caught:
            ask(tmp_path, *names, outlet="Coast Courier")
        assert caught.value.status == 2


@pytest.mark.parametrize(
    ("said", "word"), [({"published": "yesterday"}, "no date"), ({"url": "ledger.example"}, "no.? ?.*web address")]
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, said: dict[str, str], word: str) -> None:
    (tmp_path / "a.html").write_text("<p>x</p>")
    with pytest.raises(Failure, match=word):
        asked([str(tmp_path / "a.html")], (), said, False, Settings(home=tmp_path))


def test_a_line_that_names_nothing_is_set_aside_with_its_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"# mine\n{PAGES[0]}\nno/such/file.html\nsamples\n")
    name = str(tmp_path / "list.txt")
    found = ask(tmp_path, files=(name,))
    assert (found.names, found.lists) == (["samples"], {name: PAGES[:1]})
    ((place, why),) = found.unusable[name].items()
    assert place == f"{name}, line 3"
    assert "no/such/file.html" in why
    assert found.config()["unusable"] == {name: {place: why}}


def test_a_list_of_which_no_line_can_be_used_does_not_mean_all_declared_sources(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("no/such/file.html\n")
    found = ask(tmp_path, files=(str(tmp_path / "list.txt"),))
    assert (found.is_nothing, found.is_named, found.config()["takes"]) == (False, True, False)


def test_a_dash_is_standard_input_and_whoever_types_is_told_what(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = io.BytesIO("\n".join(PAGES).encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=typed, isatty=lambda: True))
    assert ask(tmp_path, "-").lists == {STANDARD_INPUT: PAGES}
    assert "Ctrl-D ends the list" in capsys.readouterr().err


def test_what_is_pending_goes_with_nothing_that_is_named(tmp_path: Path) -> None:
    assert asked([], [], {}, False, Settings(home=tmp_path), pending=True).config()["takes"] is False
    with pytest.raises(Failure, match="--pending takes nothing in"):
        asked(["samples"], [], {}, False, Settings(home=tmp_path), pending=True)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"x" * 33_000_000, b"a\n" * 100_001, None])
def test_a_list_that_cannot_be_read_is_refused(tmp_path: Path, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / "list.txt").write_bytes(data)
    with pytest.raises(Failure, match=r"The list .*list\.txt") as caught:
        ask(tmp_path, files=(str(tmp_path / "list.txt"),))
    assert caught.value.status == 2


def test_due_goes_with_nothing_that_is_named(tmp_path: Path) -> None:
    assert ask(tmp_path, due=True).due
    with pytest.raises(Failure, match="--due"):
        ask(tmp_path, "samples", due=True)
