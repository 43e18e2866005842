"""The right to write to a lake: held by one process, renewed while it lives, lost when it does not.

Belongs here: taking, renewing and giving back the lease, and the fence by which PostgreSQL refuses what a writer
without it commits. Does not: the lake's tables.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from twosource import declarations
from twosource.settings import Lake
from twosource.warehouse.connect import WarehouseLocked

LIFE = 60.0
"""Seconds after the last renewal at which a lease runs out. Only a holder that hangs waits for it: of one that has
ended PostgreSQL knows at once."""
BEATS = 6
"""Renewals in the life of a lease."""
PAUSE = 0.25
"""Seconds between two attempts to take it."""
LOST = "twosource: another process has taken over the lease"
"""What PostgreSQL says of a commit by a writer without it."""

TABLES = """
SELECT pg_advisory_xact_lock(hashtext('twosource_lease'));
CREATE TABLE IF NOT EXISTS twosource_lease (
    one INTEGER PRIMARY KEY CHECK (one = 1), token TEXT NOT NULL, holder TEXT NOT NULL, since TIMESTAMPTZ NOT NULL);
CREATE TABLE IF NOT EXISTS twosource_lease_life (
    one INTEGER PRIMARY KEY CHECK (one = 1), token TEXT NOT NULL, renewed TIMESTAMPTZ NOT NULL,
    expires TIMESTAMPTZ NOT NULL);
INSERT INTO twosource_lease VALUES (1, '', '', now()) ON CONFLICT DO NOTHING;
INSERT INTO twosource_lease_life VALUES (1, '', now(), now()) ON CONFLICT DO NOTHING
"""
"""Who holds it, and until when. Two tables: a renewal must not touch the row that commits are held to, or PostgreSQL
would take it for a conflict with them."""

TAKE = """
DO $take$
DECLARE held TEXT;
BEGIN
    SELECT token INTO held FROM twosource_lease;
    IF held <> '' AND EXISTS (SELECT FROM pg_stat_activity WHERE application_name = held)
        AND EXISTS (SELECT FROM twosource_lease_life WHERE token = held AND expires > now()) THEN
        RETURN;
    END IF;
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE held <> '' AND application_name = held;
    UPDATE twosource_lease SET token = {token}, holder = {holder}, since = now() WHERE token = held;
    IF NOT FOUND THEN RETURN; END IF;
    UPDATE twosource_lease_life SET token = {token}, renewed = now(), expires = now() + INTERVAL '{life} s';
END $take$
"""
"""It is free when nobody holds it, when its holder's connections are gone, or when it has run out. What is left of a
holder that hangs is ended: it may stand in the middle of a commit."""

RENEW = (
    "UPDATE twosource_lease_life SET renewed = now(), expires = now() + INTERVAL '{life} s' WHERE token = {token} "
    "AND EXISTS (SELECT FROM twosource_lease WHERE token = {token})"
)
GIVE_BACK = "UPDATE twosource_lease SET token = '', holder = '' WHERE token = {token}"
ASK = (
    "SELECT l.token, l.holder, l.since, e.renewed, e.expires FROM twosource_lease l "
    "JOIN twosource_lease_life e USING (one)"
)

FENCE = f"""
CREATE OR REPLACE FUNCTION twosource_fence() RETURNS trigger LANGUAGE plpgsql AS $fence$
BEGIN
    PERFORM 1 FROM twosource_lease WHERE token = current_setting('application_name') FOR SHARE;
    IF NOT FOUND THEN RAISE EXCEPTION '{LOST}'; END IF;
    RETURN NULL;
END $fence$;
CREATE OR REPLACE TRIGGER twosource_fence AFTER INSERT OR UPDATE OR DELETE ON ducklake_snapshot
    FOR EACH STATEMENT EXECUTE FUNCTION twosource_fence();
CREATE OR REPLACE TRIGGER twosource_fence AFTER INSERT OR UPDATE OR DELETE ON ducklake_data_file
    FOR EACH STATEMENT EXECUTE FUNCTION twosource_fence()
"""
"""Every commit to a lake writes a snapshot, in one transaction of PostgreSQL with all else. In that same transaction
the lease is asked for and kept from being taken over until it ends. It goes by the name of the connection, which is
the lease's token."""
FENCED = "SELECT tgname FROM pg_trigger WHERE tgname = 'twosource_fence'"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lease, since when, when it was renewed last and when it runs out."""

    who: str
    since: datetime
    renewed: datetime
    expires: datetime


@contextmanager
def held(beside: duckdb.DuckDBPyConnection, lake: Lake, wait: float, life: float) -> Iterator[str]:
    """Hold the lake's lease, waiting at most `wait` seconds for it; gives the token that is the right to write.

    It runs out `life` seconds after its last renewal.

    Connections that write bear it as their application_name. It is renewed through a connection of its own in the
    engine of `beside`. Raises WarehouseLocked naming the holder when it is not had in time, duckdb.Error when
    PostgreSQL cannot be reached.
    """
    token = f"twosource-{uuid.uuid4().hex}"
    with _connected(beside, lake, token) as con:
        _execute(con, TABLES)
        _take(con, lake, token, wait, life)
        stop = threading.Event()
        keeper = threading.Thread(target=_renew, args=(con, token, life, stop), name="lease", daemon=True)
        keeper.start()
        try:
            yield token
        finally:
            stop.set()
            keeper.join()
            with suppress(duckdb.Error):  # where PostgreSQL is gone, there is nothing to give back
                _execute(con, GIVE_BACK.format(token=declarations.quote(token)))


def fence(con: duckdb.DuckDBPyConnection) -> None:
    """Have PostgreSQL refuse commits without the lease, which is held, once the lake's own tables are there."""
    if not _ask(con, FENCED):
        _execute(con, FENCE)


def holder(beside: duckdb.DuckDBPyConnection, lake: Lake) -> Holder | None:
    """Who holds the lake's lease; None when nobody does, or never did. Raises duckdb.Error without PostgreSQL."""
    with _connected(beside, lake, "twosource") as con:
        if not _ask(con, "SELECT 1 FROM pg_tables WHERE tablename = 'twosource_lease'"):
            return None
        found = _ask(con, f"{ASK} WHERE l.token <> '' AND l.token IN (SELECT application_name FROM pg_stat_activity)")
    return Holder(*found[0][1:]) if found else None


def _take(con: duckdb.DuckDBPyConnection, lake: Lake, token: str, wait: float, life: float) -> None:
    words = {"token": declarations.quote(token), "holder": declarations.quote(_own_name()), "life": life}
    deadline = time.monotonic() + wait
    while True:
        with suppress(duckdb.Error):  # somebody else took it in the same moment; without PostgreSQL, asking fails too
            _execute(con, TAKE.format(**words))
        ((now, who, *_),) = _ask(con, ASK)
        if now == token:
            return
        if time.monotonic() > deadline:
            raise WarehouseLocked(
                f"{who or 'another process'} is writing to {lake} and did not end within {wait:g} s. "
                "Wait for it, or stop it, and run again."
            )
        time.sleep(PAUSE)


def _renew(con: duckdb.DuckDBPyConnection, token: str, life: float, stop: threading.Event) -> None:
    """Renew until told to stop. Where PostgreSQL does not answer it is tried again: a lease that was lost meanwhile
    shows at the next commit."""
    words = {"token": declarations.quote(token), "life": life}
    while not stop.wait(life / BEATS):
        with suppress(duckdb.Error):
            _execute(con, RENEW.format(**words))


def _own_name() -> str:
    program = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])
    return f"process {os.getpid()} on {socket.gethostname()} ({program})"


# ------------------------------------------------------------------ PostgreSQL


@contextmanager
def _connected(beside: duckdb.DuckDBPyConnection, lake: Lake, name: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own to PostgreSQL, which is called `catalog`, in an engine that has the extension."""
    with beside.cursor() as con:
        words = declarations.quote(f"{lake.catalog} application_name={name}")
        con.execute(f"ATTACH {words} AS catalog (TYPE postgres)")
        try:
            yield con
        finally:
            with suppress(duckdb.Error):  # of a server that is gone
                con.execute("DETACH catalog")


def _execute(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    con.execute("CALL postgres_execute('catalog', $1)", [sql])


def _ask(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute("FROM postgres_query('catalog', $1)", [sql]).fetchall()
