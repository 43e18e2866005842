"""A fault on one item, kept apart from the items beside it, and from a fault of the machine, which stops a run.

Belongs here: running a function on one item so that its failure is a value. Does not: deciding what becomes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")


MACHINE = (MemoryError, OSError, ImportError, BrokenExecutor)
"""Faults of the machine, not of an item: no memory, disk or temporary folder, a library that does not load, a worker
process that was ended. Every item after the first would meet the same, and be set aside for nothing."""


class MachineFault(RuntimeError):
    """The machine, not an input, stopped the work; the message says what failed and what to do now."""


class ExtractionError(RuntimeError):
    """An article could not be read, or took longer than it may: the message has the exception's name and words."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a function failed on an item: the exception's name and message, and its name alone as `kind`."""

    reason: str
    kind: str = ""


def attempt(function: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs) -> Made | Fault:
    """The function's result, or the fault that stopped it. An interrupt and a fault of the machine go on their way."""
    try:
        return function(*args, **kwargs)
    except MACHINE:
        raise
    except Exception as error:  # noqa: BLE001 - any fault of one item must not stop the others; it is recorded
        return Fault(f"{type(error).__name__}: {error}", kind=type(error).__name__)


@contextmanager
def machine(work: str) -> Iterator[None]:
    """Name the work that a fault of the machine stopped: raises MachineFault in the place of those of MACHINE."""
    try:
        yield
    except MACHINE as error:
        told = str(error) or "it gave no reason"
        raise MachineFault(
            f"The machine could not do {work} ({type(error).__name__}: {told}). That is not the fault of any input, so "
            "none was set aside for it. Mend it (room on the disk, memory, the installation) and run again to go on."
        ) from error
