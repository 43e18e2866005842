"""The status of a run by what its sources gave: every case, without a run."""

from __future__ import annotations

import pytest

from twosource.cli.run import _untaken
from twosource.cli.terminal import FAILED, NOTHING
from twosource.warehouse.ledger import Taken


def gave(source: str, usable: int = 0, quarantined: int = 0, status: str = "ok") -> Taken:
    return Taken(source, status, usable, quarantined, "bad.txt is not text." if quarantined else None)


GOOD = gave("good", usable=2)
SOME_BAD = gave("some", usable=1, quarantined=3)
BAD = gave("bad", quarantined=1)
EMPTY = gave("empty", status="empty")
GONE = gave("gone", status="failed")
LEFT = gave("later", status="partial")
INBOX = gave("inbox", status="empty")


@pytest.mark.parametrize(
    ("taken", "named", "status"),
    [
        ([GOOD], True, 0),
        ([SOME_BAD], True, 0),
        ([INBOX], True, 0),
        ([INBOX], False, 0),
        ([EMPTY], True, FAILED),
        ([GOOD, EMPTY], True, FAILED),
        ([BAD], True, FAILED),
        ([GOOD, BAD], True, FAILED),
        ([EMPTY, GONE], True, FAILED),
        ([GOOD, LEFT], True, 0),
        # of all that are declared, one that gave something is enough
        ([GOOD, EMPTY, GONE], False, 0),
        ([EMPTY, GONE, INBOX], False, NOTHING),
    ],
)
def test_the_status_by_what_was_taken(
    taken: list[Taken], named: bool, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _untaken(taken, named) == status
    told = " ".join(capsys.readouterr().err.split())
    for source in taken:
        nothing = f"nothing could be taken in from {source.source}" in told
        assert nothing == bool(status and not source.usable and source is not INBOX), told
    assert ("is not text" in told) == bool(status and BAD in taken)
