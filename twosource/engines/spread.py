"""The interface of engines, and the order of the work: read ahead within bounds, give back in order, mend what died.

Belongs here: all that is the same for every engine. Does not: processes (`pool`, `cluster`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor
from itertools import chain, islice
from typing import Any, Self, TypeVar

from twosource.faults import Fault

Item = TypeVar("Item")
Made = TypeVar("Made")
Work = Callable[[list[Item]], list[Made]]
"""What is done to a batch: one result per item. It is sent to other processes, so it stands at the top of a module."""
SIZE = 16
"""Items of a batch; a stream that has no more is done in the process that asks."""
DEADLY = 3
"""Items one after another on each of which two workers died: then it is the machine and not the items."""
KIND = "WorkerDied"
"""The `kind` of the fault that stands in the place of an item that ends its worker."""


class EngineError(RuntimeError):
    """The engine cannot be used; the message says why and what to do."""


class WorkerDied(BrokenExecutor):
    """The process that did a batch is gone before it gave its results."""


class Engine(ABC):
    """Does work on items. `close` must be called; a `with` block does."""

    @abstractmethod
    def map(self, work: Work[Item, Made], items: Iterable[Item], size: int = SIZE) -> Iterator[Made | Fault]:
        """The results in the order of the items, which are read ahead within bounds.

        A worker that dies is replaced and its batch done again; an item that ends two by itself gives a Fault of the
        kind `WorkerDied`. Raises WorkerDied when that befalls one item after another, and what `work` raises.
        """

    def close(self) -> None:
        """End the workers."""
        return

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Here(Engine):
    """The process that asks does the work itself."""

    def map(self, work: Work[Item, Made], items: Iterable[Item], size: int = SIZE) -> Iterator[Made | Fault]:
        """See `Engine`."""
        for batch in _batches(items, size):
            yield from work(batch)


class Workers(Engine):
    """An engine with processes of its own. One that is written anew says how a batch is handed over and fetched."""

    at_once: int = 1
    """Batches that are worked on at the same time; as many again wait for a worker."""

    @abstractmethod
    def submit(self, work: Work[Item, Made], batch: list[Item]) -> Any:
        """Hand a batch over; what is returned is for `result` alone."""

    @abstractmethod
    def result(self, handed: Any) -> list[Any]:
        """Wait for a batch's results. Raises WorkerDied when its worker is gone; the next `submit` has a new one."""

    def map(self, work: Work[Item, Made], items: Iterable[Item], size: int = SIZE) -> Iterator[Made | Fault]:
        """See `Engine`."""
        stream = iter(items)
        few = list(islice(stream, size + 1))
        if len(few) <= size:
            yield from Here().map(work, few, size)
            return
        rescue = _Rescue(self, work)
        waiting: deque[tuple[list[Item], Any]] = deque()
        for batch in _batches(chain(few, stream), size):
            waiting.append((batch, self.submit(work, batch)))
            if len(waiting) >= 2 * self.at_once:
                yield from rescue.oldest(waiting)
        while waiting:
            yield from rescue.oldest(waiting)


class _Rescue:
    """Results of batches under way, and what is done when a worker dies of one."""

    def __init__(self, workers: Workers, work: Work[Any, Any]) -> None:
        self._workers = workers
        self._work = work
        self._deadly = 0

    def oldest(self, waiting: deque[tuple[list[Any], Any]]) -> Iterator[Any]:
        """The results of the batch that was handed over first; of all that are under way when its worker died."""
        batch, handed = waiting.popleft()
        made = self._made(handed)
        if made is not None:
            yield from made
            return
        # all others are waited for, so that whatever dies from now on dies of what it was given alone
        others = [(other, self._made(of)) for other, of in waiting]
        waiting.clear()
        for other, found in [(batch, None), *others]:
            yield from self._alone(other) if found is None else found

    def _made(self, handed: Any) -> list[Any] | None:
        try:
            made = self._workers.result(handed)
        except WorkerDied:
            return None
        self._deadly = 0
        return made

    def _alone(self, batch: list[Any]) -> Iterator[Any]:
        """The results of a batch that nothing else is done beside; when its worker dies, of each of its items."""
        for _ in range(2 if len(batch) == 1 else 1):
            made = self._made(self._workers.submit(self._work, batch))
            if made is not None:
                yield from made
                return
        if len(batch) > 1:
            for item in batch:
                yield from self._alone([item])
            return
        self._deadly += 1
        if self._deadly >= DEADLY:
            raise WorkerDied(f"each of {DEADLY} items one after another ended two worker processes")
        yield Fault(f"{KIND}: it ended two worker processes one after the other", KIND)


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    stream = iter(items)
    while batch := list(islice(stream, size)):
        yield batch
