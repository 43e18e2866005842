"""A copy that is brought up by what changed holds what a copy of everything holds, whatever happened between."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.unit.warehouse.house import House
from twosource import declarations
from twosource.warehouse import bringing_up, ledger, publish, search_index


@pytest.fixture
def house(tmp_path: Path, empty: Path) -> Iterator[House]:
    house = House(Path(shutil.copy(empty, tmp_path / "w.duckdb")), seed=3)
    yield house
    house.con.close()


def published(house: House, number: int) -> Path:
    """The copy, made by a run of that number."""
    target = house.path.with_name("copy.duckdb")
    run = ledger.begin(house.con, f"publishing {number}")
    house.con.execute(
        "INSERT INTO quality.checks BY NAME SELECT $1 AS run_id, now() AS checked_at, 'raw.captures' AS table_name, "
        "'a rule' AS expectation, 'warning' AS severity, true AS success, 1 AS n_checked, 0 AS n_failed, "
        "'' AS description",
        [run.run_id],
    )
    search_index.bring_up(house.con)
    seconds = publish.publish(house.con, target)
    ledger.note_publishing(house.con, run, seconds, publish.file_stamp(target))
    return target


def differing(house: House, copy: Path) -> list[str]:
    """Tables of which the copy holds other rows; the note of the publishing itself comes after it."""
    con = house.con
    con.execute(f"ATTACH '{copy}' AS copied (READ_ONLY)")
    try:
        return [
            name
            for name in (*declarations.tables(), *declarations.index_tables())
            if name != "quality.runs"
            and con.execute(
                f"SELECT 1 FROM ((FROM {name} EXCEPT ALL FROM copied.{name}) UNION ALL "
                f"(FROM copied.{name} EXCEPT ALL FROM {name})) LIMIT 1"
            ).fetchall()
        ]
    finally:
        con.execute("DETACH copied")


def test_the_copy_holds_what_the_database_holds(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing_up, "MOST", 10.0)
    brought = noted(monkeypatch)
    for number in range(8):
        for _ in range(9):
            house.event()
        assert differing(house, published(house, number)) == []
    assert brought == [True] * 7, "the first copy is made of everything"


def test_tables_that_nothing_touched_are_left_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(40):
        house.event()
    published(house, 1)
    brought, taken = noted(monkeypatch), []
    monkeypatch.setattr(bringing_up, "_take_over", lambda _, table, __: taken.append(table.full_name))
    assert differing(house, published(house, 2)) == []
    assert (brought, taken) == ([True], [])


@pytest.mark.parametrize("change", ["most of it", "rows without a mark", "somebody wrote to the copy", "another index"])
def test_all_is_copied_where_the_change_does_not_tell_it(
    house: House, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    for _ in range(40):
        house.event()
    target = published(house, 1)
    if change == "most of it":
        house.con.execute("UPDATE quality.marks SET run_id = 'another'")
    elif change == "rows without a mark":
        house.con.execute("DELETE FROM clean.articles")
    elif change == "another index":
        house.con.execute("DELETE FROM search.documents; DELETE FROM search.postings; DELETE FROM search.words")
        house.con.execute("INSERT INTO search.words VALUES ('of', 'of', NULL), ('words', 'word', 17)")
    else:
        with duckdb.connect(str(target)) as copy:
            copy.execute("DELETE FROM clean.articles")
    brought = noted(monkeypatch)
    assert differing(house, published(house, 2)) == []
    assert brought in ([], [False])


def noted(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """A list that grows by what bringing up gives."""
    found: list[bool] = []
    bring_up = bringing_up.bring_up

    def noting(con: duckdb.DuckDBPyConnection) -> bool:
        found.append(bring_up(con))
        return found[-1]

    monkeypatch.setattr(bringing_up, "bring_up", noting)
    return found
