"""The rules that rows bear, as a table: filled anew when they are others than those of the file.

Belongs here: bringing `quality.rules` up to date. Does not: which rules there are (`schemas/rules.csv`).
"""

from __future__ import annotations

from dataclasses import astuple

import duckdb

from twosource import rules


def note(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table hold the rules of this version, and no other."""
    wanted = {astuple(rule) for rule in rules.registered()}
    columns = "rule, room, meaning, example, counter_example"
    if set(con.execute(f"SELECT {columns} FROM quality.rules").fetchall()) != wanted:
        con.execute("DELETE FROM quality.rules")
        rows = sorted(wanted, key=lambda row: row[0])
        con.execute(
            f"INSERT INTO quality.rules ({columns}) SELECT {', '.join(['unnest(?::VARCHAR[])'] * 5)}",
            [list(values) for values in zip(*rows, strict=True)],
        )
