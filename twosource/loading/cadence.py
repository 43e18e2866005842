"""When each source is due again, in a small file beside the database, so that the schedule need not open that.

Belongs here: writing and reading the file, and asking it. Does not: deciding when (warehouse/source_states).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

FILE = Path("live") / "due.json"


def write(home: Path, due: Mapping[str, datetime]) -> None:
    """Note when each source is due, whole or not at all."""
    target = home / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    written = target.with_suffix(".new")
    written.write_text(json.dumps({name: at.isoformat() for name, at in due.items()}), encoding="utf-8")
    os.replace(written, target)


def due(home: Path, names: Iterable[str], now: datetime) -> list[str]:
    """Which of the sources are due; one that was never looked at is, and all are when the file cannot be read."""
    known = _read(home / FILE)
    return [name for name in names if name not in known or known[name] <= now]


def _read(path: Path) -> dict[str, datetime]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): datetime.fromisoformat(at).astimezone(UTC) for name, at in found.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
