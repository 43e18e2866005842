"""How much a validation looks at: what is new, and at times everything."""

from importlib import metadata

import pytest

from tests.unit.validation.stored import Database
from twosource.validation.run import validate
from twosource.warehouse.ledger import LATEST_CHECKS, looked_at, note_write, rules_held


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


def test_in_all_counts_every_rule_as_it_was_last_asked(settled: Database) -> None:
    settled.add_article(2)
    settled.add("quality.marks", stage="facts", unit="a2")
    validate(settled.con, settled.runs[-1])
    looked = looked_at(settled.con, settled.runs[-1].run_id)
    assert looked.asked < looked.rules, "some are asked only when everything is looked at"
    assert rules_held(settled.con) == (looked.rules, 0)


def test_a_rule_that_is_no_longer_there_counts_neither_way(settled: Database) -> None:
    settled.con.execute(
        "INSERT INTO quality.checks BY NAME SELECT * REPLACE ('of_long_ago' AS expectation, false AS success) "
        "FROM quality.checks LIMIT 1"
    )
    names = settled.con.execute(f"SELECT expectation FROM ({LATEST_CHECKS})").fetchall()
    assert ("of_long_ago",) not in names
    assert rules_held(settled.con)[1] == 0
