"""Rules of one's own: read strictly, and under Great Expectations' names they say what Great Expectations says."""

from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from tests.unit.validation.stored import Database
from twosource import expectations
from twosource.declarations import Column, Expectation, Table
from twosource.validation import gx_names, own_rules, suites
from twosource.validation.run import validate

RULE = """
  - name: headlines_are_short
    type: expect_column_value_lengths_to_be_between
    kwargs: {column: headline, max_value: 20}
    severity: warning
    sentence: A headline has at most 20 characters.
"""
TYPED = "\n  - {name: a, severity: warning, sentence: S., type:"
NULL = "expect_column_values_to_be_null"


def write(home: Path, rules: str, table: str = "clean.articles", name: str = "mine.yml") -> Path:
    (home / "expectations").mkdir(exist_ok=True)
    path = home / "expectations" / name
    path.write_text(f"table: {table}\nexpectations:{rules}", encoding="utf-8")
    return path


def checked(database: Database, home: Path, whole: bool = False) -> dict[str, Any]:
    found = validate(database.con, database.runs[-1], ["clean.articles"], whole=whole, own=own_rules.read(home))
    return {r.expectation: r for r in found if not r.success}


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    assert own_rules.read(tmp_path) == {}


def test_a_rule_of_ones_own_is_asked_kept_and_listed(database: Database, tmp_path: Path) -> None:
    write(tmp_path, RULE)
    database.add_article(2, headline="A headline that is far too long")
    failed = checked(database, tmp_path)
    result = failed["headlines_are_short"]
    assert (result.severity, result.n_checked, result.n_failed, result.sample) == ("warning", 2, 1, "c2")
    told = database.con.execute(
        "SELECT success, sentence, scope, query FROM checks WHERE expectation = 'headlines_are_short'"
    ).fetchone()
    assert told is not None
    assert told[:3] == (False, "A headline has at most 20 characters.", "new_rows")
    assert database.con.execute(told[3]).fetchall() == [("c2", "a2", "A headline that is far too long")]


def test_a_new_rule_is_asked_of_old_rows_and_a_row_rule_then_of_new_ones(database: Database, tmp_path: Path) -> None:
    database.add_article(2, headline="A headline that is far too long")
    assert checked(database, tmp_path) == {}
    database.begin()
    write(tmp_path, RULE)
    assert checked(database, tmp_path)["headlines_are_short"].n_checked == 2
    database.begin()
    database.add_article(3, headline="Short")
    assert checked(database, tmp_path) == {}, "what was told of old rows is not said of new ones"


def test_a_select_of_violations_may_ask_the_views_and_wait_for_the_night(database: Database, tmp_path: Path) -> None:
    rule = """
  - name: no_dummies
    sql: SELECT article_id FROM articles WHERE contains(text, 'ferry');
    severity: critical
    sentence: No article is a dummy.
    scope: {scope}
"""
    write(tmp_path, rule.replace("{scope}", "everything"))
    assert checked(database, tmp_path) == {}
    found = checked(database, tmp_path, whole=True)["no_dummies"]
    assert (found.severity, found.n_failed, found.sample) == ("critical", 1, "a1")
    write(tmp_path, rule.replace("{scope}", "table"))
    database.begin()
    assert list(checked(database, tmp_path)) == ["no_dummies"]


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (
            f"{TYPED} expect_colum_values_to_be_null, kwargs: {{column: url}}}}",
            r"rule 1 \(a\): expect_colum_values_to_be_null is not .* Do you mean expect_column_values_to_be_null\?",
        ),
        (f"{TYPED} {NULL}, kwargs: {{column: urls}}}}", "clean.articles has no column urls; its columns are"),
        (f"{TYPED} {NULL}, kwargs: {{colum: url}}}}", f"colum is no argument of {NULL}, which takes column, mostly"),
        (
            f"{TYPED} expect_column_values_to_be_between, kwargs: {{column: url}}}}",
            "takes min_value, max_value or both",
        ),
        (f"{TYPED} expect_column_values_to_be_in_set, kwargs: {{column: url}}}}", "value_set is missing"),
        (f"{TYPED} {NULL}, kwargs: {{column: url, mostly: 95}}}}", "`mostly` is a share"),
        (f"{TYPED} {NULL}, kwargs: {{column: url}}, scope: table}}", "`scope` goes with `sql`"),
        ("\n  - {name: a, severity: error, sentence: S., sql: SELECT 1}", "`severity` is one of critical, warning,"),
        ("\n  - {name: a, severity: warning, sql: SELECT 1}", "`sentence` is missing"),
        ("\n  - {name: A b, severity: warning, sentence: S., sql: SELECT 1}", "`name` is in small letters"),
        ("\n  - {name: a, severity: warning, sentence: S.}", "either `sql`.* or `type` with `kwargs`"),
        ("\n  - {name: a, severity: warning, sentence: S., sql: SELECT 1, scope: new_rows}", "`scope` is table"),
        (
            "\n  - {name: a, severity: warning, sentence: S., sql: SELECT 1, kwarg: {}}",
            r"kwarg is not known\. Do you mean kwargs\?",
        ),
        (
            "\n  - {name: genre_allowed, severity: warning, sentence: S., sql: SELECT 1}",
            "has a rule genre_allowed already",
        ),
        ("\n  - name: a\n  name: b", r"mine\.yml .*line"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_write(tmp_path: Path, rules: str, told: str) -> None:
    write(tmp_path, rules)
    with pytest.raises(own_rules.OwnRulesError, match=told):
        own_rules.read(tmp_path)


def test_a_table_is_known_by_its_own_name_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    write(tmp_path, RULE, table="articles")
    assert list(own_rules.read(tmp_path)) == ["clean.articles"]
    write(tmp_path, RULE, table="clean.article")
    with pytest.raises(own_rules.OwnRulesError, match=r"no table 'clean.article'. Do you mean clean.articles\?"):
        own_rules.read(tmp_path)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT nothing FROM articles", 'cannot be asked: .*"nothing"'),
        ("DELETE FROM clean.articles", "must be one SELECT"),
        ("SELECT 1; SELECT 2", "must be one SELECT"),
    ],
)
def test_sql_that_the_database_does_not_take_is_told_before_anything_is_checked(
    database: Database, tmp_path: Path, sql: str, told: str
) -> None:
    write(tmp_path, f"\n  - {{name: a, severity: warning, sentence: S., sql: '{sql}'}}")
    with pytest.raises(own_rules.OwnRulesError, match=told):
        checked(database, tmp_path)
    assert database.con.execute("SELECT count(*) FROM quality.checks").fetchone() == (0,)


# ------------------------------------------------------------------ as Great Expectations says it

ROWS = pl.DataFrame(
    {"n": [1, 2, 3, 3, None, 12], "m": [0, 2, 5, None, 1, 3], "word": ["en", "es", "en", None, "english", "x1"]}
)
NUMBERS = {"column": "n"}
WORDS = {"column": "word"}
CASES: list[tuple[str, dict[str, Any]]] = [
    ("expect_column_values_to_not_be_null", NUMBERS),
    ("expect_column_values_to_be_null", NUMBERS),
    ("expect_column_values_to_be_between", NUMBERS | {"min_value": 1, "max_value": 12}),
    ("expect_column_values_to_be_between", NUMBERS | {"min_value": 1, "strict_min": True}),
    ("expect_column_values_to_be_between", NUMBERS | {"max_value": 3}),
    ("expect_column_values_to_be_in_set", WORDS | {"value_set": ["en", "es"]}),
    ("expect_column_values_to_be_in_set", WORDS | {"value_set": ["en", "es", "english", "x1"]}),
    ("expect_column_values_to_not_be_in_set", WORDS | {"value_set": ["es"]}),
    ("expect_column_values_to_match_regex", WORDS | {"regex": "^[a-z]+$"}),
    ("expect_column_values_to_match_regex", WORDS | {"regex": "e|x"}),
    ("expect_column_values_to_not_match_regex", WORDS | {"regex": "[0-9]"}),
    ("expect_column_value_lengths_to_be_between", WORDS | {"min_value": 2, "max_value": 7}),
    ("expect_column_value_lengths_to_be_between", WORDS | {"min_value": 3}),
    ("expect_column_value_lengths_to_equal", WORDS | {"value": 2}),
    ("expect_column_pair_values_a_to_be_greater_than_b", {"column_A": "n", "column_B": "m"}),
    ("expect_column_values_to_be_unique", NUMBERS),
    ("expect_column_values_to_be_unique", {"column": "m"}),
    ("expect_table_row_count_to_be_between", {"min_value": 6, "max_value": 6}),
    ("expect_table_row_count_to_be_between", {"max_value": 5}),
    ("expect_column_min_to_be_between", NUMBERS | {"min_value": 1}),
    ("expect_column_max_to_be_between", NUMBERS | {"max_value": 11}),
    ("expect_column_sum_to_be_between", NUMBERS | {"min_value": 21, "max_value": 21}),
    ("expect_column_mean_to_be_between", NUMBERS | {"min_value": 4.2, "max_value": 4.2}),
    ("expect_column_median_to_be_between", NUMBERS | {"min_value": 3, "max_value": 3}),
    ("expect_column_stdev_to_be_between", NUMBERS | {"min_value": 4.4, "max_value": 4.5}),
    ("expect_column_unique_value_count_to_be_between", WORDS | {"min_value": 5}),
]


def declared() -> Table:
    columns = tuple(
        Column(name=name, type="VARCHAR" if name == "word" else "INTEGER", description="") for name in ROWS.columns
    )
    return Table(
        schema="facts",
        name="odd",
        description="",
        unit=("n",),
        key=("n",),
        columns=columns,
        foreign_keys=(),
        expectations=(),
    )


def ours(name: str, arguments: dict[str, Any]) -> bool:
    table = declared()
    kind = "predicate" if gx_names.READINGS[name].per_row else "violations"
    rule = Expectation(
        name="r", type=kind, severity="info", sentence="", reason="", sql=gx_names.sql(name, table, arguments)
    )
    with duckdb.connect() as con:
        con.register("rows_", ROWS)
        con.execute("CREATE SCHEMA facts; CREATE TABLE facts.odd AS FROM rows_")
        return not con.execute(expectations.breaking(table, rule)).fetchall()


def test_every_name_means_what_great_expectations_means_by_it() -> None:
    context = suites.context()
    import great_expectations as gx
    import great_expectations.expectations as gxe

    made = [
        getattr(gxe, "".join(map(str.capitalize, name.split("_"))))(**arguments, meta={"case": case})
        for case, (name, arguments) in enumerate(CASES)
    ]
    batch = (
        context.data_sources.add_pandas(name="odd")
        .add_dataframe_asset(name="odd")
        .add_batch_definition_whole_dataframe("odd")
        .get_batch({"dataframe": ROWS.to_pandas()})
    )
    outcome = batch.validate(gx.ExpectationSuite(name="odd", expectations=made))
    assert not [r.exception_info for r in outcome.results if r.exception_info.get("raised_exception")]
    theirs = {r.expectation_config.meta["case"]: r.success for r in outcome.results}
    differ = [CASES[case] for case, success in theirs.items() if ours(*CASES[case]) is not success]
    assert differ == []
    assert len(theirs) == len(CASES)
    assert set(theirs.values()) == {True, False}


def test_every_name_that_may_be_written_is_tried_above() -> None:
    assert set(gx_names.READINGS) - {name for name, _ in CASES} == {"expect_compound_columns_to_be_unique"}
