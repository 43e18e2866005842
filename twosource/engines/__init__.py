"""Work spread over processes: items in, results out in the same order, failures by item.

Belongs here: the interface, one file per engine, what happens when a worker dies. Does not: what the work is (the
rooms), reading or writing rows: workers get records and give back records, never connections.
"""

from __future__ import annotations

from twosource.engines.spread import Engine, Here, Work
from twosource.settings import Settings

__all__ = ["Engine", "Here", "Work", "chosen", "local"]


def local(processes: int) -> Engine:
    """Processes of this machine; with one, the work is done in the process that asks for it."""
    if processes <= 1:
        return Here()
    from twosource.engines.pool import Pool

    return Pool(processes)


def chosen(settings: Settings) -> Engine:
    """The engine of the settings: `pool` or `ray`. Raises EngineError when it cannot be used."""
    if settings.engine == "ray":
        from twosource.engines.cluster import Ray

        return Ray(settings.ray_address)
    return local(settings.processes)
