"""A PostgreSQL of the tests' own: made in a folder, on a socket in it, ended with them.

Belongs here: starting, stopping and asking it. Does not: any test.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import duckdb

from twosource.warehouse import extensions

USER = "nobody"
"""Who PostgreSQL runs as where the tests are root's, whom it refuses."""


def program(name: str) -> str | None:
    """The path of one of PostgreSQL's programs; Debian keeps them out of the way."""
    places = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
    return next(filter(None, (shutil.which(name, path=place) for place in (None, *places))), None)


class Postgres:
    """A cluster in a folder of its own. Its lakes are databases, made as they are asked for."""

    def __init__(self) -> None:
        # a short path: that of a socket has to fit into 107 bytes
        self.folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER)
        self._do("initdb", "-D", f"{self.folder}/data", "--auth=trust", "--no-sync", "--username=news", "--no-locale")
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off"
        self._do("pg_ctl", "-D", f"{self.folder}/data", "-o", options, "-l", f"{self.folder}/log", "-w", "start")

    def stop(self) -> None:
        """Stop it at once, as a machine that loses power does."""
        self._do("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")

    def close(self) -> None:
        """Stop it and remove all that it wrote."""
        os.kill(int(Path(f"{self.folder}/data/postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def words(self, database: str) -> str:
        """libpq's words for a database of that name."""
        return f"dbname={database} host={self.folder} user=news"

    def create(self, database: str) -> str:
        """Make an empty database, in the place of one of that name, and return libpq's words for it."""
        with duckdb.connect() as con:
            extensions.load(con, "postgres_scanner")
            con.execute(f"ATTACH '{self.words('postgres')}' AS server (TYPE postgres)")
            for sql in (f"DROP DATABASE IF EXISTS {database} WITH (FORCE)", f"CREATE DATABASE {database}"):
                con.execute(f"CALL postgres_execute('server', '{sql}', use_transaction = false)")
        return self.words(database)

    def _do(self, name: str, *arguments: str) -> None:
        as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(program(name)), *arguments]
        with open(self.folder.with_suffix(".out"), "w+b") as out:  # no pipe: the server would keep it open
            done = subprocess.run(command, cwd="/", stdout=out, stderr=out, timeout=60, check=False)
            out.seek(0)
            assert done.returncode == 0, out.read().decode()
        self.folder.with_suffix(".out").unlink()
