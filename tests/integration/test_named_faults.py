"""Faults put into the samples' database: each is caught by the check that is there for it, at its severity."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from twosource import declarations
from twosource.cli.checkup import data
from twosource.cli.main import app
from twosource.settings import Settings
from twosource.validation import copy_fits, own_rules
from twosource.validation.results import CheckResult
from twosource.validation.run import validate
from twosource.warehouse import connect, ledger
from twosource.warehouse.connect import WarehouseError
from twosource.warehouse.session import Session


@dataclass(frozen=True)
class Fault:
    """`sql` puts the fault in; `caught` are the checks that find it, with their severities.

    `new` ones are found by the next run; the others sit in old rows, and only reading everything again shows them.
    """

    sql: str
    caught: dict[str, str]
    new: bool = False

    @property
    def tables(self) -> list[str]:
        return sorted({name.rpartition(".")[0] for name in self.caught})


AS_WRITTEN = {"quality.marks.rows_of_facts_as_written": "critical"}
FAULTS = {
    "a span shifted": Fault(
        "UPDATE facts.quotes SET char_start = char_start + 1, char_end = char_end + 1",
        {"facts.quotes.text_at_offsets": "critical"} | AS_WRITTEN,
    ),
    "an id doubled": Fault(
        "INSERT INTO facts.quantities FROM facts.quantities LIMIT 1",
        {"facts.quantities.key_is_unique": "critical", "facts.quantities.as_many_rows_as_written": "critical"},
        new=True,
    ),
    "the same file twice": Fault(
        "INSERT INTO raw.captures SELECT * REPLACE ('again' AS capture_id, address || '.copy' AS address) "
        "FROM raw.captures LIMIT 1",
        {"raw.captures.no_bytes_under_two_addresses": "warning"},
        new=True,
    ),
    "speakers swapped": Fault(
        "UPDATE facts.quotes q SET speaker = m.other FROM (SELECT q.quote_id, min(o.speaker) AS other "
        "FROM facts.quotes q JOIN facts.quotes o ON o.article_id = q.article_id AND o.speaker <> q.speaker "
        "JOIN facts.mentions m ON m.article_id = q.article_id AND m.text = q.speaker_text AND m.entity = q.speaker "
        "AND m.label = 'PER' GROUP BY ALL LIMIT 2) m WHERE m.quote_id = q.quote_id",
        {"facts.quotes.speaker_is_who_is_named": "warning"} | AS_WRITTEN,
    ),
    "a value that is no number": Fault(
        "UPDATE facts.quantities SET value = 'nan' WHERE value > 1",
        {"facts.quantities.value_finite": "critical"} | AS_WRITTEN,
    ),
    "a value times a thousand": Fault(
        "UPDATE facts.quantities SET value = value * 1000 WHERE kind = 'money' AND value_high IS NULL", AS_WRITTEN
    ),
    "a table emptied between runs": Fault(
        "DELETE FROM facts.events", {"facts.events.as_many_rows_as_written": "critical"}, new=True
    ),
    "a link table emptied": Fault(
        "DELETE FROM links.entity_links", {"links.entity_links.as_many_rows_as_written": "critical"}, new=True
    ),
    "a fact of an article that is not there": Fault(
        "INSERT INTO facts.mentions SELECT * REPLACE ('x' AS mention_id, 'nowhere' AS article_id) "
        "FROM facts.mentions LIMIT 1",
        {"facts.mentions.article_id_exists": "critical", "facts.mentions.unit_is_done": "critical"},
    ),
    "facts in removed text": Fault(
        "UPDATE clean.regions SET kept = false, role = 'promo', char_start = NULL, char_end = NULL WHERE kept",
        {"facts.quotes.no_fact_in_removed_text": "critical", "facts.times.no_fact_in_removed_text": "critical"},
    ),
    "a weekday beside another date": Fault(
        "UPDATE facts.times SET begins_on = begins_on + 1, ends_on = ends_on + 1 "
        "WHERE regexp_matches(text, '^[A-Z][a-z]+day$') AND begins_on = ends_on",
        {"facts.times.weekday_fits_date": "warning"} | AS_WRITTEN,
    ),
    "a share above its whole": Fault(
        "UPDATE facts.quantities SET measure = 'turnout', value = 130, value_high = NULL WHERE quantity_id = (SELECT "
        "min(quantity_id) FROM facts.quantities WHERE kind = 'percent' AND change_direction IS NULL)",
        {"facts.quantities.share_between_its_bounds": "warning"},
    ),
    "another language than declared": Fault(
        "UPDATE clean.articles SET language = 'es' WHERE language = 'en' AND word_count > 100",
        {"clean.articles.language_as_declared": "warning"},
    ),
    "an English text that is none": Fault(
        "UPDATE clean.articles SET language = 'en' WHERE language = 'es'",
        {"clean.articles.language_as_declared": "warning"},
    ),
    "bytes changed": Fault(
        "UPDATE raw.captures SET data = data || 'x'::BLOB", {"raw.captures.bytes_match_hash": "critical"}
    ),
    "a word that no list has": Fault(
        "UPDATE facts.mentions SET label = 'PLACE' WHERE label = 'LOC'", {"facts.mentions.label_allowed": "critical"}
    ),
    "an article put into another story": Fault(
        "UPDATE links.story_members SET story_id = (SELECT max(story_id) FROM links.story_members)",
        {"quality.marks.rows_of_links_as_written": "critical"},
    ),
    "a verdict turned round": Fault(
        "UPDATE links.comparisons SET status = 'not_comparable' WHERE status = 'conflicting'",
        {"quality.marks.rows_of_comparisons_as_written": "critical"},
    ),
    "an agreement of one origin": Fault(
        "UPDATE links.comparisons SET status = 'multi_origin', n_origins = 1",
        {"links.comparisons.agreement_needs_two_origins": "critical"},
    ),
}


@pytest.fixture(scope="module")
def session(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The samples' database, checked whole once; what a test does to it is taken back."""
    home = tmp_path_factory.mktemp("faults")
    (home / "live").mkdir()
    shutil.copy2(sample_home / "live" / "warehouse.duckdb", home / "live" / "warehouse.duckdb")
    with Session(Settings(home=home)) as opened:
        run = opened.begin("whole")
        assert loud(validate(opened.con, run, whole=True)) == {}
        yield opened


def loud(results: list[CheckResult]) -> dict[str, str]:
    """The rules that fail, with their severities; notes left out."""
    failed = {f"{r.table_name}.{r.expectation}": r.severity for r in results if not r.success}
    return {name: severity for name, severity in failed.items() if severity != "info"}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_caught_by_its_check_at_its_severity(session: Session, name: str) -> None:
    fault = FAULTS[name]
    session.con.begin()
    try:
        done = session.con.execute(fault.sql).fetchone()
        assert done, "the fault changes nothing"
        assert done[0] > 0, "the fault changes nothing"
        run = ledger.begin(session.con, "after")
        if fault.new:
            found = loud(validate(session.con, run, fault.tables))
        else:
            assert not fault.caught.items() <= loud(validate(session.con, run, fault.tables)).items(), "it is found new"
            found = loud(validate(session.con, run, fault.tables, whole=True))
    finally:
        session.con.rollback()
    assert fault.caught.items() <= found.items()


def test_every_rule_lists_its_rows(session: Session) -> None:
    """The query that stands beside a rule can be asked, and finds nothing where the rule holds."""
    listed = session.con.execute(
        "SELECT table_name || '.' || expectation, query, severity FROM quality.expectations "
        f"WHERE table_name <> '{copy_fits.TABLE}'"
    ).fetchall()
    assert len(listed) > 500
    some = [row for row in listed if "_not_null" not in row[0] and "_allowed" not in row[0]]
    breaking = {name: len(session.con.execute(query).fetchall()) for name, query, _ in some}
    shares = {"clean.articles.most_articles_have_a_date", "clean.articles.most_articles_have_an_outlet"}
    shares |= {"facts.quotes.most_direct_quotes_have_a_speaker", "facts.arithmetic.arithmetic_holds"}
    assert {name for name, n in breaking.items() if n} <= shares


def damaged(sample_home: Path, tmp_path: Path, sql: str) -> Settings:
    """The samples' database with a change of its shape."""
    chosen = Settings(home=tmp_path)
    chosen.live.parent.mkdir()
    shutil.copy2(sample_home / "live" / "warehouse.duckdb", chosen.live)
    with duckdb.connect(str(chosen.live)) as con:
        con.execute(sql)
    return chosen


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("DROP TABLE links.entity_links CASCADE", "links.entity_links"),
        ("DROP TABLE links.story_members CASCADE", "links.story_members"),
        ("ALTER TABLE facts.quotes DROP COLUMN cue", "facts.quotes.cue"),
    ],
)
def test_a_lost_table_or_column_is_refused_by_its_name_and_told_by_doctor(
    sample_home: Path, tmp_path: Path, sql: str, told: str
) -> None:
    chosen = damaged(sample_home, tmp_path, sql)
    found = {finding.check: finding for finding in data.live_database(chosen)}["database of runs"]
    assert told in found.found
    assert found.advice
    with Session(chosen) as opened, pytest.raises(WarehouseError, match=told.replace(".", r"\.")):
        opened.begin("run")


def test_a_copy_that_is_older_or_altered_or_gone_is_told(sample_home: Path, tmp_path: Path) -> None:
    chosen = Settings(home=tmp_path)
    chosen.live.parent.mkdir()
    for one in (chosen.live, chosen.published):
        shutil.copy2(sample_home / one.relative_to(tmp_path), one)
    with connect.open_live(chosen.live) as con:
        assert copy_fits.check(con, chosen.published) == []
        run = ledger.begin(con, "later")
        ledger.note_publishing(con, run, 0.1, "a newer file")
        (older,) = copy_fits.check(con, chosen.published)
        assert (older.expectation, older.severity, older.success) == ("copy_is_the_published_one", "warning", False)
        assert "an older file was put there" in (older.sample or "")
        con.execute("UPDATE quality.runs SET publish_seconds = NULL WHERE run_id = 'later'")
        with chosen.published.open("ab") as file:
            file.write(b"x")
        (altered,) = copy_fits.check(con, chosen.published)
        assert "somebody wrote to it or replaced it" in (altered.sample or "")
        chosen.published.unlink()
        (gone,) = copy_fits.check(con, chosen.published)
        assert "is gone" in (gone.sample or "")


def test_a_rule_of_ones_own_that_the_data_break_is_blamed_by_name(session: Session) -> None:
    rule = own_rules._rule(
        {
            "name": "odd",
            "severity": "warning",
            "sentence": "Odd.",
            "sql": "SELECT CAST(headline AS INTEGER) FROM articles",
        },
        declarations.table("clean.articles"),
        "here",
    )
    run = ledger.begin(session.con, "own")
    with pytest.raises(own_rules.OwnRulesError, match=r"clean\.articles\.odd in expectations/ cannot be asked"):
        validate(session.con, run, ["clean.articles"], own={"clean.articles": (rule,)})


def test_the_rows_of_a_rule_are_listed_by_its_name(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOSOURCE_HOME", str(sample_home))
    listed = CliRunner().invoke(app, ["check", "--rows", "arithmetic_holds"])
    assert listed.exit_code == 0, listed.output
    assert "The numbers of an article agree with one another." in listed.output
    assert "1 row breaks it." in listed.output
    several = CliRunner().invoke(app, ["check", "--rows", "text_at_offsets"])
    assert "name one of them: " in str(several.exception)
    unknown = CliRunner().invoke(app, ["check", "--rows", "weekday_fit_date"])
    assert "Do you mean weekday_fits_date?" in str(unknown.exception)
