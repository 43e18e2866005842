"""The verb `serve`: Dagster's web server and daemon together, on this machine only, until somebody stops them.

Belongs here: starting, watching and ending the two processes. Does not: what they run (`pipelines`).
"""

from __future__ import annotations

import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO, Annotated

import typer

from twosource import paths
from twosource.cli.history import kept
from twosource.cli.terminal import Failure, harmless, settings
from twosource.settings import Settings

HOST = "127.0.0.1"
WEB = "web server"
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK = 0.5
"""Seconds between two looks at the processes."""
SLOW_START = 180.0
"""Seconds in which the web server has to answer for the first time."""
POLITE, FIRM = 6.0, 2.0
"""Seconds that the two processes have to end, then all that they have started, before what is left is killed."""


@dataclass(frozen=True, slots=True)
class Service:
    """One of the two processes, leader of a group of its own, and the file that it writes its log to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the web pages, on this machine only.")] = 3000,
) -> None:
    """Serve the pipeline's web pages and the report, with schedule and inbox switched on.

    The pages open with the address that is printed, on this machine; its token is a new one each time. Runs begun there
    take declared sources only.
    Runs until Ctrl-C and ends with status 0; with 1 when it cannot start or one of its two processes dies. It takes
    about 600 MB of memory.
    """
    from twosource import app

    app.reach()
    from pipelines import history

    chosen = settings()
    stop = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, handle) for number in STOPPING}
    try:
        with kept(chosen), _claimed(chosen, history.prepare(chosen), port) as claim:
            history.end_served_runs(chosen)
            _serve(chosen, port, claim, stop)
            history.end_served_runs(chosen)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _claimed(chosen: Settings, dagster_home: Path, port: int) -> Iterator[IO[str]]:
    """The home's folders, made, and its one place for a server, held as a file lock; raises Failure.

    The processes inherit the lock: should this one be killed, they keep the place that they still fill.
    """
    chosen.inbox.mkdir(parents=True, exist_ok=True)
    with (dagster_home / "serve.lock").open("a+", encoding="utf-8") as claim:
        os.fchmod(claim.fileno(), 0o600)  # it will hold the start address
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            claim.seek(0)
            raise Failure(
                f"{chosen.home} is served already, {claim.read().strip()}. Use that one, or stop it first."
            ) from error
        _require_free(port)
        yield claim


def _require_free(port: int) -> None:
    with socket.socket() as attempt:
        # as the web server itself does, so that a port just given up counts as free
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError as error:
            raise Failure(
                f"Port {port} cannot be used ({error.strerror}): name another, twosource serve --port {port + 1}."
                if port < 65535
                else f"Port {port} cannot be used ({error.strerror}): name another with --port."
            ) from error


def _serve(chosen: Settings, port: int, claim: IO[str], stop: threading.Event) -> None:
    """Start both, tell where they are, watch them until `stop`, and end them; raises Failure when one dies."""
    print("Starting …", flush=True)
    token = secrets.token_urlsafe(32)
    address = f"http://{HOST}:{port}/?token={token}"
    services: list[Service] = []
    try:
        for name, command in _commands(port).items():
            services.append(_started(name, command, chosen, claim, told=token if name == WEB else ""))
        _note(claim, address, services)
        if _answers(port, services, stop):
            _tell(chosen, address)
        while not stop.wait(LOOK):
            _require_alive(services)
        print("Stopping …", flush=True)
    finally:
        _end(services)


def _tell(chosen: Settings, address: str) -> None:
    """Where everything is; the report's pages open in a browser that has opened the first address."""
    from twosource.cli.reported import INDEX

    places = {"Web pages:": address, "Report:": f"{address.partition('/?')[0]}{INDEX}", "Inbox:": str(chosen.inbox)}
    for name, place in places.items():
        print(f"{name:<10} {harmless(place)}")
    print("Ctrl-C ends it.", flush=True)


def _commands(port: int) -> Mapping[str, Sequence[str]]:
    """What is started: the program by name."""
    return {
        WEB: ("twosource.cli.webserver", str(port)),
        "daemon": ("dagster._daemon", "run", "-m", "twosource.app", "-a", "served", "-d", str(paths.app_folder())),
    }


def _started(name: str, command: Sequence[str], chosen: Settings, claim: IO[str], told: str) -> Service:
    """Start one of the two; what it is `told` is all of its standard input."""
    log = chosen.dagster_home / f"{name.replace(' ', '-')}.log"
    from pipelines import history

    # it is handed on whole: paths, proxies, and the settings that runs read for themselves
    environment = os.environ | {
        "TWOSOURCE_HOME": str(chosen.home),
        "DAGSTER_HOME": str(history.plain(chosen.dagster_home)),
    }
    with log.open("wb") as target:
        process = subprocess.Popen(
            # -P: a file in the folder where it was begun may be named like a package
            [sys.executable, "-P", "-m", *command],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=target,
            stderr=subprocess.STDOUT,
            # a Ctrl-C in the terminal reaches this process alone, which then ends the two in order
            start_new_session=True,
            pass_fds=(claim.fileno(),),
        )
    assert process.stdin is not None
    with suppress(BrokenPipeError), process.stdin as channel:  # broken when it died at once, which is found soon enough
        channel.write(told.encode())
    return Service(name, process, log)


def _note(claim: IO[str], address: str, services: Sequence[Service]) -> None:
    """Write down who serves, for whoever finds the place taken."""
    claim.truncate(0)
    claim.write(f"at {address} , by the processes {os.getpid()}, ")
    claim.write(" and ".join(str(service.process.pid) for service in services))
    claim.flush()


def _answers(port: int, services: Sequence[Service], stop: threading.Event) -> bool:
    """Wait until the web server takes connections; False when it was stopped before. Raises Failure."""
    deadline = time.monotonic() + SLOW_START
    while not stop.wait(LOOK):
        _require_alive(services)
        with suppress(OSError), socket.create_connection((HOST, port), timeout=LOOK):
            return True
        if time.monotonic() > deadline:
            raise Failure(f"The web server does not answer after {SLOW_START:g} s. Its log: {services[0].log}")
    return False


def _require_alive(services: Sequence[Service]) -> None:
    for service in services:
        status = service.process.poll()
        if status is not None:
            how = f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
            raise Failure(f"The {service.name} {how}, so the rest was stopped too. Its log: {service.log}")


def _end(services: Sequence[Service]) -> None:
    """End both and all that they have started: asked first, killed when they do not listen."""
    for service in services:
        if service.process.poll() is None:
            service.process.terminate()
    _wait(POLITE, lambda: all(service.process.poll() is not None for service in services))
    for number in (signal.SIGTERM, signal.SIGKILL):
        for service in services:
            _tell_group(service, number)
        _wait(FIRM, lambda: not any(_tell_group(service, 0) for service in services))
    for service in services:
        service.process.wait()


def _tell_group(service: Service, number: int) -> bool:
    """Send a signal to a process and all that it has started; whether anybody was left to get it."""
    service.process.poll()  # a process that has ended stays in its group until its end was noted
    try:
        os.killpg(service.process.pid, number)
    except ProcessLookupError:
        return False
    return True


def _wait(seconds: float, until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not until():
        time.sleep(0.1)
