"""The CPU time that one article may take, so that no single one holds up all the others.

Belongs here: counting it, and the fault that says it is up. Does not: what becomes of the article.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field


class OutOfTime(RuntimeError):
    """An article took longer than it may; the message says how long that is."""


@dataclass(slots=True)
class Clock:
    """Counts CPU seconds of the thread that reads the article against `limit`.

    It is asked between paragraphs and finders, which works in any thread and process and interrupts no call;
    a paragraph has a greatest length, so that the next asking is never far off.
    """

    limit: float = math.inf
    spent: float = 0.0
    _since: float = field(default_factory=time.thread_time)

    @property
    def is_up(self) -> bool:
        """Whether what was spent so far is more than the limit."""
        return self.spent > self.limit

    def count_from(self, since: float) -> None:
        """Add what the thread spent since it stood at `since`, and count on from here."""
        self._since = time.thread_time()
        self.spent += max(0.0, self._since - since)

    def resume(self) -> None:
        """Count on from here: what the thread did before was not for this article."""
        self._since = time.thread_time()

    def check(self) -> None:
        """Count, and raise OutOfTime when the time is up."""
        self.count_from(self._since)
        if self.is_up:
            raise OutOfTime(f"reading it took more than {self.limit:g} CPU seconds")
