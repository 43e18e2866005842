"""Rows are counted and digested as they are written; what differs from that is found, and mended by making it anew."""

import duckdb
import pytest

from tests.unit.warehouse.rows import RUN, STAGE, add_capture, article, do, region
from twosource import declarations, expectations
from twosource.identity import content_id
from twosource.warehouse import contents, stages


@pytest.fixture
def con(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Three captures cleaned, each with two regions."""
    for name in "abc":
        add_capture(con, name)
    contents.add(con, {"raw.captures": 3})
    write(con)
    return con


def write(con: duckdb.DuckDBPyConnection, version: str = "1") -> stages.Counts:
    """Make anew whatever is pending."""
    units = list(stages.pending(con, STAGE, version).fingerprints)
    return do(
        con,
        version,
        articles=[article(unit) for unit in units],
        regions=[region(unit) | {"ordinal": n} for unit in units for n in (0, 1)],
    )


def altered(con: duckdb.DuckDBPyConnection) -> list[str]:
    return sorted(unit for unit, _, _ in con.execute(expectations.altered(STAGE)).fetchall())


def wrong_counts(con: duckdb.DuckDBPyConnection) -> list[str]:
    counted = con.execute("SELECT table_name, n_rows FROM quality.row_counts WHERE n_rows IS NOT NULL").fetchall()
    return [name for name, n in counted if con.execute(f"SELECT count(*) FROM {name}").fetchone() != (n,)]


def holds(con: duckdb.DuckDBPyConnection) -> bool:
    return not altered(con) and not wrong_counts(con)


def test_what_was_written_is_as_it_was_written(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute("SELECT DISTINCT n_rows FROM quality.marks").fetchall() == [(3,)]
    assert holds(con)


def test_it_holds_through_a_new_version_a_unit_that_is_gone_and_one_that_gives_nothing(
    con: duckdb.DuckDBPyConnection,
) -> None:
    write(con, "2")
    assert holds(con)
    con.execute("DELETE FROM raw.captures WHERE capture_id = 'a'")
    contents.add(con, {"raw.captures": -1})
    stages.forget(con, RUN, STAGE, stages.gone(con, STAGE))
    assert holds(con)
    do(con, "3", articles=[article("b")])
    assert holds(con)
    assert con.execute("SELECT unit, n_rows FROM quality.marks ORDER BY 1").fetchall() == [("b", 1), ("c", 0)]


def test_rows_that_another_unit_rewrites_stay_counted(con: duckdb.DuckDBPyConnection) -> None:
    """A later original rewrites the origin of an article that came before it."""
    stage = declarations.stages()["links"]
    row = {"origin_type": "own_reporting", "reason": "r"}
    todo = stages.Pending("1", {"a-a": "f", "a-b": "f"})
    stages.write(con, RUN, stage, todo, ["a-a"], {"links.origins": [{"article_id": "a-a"} | row]})
    late = [
        {"article_id": "a-b"} | row,
        {"article_id": "a-a", **row, "origin_type": "copy", "parent_article_id": "a-b"},
    ]
    stages.write(con, RUN, stage, todo, ["a-b"], {"links.origins": late})
    assert con.execute("SELECT article_id, origin_type FROM links.origins ORDER BY 1").fetchall() == [
        ("a-a", "copy"),
        ("a-b", "own_reporting"),
    ]
    assert con.execute(expectations.altered(stage)).fetchall() == []
    assert wrong_counts(con) == []


@pytest.mark.parametrize(
    ("sql", "units"),
    [
        ("UPDATE clean.articles SET outlet = 'The Fjord Post' WHERE capture_id = 'a'", ["a"]),
        ("UPDATE clean.regions SET score = 'nan' WHERE capture_id = 'b' AND ordinal = 1", ["b"]),
        ("DELETE FROM clean.regions", ["a", "b", "c"]),
        ("DELETE FROM clean.regions WHERE capture_id = 'c' AND ordinal = 0", ["c"]),
        ("INSERT INTO clean.regions FROM clean.regions WHERE capture_id = 'a' AND ordinal = 0", ["a"]),
        ("UPDATE clean.regions SET capture_id = 'b' WHERE capture_id = 'a'", ["a", "b"]),
    ],
)
def test_what_somebody_else_changed_is_found_and_mended(
    con: duckdb.DuckDBPyConnection, sql: str, units: list[str]
) -> None:
    before = con.execute("SELECT * FROM clean.regions ORDER BY ALL").fetchall()
    con.execute(sql)
    assert altered(con) == units
    assert contents.mend(con).units == {"articles": len(units)}
    assert write(con).done == len(units)
    assert holds(con)
    assert con.execute("SELECT * FROM clean.regions ORDER BY ALL").fetchall() == before


def test_rows_of_no_unit_are_let_go(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO clean.regions BY NAME SELECT * REPLACE ('z' AS capture_id) FROM clean.regions LIMIT 1")
    assert wrong_counts(con) == ["clean.regions"]
    contents.mend(con)
    assert holds(con)


def test_a_mark_that_is_lost_does_not_double_the_rows_once_mended(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM quality.marks WHERE unit = 'a'")
    contents.mend(con)
    write(con)
    assert con.execute("SELECT count(*) FROM clean.regions").fetchone() == (6,)
    assert holds(con)


def test_captures_that_are_gone_are_told_since_nothing_makes_them_anew(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM raw.captures WHERE capture_id = 'a'")
    assert contents.mend(con).tables == {"raw.captures": (3, 2)}


def test_mending_what_is_whole_does_nothing(con: duckdb.DuckDBPyConnection) -> None:
    mended = contents.mend(con)
    assert (dict(mended.units), dict(mended.tables)) == ({}, {})
    assert not len(stages.pending(con, STAGE, "1"))


def members(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return con.execute("SELECT article_id, story_id FROM links.story_members ORDER BY article_id").fetchall()


def test_articles_in_another_story_go_back_to_their_own_and_nothing_is_made_anew(
    con: duckdb.DuckDBPyConnection,
) -> None:
    links = declarations.stages()["links"]
    founder = content_id("story", "a-c")  # of a story that nothing else is in
    told = {"a-a": "s1", "a-b": "s1", "a-c": founder, "a-d": "s2"}
    common = {"document_id": "d", "day": RUN.started_at.date(), "dated": True, "similarity": None}
    rows = [{"article_id": article_id, "story_id": story, **common} for article_id, story in told.items()]
    terms = [{"article_id": article_id, "term": "x", "weight": 1, "day": common["day"]} for article_id in told]
    todo = stages.Pending("1", dict.fromkeys(told, "f"))
    stages.write(con, RUN, links, todo, list(told), {"links.story_members": rows, "links.story_terms": terms})
    before = members(con)
    con.execute("UPDATE links.story_members SET story_id = 's2' WHERE article_id IN ('a-a', 'a-c')")
    mended = contents.mend(con)
    assert members(con) == before
    assert (mended.put_back, mended.units) == (2, {})


def test_a_story_that_nothing_tells_of_stays_as_it_is_found(con: duckdb.DuckDBPyConnection) -> None:
    links = declarations.stages()["links"]
    row = {"article_id": "a-a", "story_id": "s1", "document_id": "d", "day": RUN.started_at.date(), "dated": True}
    stages.write(con, RUN, links, stages.Pending("1", {"a-a": "f"}), ["a-a"], {"links.story_members": [row]})
    con.execute("UPDATE links.story_members SET story_id = 's9', dated = false")
    mended = contents.mend(con)
    assert members(con) == [("a-a", "s9")]
    assert (mended.put_back, mended.units) == (0, {"links": 1})
