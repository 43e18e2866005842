"""What is wrong with a YAML file is said in a sentence, with the line where there is one; no file ends the process."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource import plain_yaml
from twosource.plain_yaml import PlainYamlError


def fault(folder: Path, text: str | bytes) -> str:
    path = folder / "a.yml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(PlainYamlError) as caught:
        plain_yaml.read(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ledger:\n\tpaths: a\n", ["line 2", "a tab", "blanks"]),
        ("ledger:\n  paths: a\n\tkind: path\n", ["line 3", "a tab"]),
        ("a: b: c", ["line 1", "`: `", "quotes"]),
        ("a: @x", ["line 1", "'@'", "quotes"]),
        ("a: [1, 2", ["line 1", "`]`"]),
        ("a: 'x", ["line 1", "quotation mark"]),
        ("a: *x", ["line 1", "`*`"]),
        ("a:\n  b: 1\n c: 2", ["line 3", "column"]),
        ("a: 1\n---\nb: 1", ["line 2", "second document"]),
        ("{[a]: 1}", ["line 1", "name"]),
        ("a\n\nb\x00", ["line 3", "U+0000"]),
        (b"a: \xff", ["byte 4", "UTF-8"]),
        ("a: 2025-13-45", ["date", "quotes"]),
        ("a: !!timestamp x", ["quotes"]),
        ("a: !!bool x", ["quotes"]),
        ("a: " + "9" * 5_000, ["number", "quotes"]),
        ("a: !!python/object/apply:os.system [id]", ["line 1", "python"]),
    ],
)
def test_a_fault_is_told_in_plain_words(tmp_path: Path, text: str | bytes, words: list[str]) -> None:
    said = fault(tmp_path, text)
    assert [word for word in words if word not in said] == []
    assert "\n" not in said


@pytest.mark.parametrize("piece", ["[", "- ", "? ", "{a: ", "&a [", "[[], ", "- - ? "])
def test_depth_is_refused_before_it_ends_the_process(tmp_path: Path, piece: str) -> None:
    (tmp_path / "a.yml").write_text(piece * 100_000)
    code = "import sys, pathlib; from twosource import plain_yaml; plain_yaml.read(pathlib.Path(sys.argv[1]))"
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.yml")], capture_output=True, text=True)
    assert done.returncode == 1
    assert "levels deep" in done.stderr
    assert time.monotonic() - began < 20


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    assert "characters" in fault(tmp_path, "a: 1\n" * 1_100_000)
    assert "No such file" in _missing(tmp_path / "none.yml")


def _missing(path: Path) -> str:
    with pytest.raises(PlainYamlError) as caught:
        plain_yaml.read(path)
    return str(caught.value)


PIECES = st.sampled_from(
    [*"[]{}:,-?&*!|>'\"%@`#\n\t ~<=", "a", "1", "- ", ": ", "!!int ", "!!set ", "<<: ", "2025-99-99"]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_no_text_makes_it_fail_otherwise(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(PlainYamlError):
        plain_yaml.read(path)
        plain_yaml.tree(path)
