"""Reference tables and vocabularies: read once, and refused with the name of the file when they cannot be read."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from twosource import paths, reference
from twosource.reference import ReferenceTableError

CACHED = (
    reference.table,
    reference.vocabulary,
    reference.vocabularies,
    reference.names,
)


def forget() -> None:
    for function in CACHED:
        function.cache_clear()


@pytest.fixture
def write(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[str, str], Path]]:
    """Writes a file below a folder that stands for `seeds/` and `schemas/` both: `write("reference/x.yml", text)`."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        forget()
        return path

    with monkeypatch.context() as patched:
        patched.setattr(paths, "seeds", tmp_path.joinpath)
        patched.setattr(paths, "schemas", tmp_path.joinpath)
        forget()
        yield write
    forget()


Write = Callable[[str, str], Path]


def test_a_table_is_a_mapping(write: Write) -> None:
    write("reference/boats.yml", "boats: {ferry: 2, skiff: 1}\n")
    assert reference.table("boats") == {"boats": {"ferry": 2, "skiff": 1}}


def test_a_file_that_is_missing_is_named(write: Write) -> None:
    write("reference/boats.yml", "boats: {}\n")
    with pytest.raises(ReferenceTableError, match=r"ships\.yml cannot be read"):
        reference.table("ships")


def test_a_file_that_is_no_yaml_is_named_with_the_place(write: Write) -> None:
    write("reference/boats.yml", "boats:\n  ferry: [1, 2\nskiff: 1\n")
    with pytest.raises(ReferenceTableError, match=r"(?s)boats\.yml cannot be read.*line 3"):
        reference.table("boats")


def test_a_file_that_is_not_utf8_is_named(write: Write) -> None:
    write("reference/boats.yml", "").write_bytes(b"boats: {f\xe6rge: 1}\n")
    with pytest.raises(ReferenceTableError, match=r"boats\.yml cannot be read"):
        reference.table("boats")


@pytest.mark.parametrize(("text", "kind"), [("- ferry\n- skiff\n", "list"), ("ferry\n", "str"), ("", "NoneType")])
def test_a_table_that_is_no_mapping_is_refused(write: Write, text: str, kind: str) -> None:
    write("reference/boats.yml", text)
    with pytest.raises(ReferenceTableError, match=rf"boats\.yml must be a mapping, but is a {kind}"):
        reference.table("boats")


def test_a_file_cannot_run_code(write: Write) -> None:
    write("reference/boats.yml", "boats: !!python/object/apply:os.getcwd []\n")
    with pytest.raises(ReferenceTableError, match=r"boats\.yml cannot be read"):
        reference.table("boats")


def test_a_vocabulary_gives_words_and_those_it_extends(write: Write) -> None:
    write("vocabularies/a.yml", "hull: {source: own, words: {wood: of planks}}\n")
    write("vocabularies/b.yml", "vessel: {source: own, extends: hull, words: {iron: of plates}}\n")
    assert reference.vocabulary("vessel") == {"wood": "of planks", "iron": "of plates"}
    assert reference.vocabulary("hull") == {"wood": "of planks"}
    with pytest.raises(KeyError):
        reference.vocabulary("sail")


def test_a_vocabulary_that_is_declared_twice_is_refused(write: Write) -> None:
    write("vocabularies/a.yml", "hull: {source: own, words: {wood: of planks}}\n")
    write("vocabularies/b.yml", "hull: {source: own, words: {iron: of plates}}\n")
    with pytest.raises(ReferenceTableError, match=r"hull is declared twice.*b\.yml"):
        reference.vocabularies()


@pytest.mark.parametrize("text", ["", "- hull\n", "hull\n"])
def test_a_file_of_vocabularies_that_is_no_mapping_is_refused(write: Write, text: str) -> None:
    write("vocabularies/a.yml", text)
    with pytest.raises(ReferenceTableError, match=r"a\.yml must be a mapping"):
        reference.vocabularies()
