"""The walls of the house: imports point downwards, and importing does no work."""

import ast
from pathlib import Path

from twosource import paths

ROOT = paths.app_folder()


def test_great_expectations_is_imported_inside_functions_only() -> None:
    found = []
    for path in (ROOT / "twosource").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import | ast.ImportFrom) and "great_expectations" in ast.unparse(node):
                found.append(str(path.relative_to(ROOT)))
    assert found == []


def test_no_module_is_much_over_400_lines() -> None:
    folders = ("twosource", "assets", "pipelines", "tests", "docs")
    files = [p for folder in folders for p in (ROOT / folder).rglob("*.py")]
    assert {str(p.relative_to(ROOT)): n for p in files if (n := len(p.read_text().splitlines())) > 420} == {}


def test_every_module_opens_by_saying_what_belongs_in_it() -> None:
    silent = []
    for folder in ("twosource", "assets", "pipelines"):
        for path in (ROOT / folder).rglob("*.py"):
            opening = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            if "elongs here" not in opening:
                silent.append(str(Path(path).relative_to(ROOT)))
    assert silent == []
