"""A stage's version changes with the code and the tables that make its rows, and with nothing else."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from twosource import paths, reference
from twosource.settings import DEFAULT_MODEL
from twosource.stages import articles, comparisons, facts, links, versions

VERSIONS: dict[str, Callable[[], str]] = {
    "articles": articles.version,
    "facts": lambda: facts.version(DEFAULT_MODEL),
    "links": links.version,
    "comparisons": comparisons.version,
}


def forget() -> None:
    for cached in (versions.version, versions.tables_read, reference.table, reference.names, paths.app_folder):
        cached.cache_clear()


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the package and its tables that a test may change."""
    shutil.copytree(paths.PACKAGE, tmp_path / "twosource", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("schemas", "seeds"):
        shutil.copytree(paths.app_folder() / folder, tmp_path / folder)
    shutil.copy(paths.app_folder() / "workspace.yaml", tmp_path)
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "twosource")
    forget()
    yield tmp_path
    monkeypatch.undo()
    forget()


def changed(house: Path, path: str) -> set[str]:
    """The stages whose version is another once a line was added to the file."""
    before = {name: version() for name, version in VERSIONS.items()}
    with (house / path).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    forget()
    return {name for name, version in VERSIONS.items() if version() != before[name]}


@pytest.mark.parametrize(
    ("path", "stages"),
    [
        ("twosource/cleaning/judging.py", {"articles"}),
        ("twosource/extraction/arithmetic.py", {"facts"}),
        ("twosource/comparison/stances.py", {"links", "comparisons"}),
        ("twosource/stages/facts.py", {"facts"}),
        ("twosource/records.py", set(VERSIONS)),
        ("twosource/cli/main.py", set()),
        ("twosource/reporting/site.py", set()),
        ("seeds/reference/units.yml", {"facts"}),
        ("seeds/reference/signs.yml", {"facts"}),
        ("seeds/reference/outlets.yml", {"articles", "links", "comparisons"}),
        ("seeds/reference/relays.yml", {"links", "comparisons"}),
        ("seeds/reference/credits.yml", {"articles"}),
        ("seeds/reference/datelines.yml", {"articles", "facts"}),
        ("seeds/reference/pictures.yml", {"facts"}),
        ("seeds/reference/agencies.yml", set(VERSIONS)),
        ("twosource/newsroom/datelines.py", {"articles", "facts"}),
        ("seeds/sources.yml", set()),
    ],
)
def test_just_the_stages_that_rest_on_a_file_are_made_anew(house: Path, path: str, stages: set[str]) -> None:
    assert changed(house, path) == stages


def test_every_reference_table_is_read_by_a_stage() -> None:
    read = set().union(*(versions.tables_read(path) for path in paths.PACKAGE.rglob("*.py")))
    assert read == reference.names()


def test_the_newsroom_is_imported_in_the_way_that_a_version_follows() -> None:
    imports = [
        ast.unparse(node)
        for path in paths.PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom) and "newsroom" in ast.unparse(node)
    ]
    assert imports
    assert [line for line in imports if not versions.FOLLOWED.match(line)] == []


def test_people_read_the_number_before_the_digest() -> None:
    number, digest = articles.version().split("+")
    assert number.isdigit()
    assert len(digest) == 12


@pytest.mark.parametrize("model", ["no_such_model", "../../etc", ""])
def test_a_model_that_is_not_there_is_said_by_whoever_loads_it(model: str) -> None:
    assert facts.version(model) != facts.version(DEFAULT_MODEL)
