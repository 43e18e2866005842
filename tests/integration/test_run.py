"""The main job on the sample captures, as a person runs it: from captures to queried, validated facts."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.integration.command import content, twosource
from twosource.warehouse import connect


def query(home: Path, sql: str) -> list[dict[str, object]]:
    with connect.open_copy(home / "twosource.duckdb") as con:
        return connect.rows_of(con.execute(sql))


def test_the_summary_names_every_part(sample_home: Path) -> None:
    summary = (sample_home / "summary.txt").read_text()
    for word in (
        "inputs",
        "articles",
        "quarantined",
        "skipped",
        "facts",
        "stories",
        "comparisons",
        "rules",
        "database",
    ):
        assert word in summary
    assert "fail: 0 critical" in summary
    assert "rules asked" in summary.partition("in all")[0]
    this_run, _, in_all = summary.partition("in all")
    assert "this run" in this_run
    assert "inputs" in this_run
    assert "articles" in in_all
    assert str(sample_home / "twosource.duckdb") in summary


def test_every_input_ended_somewhere(sample_home: Path) -> None:
    found = query(
        sample_home,
        "SELECT (SELECT sum(n_found) FROM coverage) AS found, (SELECT count(*) FROM articles) AS articles, "
        "(SELECT count(*) FROM quarantine WHERE disposition = 'quarantined') AS quarantined, "
        "(SELECT count(*) FROM quarantine WHERE stage = 'captures' AND disposition = 'skipped') AS skipped",
    )[0]
    assert int(str(found["found"])) == sum(int(str(found[k])) for k in ("articles", "quarantined", "skipped"))
    assert int(str(found["articles"])) >= 16


def test_every_fact_is_proved_by_the_words_at_its_place(sample_home: Path) -> None:
    for view in ("mentions", "quotes", "quantities", "times"):
        bad = query(
            sample_home,
            f"SELECT count(*) AS n FROM {view} f JOIN articles a USING (article_id) "
            "WHERE f.text <> substring(a.text, f.char_start + 1, f.char_end - f.char_start)",
        )
        some = query(sample_home, f"SELECT count(*) AS n FROM {view}")
        assert bad[0]["n"] == 0
        assert int(str(some[0]["n"])) > 10, view


def test_a_second_run_changes_nothing(sample_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    before, published = content(home), (home / "twosource.duckdb").stat().st_mtime_ns
    done = twosource(home, "run", "samples")
    assert done.returncode == 0, done.stderr
    assert content(home) == before
    assert (home / "twosource.duckdb").stat().st_mtime_ns == published, "nothing changed, so nothing is published"


def test_csv_json_and_parquet_hold_the_same_answer(sample_home: Path, tmp_path: Path) -> None:
    sql = "SELECT article_id, headline FROM articles ORDER BY article_id"
    csv = twosource(sample_home, "sql", sql, "--format", "csv")
    assert json.loads(twosource(sample_home, "sql", sql, "--format", "json").stdout) == query(sample_home, sql)
    target = tmp_path / "answer.parquet"
    assert twosource(sample_home, "sql", sql, "--format", "parquet", "--output", str(target)).returncode == 0
    rows = duckdb.execute("SELECT count(*) FROM read_parquet(?)", [str(target)]).fetchone()
    assert rows == (len(query(sample_home, sql)),)
    assert csv.stdout.startswith("article_id,headline\n")


def test_show_draws_kept_and_removed_text(sample_home: Path) -> None:
    done = twosource(sample_home, "show", "05_newspaper")
    assert done.returncode == 0, done.stderr
    assert "[removed: ranking" in done.stdout
    assert "quantities (" in done.stdout


def test_show_says_why_an_article_has_no_facts(sample_home: Path) -> None:
    assert "facts are read from English only" in twosource(sample_home, "show", "18_aceite").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "no-such-source"], "no-such-source"),
        (["sql", "SELEC 1"], "syntax error"),
        (["show", "nothing-like-this"], "nothing-like-this"),
    ],
)
def test_unusable_arguments_end_with_status_2_and_a_sentence(
    sample_home: Path, arguments: list[str], words: str
) -> None:
    done = twosource(sample_home, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_of_the_wrong_form_is_named(sample_home: Path) -> None:
    done = twosource(sample_home, "run", "samples", TWOSOURCE_BATCH="many")
    assert done.returncode == 2
    assert "TWOSOURCE_BATCH" in done.stderr


def test_sql_before_any_run_says_what_to_do(tmp_path: Path) -> None:
    done = twosource(tmp_path, "sql", "SELECT 1")
    assert done.returncode == 1
    assert "twosource run" in done.stderr
