"""A fault on one item, kept apart from the items beside it, and from a fault of the machine, which stops a run.

Belongs here: running a function on one item so that its failure is a value. Does not: deciding what becomes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")


MACHINE = (MemoryError, OSError, ImportError)
"""Faults of the machine, not of an item: no memory, disk or temporary folder, a library that does not load. Every item
after the first would meet the same, and be set aside for nothing."""


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
