"""Fifty clean runs over a source that grows: none says that something is wrong, and none fails."""

from pathlib import Path

import duckdb
import pytest

from tests.integration.command import twosource
from tests.soak import village

RUNS = 50
EACH = 2

pytestmark = pytest.mark.slow


def test_fifty_growing_runs_raise_no_false_alarm(tmp_path: Path) -> None:
    home, source = tmp_path / "home", tmp_path / "source"
    for number in range(RUNS):
        for n in range(number * EACH, (number + 1) * EACH):
            village.write(source, n)
        assert village.run(home, source), number
    done = twosource(home, "run", str(source))
    assert done.returncode == 0, done.stdout + done.stderr
    whole = twosource(home, "check", "--all")
    assert whole.returncode == 0, whole.stderr
    with duckdb.connect(str(home / "live" / "warehouse.duckdb"), read_only=True) as con:
        alarms = con.execute(
            "SELECT run_number, severity, table_name, expectation, sample FROM checks "
            "WHERE NOT success AND severity IN ('critical', 'warning') ORDER BY ALL"
        ).fetchall()
        counts = con.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM quality.runs WHERE checked_by IS NOT NULL), "
            "(SELECT count(*) FROM comparisons), (SELECT count(*) FROM quality.set_aside)"
        ).fetchone()
    assert alarms == []
    assert counts is not None
    articles, whole_runs, compared, aside = counts
    assert (articles, whole_runs, aside) == (RUNS * EACH, 2, 0)
    assert compared > 0
