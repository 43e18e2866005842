"""What is known to be pending by what was touched is what a search through all fingerprints finds, whatever happens."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.unit.warehouse.house import STAGES, VERSION, House
from tests.unit.warehouse.rows import RUN
from twosource.declarations import Stage
from twosource.warehouse import settled, stages, term_counts


@pytest.mark.parametrize(
    ("seed", "steps"), [(0, 40), *(pytest.param(seed, 120, marks=pytest.mark.slow) for seed in range(1, 9))]
)
def test_what_is_touched_is_what_a_search_finds(seed: int, steps: int, tmp_path: Path, empty: Path) -> None:
    house = House(Path(shutil.copy(empty, tmp_path / "w.duckdb")), seed)
    found = looked = 0
    for step in range(steps):
        event = house.event()
        for stage in STAGES.values():
            if not is_settled(house.con, stage):
                continue
            looked += 1
            everything = stages.pending(house.con, stage, VERSION, RUN), stages.gone(house.con, stage)
            touched = (
                stages.pending(house.con, stage, VERSION, RUN, touched=True),
                stages.gone(house.con, stage, touched=True),
            )
            assert touched == everything, f"{stage.name} after step {step}, {event}"
            found += len(everything[0]) + len(everything[1])
    counted = "SELECT term, n FROM links.term_counts WHERE n <> 0 ORDER BY term"
    assert house.con.execute(counted).fetchall() == house.con.execute(counted_anew()).fetchall()
    house.con.close()
    assert looked > steps and found > steps / 4, "nothing was shown"


def counted_anew() -> str:
    return f"SELECT term, count(*) FROM {term_counts.TERMS} GROUP BY term ORDER BY term"


def is_settled(con: duckdb.DuckDBPyConnection, stage: Stage) -> bool:
    """As a run asks it, without the note that a search begins."""
    con.execute("BEGIN")
    known = settled.is_settled(con, stage, VERSION)
    con.execute("ROLLBACK")
    return known
