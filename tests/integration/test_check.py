"""The command `check`: all rows on demand, what was altered made anew, suites to take away."""

import json
from pathlib import Path

import duckdb

from tests.integration.command import content, twosource
from twosource import declarations, paths
from twosource.validation import suites

SOME = [str(p) for p in sorted(paths.seeds("captures").glob("0[789]_*")) if "gold" not in p.name]


def test_without_a_database_it_says_so(tmp_path: Path) -> None:
    done = twosource(tmp_path / "none", "check", "--all")
    assert (done.returncode, "There is no database" in done.stderr) == (1, True)
    assert not (tmp_path / "none" / "live").exists()


def test_faults_in_old_rows_are_found_mended_and_published(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert twosource(home, "run", *SOME).returncode == 0
    before = content(home)
    with duckdb.connect(str(home / "live" / "warehouse.duckdb")) as con:
        con.execute("UPDATE facts.quotes SET char_start = char_start + 1, char_end = char_end + 1")
        con.execute("UPDATE facts.quantities SET value = 'nan' WHERE value > 1")
        con.execute("DELETE FROM facts.events")
        con.execute("UPDATE links.entity_links SET entity_id = 'somebody else'")
    found = twosource(home, "check", "--all")
    assert found.returncode == 1
    for words in (
        "text at offsets",
        "value finite",
        "rows of facts as written",
        "rows of links as written",
        "for instance",
    ):
        assert words in found.stderr, words
    run = twosource(home, "run", *SOME)
    assert run.returncode == 1, "a critical rule that fails holds the copy back until it is mended"
    assert "the copy for analysts was left as it was" in run.stderr
    mended = twosource(home, "check", "--mend")
    assert mended.returncode == 1
    assert f"facts: {len(SOME)} units will be made anew" in mended.stdout
    again = twosource(home, "run", *SOME)
    assert again.returncode == 0, again.stdout + again.stderr
    assert content(home) == before
    whole = twosource(home, "check", "--all")
    assert whole.returncode == 0, whole.stderr
    assert "of them" not in whole.stdout


def test_the_suites_load_in_great_expectations(tmp_path: Path) -> None:
    done = twosource(tmp_path / "home", "check", "--suites", str(tmp_path / "suites"))
    assert done.returncode == 0, done.stderr
    context = suites.context()
    import great_expectations as gx

    for name, table in declarations.tables().items():
        told = json.loads((tmp_path / "suites" / f"{name}.json").read_text())
        suite = context.suites.add(gx.ExpectationSuite(**told))
        assert len(suite.expectations) == len(suites.of_table(table).expectations), name
