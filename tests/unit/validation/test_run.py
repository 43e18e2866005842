"""The checks on a small database: all hold on good rows, each kind fails when broken, and old results are carried."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib import metadata
from typing import Any

import duckdb
import pytest

from twosource import declarations, expectations
from twosource.validation import scope
from twosource.validation.results import CheckResult
from twosource.validation.run import validate
from twosource.warehouse import contents, migrate
from twosource.warehouse.ledger import Run, looked_at, note_write

START = datetime(2025, 2, 1, 6, tzinfo=UTC)
TEXT = "The ferry sank off Serrat in May."
VALUES: dict[str, Any] = {
    "VARCHAR": "x",
    "VARCHAR[]": [],
    "INTEGER": 1,
    "BIGINT": 0,
    "DOUBLE": 1.0,
    "BOOLEAN": False,
    "BLOB": b"x",
    "TIMESTAMPTZ": START,
    "MAP(VARCHAR, VARCHAR)": {},
    "STRUCT(char_start INTEGER, char_end INTEGER)[]": [],
}
GOOD: dict[str, dict[str, Any]] = {
    "raw.captures": {"capture_id": "c1", "source": "inbox", "sha256": sha256(b"x").hexdigest()},
    "clean.articles": {
        "capture_id": "c1",
        "article_id": "a1",
        "text": TEXT,
        "genre": "brief",
        "outlet": "The Fjord Post",
        "published_value": "2025-01-31",
        "published_precision": "day",
        "published_basis": "text",
        "published_confidence": 0.5,
    },
    "clean.regions": {
        "capture_id": "c1",
        "article_id": "a1",
        "ordinal": 0,
        "role": "body",
        "kept": True,
        "text": TEXT,
        "char_start": 0,
        "char_end": len(TEXT),
    },
    "facts.mentions": {
        "mention_id": "m1",
        "article_id": "a1",
        "text": "Serrat",
        "char_start": 19,
        "char_end": 25,
        "label": "LOC",
        "country": "ESP",
    },
    "quality.marks": {"stage": "articles", "unit": "c1", "outcome": "done"},
}


@dataclass
class Database:
    """A database with one good article, and runs one day apart."""

    con: duckdb.DuckDBPyConnection
    runs: list[Run] = field(default_factory=list)

    def begin(self) -> Run:
        number = len(self.runs) + 1
        # the clock goes backward: nothing may rest on it
        self.runs.append(Run(run_id=f"run-{number}", number=number, started_at=START - timedelta(days=number - 1)))
        run = self.runs[-1]
        self.add("quality.runs", run_id=run.run_id, number=run.number, started_at=run.started_at)
        return self.runs[-1]

    def add(self, name: str, **values: Any) -> None:
        """Insert a row: the good one with these changes, other required columns filled."""
        table = declarations.table(name)
        needed = {c.name: VALUES[c.type] for c in table.columns if c.required}
        row = needed | GOOD.get(name, {}) | values
        if "run_id" in needed and "run_id" not in values:
            row["run_id"] = self.runs[-1].run_id
        if "first_seen_at" in needed and "first_seen_at" not in values:
            row["first_seen_at"] = self.runs[-1].started_at
        if name == "raw.captures":
            row["first_run"] = self.runs[-1].number
        columns = ", ".join(f'"{c}"' for c in row)
        places = ", ".join("?" for _ in row)
        self.con.execute(f"INSERT INTO {name} ({columns}) VALUES ({places})", list(row.values()))
        if name in expectations.counted():
            contents.add(self.con, {name: 1})
        if name not in ("quality.runs", "quality.coverage"):
            note_write(self.con, self.runs[-1])

    def add_article(self, number: int, **values: Any) -> None:
        """Another good article of a capture of its own."""
        capture = f"c{number}"
        self.add("raw.captures", capture_id=capture)
        self.add("clean.articles", capture_id=capture, article_id=f"a{number}", **values)
        self.add("quality.marks", unit=capture)

    def check(self, *names: str) -> dict[tuple[str, str], CheckResult]:
        found = validate(self.con, self.runs[-1], names)
        return {(r.table_name, r.expectation): r for r in found}

    def failed(self, name: str) -> dict[str, CheckResult]:
        return {rule: result for (_, rule), result in self.check(name).items() if not result.success}


@pytest.fixture
def database() -> Iterator[Database]:
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        migrate.prepare(con)
        made = Database(con)
        made.begin()
        for name in GOOD:
            made.add(name)
        yield made


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
    without = {"facts.mentions": tuple(r for r in rules("facts.mentions") if r.name != "country_pattern")}
    database.add("facts.mentions", mention_id="bad", country="Spain")
    with monkeypatch.context() as before:
        before.setattr(expectations, "row_rules", without.__getitem__)
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
    database.add("quality.coverage", source="inbox", status="ok", n_found=found, n_new=found, n_expected=2)


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


# ------------------------------------------------------------------ looking at everything


def everything(database: Database) -> dict[str, str]:
    """The rules that fail when all rows of all tables are looked at, with their severities."""
    found = validate(database.con, database.runs[-1], whole=True)
    return {r.expectation: r.severity for r in found if not r.success}


@pytest.fixture
def settled(database: Database) -> Database:
    """A database in which all rows were looked at, and held."""
    database.add("quality.marks", stage="facts", unit="a1")
    assert everything(database) == {}
    database.begin()
    return database


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("UPDATE facts.mentions SET char_start = char_start + 1, char_end = char_end + 1", "text_at_offsets"),
        ("UPDATE raw.captures SET data = 'y'::BLOB", "bytes_match_hash"),
        ("UPDATE facts.mentions SET confidence = 'nan'", "confidence_finite"),
        ("UPDATE facts.mentions SET article_id = 'nowhere'", "unit_is_done"),
    ],
)
def test_a_fault_in_old_rows_is_found_when_all_are_looked_at(settled: Database, sql: str, rule: str) -> None:
    settled.con.execute(sql)
    settled.add_article(2)
    settled.add("quality.marks", stage="facts", unit="a2")
    assert not [
        r for r in settled.check("facts.mentions", "raw.captures").values() if r.expectation == rule and not r.success
    ]
    settled.begin()
    assert everything(settled)[rule] == "critical"


def test_an_emptied_table_is_found_by_the_next_run(settled: Database) -> None:
    settled.con.execute("DELETE FROM facts.mentions")
    settled.add_article(2)
    assert list(settled.failed("facts.mentions")) == ["as_many_rows_as_written"]


def whole_runs(database: Database) -> list[int]:
    found = database.con.execute("SELECT number FROM quality.runs WHERE checked_by IS NOT NULL ORDER BY 1").fetchall()
    return [number for (number,) in found]


def test_all_is_looked_at_once_then_only_what_is_new(settled: Database) -> None:
    for _ in range(3):
        validate(settled.con, settled.runs[-1])
        settled.begin()
    assert whole_runs(settled) == [1]


def test_all_is_looked_at_again_by_another_version_and_by_other_rules(
    settled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    validate(settled.con, settled.runs[-1])
    assert whole_runs(settled) == [1]
    settled.begin()
    monkeypatch.setattr(metadata, "version", lambda _: "99")
    validate(settled.con, settled.runs[-1])
    assert whole_runs(settled) == [1, 3]


def test_after_a_critical_failure_all_is_looked_at_until_it_holds(settled: Database) -> None:
    settled.con.execute("UPDATE facts.mentions SET confidence = 'nan'")
    assert "confidence_finite" in everything(settled)
    for _ in range(2):
        settled.begin()
        found = validate(settled.con, settled.runs[-1])
        assert "confidence_finite" in [r.expectation for r in found if not r.success]
    settled.con.execute("UPDATE facts.mentions SET confidence = 1")
    for _ in range(2):
        settled.begin()
        assert all(r.success for r in validate(settled.con, settled.runs[-1]))
    assert whole_runs(settled) == [1, 2, 3, 4, 5], "the last one needs no more"


def test_a_warning_about_rows_of_then_is_not_said_of_later_ones(database: Database) -> None:
    database.add("quality.set_aside", item_id="i", disposition="quarantined", reason="error", message="m", attempts=1)
    assert list(database.failed("quality.set_aside")) == ["no_stage_failed"]
    database.begin()
    database.con.execute("UPDATE quality.set_aside SET released_at = now()")
    note_write(database.con, database.runs[-1])
    assert database.failed("quality.set_aside") == {}


def test_how_much_was_looked_at_is_told(settled: Database) -> None:
    settled.add_article(2)
    validate(settled.con, settled.runs[-1])
    looked = looked_at(settled.con, settled.runs[-1].run_id)
    assert (looked.checked, looked.rows) == (2, 6), "a capture and an article are new; four rows were there"
    assert looked.all_at == settled.runs[0].started_at
