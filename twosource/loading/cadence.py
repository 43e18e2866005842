"""When each source is due again, in a small file beside the database, so that the schedule need not open that.

Belongs here: writing and reading the file, and asking it. Does not: deciding when (warehouse/source_states).
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE = Path("live") / "due.json"


def write(home: Path, due: Mapping[str, datetime], left: Collection[str] = ()) -> None:
    """Note when each source is due, and of which something was left, whole or not at all."""
    target = home / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    written = target.with_suffix(".new")
    written.write_text(
        json.dumps({"due": {name: at.isoformat() for name, at in due.items()}, "left": sorted(left)}), encoding="utf-8"
    )
    os.replace(written, target)


def due(home: Path, names: Iterable[str], now: datetime) -> list[str]:
    """Which of the sources are due; one that was never looked at is, and all are when the file cannot be read."""
    known = _read(home / FILE)
    return [name for name in names if name not in known or known[name] <= now]


def is_left(home: Path, name: str) -> bool:
    """Whether the last pass over a source left something of it for a later one."""
    return name in _content(home / FILE).get("left", ())


def _content(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _read(path: Path) -> dict[str, datetime]:
    try:
        return {str(n): datetime.fromisoformat(at).astimezone(UTC) for n, at in _content(path).get("due", {}).items()}
    except (ValueError, AttributeError, TypeError):
        return {}
