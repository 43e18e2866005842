"""Resources: the run's hold on the warehouse, from settings.

Belongs here: what assets are given. Does not: how it works (`twosource/warehouse/session`).
"""

from collections.abc import Callable, Iterator

import dagster as dg

from twosource.progress import Progress, Silent
from twosource.settings import Settings
from twosource.warehouse.session import Session


def warehouse_resource(settings: Callable[[], Settings], progress: Progress | None = None) -> dg.ResourceDefinition:
    """The session of a run: the environment is read and the database opened only when an asset asks for it."""

    @dg.resource(description="The live DuckDB database, held from the first write to the end of the run.")
    def warehouse(_context: dg.InitResourceContext) -> Iterator[Session]:
        with Session(settings(), progress or Silent()) as session:
            yield session

    return warehouse
