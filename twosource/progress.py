"""How long work tells how far it is: a small interface that a terminal, a log or nobody stands behind.

Belongs here: the interface and its silent form. Does not: drawing (see `cli`).
"""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told of each stage's begin, of the units done, and of its end."""

    def begin(self, stage: str, total: int | None) -> None:
        """A stage begins; `total` units are to be done, None when that is not known."""

    def advance(self, units: int) -> None:
        """So many more units are done."""

    def end(self, message: str) -> None:
        """The stage is over; `message` says what came of it."""


class Silent:
    """Tells nobody."""

    def begin(self, stage: str, total: int | None) -> None:
        """See Progress."""

    def advance(self, units: int) -> None:
        """See Progress."""

    def end(self, message: str) -> None:
        """See Progress."""
