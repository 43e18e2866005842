"""What a file falls into, and what its reader is told: the words that all kinds of files share.

Belongs here: these few records. Does not: reading any kind of file (kinds).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from twosource.loading.picking import Picked
from twosource.loading.refusal import Refused
from twosource.records import Reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record: its bytes, its place (line, or place in a list, from 1), and the mapping that fits it.

    `place` is None when the whole file is the record. `key` and `url` are read at the mapping's `id` and `url`.
    `media_type` is the record's own, None when it is that of the file; `headers` are those that it came with.
    """

    data: bytes
    place: int | None
    key: str | None = None
    url: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    media_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A place in a file that holds no usable record, and why. `key` names the place where it has a name."""

    place: int
    refused: Refused
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upto:
    """A reader has come so far: all before `position` (bytes) has been given, of which `taken` are captures.

    `mark` is of the bytes and of what is wanted of them; `not_wanted` tells as JSON how many records were left, by why.
    `passed` says that nothing before `position` was read now, since an earlier pass had.
    """

    inside: str | None
    mark: str
    position: int
    finished: bool
    taken: int
    not_wanted: str = "{}"
    passed: bool = False


Piece = Record | Broken | Upto


def nothing_reached(_address: str) -> Reached | None:
    """The lookup of a first pass."""
    return None


def everything(_name: PurePath) -> bool:
    """The choice of whoever leaves nothing out."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the reader of a file is told.

    `address` names the file; `stated` is the source's mapping of JSON fields; `max_bytes` bounds one document;
    `packed_size` is the size in bytes of a file that is packed as a whole, None for any other; `picked` says which
    records of a web archive are wanted; `is_input` tells a member's name that is one from one that is left out;
    `reached` gives how far an earlier pass came; `depth` counts the archives around this one.
    """

    address: str
    max_bytes: int
    stated: Mapping[str, str] = field(default_factory=dict)
    packed_size: int | None = None
    picked: Picked = field(default_factory=Picked)
    is_input: Callable[[PurePath], bool] = everything
    reached: Callable[[str], Reached | None] = nothing_reached
    depth: int = 0
