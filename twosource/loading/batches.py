"""No more than so many new inputs at once: what is over is left for a later run, and said.

Belongs here: counting what is new. Does not: reading inputs (load), storing them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from twosource.loading.limits import Later, over
from twosource.records import Capture, Reached, SetAside

ADVICE = "The next run takes them; TWOSOURCE_INBOX_BATCH says how many one takes."


def at_most(
    items: Iterable[Capture | SetAside | Reached], most: int, known: Callable[[str], Capture | None], source: str
) -> Iterator[Capture | SetAside | Reached]:
    """The items with no more than `most` captures that are not known yet; one record at the end tells of the others."""
    new = 0
    later = Later(source, source)
    for item in items:
        if isinstance(item, Capture):
            before = known(item.address)
            is_new = before is None or before.capture_id != item.capture_id
            new += is_new
            if is_new and new > most:
                later.leave(over(f"one run takes in {most:,} new ones", ADVICE), "inputs")
                continue
        elif isinstance(item, Reached) and new > most and not item.passed:
            continue  # what was left is not stored: reading must come by it again
        yield item
    yield from later.told()
