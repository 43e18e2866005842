"""The checks on a small database: all hold on good rows, each kind fails when broken, and old results are carried."""

from typing import Any

import pytest

from tests.unit.validation.stored import GOOD, Database
from twosource import declarations, expectations
from twosource.validation import scope


def test_all_checks_hold_on_good_rows(database: Database) -> None:
    names = ("raw.captures", "clean.articles", "clean.regions", "facts.mentions")
    results = database.check(*names)
    assert [key for key, result in results.items() if not result.success] == []
    for name in names:
        rules = scope.rules(declarations.table(name), whole=False)
        assert [rule for table, rule in results if table == name] == [rule.name for rule in rules]
    assert {(r.n_checked, r.n_failed, r.sample, r.carried) for r in results.values()} == {(1, 0, None, None)}


def test_every_rule_holds_on_empty_tables(database: Database) -> None:
    for name in GOOD:
        database.con.execute(f"DELETE FROM {name}")
    database.con.execute("UPDATE quality.row_counts SET n_rows = 0")
    results = database.check("clean.articles", "facts.quotes", "links.copies")
    assert [key for key, result in results.items() if not result.success] == []
    assert {r.n_checked for r in results.values()} == {0}


def test_results_are_kept(database: Database) -> None:
    results = database.check("facts.mentions")
    kept = database.con.execute(
        "SELECT expectation, severity, success, n_checked, n_failed, description, run_id FROM quality.checks"
    ).fetchall()
    assert kept == [
        (r.expectation, r.severity, r.success, r.n_checked, r.n_failed, r.description, "run-1")
        for r in results.values()
    ]


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        ("label_allowed", {"label": "PLACE"}),
        ("sentence_minimum", {"sentence": -1}),
        ("confidence_maximum", {"confidence": 1.5}),
        ("country_pattern", {"country": "Spain"}),
        ("country_pattern", {"country": "ESPE"}),
        ("rule_is_registered", {"rule": "names.of_nobody"}),
        ("rule_is_registered", {"rule": "best_run"}),
        ("text_at_offsets", {"char_start": 18}),
        ("text_at_offsets", {"text": "serrat"}),
    ],
)
def test_each_kind_of_row_rule_fails_on_a_bad_row(database: Database, rule: str, bad: dict[str, Any]) -> None:
    database.add("facts.mentions", mention_id="bad", **bad)
    database.add("facts.mentions", mention_id="also good")
    failed = database.failed("facts.mentions")
    assert list(failed) == [rule]
    result = failed[rule]
    assert (result.severity, result.n_checked, result.n_failed, result.sample) == ("critical", 3, 1, "bad")


def test_a_row_whose_article_is_gone_fails_what_reads_the_article(database: Database) -> None:
    database.add("facts.mentions", mention_id="lost", article_id="nowhere")
    failed = database.failed("facts.mentions")
    assert {rule: result.sample for rule, result in failed.items()} == {
        "text_at_offsets": "lost",
        "article_id_exists": "nowhere",
    }


def test_a_predicate_over_the_rows_own_columns(database: Database) -> None:
    database.add_article(2, published_basis=None)
    failed = database.failed("clean.articles")
    assert {rule: (r.n_checked, r.n_failed, r.sample) for rule, r in failed.items()} == {
        "published_has_all_parts": (2, 1, "c2")
    }


def test_a_key_that_stands_twice(database: Database) -> None:
    database.add("facts.mentions")
    failed = database.failed("facts.mentions")
    assert list(failed) == ["key_is_unique"]
    assert (failed["key_is_unique"].n_checked, failed["key_is_unique"].n_failed) == (2, 1)
    assert (failed["key_is_unique"].sample or "").startswith("m1")


def test_a_share_fails_below_its_minimum_and_only_there(database: Database) -> None:
    undated = dict.fromkeys(("published_value", "published_precision", "published_basis", "published_confidence"))
    database.add_article(2, **undated)
    assert database.failed("clean.articles") == {}, "a half is enough"
    database.begin()
    database.add_article(3, **undated)
    failed = database.failed("clean.articles")
    assert list(failed) == ["most_articles_have_a_date"]
    result = failed["most_articles_have_a_date"]
    assert (result.severity, result.n_checked, result.n_failed) == ("warning", 3, 2)
    assert set((result.sample or "").split("; ")) == {"c2", "c3"}


def test_violations_are_counted_and_shown(database: Database) -> None:
    for number in range(2, 7):
        database.add("raw.captures", capture_id=f"c{number}")
    failed = database.failed("quality.marks")
    assert failed["every_capture_ends"].n_failed == 5
    shown = (failed["every_capture_ends"].sample or "").split("; ")
    assert len(shown) == 3
    assert set(shown) < {f"c{number}" for number in range(2, 7)}


def test_a_table_that_nothing_touched_keeps_its_results(database: Database) -> None:
    first = database.check("facts.mentions")
    database.begin()
    second = database.check("facts.mentions")
    assert {r.carried for r in second.values()} == {"run-1"}
    assert {key: (r.success, r.n_checked) for key, r in second.items()} == {
        key: (r.success, r.n_checked) for key, r in first.items()
    }
    assert database.con.execute("SELECT DISTINCT run_id FROM quality.checks").fetchall() == [("run-1",)]


def test_a_later_run_checks_the_rows_it_touched(database: Database) -> None:
    database.check("clean.articles")
    database.begin()
    database.add_article(2)
    database.add_article(3)
    results = database.check("clean.articles")
    assert results["clean.articles", "genre_allowed"].n_checked == 2
    assert results["clean.articles", "key_is_unique"].n_checked == 3, "what needs all rows looks at all rows"
    assert {r.carried for r in results.values()} == {None}


def test_rows_of_runs_that_were_not_checked_are_checked_by_the_next(database: Database) -> None:
    database.check("clean.articles")
    database.begin()
    database.add_article(2)
    database.begin()
    database.add_article(3)
    assert database.check("clean.articles")["clean.articles", "genre_allowed"].n_checked == 2


def test_a_critical_failure_is_found_again_until_it_is_mended(database: Database) -> None:
    database.add("facts.mentions", mention_id="bad", country="Spain")
    assert list(database.failed("facts.mentions")) == ["country_pattern"]
    database.begin()
    assert list(database.failed("facts.mentions")) == ["country_pattern"], "though no run touched the row since"
    database.con.execute("UPDATE facts.mentions SET country = 'ESP'")
    database.begin()
    assert database.failed("facts.mentions") == {}
    database.begin()
    assert {r.carried for r in database.check("facts.mentions").values()} == {"run-3"}


def test_a_rule_that_is_new_is_tried_on_the_old_rows_too(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = expectations.row_rules
    database.add("facts.mentions", mention_id="bad", country="Spain")
    with monkeypatch.context() as before:
        before.setattr(
            expectations, "row_rules", lambda name: tuple(r for r in rules(name) if r.name != "country_pattern")
        )
        assert database.failed("facts.mentions") == {}
    database.begin()
    assert list(database.failed("facts.mentions")) == ["country_pattern"]


def test_a_failed_warning_is_carried(database: Database) -> None:
    database.con.execute("UPDATE clean.articles SET outlet = NULL")
    assert list(database.failed("clean.articles")) == ["most_articles_have_an_outlet"]
    database.begin()
    failed = database.failed("clean.articles")
    assert {rule: r.carried for rule, r in failed.items()} == {"most_articles_have_an_outlet": "run-1"}


def cover(database: Database, found: int) -> None:
    database.add(
        "quality.coverage", source="inbox", status="ok" if found else "failed", n_found=found, n_new=found, n_expected=2
    )


def test_an_outage_is_noticed_though_the_run_wrote_nothing_else(database: Database) -> None:
    cover(database, 2)
    assert database.failed("quality.coverage") == {}
    database.begin()
    cover(database, 0)
    failed = database.failed("quality.coverage")
    assert [(r.severity, r.n_checked, r.n_failed) for r in failed.values()] == [("warning", 1, 1)]
    database.begin()
    cover(database, 2)
    assert database.failed("quality.coverage") == {}, "the source is back"


def test_a_run_without_news_carries_the_results_of_coverage(database: Database) -> None:
    cover(database, 2)
    database.check("quality.coverage")
    database.begin()
    cover(database, 2)
    assert {r.carried for r in database.check("quality.coverage").values()} == {"run-1"}


def test_checking_twice_in_one_run_keeps_one_result_per_rule(database: Database) -> None:
    database.check("facts.mentions")
    database.check("facts.mentions")
    twice = "SELECT expectation FROM quality.checks GROUP BY run_id, table_name, expectation HAVING count(*) > 1"
    assert database.con.execute(twice).fetchall() == []
