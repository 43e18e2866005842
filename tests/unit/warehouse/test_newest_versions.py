"""Versions that are kept as captures come and go are those that one finds by ordering all captures anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.unit.warehouse.house import STAGES, House
from twosource import expectations
from twosource.warehouse import connect, contents, migrate, versions

ORDERED_ANEW = """
    WITH newest_first AS (
        SELECT a.article_id, a.document_id, a.capture_id, c.first_run, a.first_seen_at, a.published_value,
            a.modified_value,
            (SELECT max(r.run) FROM raw.returns r JOIN clean.articles o USING (capture_id)
             WHERE o.article_id = a.article_id) AS back_run
        FROM clean.articles a JOIN raw.captures c USING (capture_id)
    ),
    shown AS (
        SELECT article_id, min_by(s, (coalesce(first_run, -1), first_seen_at, capture_id)) AS s
        FROM newest_first s GROUP BY article_id
    ),
    placed AS (
        SELECT s.*, (coalesce(greatest(s.first_run, s.back_run), -1), s.first_seen_at,
            coalesce(try_cast(coalesce(s.modified_value, s.published_value) AS TIMESTAMPTZ), '-infinity'),
            s.article_id) AS place
        FROM shown
    )
    SELECT one.article_id, one.document_id, one.capture_id, count(*)::INTEGER AS version,
        count(*) = any_value(n) AS newest
    FROM placed one JOIN placed earlier ON earlier.document_id = one.document_id AND earlier.place <= one.place
    JOIN (SELECT document_id, count(*) AS n FROM placed GROUP BY ALL) o ON o.document_id = one.document_id
    GROUP BY ALL ORDER BY ALL
"""
"""The definition in other words: without windows, by counting the versions that stand before."""
KEPT = f"SELECT article_id, document_id, capture_id, version, newest FROM {versions.VERSIONS} ORDER BY ALL"
RULE = next(rule for rule in expectations.table_rules(versions.VERSIONS) if rule.name == "rows_follow")


def cleaning(tmp_path: Path, empty: Path, seed: int) -> House:
    """A house in which captures have come, and only cleaning runs."""
    house = House(Path(shutil.copy(empty, tmp_path / "w.duckdb")), seed)
    house.stage = lambda: STAGES["articles"]  # type: ignore[method-assign]
    for _ in range(12):
        house.capture()
    return house


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 9))])
def test_versions_are_those_of_all_captures(seed: int, tmp_path: Path, empty: Path) -> None:
    house = cleaning(tmp_path, empty, seed)
    most = 0
    for step in range(25):
        event = house.event()
        kept = house.con.execute(KEPT).fetchall()
        assert kept == house.con.execute(ORDERED_ANEW).fetchall(), f"after step {step}, {event}"
        most = max(most, *(row[3] for row in kept), 0)
    assert house.con.execute(RULE.sql).fetchall() == []
    house.con.close()
    assert most > 1, "no document had a second version"


@pytest.fixture
def house(tmp_path: Path, empty: Path) -> House:
    house = cleaning(tmp_path, empty, seed=4)
    while not house.column(f"SELECT article_id FROM {versions.VERSIONS} WHERE version > 1"):
        house.event()
    return house


def test_a_file_of_before_gets_its_versions(house: House) -> None:
    kept = house.con.execute(KEPT).fetchall()
    house.con.execute(f"DROP TABLE {versions.VERSIONS}")
    house.con.execute(f"DELETE FROM quality.row_counts WHERE table_name = '{versions.VERSIONS}'")
    house.con.close()
    with connect.open_live(house.path) as con:
        migrate.prepare(con)
        assert con.execute(KEPT).fetchall() == kept


@pytest.mark.parametrize(
    "change", ["UPDATE {} SET newest = NOT newest", "DELETE FROM {} WHERE version = 1", "UPDATE {} SET version = 7"]
)
def test_a_version_that_somebody_changed_is_found_and_mended(house: House, change: str) -> None:
    kept = house.con.execute(KEPT).fetchall()
    house.con.execute(change.format(versions.VERSIONS))
    assert broken(house.con) > 0
    contents.mend(house.con)
    assert (broken(house.con), house.con.execute(KEPT).fetchall()) == (0, kept)
    house.con.close()


def broken(con: duckdb.DuckDBPyConnection) -> int:
    return len(con.execute(RULE.sql).fetchall())
