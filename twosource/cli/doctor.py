"""The verb `doctor`: is all well here, and what to do about what is not.

Belongs here: looking at versions, paths, databases and disk, and saying what was found. Does not: mending, writing.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from twosource.cli.terminal import FAILED, harmless, settings
from twosource.settings import Settings

if TYPE_CHECKING:
    import duckdb

PYTHONS = ((3, 11), (3, 13))
"""The oldest and the newest Python that the locks were resolved for."""
PACKAGES = ("twosource", "dagster", "dagster-webserver", "duckdb", "polars", "great-expectations", "spacy")
EXTENSIONS = ("core_functions", "icu", "json", "parquet")
"""What the views and exports need of DuckDB; wheels bring it along, other builds may not."""
LEAST_FREE = 1_000_000_000
"""Bytes free on the disk below which a run may not end well."""
MODEL_WAIT = 120
"""Seconds given to a process that only loads the language model."""
UNITS = (("GB", 10**9), ("MB", 10**6), ("KB", 10**3))
SPANS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
AGAIN = "Install twosource again, whole."


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; `advice` says what to do, None when nothing has to be done."""

    check: str
    found: str
    advice: str | None = None


def doctor() -> None:
    """Look whether all is well, and say what to do where it is not.

    Ends with status 0 when nothing has to be done, with 1 otherwise.
    """
    from rich.console import Console

    with Console(stderr=True).status("Looking …"):
        findings = list(examine(settings()))
    _print(findings)
    if any(finding.advice for finding in findings):
        raise typer.Exit(FAILED)


def examine(chosen: Settings) -> Iterator[Finding]:
    """All checks, in the order in which one thing rests on another. Changes nothing, raises for nothing it finds.

    Loading the model takes a few seconds; it is done in a process of its own, as the one that tells must not die of it.
    """
    yield python()
    for package in PACKAGES:
        yield version(package)
    yield model(chosen.model)
    yield extensions()
    yield home(chosen.home)
    yield disk(chosen.home)
    yield from live_database(chosen)
    yield published_copy(chosen.published)


def python() -> Finding:
    """The Python that runs this."""
    oldest, newest = PYTHONS
    known = oldest <= sys.version_info[:2] <= newest
    wanted = f"Use Python {oldest[0]}.{oldest[1]} to {newest[0]}.{newest[1]}."
    return Finding("Python", f"{platform.python_version()}, {sys.executable}", None if known else wanted)


def version(package: str) -> Finding:
    """The installed version of a package, without importing it."""
    try:
        return Finding(package, metadata.version(package))
    except metadata.PackageNotFoundError:
        return Finding(package, "not installed", AGAIN)


def model(name: str) -> Finding:
    """Whether the language model is there and loads."""
    advice = f"Install it with pip (pip install {name.replace('_', '-')}), or set TWOSOURCE_MODEL to one that is."
    try:
        installed = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding("language model", f"{name} is not installed", advice)
    try:
        done = subprocess.run(
            [sys.executable, "-c", "import sys, spacy; spacy.load(sys.argv[1])", name],
            capture_output=True,
            text=True,
            timeout=MODEL_WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Finding("language model", f"{name} {installed} does not load within {MODEL_WAIT} s", AGAIN)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word why"])[-1]
        return Finding("language model", f"{name} {installed} does not load: {last}", advice)
    return Finding("language model", f"{name} {installed}, loads")


def extensions() -> Finding:
    """Whether DuckDB has the parts that are used, without fetching any."""
    import duckdb

    with duckdb.connect() as con:
        loaded = con.execute("SELECT extension_name FROM duckdb_extensions() WHERE loaded").fetchall()
    missing = sorted(set(EXTENSIONS) - {name for (name,) in loaded})
    if missing:
        return Finding("DuckDB's parts", f"without {', '.join(missing)}", f"{AGAIN} Take DuckDB from PyPI.")
    return Finding("DuckDB's parts", ", ".join(EXTENSIONS))


def home(folder: Path) -> Finding:
    """Whether the data folder can be written to; one that is not there yet can be when its parent can."""
    place = _standing(folder)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        why = f"{folder} cannot be written: {error.strerror}"
        return Finding("data folder", why, "Free it for writing, or set TWOSOURCE_HOME to another folder.")
    return Finding("data folder", f"{folder}" if place == folder else f"{folder} (the first run makes it)")


def disk(folder: Path) -> Finding:
    """Free space where the data folder is."""
    free = shutil.disk_usage(_standing(folder)).free
    advice = "Make room: a run needs space for the database twice." if free < LEAST_FREE else None
    return Finding("free disk", size(free), advice)


def live_database(chosen: Settings) -> Iterator[Finding]:
    """The database that runs write: who holds it, its shape, the last run; and the inbox, which it is compared with."""
    from twosource.warehouse import connect

    name = "database of runs"
    if not chosen.live.is_file():
        yield Finding(name, f"{chosen.live} (the first run makes it)")
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
            yield last_run(con)
            yield inbox(chosen, con)


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
        "SELECT run_id, started_at, finished_at FROM quality.runs ORDER BY started_at DESC LIMIT 1"
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
            f"{began}; {_number(failed[0], 'critical check')} {'fails' if failed[0] == 1 else 'fail'}",
            f"Run again and read its last lines, or open the database of runs with DuckDB and ask: {query}",
        )
    if finished_at is None:
        return Finding("last run", f"{began}; did not reach its end", "Run again: it goes on where it stopped.")
    return Finding("last run", f"{began}, ended well after {(finished_at - started_at).total_seconds():.0f} s")


def inbox(chosen: Settings, con: duckdb.DuckDBPyConnection | None) -> Finding:
    """Files in the inbox, and how many of them no run has seen (not told while the database cannot be asked)."""
    from twosource.loading import files, sources

    try:
        (source,) = sources.resolve(["inbox"], chosen.home)
    except sources.SourceError as error:
        return Finding("inbox", f"no source of that name: {error}", "Correct sources.yml in the data folder.")
    there = {found.address for found in files.files(source)}
    found = f"{chosen.inbox}, {_number(len(there), 'file')}"
    if con is None or not there:
        return Finding("inbox", found)
    known = con.execute(
        "SELECT split_part(address, '#', 1) FROM (SELECT source, address FROM raw.captures "
        "UNION ALL SELECT source, address FROM quality.set_aside) WHERE source = 'inbox'"
    ).fetchall()
    waiting = len(there - {address for (address,) in known})
    advice = "Run `twosource run inbox`, or let `twosource serve` do it." if waiting else None
    return Finding("inbox", f"{found}, {waiting or 'none'} of them waiting", advice)


def published_copy(path: Path) -> Finding:
    """The copy for analysts: how large, how old."""
    if not path.is_file():
        return Finding("copy for analysts", f"{path} (the first run that passes its checks makes it)")
    status = path.stat()
    made = age(datetime.fromtimestamp(status.st_mtime, UTC))
    return Finding("copy for analysts", f"{path}, {size(status.st_size)}, made {made}")


def size(count: int) -> str:
    """Bytes in the unit that a person would use."""
    for unit, worth in UNITS:
        if count >= worth:
            return f"{count / worth:.1f} {unit}"
    return f"{count} bytes"


def age(moment: datetime) -> str:
    """How long ago a moment was, in whole units."""
    seconds = max(0, int((datetime.now(UTC) - moment).total_seconds()))
    for unit, worth in SPANS:
        if seconds >= worth:
            return f"{_number(seconds // worth, unit)} ago"
    return "just now"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _standing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _print(findings: list[Finding]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("check", no_wrap=True)
    table.add_column("found", overflow="fold")
    table.add_column("what to do", overflow="fold")
    for finding in findings:
        style = "yellow" if finding.advice else ""
        cells = (finding.check, finding.found, finding.advice or "")
        table.add_row(*(Text(harmless(cell)) for cell in cells), style=style)
    Console().print(table)
