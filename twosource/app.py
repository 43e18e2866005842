"""The installed application for Dagster and the command line: finds the folder of `assets` and `pipelines`.

Belongs here: putting that folder on `sys.path`. Does not: anything that those folders do.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import dagster as dg

from twosource import paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from twosource.progress import Progress
    from twosource.settings import Settings


Result = dg.ExecuteInProcessResult
"""How a run in this process ended."""


def reach() -> None:
    """Make `assets` and `pipelines`, of the checkout or the bundle, importable in this process."""
    folder = str(paths.app_folder())
    if folder not in sys.path:
        sys.path.insert(0, folder)


def build(
    settings: Callable[[], Settings] | None = None, progress: Progress | None = None, running: bool = False
) -> dg.Definitions:
    """`pipelines.definitions.build_definitions` of the checkout or the bundle."""
    reach()
    from pipelines.definitions import build_definitions
    from twosource.settings import Settings

    return build_definitions(settings or Settings.from_environment, progress, running)


@dg.definitions
def definitions() -> dg.Definitions:
    """What Dagster loads where twosource is installed: `dagster dev -m twosource.app`."""
    return build()


def served() -> dg.Definitions:
    """What `twosource serve` loads: the same, with schedule and sensor switched on.

    Not decorated: Dagster takes one decorated function of a module, and a plain one where it is named.
    """
    return build(running=True)
