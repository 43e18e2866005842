"""What the checks of a run cost: 1,000 new articles among 20,000, made by multiplying a home that has been run.

Belongs here: multiplying rows, measuring. Does not: news. `python -m benchmarks.checks HOME` (which is left as it is).
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

import duckdb

from twosource import declarations, expectations
from twosource.declarations import Column
from twosource.settings import Settings
from twosource.validation.run import validate
from twosource.warehouse import ledger
from twosource.warehouse.session import Session

OLD, NEW = 20_000, 1_000
CHECK = """
import sys, uuid
from pathlib import Path
from twosource.settings import Settings
from twosource.validation.run import validate
from twosource.warehouse.session import Session
with Session(Settings(home=Path(sys.argv[1]))) as session:
    run = session.begin(uuid.uuid4().hex)
    results = validate(session.con, run)
    print(len(results), sum(r.carried is None for r in results), [r.expectation for r in results if not r.success])
"""
"""What a run does for its checks, with the imports."""


SUFFIX = "('-' || n)"


def _other(column: Column) -> str | None:
    """How a column of a copied row differs: ids have a suffix, so that copies are rows of their own."""
    name = f'"{column.name}"'
    if column.name == "unit" or (column.name.endswith(("_id", "_ids")) and column.name != "run_id"):
        if column.type == "VARCHAR[]":
            return f"list_transform({name}, x -> x || {SUFFIX}) AS {name}"
        return f"{name} || {SUFFIX} AS {name}"
    if column.name in ("address", "source_path"):
        return f"{name} || {SUFFIX} AS {name}"
    if column.name == "data":
        return f"data || CAST({SUFFIX} AS BLOB) AS data"
    if column.name == "sha256":
        return f"sha256(data || CAST({SUFFIX} AS BLOB)) AS sha256"
    return None


def multiply(con: duckdb.DuckDBPyConnection, first: int, times: int, run: ledger.Run | None = None) -> None:
    """Add copies of what the tables held at first (kept in the schema `first`), as if `run` had written them."""
    for name in kept():
        others = [other for c in declarations.table(name).columns if (other := _other(c))]
        if run and name == "quality.marks":
            others.append(f"'{run.run_id}' AS run_id")
        if run and name == "raw.captures":
            others.append(f"{run.number} AS first_run")
        con.execute(
            f"INSERT INTO {name} SELECT * EXCLUDE (n) REPLACE ({', '.join(others)}) "
            f"FROM first.{name.replace('.', '_')}, range({first}, {first + times}) t(n)"
        )
        con.execute(
            f"UPDATE quality.row_counts SET n_rows = (SELECT count(*) FROM {name}) "
            f"WHERE table_name = '{name}' AND n_rows IS NOT NULL"
        )


def kept() -> list[str]:
    """The tables that hold news, and the marks."""
    return [*(name for name in expectations.counted() if not declarations.table(name).ledger), "quality.marks"]


def main(home: Path) -> None:
    """Print the CPU seconds of the checks of one run."""
    with tempfile.TemporaryDirectory(prefix="twosource-bench-") as folder:
        chosen = Settings(home=Path(folder))
        chosen.live.parent.mkdir()
        shutil.copy2(home / "live" / "warehouse.duckdb", chosen.live)
        with Session(chosen) as session:
            run = session.begin(uuid.uuid4().hex)
            con = session.con
            failed = [r.expectation for r in validate(con, run, whole=True) if not r.success]
            con.execute("CREATE SCHEMA first")
            for name in kept():
                con.execute(f"CREATE TABLE first.{name.replace('.', '_')} AS FROM {name}")
            articles = session.count("clean.articles")
            multiply(con, 0, OLD // articles)  # as if they had been there when all was checked
            later = session.begin(uuid.uuid4().hex)
            multiply(con, 10_000, NEW // articles + 1, later)
            ledger.note_write(con, later)
            con.execute("DROP SCHEMA first CASCADE")
            rows = sum(session.count(name) for name in kept())
            print(f"{session.count('clean.articles')} articles, {rows} rows; before fail: {failed}", flush=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", CHECK, folder], env=os.environ, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"checks of {NEW} new articles: {spent:.2f} CPU-s with imports")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
