"""What the tests of loading share: a source for a folder, and loading it whole."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from twosource.loading.load import load
from twosource.loading.sources import Source
from twosource.records import Capture, Reached, SetAside

SEEN = datetime(2025, 4, 19, 6, 0, tzinfo=UTC)
LIMIT = 1_000_000


def source_of(folder: Path, **values: object) -> Source:
    return Source(**{"name": "desk", "paths": (folder,), "bases": (folder,), **values})  # type: ignore[arg-type]


def all_of(source: Source, max_bytes: int = LIMIT) -> list[Capture | SetAside]:
    """Captures and refusals; how far reading came in web archives is left out."""
    return [one for one in load(source, SEEN, max_bytes) if not isinstance(one, Reached)]


def captures_of(source: Source, max_bytes: int = LIMIT) -> list[Capture]:
    """The captures, when everything of the source becomes one."""
    found = all_of(source, max_bytes)
    assert [one for one in found if isinstance(one, SetAside)] == []
    return [one for one in found if isinstance(one, Capture)]


def refusals_of(source: Source, max_bytes: int = LIMIT) -> list[tuple[str, str, str]]:
    """Address, disposition and reason of what was set aside."""
    found = all_of(source, max_bytes)
    return [(one.item, one.disposition, one.reason) for one in found if isinstance(one, SetAside)]
