"""The stage mechanism: pending, write, marks, row rules, what is set aside, what is gone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from twosource import declarations
from twosource.identity import content_id
from twosource.records import SetAside
from twosource.warehouse import connect, migrate, stages
from twosource.warehouse.ledger import Run

RUN = Run(run_id="run-1", number=1, started_at=datetime(2025, 4, 19, 6, tzinfo=UTC))
STAGE = declarations.stages()["articles"]


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = connect.open_live(tmp_path / "w.duckdb")
    migrate.prepare(con)
    yield con
    con.close()


def add_capture(con: duckdb.DuckDBPyConnection, name: str, data: bytes = b"x") -> None:
    con.execute(
        "INSERT INTO raw.captures BY NAME SELECT $1 AS capture_id, 's' AS source, $1 AS address, "
        "'text/plain' AS media_type, $2::BLOB AS data, sha256($2::BLOB) AS sha256, MAP {} AS headers, "
        "MAP {} AS fields, $3::TIMESTAMPTZ AS first_seen_at",
        [name, data, RUN.started_at],
    )


def article(capture: str, **more: Any) -> dict[str, Any]:
    row = {
        "capture_id": capture,
        "article_id": f"a-{capture}",
        "document_id": f"d-{capture}",
        "source": "s",
        "source_path": capture,
        "by": [],
        "language": "en",
        "genre": "article",
        "text": "Some words.",
        "word_count": 2,
        "first_seen_at": RUN.started_at,
        "stage_version": "1",
    }
    return row | more


def region(capture: str, text: str = "Some words.", start: int = 0) -> dict[str, Any]:
    return {
        "capture_id": capture,
        "article_id": f"a-{capture}",
        "ordinal": 0,
        "role": "body",
        "kept": True,
        "rule": "r",
        "score": 1.0,
        "text": text,
        "char_start": start,
        "char_end": start + len(text),
        "stage_version": "1",
    }


def do(con: duckdb.DuckDBPyConnection, version: str = "1", **rows: list[dict[str, Any]]) -> stages.Counts:
    todo = stages.pending(con, STAGE, version)
    named = {f"clean.{name}": value for name, value in rows.items()}
    return stages.write(con, RUN, STAGE, todo, list(todo.fingerprints), named)


def test_all_is_pending_once_and_nothing_after_it_is_done(con: duckdb.DuckDBPyConnection) -> None:
    add_capture(con, "b")
    add_capture(con, "a")
    assert list(stages.pending(con, STAGE, "1").fingerprints) == ["a", "b"]
    do(con, articles=[article("a")])
    assert len(stages.pending(con, STAGE, "1")) == 0, "a unit that gave no rows is done too"
    assert len(stages.pending(con, STAGE, "2")) == 2, "a new version makes all of them anew"


def test_only_what_changed_is_pending(con: duckdb.DuckDBPyConnection) -> None:
    for name in ("a", "b"):
        add_capture(con, name)
    do(con, articles=[article("a"), article("b")])
    con.execute("UPDATE raw.captures SET fields = MAP {'headline': 'title'} WHERE capture_id = 'b'")
    assert list(stages.pending(con, STAGE, "1").fingerprints) == ["b"]


def test_rows_that_are_no_longer_made_are_deleted(con: duckdb.DuckDBPyConnection) -> None:
    add_capture(con, "a")
    do(con, articles=[article("a")], regions=[region("a")])
    do(con, "2", articles=[article("a")])
    assert con.execute("SELECT count(*) FROM clean.regions").fetchone() == (0,)
    assert con.execute("SELECT count(*) FROM clean.articles").fetchone() == (1,)


def test_a_row_that_fails_a_critical_rule_takes_its_unit_into_quarantine(con: duckdb.DuckDBPyConnection) -> None:
    for name in ("good", "bad"):
        add_capture(con, name)
    counts = do(
        con,
        articles=[article("good"), article("bad")],
        regions=[region("good"), region("bad", text="Other words", start=3)],
    )
    assert (counts.done, counts.quarantined) == (1, 1)
    assert con.execute("SELECT capture_id FROM clean.articles").fetchall() == [("good",)]
    assert con.execute("SELECT capture_id FROM clean.regions").fetchall() == [("good",)]
    item, reason, message = con.execute("SELECT item, reason, message FROM quality.set_aside").fetchall()[0]
    assert (item, reason) == ("bad", "failed_rule")
    assert "text_at_offsets" in message
    assert con.execute("SELECT unit, outcome FROM quality.marks ORDER BY 1").fetchall() == [
        ("bad", "quarantined"),
        ("good", "done"),
    ]


def test_a_unit_is_released_when_it_goes_through(con: duckdb.DuckDBPyConnection) -> None:
    add_capture(con, "a")
    todo = stages.pending(con, STAGE, "1")
    aside = SetAside(
        item="a", source="s", address="a", stage="articles", disposition="quarantined", reason="no_text", message="m"
    )
    stages.write(con, RUN, STAGE, todo, ["a"], {}, [aside])
    assert con.execute("SELECT released_at FROM quality.set_aside").fetchall() == [(None,)]
    do(con, "2", articles=[article("a")])
    assert con.execute("SELECT released_at FROM quality.set_aside").fetchall() == [(RUN.started_at,)]


def test_an_exception_in_a_batch_leaves_nothing_of_it(con: duckdb.DuckDBPyConnection) -> None:
    add_capture(con, "a")
    todo = stages.pending(con, STAGE, "1")
    con.execute("DROP TABLE clean.regions")
    with pytest.raises(duckdb.Error, match="regions"):
        stages.write(con, RUN, STAGE, todo, ["a"], {"clean.articles": [article("a")], "clean.regions": [region("a")]})
    assert con.execute(
        "SELECT (SELECT count(*) FROM clean.articles) + (SELECT count(*) FROM quality.marks)"
    ).fetchone() == (0,)


def test_units_that_are_gone_lose_rows_and_marks(con: duckdb.DuckDBPyConnection) -> None:
    add_capture(con, "a")
    do(con, articles=[article("a")], regions=[region("a")])
    con.execute("DELETE FROM raw.captures")
    lost = stages.gone(con, STAGE)
    assert lost == ["a"]
    stages.forget(con, RUN, STAGE, lost)
    assert con.execute(
        "SELECT (SELECT count(*) FROM clean.articles) + (SELECT count(*) FROM quality.marks)"
    ).fetchone() == (0,)


def test_ids_depend_on_the_parts_and_on_their_borders() -> None:
    assert content_id("ab", "c") != content_id("a", "bc")
    assert content_id("a", None) == content_id("a", "")


def test_a_unit_that_is_reopened_is_made_anew_without_leaving_its_old_rows(con: duckdb.DuckDBPyConnection) -> None:
    add_capture(con, "a")
    do(con, articles=[article("a")], regions=[region("a")])
    stages.reopen(con, STAGE, ["a"])
    assert list(stages.pending(con, STAGE, "1").fingerprints) == ["a"]
    do(con, articles=[article("a")], regions=[region("a")])
    assert con.execute("SELECT count(*) FROM clean.regions").fetchone() == (1,)
