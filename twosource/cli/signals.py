"""SIGINT and SIGTERM: one sentence, and the status that shells know, however early and whatever is going on.

Belongs here: the handlers, and the watch that no signal is lost. Does not: what a verb tidies up when it is stopped.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from threading import Event

# nothing is imported here that is not loaded already: the handlers are to be in place as early as can be

NUMBERS = (signal.SIGINT, signal.SIGTERM)
SENTENCE = "twosource: stopped; run again to go on.\n"
SHOW_CURSOR = "\r\x1b[K\x1b[?25h"
"""For a terminal: clear the line that a bar was drawn on, and give back the cursor that it hid."""
GRACE = 5.0
"""Seconds that a run has to end in order after a signal, before it is ended."""
LOOK = 0.1


class Stopped(BaseException):
    """A signal came, and what is going on has something to tidy up; no failure, so nothing that catches those stops it.

    `number` is the signal's.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def answer() -> None:
    """From now on a signal ends the process at once.

    That is safe: what a run has stored is whole at every moment. An exception instead would be lost or turned into
    another one where it falls into an import or a callback.
    """
    for number in NUMBERS:
        signal.signal(number, lambda came, _frame: end(came))


def end(number: int) -> NoReturn:
    """Say so and end with 128 and the number, without waiting for anything; worker processes end too."""
    terminal = os.isatty(2)
    with suppress(OSError):
        os.write(2, ((SHOW_CURSOR if terminal else "") + SENTENCE).encode())
    if "multiprocessing" in sys.modules:
        import multiprocessing

        for worker in multiprocessing.active_children():
            worker.kill()
    os._exit(128 + number)


@contextmanager
def unwinding() -> Iterator[None]:
    """Within it a signal raises Stopped, so that what was begun is tidied up. For what takes a moment only."""
    before = [signal.getsignal(number) for number in NUMBERS]
    for number in NUMBERS:
        signal.signal(number, _raise)
    try:
        yield
    finally:
        for number, handler in zip(NUMBERS, before, strict=True):
            signal.signal(number, handler)


def _raise(number: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped(number)


@contextmanager
def watched() -> Iterator[None]:
    """Around something that handles signals in its own way, as Dagster's run does: none of them is lost.

    Dagster puts handlers of its own in place, keeps what comes between two steps in mind, and forgets it at the end;
    what it raises may fall into a callback that swallows it. So the system is asked to note each signal in a pipe.
    When what is going on does not end within `GRACE` seconds of one, or a second one comes, or what was raised was
    swallowed, the process is ended; when it does end, Stopped is raised, whatever else was.
    """
    import threading

    notes = _Notes()
    tell = sys.unraisablehook

    def swallowed(what: sys.UnraisableHookArgs) -> None:
        if came := notes.read():
            end(came[0])
        tell(what)

    before = signal.set_wakeup_fd(notes.target, warn_on_full_buffer=False)
    sys.unraisablehook = swallowed
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(notes, over), name="signals", daemon=True)
    watch.start()
    try:
        yield
    finally:
        sys.unraisablehook = tell
        signal.set_wakeup_fd(before)
        over.set()
        watch.join()
        came = notes.read()
        notes.close()
        if came:
            raise Stopped(came[0])


def _watch(notes: _Notes, over: Event) -> None:
    while not over.is_set() and not notes.read():
        over.wait(LOOK)
    deadline = time.monotonic() + GRACE
    while not over.wait(LOOK):
        came = notes.read()
        if len(came) > 1 or time.monotonic() > deadline:
            end(came[0])


class _Notes:
    """The pipe in which the system notes signals, and what has come out of it."""

    def __init__(self) -> None:
        self._source, self.target = os.pipe()
        os.set_blocking(self._source, False)
        os.set_blocking(self.target, False)
        self._came: list[int] = []

    def read(self) -> list[int]:
        """The signals so far that ask for an end, in their order."""
        with suppress(BlockingIOError):
            self._came += [number for number in os.read(self._source, 64) if number in NUMBERS]
        return self._came

    def close(self) -> None:
        os.close(self._source)
        os.close(self.target)
