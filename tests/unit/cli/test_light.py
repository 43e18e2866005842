"""What the command does not load: a small question and a run without news pay for nothing that they do not use.

Belongs here: which libraries are loaded by then. Does not: what the verbs answer.
"""

import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import duckdb
import pytest
import typer

from tests.integration.command import environment
from twosource.cli.main import VERBS

THEN_TELL = """
import sys
from twosource.cli.start import start
sys.argv[0] = "twosource"
try:
    start()
except SystemExit as ended:
    assert not ended.code, ended.code
loaded = {name.partition(".")[0] for name, module in sys.modules.items() if module is not None}
print("loaded", *sorted(loaded))
"""
EVERYTHING = {
    "dagster",
    "duckdb",
    "great_expectations",
    "lxml",
    "pandas",
    "polars",
    "pydantic",
    "rich",
    "spacy",
    "yaml",
}


def loaded(home: Path, *arguments: str) -> set[str]:
    """The packages that are loaded when the command has done that."""
    program = [sys.executable, "-c", THEN_TELL, *arguments]
    done = subprocess.run(program, env=environment(home), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    with duckdb.connect(str(tmp_path / "twosource.duckdb")) as con:
        con.execute("CREATE TABLE boats AS SELECT 'Åse' AS name")
    return tmp_path


def test_the_help_loads_no_verb_and_no_library(tmp_path: Path) -> None:
    assert not loaded(tmp_path, "--help") & EVERYTHING


def test_a_question_loads_what_asks_and_draws_and_nothing_else(asked: Path) -> None:
    assert loaded(asked, "sql", "SELECT * FROM boats") & EVERYTHING <= {"duckdb", "pydantic", "rich", "yaml"}


@pytest.mark.parametrize("name", VERBS)
def test_the_list_of_verbs_says_what_each_says_of_itself(name: str) -> None:
    place, told = VERBS[name]
    module, own = place.split(".")
    found = getattr(import_module(f"twosource.cli.{module}"), own)
    whole = found.info.help if isinstance(found, typer.Typer) else inspect.getdoc(found)
    assert " ".join((whole or "").split()).startswith(told)
    assert told.endswith(".")
