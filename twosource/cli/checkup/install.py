"""The installation and the machine: Python, packages, every stage tried on a page, disk and folders.

Belongs here: what does not depend on the data that is there. Does not: databases and sources (`.data`).
"""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from twosource.cli.checkup.finding import Finding, size

PYTHONS = ((3, 11), (3, 13))
"""The oldest and the newest Python that the locks were resolved for."""
PACKAGES = ("twosource", "dagster", "dagster-webserver", "duckdb", "polars", "great-expectations", "spacy")
EXTENSIONS = ("core_functions", "icu", "json", "parquet")
"""What the views and exports need of DuckDB; wheels bring it along, other builds may not."""
LEAST_FREE = 1_000_000_000
"""Bytes free on the disk below which a run may not end well."""
WORKER_BYTES = 450_000_000
"""What a worker process takes with the language model and the readers of pages loaded (measured: 360 to 420 MB)."""
RUN_BYTES = 900_000_000
"""What the process that reads and writes the database takes beside its workers."""
MEMORY = Path("/proc/meminfo")
TRIAL = (sys.executable, "-P", "-m", "twosource.cli.checkup.trial")
"""Without the folder in which it is asked: a file of the user's there may be named like a package."""
TRIAL_WAIT = 240
"""Seconds given to the process that tries the stages; half a minute on a busy machine."""
AGAIN = "Install twosource again, whole."


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
    """Whether the language model is there; whether it reads is tried by the stage of extraction."""
    try:
        return Finding("language model", f"{name} {metadata.version(name)}")
    except metadata.PackageNotFoundError:
        advice = f"Install it with pip (pip install {name.replace('_', '-')}), or set TWOSOURCE_MODEL to one that is."
        return Finding("language model", f"{name} is not installed", advice)


def stages(model_name: str) -> Iterator[Finding]:
    """Every stage tried on a small page, in a process of its own, as the one that tells must not die of it."""
    try:
        done = subprocess.run([*TRIAL, model_name], capture_output=True, text=True, timeout=TRIAL_WAIT, check=False)
    except subprocess.TimeoutExpired:
        yield Finding("stages", f"do not work within {TRIAL_WAIT} s", f"Look at what else runs. {AGAIN}")
        return
    begun = None
    for line in filter(lambda line: line.startswith("{"), done.stdout.splitlines()):
        told = json.loads(line)
        begun = told.get("begun", None)
        if "ended" in told:
            yield _stage(told["ended"], told["why"])
    if begun is not None:
        yield _stage(begun, f"the process died of it (status {done.returncode})")
    elif done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word why"])[-1]
        yield Finding("stages", f"cannot be tried: {last}", AGAIN)


def _stage(name: str, why: str | None) -> Finding:
    return Finding(name, why or "works", AGAIN if why else None)


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
    if fault := _unwritable(place):
        why = f"{folder} cannot be written: {fault.strerror}"
        return Finding("data folder", why, "Free it for writing, or set TWOSOURCE_HOME to another folder.")
    return Finding("data folder", f"{folder}" if place == folder else f"{folder} (the first run makes it)")


def temporary() -> Finding:
    """Whether the temporary folder can be written to."""
    advice = "Make room there or free it for writing, or set TMPDIR to another folder."
    try:
        folder = Path(tempfile.gettempdir())
    except FileNotFoundError as error:
        return Finding("temporary folder", error.strerror or str(error), advice)
    if fault := _unwritable(folder):
        return Finding("temporary folder", f"{folder} cannot be written: {fault.strerror}", advice)
    return Finding("temporary folder", str(folder))


def _unwritable(folder: Path) -> OSError | None:
    """Why a file cannot be written there; None when it can."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(4_096))
            file.flush()
    except OSError as error:
        return error
    return None


def disk(folder: Path) -> Finding:
    """Free space where the data folder is."""
    free = shutil.disk_usage(_standing(folder)).free
    advice = "Make room: a run needs space for the database twice." if free < LEAST_FREE else None
    return Finding("free disk", size(free), advice)


def workers(processes: int, engine: str) -> Finding:
    """How many workers a run has, what memory they take, and whether it is there."""
    if engine == "ray":
        return Finding("workers", f"those of the Ray cluster, {size(WORKER_BYTES)} each")
    if processes == 1:
        return Finding("workers", f"none beside the run itself, which takes about {size(RUN_BYTES)}")
    wanted, free = RUN_BYTES + processes * WORKER_BYTES, available()
    told = f"{processes} processes, about {size(WORKER_BYTES)} each, {size(wanted)} with the run itself"
    if free is None:
        return Finding("workers", told)
    fewer = max(1, (free - RUN_BYTES) // WORKER_BYTES)
    advice = f"Set TWOSOURCE_PROCESSES to {fewer}, or give the machine more memory." if wanted > free else None
    return Finding("workers", f"{told}; {size(free)} are free", advice)


def available() -> int | None:
    """Bytes of memory that a new process may take; None where the system does not say."""
    try:
        lines = MEMORY.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    found = next((line.split()[1] for line in lines if line.startswith("MemAvailable:")), None)
    return int(found) * 1024 if found else None


def _standing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(place for place in (folder, *folder.parents) if place.exists())
