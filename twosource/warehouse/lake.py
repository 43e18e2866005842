"""What only a lake needs: attaching it, publishing a snapshot of it.

Belongs here: DuckLake's own statements. Does not: the lease (`lease`), keeping files and snapshots in order
(`upkeep`), the choice between file and lake (`store`), tables and stages, which are the same in both.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

import duckdb

from twosource import analyst_views, declarations, settings
from twosource.settings import Lake
from twosource.warehouse import connect, extensions, lease, ledger, search_index, upkeep
from twosource.warehouse.connect import WarehouseError
from twosource.warehouse.ledger import Run

NAME = "lake"
"""What the lake is called inside a connection."""
SNAPSHOT = "snapshot "
"""How the ledger's note of a publication begins: readers attach at the snapshot of that number."""
KEPT = "30 days"
"""How long published snapshots can be read. Those between them, one for each transaction, go with the next one."""
ADVICE = {
    "permission denied": "The database has to belong to that user: `createdb --owner=USER DATABASE`.",
    "does not exist": "docs/scale.md has the commands that make the user and the database.",
    "HTTP 403": "The keys are read from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    "HTTP 404": "The bucket has to be there. AWS_ENDPOINT_URL names a service other than Amazon's.",
    "extension 'httpfs'": "Its files are at an S3-compatible service: set its keys and address, as docs/scale.md says.",
    "password": "The password is read from PGPASSWORD or ~/.pgpass.",
}
"""What to do about what the same run would meet again."""
GO_ON = "What was stored is kept: see that PostgreSQL and the place of the files answer, and run again to go on."


@contextmanager
def writing(lake: Lake, wait: float, life: float = lease.LIFE) -> Iterator[duckdb.DuckDBPyConnection]:
    """The lake for its one writer, made when it is not there; the lease is held to the end of the block.

    `life` are the seconds after which the lease of a writer that hangs runs out.

    Raises WarehouseLocked when another run does not end in time, WarehouseError when the lake cannot be used.
    """
    with using(lake), _connected(lake) as con, lease.held(con, lake, wait, life) as token:
        _make_place(con, lake)
        _attach(con, f"{lake.catalog} application_name={token}", NAME, *_data(lake))
        lease.fence(con)
        con.execute(f"USE {NAME}")
        yield con


def reading(lake: Lake) -> duckdb.DuckDBPyConnection:
    """The lake as it was when it was last published, to read and nothing else: no other file, no setting.

    Raises WarehouseError when nothing was published yet or the lake cannot be used.
    """
    con = connect.settled(duckdb.connect())
    try:
        with using(lake):
            _load(con, lake)
            at = _newest(con, lake)
            if at is None:
                raise WarehouseError(f"Nothing is published in {lake} yet. `twosource run` does it.")
            _attach(con, lake.catalog, NAME, "READ_ONLY", f"SNAPSHOT_VERSION {at}")
            con.execute(f"USE {NAME}")
            for macro in analyst_views.macros().values():
                con.execute(macro.creation("TEMP MACRO", macro.name))
            _lock(con)
    except BaseException:
        con.close()
        raise
    return con


@contextmanager
def looking(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """The lake as it is now, whoever writes, to look at. Raises WarehouseError when it is not there or answers not."""
    with using(lake), _connected(lake) as con:
        _attach(con, lake.catalog, NAME, "READ_ONLY")
        con.execute(f"USE {NAME}")
        yield con


def snapshot(lake: Lake) -> int | None:
    """The number of the published snapshot; None where there is none. Raises WarehouseError without the lake."""
    with using(lake), _connected(lake) as con:
        return _newest(con, lake)


@contextmanager
def using(lake: Lake) -> Iterator[None]:
    """Around work on a lake: raises WarehouseError, which says what to do, in the place of the engine's errors."""
    try:
        yield
    except duckdb.Error as error:
        raise WarehouseError(told(lake, str(error))) from error


def told(lake: Lake, error: str) -> str:
    """The engine's or PostgreSQL's words for what failed, as sentences for a person."""
    if lease.LOST in error:
        return (
            f"This run was out of touch with {lake} for so long that another took over the right to write. What it "
            "stored until then is kept; run again to go on."
        )
    if "creating a new DuckLake is explicitly disabled" in error:
        return f"There is no database in {lake} yet. `twosource run` makes it."
    if "DATA_PATH parameter" in error:
        there = re.search(r'in the catalog "([^"]*)"', error)
        return f"The files of {lake} are at {there[1] if there else 'another place'}: set TWOSOURCE_STORE_DATA to that."
    reason = _reason(error)
    advice = next((told for words, told in ADVICE.items() if words in reason), GO_ON)
    return f"The lake ({lake.catalog}) cannot be used: {reason.rstrip(' .')}. {advice}"


def _reason(error: str) -> str:
    """The one line of an error that says why, without what stands before it."""
    reasons = [line.strip() for line in error.splitlines() if re.search(r"\b(ERROR|FATAL|failed):", line)]
    reason = reasons[-1] if reasons else " ".join(error.splitlines()[:2]) or "it does not answer"
    if not reasons and '"ROLLBACK"' in error:
        return "PostgreSQL broke off the connection"
    if refused := re.search(r"(connection to server .*|FATAL: .*|ERROR: .*)", reason):
        return refused[1]
    return re.sub(r'.*Unable to connect to Postgres at ".*?": ', "", reason)


# ------------------------------------------------------------------ attaching


@contextmanager
def _connected(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect.settled(duckdb.connect()) as con:
        _load(con, lake)
        yield con


def _load(con: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """What the lake's catalog and files need, with the keys of the service that holds the files."""
    extensions.load(con, "postgres_scanner", "ducklake")
    found = settings.s3_words()  # of a reader these may be all that tells of S3: the catalog knows the place
    if found or (lake.data and "://" in lake.data):
        extensions.load(con, "httpfs")
        words = "".join(f", {word} {declarations.quote(value)}" for word, value in found.items())
        con.execute(f"CREATE SECRET (TYPE s3{words})")


def _attach(con: duckdb.DuckDBPyConnection, catalog: str, name: str, *options: str) -> None:
    words = f" ({', '.join(options)})" if options else ""
    con.execute(f"ATTACH {declarations.quote(f'ducklake:postgres:{catalog}')} AS {name}{words}")


def _make_place(con: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """See that the lake's files can be where they are to be, before a catalog names that place for good."""
    if lake.data is None:
        return
    if "://" in lake.data:
        con.execute("SELECT count(*) FROM glob($1)", [f"{lake.data.rstrip('/')}/*"])
        return
    try:
        Path(lake.data).mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=lake.data):
            pass
    except OSError as error:
        raise WarehouseError(
            f"The files of {lake} cannot be in {lake.data} ({error.strerror}). "
            "Set TWOSOURCE_STORE_DATA to a folder that you may write to."
        ) from error


def _data(lake: Lake) -> list[str]:
    return [f"DATA_PATH {declarations.quote(lake.data)}"] if lake.data else []


def _newest(con: duckdb.DuckDBPyConnection, lake: Lake) -> int | None:
    """The newest published snapshot, which only the newest state of all tells."""
    try:
        _attach(con, lake.catalog, "head", "READ_ONLY")
    except duckdb.InvalidInputException as error:
        if "does not exist" in str(error):
            return None
        raise
    try:
        return _published(con, "head.quality.runs")
    except duckdb.CatalogException:
        return None  # a run that was killed before it made its tables
    finally:
        con.execute("DETACH head")


def _published(con: duckdb.DuckDBPyConnection, runs: str) -> int | None:
    found = con.execute(
        f"SELECT published_file FROM {runs} WHERE starts_with(published_file, $1) ORDER BY number DESC LIMIT 1",
        [SNAPSHOT],
    ).fetchone()
    return int(found[0].removeprefix(SNAPSHOT)) if found else None


def _lock(con: duckdb.DuckDBPyConnection) -> None:
    """Settings for readers: no file but the lake's own, and none of these can be changed."""
    ((folder,),) = con.execute(f"SELECT data_path FROM ducklake_settings('{NAME}')").fetchall()
    con.execute("SET autoload_known_extensions = false")
    con.execute("SET python_enable_replacements = false")
    con.execute(f"SET allowed_directories = [{declarations.quote(folder)}]")
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")


# ------------------------------------------------------------------ the writer's last steps


def partition(con: duckdb.DuckDBPyConnection) -> None:
    """Part by month the tables that are looked up by day, so that a look-up opens the files of its months alone."""
    done = con.execute(
        f"SELECT t.table_name FROM __ducklake_metadata_{NAME}.ducklake_partition_info p "
        f"JOIN __ducklake_metadata_{NAME}.ducklake_table t USING (table_id) WHERE p.end_snapshot IS NULL"
    ).fetchall()
    for table in declarations.tables().values():
        if table.by_month and (table.name,) not in done:
            day = f'"{table.by_month}"'
            con.execute(f"ALTER TABLE {table.full_name} SET PARTITIONED BY (year({day}), month({day}))")


def publish(con: duckdb.DuckDBPyConnection, run: Run) -> float | None:
    """Note the present snapshot as the one that readers see, and keep the lake in order; seconds that it took.

    None when nothing changed since the last one. To be called when all critical checks hold.
    """
    begun = time.perf_counter()
    stale = ledger.changed(con) or _published(con, "quality.runs") not in upkeep.snapshots(con, NAME)
    ledger.finish(con, run)
    if not stale:
        return None
    search_index.bring_up(con)
    upkeep.keep(con, NAME)
    at = max(upkeep.snapshots(con, NAME))
    seconds = time.perf_counter() - begun
    ledger.note_publishing(con, run, seconds, f"{SNAPSHOT}{at}")
    upkeep.let_go(con, NAME, _kept(con))
    return seconds


def _kept(con: duckdb.DuckDBPyConnection) -> set[int]:
    """The published snapshots that can still be read."""
    found = con.execute(
        f"SELECT published_file FROM quality.runs WHERE starts_with(published_file, $1) "
        f"AND started_at > now() - INTERVAL '{KEPT}'",
        [SNAPSHOT],
    ).fetchall()
    return {int(name.removeprefix(SNAPSHOT)) for (name,) in found}
