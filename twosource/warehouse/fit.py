"""Whether the copy for analysts is the one that the runs made, by its file and by what it says of itself.

Belongs here: comparing the two. Does not: making the copy (`publish`), what to do about a misfit.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from twosource.warehouse import connect, ledger, publish


def misfit(con: duckdb.DuckDBPyConnection, target: Path) -> str | None:
    """What is wrong with the copy at `target`, in a sentence; None when it is the one that was published last, or when
    none was published yet. `con` is open on the database of runs."""
    last = ledger.published(con)
    if last is None:
        return None
    if not target.is_file():
        return f"{target} is gone, though run {last.number} published it."
    try:
        if publish.file_stamp(target) == last.file:
            return None
        with connect.open_copy(target) as copy:
            found = copy.execute("SELECT max(number) FROM quality.runs").fetchone()
    except (OSError, duckdb.Error, connect.WarehouseError) as error:
        return f"{target} cannot be read: {str(error).splitlines()[0]}"
    number = found[0] if found else None
    if number is None or number < last.number:
        return (
            f"{target} is of run {number}, though run {last.number} published a newer one: an older file was put there."
        )
    return f"{target} is not as run {last.number} left it: somebody wrote to it or replaced it."
