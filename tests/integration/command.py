"""The command as a person runs it, in a home of its own; and a database's content, row for row.

Belongs here: what the integration tests share. Does not: any test.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb

from twosource import declarations

TWOSOURCE = str(Path(sys.executable).with_name("twosource"))
LEDGERS = (
    "quality.accuracy",
    "quality.checks",
    "quality.coverage",
    "quality.profiles",
    "quality.runs",
    "quality.schema_versions",
    "quality.settled",
)
"""Tables that tell of runs, not of news."""


LONGEST = float(os.environ.get("TWOSOURCE_TEST_SECONDS", "300"))
"""Seconds after which a command counts as hung; on a machine that does other things as well it may need more."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a command with its own home."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("TWOSOURCE_", "DAGSTER_", "PYTHONDONTWRITE"))}
    return clean | {"TWOSOURCE_HOME": str(home), "COLUMNS": "200"} | more


def twosource(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [TWOSOURCE, *arguments],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )


def content(home: Path) -> dict[str, list[str]]:
    """All rows of the live database, as text, sorted; run times and ids of runs left out."""
    with duckdb.connect(str(home / "live" / "warehouse.duckdb"), read_only=True) as con:
        return held(con)


def held(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The same of a database that is open."""
    found = {}
    for name, table in declarations.tables().items():
        if name in LEDGERS:
            continue
        columns = ", ".join(f'"{c.name}"' for c in table.columns if not c.run_time and c.name != "run_id")
        rows = con.execute(f"SELECT {columns} FROM {name}").fetchall()
        found[name] = sorted(str(row) for row in rows if row[0] not in LEDGERS)
    return found
