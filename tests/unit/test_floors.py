"""The walls of the house: imports point downwards, and importing does no work."""

import ast
import re
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


def test_only_the_store_knows_whether_the_data_is_a_file_or_a_lake() -> None:
    """Whoever reads or writes the data asks `warehouse.store`, or finds nothing where it is a lake."""
    by_path = [
        str(path.relative_to(ROOT))
        for folder in ("twosource", "assets", "pipelines")
        for path in (ROOT / folder).rglob("*.py")
        if path.parent.name not in ("warehouse", "checkup")
        and re.search(r"\bopen_(copy|live)\(", path.read_text(encoding="utf-8"))
    ]
    assert by_path == [], "say store.reading(settings) or store.writing(settings)"
