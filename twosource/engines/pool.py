"""Worker processes on this machine.

Belongs here: starting, ending and replacing them. Does not: the order of the work (`spread`).
"""

from __future__ import annotations

import multiprocessing
import sys
from concurrent.futures import BrokenExecutor, CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor

from twosource.engines.spread import Item, Made, Work, WorkerDied, Workers

QUIET = "ignore:resource_tracker"
"""When a run is ended before its workers are, Python's tracker clears up after it and would complain about that behind
the run's last sentence; it takes its filters from this process."""
Handed = tuple[ProcessPoolExecutor, "Future[list[Made]]"]


class Pool(Workers):
    """Processes of Python's own pool, started when there is work for them."""

    def __init__(self, processes: int) -> None:
        """`processes` work at the same time."""
        self.at_once = processes
        self._executor: ProcessPoolExecutor | None = None
        self._starter = ThreadPoolExecutor(1)

    def submit(self, work: Work[Item, Made], batch: list[Item]) -> Handed[Made]:
        """See `Workers`."""
        executor = self._running()
        try:
            return executor, self._handed(executor, work, batch)
        except (BrokenExecutor, OSError):
            # a worker died while nobody waited for a result; OSError ("handle is closed") while its pool is ended
            # because of that. Where it is the machine that has no room for a process, the next pool says so as well
            self._drop(executor)
            executor = self._running()
            return executor, self._handed(executor, work, batch)

    def result(self, handed: Handed[Made]) -> list[Made]:
        """See `Workers`. When one worker dies, Python's pool ends them all: whatever was under way is done again."""
        executor, future = handed
        try:
            return future.result()
        except (BrokenExecutor, CancelledError) as error:
            self._drop(executor)
            raise WorkerDied(str(error)) from error

    def close(self) -> None:
        """End the workers at once: whoever closes wants nothing any more of what is under way, and a run that was
        stopped is to end before its grace is over."""
        if self._executor is not None:
            self._starter.shutdown()
            self._starter = ThreadPoolExecutor(1)
            self._executor.shutdown(wait=False, cancel_futures=True)
            for worker in multiprocessing.active_children():
                worker.kill()
            self._executor.shutdown()
        self._executor = None

    def _running(self) -> ProcessPoolExecutor:
        if self._executor is None:
            if QUIET not in sys.warnoptions:
                sys.warnoptions.append(QUIET)
            # spawn: a forked copy of a process that has loaded a model or holds threads may hang
            self._executor = ProcessPoolExecutor(self.at_once, mp_context=multiprocessing.get_context("spawn"))
        return self._executor

    def _handed(self, executor: ProcessPoolExecutor, work: Work[Item, Made], batch: list[Item]) -> Future[list[Made]]:
        """Hand a batch over, by a thread of its own: a signal that ends the run is raised in the main one, and there
        would leave a worker that is just being started half told what to do, which it complains of."""
        return self._starter.submit(executor.submit, work, batch).result()

    def _drop(self, executor: ProcessPoolExecutor) -> None:
        if self._executor is executor:
            executor.shutdown(cancel_futures=True)
            self._executor = None
