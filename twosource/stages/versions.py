"""What a stage's result depends on beside its input: a digest of the code and the tables that make it.

Belongs here: the digest of rooms, of the reference tables that they read, and of the libraries behind them.
Does not: the number beside it, which is for people and stands in each stage.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

from twosource import paths, reference

GROUND = ("records", "reference", "linked", "identity", "faults")
"""The modules of the lowest floor that every room stands on."""
LITERAL = re.compile(r"""["'](\w+)["']""")


@cache
def version(number: str, rooms: tuple[str, ...], libraries: tuple[str, ...] = (), more: str = "") -> str:
    """`number`, which people read, and a digest of the sources of `rooms` (modules or packages of `twosource`), of the
    reference tables that they name, of the versions of `libraries`, and of `more`.
    """
    sources = list(_sources((*GROUND, *rooms)))
    sha = hashlib.sha256(more.encode())
    for path in sources:
        sha.update(_told(path.relative_to(paths.PACKAGE).as_posix(), path.read_bytes()))
    for name in sorted(set().union(*map(tables_read, sources))):
        sha.update(_told(name, reference.raw(name)))
    for library in libraries:
        sha.update(_told(library, metadata.version(library).encode()))
    return f"{number}+{sha.hexdigest()[:12]}"


def _sources(rooms: Iterable[str]) -> Iterable[Path]:
    """Python files of modules and packages of `twosource`, in a fixed order, and the data that lies beside them."""
    for room in rooms:
        place = paths.PACKAGE.joinpath(*room.split("."))
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]


@cache
def tables_read(path: Path) -> frozenset[str]:
    """Names of the reference tables that a module reads: those that stand in it as literals, one too many at worst."""
    return frozenset(LITERAL.findall(path.read_text(encoding="utf-8"))) & reference.names()


def _told(name: str, content: bytes) -> bytes:
    return name.encode() + b"\0" + content + b"\0"
