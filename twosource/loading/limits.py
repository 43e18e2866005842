"""How much fetching may take: of one feed, from one host, for one source, in one run. What is over waits.

Belongs here: the limits, counting against them, what a pass leaves for a later run. Does not: asking (web).
"""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields

from twosource.loading.refusal import Refused, set_aside
from twosource.records import NOT_YET, SetAside
from twosource.settings import Settings

OWN_LIMITS = (
    "To take more at once, give the source the keys entries, pages and minutes in sources.yml, or set "
    "TWOSOURCE_FEED_ENTRIES, TWOSOURCE_SOURCE_PAGES and TWOSOURCE_SOURCE_MINUTES."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that fetching may take, as `Settings` explains; a field that is not given has no limit."""

    feed_entries: float = math.inf
    source_pages: float = math.inf
    source_minutes: float = math.inf
    host_pages: float = math.inf
    host_minutes: float = math.inf
    run_pages: float = math.inf
    run_minutes: float = math.inf

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The limits that are set."""
        return cls(**{limit.name: getattr(settings, limit.name) for limit in fields(cls)})


class Meter:
    """What was taken of one allowance: pages asked for, and the minutes that it took, waiting for a turn included."""

    def __init__(self, whose: str, pages: float, minutes: float, advice: str) -> None:
        """`whose` allowance it is, for the message ("this source"); `advice` says how to raise it."""
        self._whose = whose
        self._most_pages = pages
        self._most_seconds = minutes * 60
        self._advice = advice
        self._pages = 0
        self._seconds = 0.0
        self._open = 0  # pages that are being asked for side by side: their minutes count once
        self._began = 0.0
        self._lock = threading.Lock()

    def require_left(self) -> None:
        """Raises Refused when nothing is left."""
        if self._pages >= self._most_pages:
            raise self._used_up(f"the {self._most_pages:,} pages")
        running = time.monotonic() - self._began if self._open else 0.0
        if self._seconds + running >= self._most_seconds:
            raise self._used_up(f"the {self._most_seconds / 60:g} minutes")

    @contextmanager
    def page(self) -> Iterator[None]:
        """Count a page and the time of the block; raises Refused when nothing is left."""
        with self._lock:
            self.require_left()
            self._pages += 1
            self._open += 1
            if self._open == 1:
                self._began = time.monotonic()
        try:
            yield
        finally:
            with self._lock:
                self._open -= 1
                if not self._open:
                    self._seconds += time.monotonic() - self._began

    def _used_up(self, what: str) -> Refused:
        return over(f"{what} that {self._whose} may take in one run are used up", self._advice)


class Later:
    """What a pass over a source leaves for a later run; `address` is where the source begins."""

    def __init__(self, source: str, address: str) -> None:
        self._source = source
        self._address = address
        self._left: Counter[tuple[str, str]] = Counter()
        self._advice: dict[str, None] = {}

    def leave(self, refused: Refused, what: str, number: int = 1) -> None:
        """Note how many ("pages") were left, and why."""
        self._left[what, refused.what] += number
        self._advice[refused.advice] = None

    def told(self) -> Iterator[SetAside]:
        """One record of all that was left, none when nothing was."""
        if self._left:
            parts = [f"{number:,} {what} were left, as {why}" for (what, why), number in self._left.items()]
            told = f"was not taken whole; a later run goes on. {'; '.join(parts)}."
            refused = Refused(NOT_YET, told, " ".join(self._advice), "skipped")
            yield set_aside(refused, self._source, self._address, item=f"{self._address}#later")


def over(what: str, advice: str) -> Refused:
    """The refusal of what is over a limit; `what` goes on after "as" ("the 500 pages … are used up")."""
    return Refused(NOT_YET, what, advice, "skipped")
