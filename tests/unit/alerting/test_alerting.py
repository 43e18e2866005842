"""Alerts reach a real command and a real address, once; what goes wrong with them is said and tried again."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from twosource.alerting import sending, telling
from twosource.alerting.watches import Watches, WatchesError, read
from twosource.records import Alert
from twosource.settings import Settings
from twosource.warehouse import intake
from twosource.warehouse.session import Session
from twosource.warehouse.source_states import Expected

ALERT = Alert(kind="source", key="desk silent", message="desk is silent.")


def keeper(path: Path, status: int = 0) -> tuple[str, ...]:
    """A command that keeps what it is told, one message a line."""
    code = f"import sys; open({str(path)!r}, 'a').write(sys.stdin.read() + chr(10)); sys.exit({status})"
    return (sys.executable, "-S", "-c", code)


@contextmanager
def listening(status: int = 200) -> Iterator[tuple[str, list[bytes]]]:
    got: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hook?secret=1", got
        finally:
            server.shutdown()


def test_a_command_and_an_address_get_the_same_message(tmp_path: Path) -> None:
    with listening() as (address, got):
        watches = Watches(command=keeper(tmp_path / "kept"), webhook=address)
        assert sending.send([ALERT], watches) == []
        assert sending.send([], watches) == []
    (line,) = (tmp_path / "kept").read_text().splitlines()
    assert json.loads(line) == json.loads(got[0])
    assert json.loads(line)["alerts"] == [{"kind": "source", "key": "desk silent", "message": "desk is silent."}]


def test_what_goes_wrong_is_said_without_the_secret(tmp_path: Path) -> None:
    with listening(500) as (address, _):
        faults = sending.send([ALERT], Watches(command=keeper(tmp_path / "kept", 3), webhook=address))
    faults += sending.send([ALERT], Watches(command=("/no/such/command",), webhook="http://127.0.0.1:9/secret"))
    assert len(faults) == 4
    assert not any("secret" in fault for fault in faults)
    assert "status 3" in faults[0]
    assert "status 500" in faults[1]


def test_a_source_that_fails_is_told_once_until_it_is_well_again(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    (tmp_path / "watches.yml").write_text(json.dumps({"command": list(keeper(kept)), "on": ["source", "failed_run"]}))
    settings = Settings(home=tmp_path)

    def run(name: str, minimum: int | None) -> None:
        with Session(settings) as session:
            session.begin(name)
            intake.take_in(session, "desk", [], Expected(minimum=minimum))
        assert telling.after_run(settings) == []

    for number, minimum in enumerate((3, 3, None, 3)):
        run(f"run-{number}", minimum)
    assert len(kept.read_text().splitlines()) == 2
    assert telling.after_run(settings, "The disk is full.", "run-9") == []
    assert "The disk is full." in kept.read_text().splitlines()[-1]


def test_what_could_not_be_told_is_told_by_the_next_run(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with Session(settings) as session:
        session.begin("run-1")
        intake.take_in(session, "desk", [], Expected(minimum=1))
    (tmp_path / "watches.yml").write_text(json.dumps({"command": list(keeper(tmp_path / "a", 1))}))
    assert len(telling.after_run(settings)) == 1
    (tmp_path / "watches.yml").write_text(json.dumps({"command": list(keeper(tmp_path / "b"))}))
    assert telling.after_run(settings) == []
    assert "declares 1 as its least" in (tmp_path / "b").read_text()


def test_without_the_file_nobody_is_told(tmp_path: Path) -> None:
    assert telling.after_run(Settings(home=tmp_path), "stopped") == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[", "Correct it"),
        ("- a", "mapping"),
        ("commands: a", "commands"),
        ("stories: a", "nobody would be told"),
        ("webhook_from: https://hook.example/secret", "name of a variable"),
        ("webhook_from: NOT_SET", "NOT_SET is not set"),
        ("{command: a, 'on': [fire]}", "fire"),
        ("command: 5", "text"),
    ],
)
def test_a_wrong_file_is_a_sentence(tmp_path: Path, text: str, word: str) -> None:
    (tmp_path / "watches.yml").write_text(text)
    with pytest.raises(WatchesError, match=word):
        read(tmp_path, {})
    assert telling.after_run(Settings(home=tmp_path)) != []


def test_the_secret_comes_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "watches.yml").write_text("webhook_from: HOOK\nentities: [Mara Lind]\n")
    found = read(tmp_path, {"HOOK": "https://hook.example/secret"})
    assert found is not None
    assert (found.webhook, found.entities) == ("https://hook.example/secret", ("Mara Lind",))
