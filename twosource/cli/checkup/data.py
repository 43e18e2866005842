"""The data: declared sources, the database of runs, the inbox, the copy for analysts.

Belongs here: what a run has made or will read. Does not: the installation and the machine (`.install`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from twosource.cli.checkup.finding import Finding, age, number, size
from twosource.settings import Lake, Settings

if TYPE_CHECKING:
    import duckdb

    from twosource.loading.sources import Source

ANEW = "Move it away and run again, which writes it anew."


def declared_sources(folder: Path) -> Iterator[Finding]:
    """Whether sources.yml can be read, and whether what each source declares can; pages are not asked for."""
    from twosource.loading import sources

    try:
        known = sources.resolve([], folder)
    except sources.SourceError as error:
        yield Finding("sources", str(error), "Correct sources.yml in the data folder.")
        return
    faults = [(source.name, why) for source in known if (why := _unreadable(source))]
    yield Finding("sources", f"{number(len(known), 'source')}: {', '.join(source.name for source in known)}")
    for name, why in faults:
        yield Finding(f"source {name}", why, "Free it for reading, or correct its paths in sources.yml.")


def _unreadable(source: Source) -> str | None:
    """The first file or folder of a source that cannot be read, with why; None when all can."""
    from twosource.loading import files

    for found in files.files(source):
        if found.refused is not None:
            return f"{found.path} {found.refused.what.rstrip('.')}"
        if not found.path.exists():
            return f"{found.path} is not there"
        if not os.access(found.path, os.R_OK):
            return f"{found.path} may not be read"
    return None


def own_rules(folder: Path) -> Finding:
    """Whether the rules of the data folder can be read; what the database says to them is told by a check."""
    from twosource.validation import own_rules

    try:
        found = own_rules.read(folder)
    except own_rules.OwnRulesError as error:
        return Finding("own rules", str(error), f"Correct the file in {folder / own_rules.FOLDER}.")
    n = sum(map(len, found.values()))
    return Finding("own rules", number(n, "rule") if n else "none (docs/checks.md tells how to write one)")


def live_database(chosen: Settings) -> Iterator[Finding]:
    """The database that runs write: who holds it, its shape, the last run; and the inbox, which it is compared with."""
    from twosource.warehouse import connect, migrate

    name = "database of runs"
    if chosen.lake:
        yield from _lake(name, chosen, chosen.lake)
        return
    if not chosen.live.is_file():
        lost = chosen.published.is_file()
        told = "is gone, though there is a copy for analysts" if lost else "(the first run makes it)"
        yield Finding(name, f"{chosen.live} {told}", "Run `twosource restore`." if lost else None)
        yield inbox(chosen, None)
        return
    try:
        con = connect.open_copy(chosen.live)
    except connect.WarehouseError as error:
        cause = str(error.__cause__)
        if connect.CONFLICT not in cause:
            yield Finding(name, str(error), "Put back a whole copy of it, or move it away and run again.")
        else:
            holder = connect.HOLDER.search(cause)
            who = f"process {holder['pid']} ({holder['program']})" if holder else "another process"
            yield Finding(name, f"{chosen.live}, being written by {who}")
        yield inbox(chosen, None)
        return
    with con:
        shape = _shape(con)
        yield Finding(
            name, f"{chosen.live}, {size(chosen.live.stat().st_size)}, nobody writes; {shape.found}", shape.advice
        )
        if shape.advice is None:
            if not migrate.shape_differences(con):  # runs of an older version have no numbers yet
                yield last_run(con)
                yield whole_check(con)
                yield from failed_sources(con, chosen.home)
            yield inbox(chosen, con)


def _lake(name: str, chosen: Settings, place: Lake) -> Iterator[Finding]:
    """The same of a lake, which can be looked at while another writes."""
    from twosource.warehouse import connect, lake, lease

    try:
        with lake.looking(place) as con:
            held = lease.holder(con, place)
            who = f"being written by {held.who} since {age(held.since)}" if held else "nobody writes"
            shape = _shape(con)
            yield Finding(name, f"{place}, {who}; {shape.found}", shape.advice)
            if shape.advice is None:
                yield last_run(con)
                yield from failed_sources(con, chosen.home)
                yield inbox(chosen, con)
    except connect.WarehouseError as error:
        yield Finding(name, str(error), "Do what it says, and run again.")
        yield inbox(chosen, None)


def _shape(con: duckdb.DuckDBPyConnection) -> Finding:
    """Whether the tables are those of this version."""
    import duckdb

    from twosource.warehouse import migrate

    newest = max(migrate.migrations(), default=0)
    try:
        row = con.execute("SELECT max(version) FROM quality.schema_versions").fetchone()
    except duckdb.Error:
        return Finding("shape", "not a database of twosource", "Move it away and run again.")
    number = int(row[0] or 0) if row else 0
    if number > newest:
        return Finding("shape", f"shape {number}, of a newer twosource", "Use the version that wrote it.")
    if number < newest:
        return Finding("shape", f"shape {number}; the next run brings it to {newest}")
    differences = migrate.shape_differences(con)
    if differences:
        return Finding("shape", differences[0], "Move the file away and run again, or use the version that wrote it.")
    return Finding("shape", f"shape {number}")


def last_run(con: duckdb.DuckDBPyConnection) -> Finding:
    """When the last run began, and how it ended."""
    row = con.execute(
        "SELECT run_id, started_at, finished_at FROM quality.runs ORDER BY number DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return Finding("last run", "none yet")
    run_id, started_at, finished_at = row
    began = f"began {age(started_at)}"
    failed = con.execute(
        "SELECT count(*) FROM quality.checks WHERE run_id = ? AND severity = 'critical' AND NOT success", [run_id]
    ).fetchone()
    if failed and failed[0]:
        query = "SELECT description, n_failed, sample FROM checks WHERE severity = 'critical' AND NOT success"
        return Finding(
            "last run",
            f"{began}; {number(failed[0], 'critical check')} {'fails' if failed[0] == 1 else 'fail'}",
            f"Run again and read its last lines, or open the database of runs with DuckDB and ask: {query}",
        )
    if finished_at is None:
        return Finding("last run", f"{began}; did not reach its end", "Run again: it goes on where it stopped.")
    return Finding("last run", f"{began}, ended well after {(finished_at - started_at).total_seconds():.0f} s")


def whole_check(con: duckdb.DuckDBPyConnection) -> Finding:
    """When all rows were last held against all rules: a fault in rows that nobody has touched shows only then."""
    row = con.execute("SELECT max_by(started_at, number) FROM quality.runs WHERE checked_by IS NOT NULL").fetchone()
    last = f"{age(row[0])}" if row and row[0] else "never"
    return Finding("all rows", f"last held against all rules: {last} (twosource check --all)")


def failed_sources(con: duckdb.DuckDBPyConnection, home: Path) -> Iterator[Finding]:
    """The sources whose last pass failed: those that are declared, and those of the last run that took something in."""
    from twosource.loading import sources

    try:
        declared = list(sources.declared(home))
    except sources.SourceError:
        declared = []  # told where the declarations are looked at
    rows = con.execute(
        "WITH passes AS (SELECT c.*, r.number FROM quality.coverage c JOIN quality.runs r USING (run_id)) "
        "SELECT source, finished_at, message FROM passes "
        "QUALIFY row_number() OVER (PARTITION BY source ORDER BY number DESC) = 1 AND status = 'failed' "
        "AND (list_contains($1, source) OR number = max(number) OVER ()) ORDER BY source",
        [declared],
    ).fetchall()
    for source, finished_at, message in rows:
        found = f"failed {age(finished_at)}{': ' + message if message else ''}"
        yield Finding(f"source {source}", found, "Do what the reason says, and run again.")


def inbox(chosen: Settings, con: duckdb.DuckDBPyConnection | None) -> Finding:
    """Files in the inbox, and how many of them no run has seen (not told while the database cannot be asked)."""
    from twosource.loading import files, sources

    try:
        (source,) = sources.resolve(["inbox"], chosen.home)
    except sources.SourceError as error:
        return Finding("inbox", f"no source of that name: {error}", "Correct sources.yml in the data folder.")
    there = {found.address for found in files.files(source)}
    found = f"{chosen.inbox}, {number(len(there), 'file')}"
    if con is None or not there:
        return Finding("inbox", found)
    known = con.execute(
        "SELECT split_part(address, '#', 1) FROM (SELECT source, address FROM raw.captures "
        "UNION ALL SELECT source, address FROM quality.set_aside) WHERE source = 'inbox'"
    ).fetchall()
    waiting = len(there - {address for (address,) in known})
    advice = "Run `twosource run inbox`, or let `twosource serve` do it." if waiting else None
    return Finding("inbox", f"{found}, {waiting or 'none'} of them waiting", advice)


def published_copy(chosen: Settings) -> Finding:
    """The copy for analysts: a row is read from each view, and its documents are counted against those of the runs."""
    import duckdb

    from twosource import analyst_views
    from twosource.warehouse import connect, fit, publish

    name, path = "copy for analysts", chosen.published
    if chosen.lake:
        return _snapshot(name, chosen)
    if not path.is_file():
        return Finding(name, f"{path} (the first run that passes its checks makes it)")
    try:
        with connect.open_copy(path, whole=True) as con:
            for view in analyst_views.views():
                con.execute(f"SELECT * FROM {view} LIMIT 1").fetchall()
            held = _documents(con)
    except connect.WarehouseError as error:
        return Finding(name, str(error), ANEW)
    except duckdb.Error as error:
        return Finding(name, f"{path} cannot be read: {str(error).splitlines()[0]}", ANEW)
    status = path.stat()
    made = age(datetime.fromtimestamp(status.st_mtime, UTC))
    found = f"{path}, {size(status.st_size)}, made {made}; every view can be read"
    if told := publish.behind(path):
        return Finding(name, f"{found}; {told}", "`twosource check` shows what fails.")
    try:
        with connect.open_copy(chosen.live) as con:
            if misfit := fit.misfit(con, path):
                return Finding(name, misfit, "Run `twosource run`, which writes the copy anew.")
            behind = _documents(con) - held
    except (connect.WarehouseError, duckdb.Error):
        return Finding(name, found)  # what ails the database of runs is told where it is looked at
    if behind <= 0:
        return Finding(name, found)
    return Finding(
        name,
        f"{found}; {number(behind, 'document')} of the database of runs {'is' if behind == 1 else 'are'} not in it",
        "Run again: the last lines say which check keeps it back.",
    )


def _snapshot(name: str, chosen: Settings) -> Finding:
    """The published snapshot of a lake: a row is read from each view."""
    from twosource import analyst_views
    from twosource.warehouse import connect, publish, store

    try:
        with store.reading(chosen, whole=True) as con, store.using(chosen, ANEW):
            for view in analyst_views.views():
                con.execute(f"SELECT * FROM {view} LIMIT 1").fetchall()
    except connect.WarehouseError as error:
        return Finding(name, str(error), "Do what it says, and run again.")
    found = f"{store.stamp(chosen)} of {chosen.lake}; every view can be read"
    if told := publish.behind(chosen.published):
        return Finding(name, f"{found}; {told}", "`twosource check` shows what fails.")
    return Finding(name, found)


def _documents(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("SELECT count(*) FROM raw.captures").fetchone()
    return int(row[0]) if row else 0
