"""The stage mechanism: pending, write, marks, row rules, what is set aside, what is gone."""

import duckdb
import pytest

from tests.unit.warehouse.rows import RUN, STAGE, add_capture, article, do, region
from twosource import declarations
from twosource.identity import content_id
from twosource.records import SetAside
from twosource.warehouse import set_aside, stages
from twosource.warehouse.ledger import Run


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


def test_a_key_that_stands_twice_in_a_unit_takes_that_unit_into_quarantine(con: duckdb.DuckDBPyConnection) -> None:
    for name in ("good", "bad"):
        add_capture(con, name)
    counts = do(
        con,
        articles=[article("good"), article("bad")],
        regions=[region("good"), region("bad"), region("bad")],
    )
    assert (counts.done, counts.quarantined) == (1, 1)
    assert con.execute("SELECT capture_id FROM clean.regions").fetchall() == [("good",)]
    (message,) = con.execute("SELECT message FROM quality.set_aside WHERE item = 'bad'").fetchone() or ("",)
    assert "key_is_unique" in message


def test_a_row_that_leads_nowhere_takes_its_unit_into_quarantine(con: duckdb.DuckDBPyConnection) -> None:
    stage = declarations.stages()["comparisons"]
    comparison = {
        "comparison_id": "c1",
        "story_id": "s1",
        "kind": "claim",
        "subject": "x",
        "status": "single_origin",
        "n_outlets": 1,
        "n_origins": 1,
        "severity": 0.0,
        "slot": "whether",
        "reason": "told_alike",
    }
    stance = {"article_id": "a1", "stance": "asserts", "text": "Some", "char_start": 0, "char_end": 4}
    add_capture(con, "a1")
    do(con, articles=[article("a1", article_id="a1")])
    lost = {"comparison_id": "elsewhere", "story_id": "s2"} | stance
    rows = {
        "links.comparisons": [comparison | {"comparison_id": "c1"}],
        "links.stances": [{"comparison_id": "c1", "story_id": "s1"} | stance, lost],
    }
    todo = stages.Pending("1", {"s1": "f", "s2": "f"})
    counts = stages.write(con, RUN, stage, todo, ["s1", "s2"], rows)
    assert (counts.done, counts.quarantined) == (1, 1)
    assert con.execute("SELECT story_id FROM links.stances").fetchall() == [("s1",)]
    (message,) = con.execute("SELECT message FROM quality.set_aside WHERE item = 's2'").fetchone() or ("",)
    assert "comparison_id_exists" in message


# ------------------------------------------------------------------ what failed is tried again


def failed(item: str, reason: str = "error") -> SetAside:
    return SetAside(
        item=item, source="s", address=item, stage="articles", disposition="quarantined", reason=reason, message="m"
    )


def later(number: int) -> Run:
    return Run(run_id=f"run-{number}", number=number, started_at=RUN.started_at)


def test_a_unit_on_which_the_stage_failed_is_tried_by_the_next_runs_but_not_for_ever(
    con: duckdb.DuckDBPyConnection,
) -> None:
    add_capture(con, "a")
    tried = 0
    for number in range(1, 10):
        if stages.pending(con, STAGE, "1", later(number)).fingerprints:
            do(con, run=later(number), refusals=[failed("a")])
            tried += 1
            assert not len(stages.pending(con, STAGE, "1", later(number))), "once a run"
    assert tried == set_aside.TRIES
    assert con.execute("SELECT attempts FROM quality.set_aside").fetchall() == [(set_aside.TRIES,)]
    assert len(stages.pending(con, STAGE, "2", later(10))) == 1, "another version tries it again"


def test_a_unit_that_goes_through_at_last_is_released_and_counted_from_the_start(
    con: duckdb.DuckDBPyConnection,
) -> None:
    add_capture(con, "a")
    do(con, run=later(1), refusals=[failed("a")])
    do(con, run=later(2), articles=[article("a")])
    assert con.execute("SELECT attempts, released_at IS NOT NULL FROM quality.set_aside").fetchall() == [(1, True)]
    assert not len(stages.pending(con, STAGE, "1", later(3)))
    do(con, "2", run=later(4), refusals=[failed("a")])
    assert con.execute("SELECT attempts, released_at FROM quality.set_aside").fetchall() == [(1, None)]


def test_what_is_no_article_is_not_tried_again(con: duckdb.DuckDBPyConnection) -> None:
    add_capture(con, "a")
    do(con, run=later(1), refusals=[failed("a", reason="no_text")])
    assert not len(stages.pending(con, STAGE, "1", later(2)))
