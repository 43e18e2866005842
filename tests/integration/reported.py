"""A home with the report of another: copying it, changing it, asking it, and reading its pages.

Belongs here: what tests of the report and of the verbs that show stories share. Does not: any test.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb

from twosource import declarations, expectations


def copied(source: Path, home: Path, *, with_report: bool = True) -> Path:
    """A home with the published copy of another, and its report."""
    shutil.copy2(source / "twosource.duckdb", home / "twosource.duckdb")
    if with_report:
        shutil.copytree(source / "report", home / "report")
    return home


def change(home: Path, *statements: str, values: list[str] | None = None) -> None:
    """Change the copy, and leave the marks that a stage leaves when it writes such rows."""
    with duckdb.connect(str(home / "twosource.duckdb")) as con:
        for statement in statements:
            con.execute(statement, values or [])
        for stage in declarations.stages().values():
            for unit, *_ in con.execute(expectations.altered(stage)).fetchall():
                con.execute(
                    "UPDATE quality.marks SET digest = hash(digest, 'changed') WHERE stage = ? AND unit = ?",
                    [stage.name, unit],
                )


def asked(home: Path, sql: str) -> list[Any]:
    with duckdb.connect(str(home / "twosource.duckdb"), read_only=True) as con:
        return [row[0] for row in con.execute(sql).fetchall()]


def pages(home: Path) -> dict[str, bytes]:
    folder = home / "report"
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.html"))}


def files(home: Path) -> dict[str, bytes]:
    """All files of the report, those for programs too."""
    folder = home / "report"
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def duckdb_rows(home: Path, sql: str) -> list[Any]:
    with duckdb.connect(str(home / "twosource.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()
