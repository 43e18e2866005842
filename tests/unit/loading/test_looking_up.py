"""Look-ups of names end in time, whatever the resolver does."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from twosource.loading import looking_up
from twosource.loading.guard import checked_url
from twosource.loading.http import exchange
from twosource.loading.refusal import Refused


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A resolver that hangs until the event is set."""
    freed = threading.Event()

    def resolve(*_: object, **__: object) -> list[tuple[object, ...]]:
        freed.wait(20)
        return [(0, 0, 0, "", ("8.8.8.8", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    yield freed
    freed.set()
    while any(thread.name.startswith("look up") for thread in threading.enumerate()):
        time.sleep(0.01)


def test_the_addresses_of_a_name() -> None:
    assert {"127.0.0.1", "::1"} & set(asyncio.run(looking_up.addresses("localhost", 80)))
    with pytest.raises(socket.gaierror):
        asyncio.run(looking_up.addresses("no-such-name.invalid", 80))
    with pytest.raises(UnicodeError):
        asyncio.run(looking_up.addresses("a" * 70 + ".example", 80))


@pytest.mark.usefixtures("hanging")
def test_a_resolver_that_hangs_costs_no_more_than_the_deadline() -> None:
    began = time.monotonic()
    with pytest.raises(Refused) as caught:
        exchange(checked_url("http://ledger.example/"), {}, 1_000, 0.2)
    assert caught.value.reason == "deadline"
    assert time.monotonic() - began < 2


def test_look_ups_that_hang_are_bounded_and_come_free_again(hanging: threading.Event) -> None:
    for _ in range(looking_up.MOST_AT_ONCE):
        with pytest.raises(Refused):
            exchange(checked_url("http://ledger.example/"), {}, 1_000, 0.01)
    with pytest.raises(Refused) as caught:
        exchange(checked_url("http://ledger.example/"), {}, 1_000, 0.01)
    assert "look-ups" in caught.value.what
    hanging.set()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            assert asyncio.run(looking_up.addresses("ledger.example", 80)) == ["8.8.8.8"]
            return
        except OSError:
            time.sleep(0.01)
    pytest.fail("no look-up came free")
