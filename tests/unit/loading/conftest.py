"""What the tests of fetching are given: a host on this machine, and the web as a run with no patience sees it."""

from collections.abc import Iterator

import pytest

from tests.unit.loading.host import Host, running
from twosource.loading.web import Web


@pytest.fixture
def host() -> Iterator[Host]:
    with running() as found:
        yield found


@pytest.fixture
def pauses() -> list[float]:
    """The seconds that the web has slept for, if only in theory."""
    return []


@pytest.fixture
def web(host: Host, pauses: list[float]) -> Web:
    return Web(
        "twosource/0.1 (+desk@ledger.example)",
        [host.place],
        deadline=0.6,
        longest_wait=1.0,
        first_wait=0.01,
        sleep=pauses.append,
    )
