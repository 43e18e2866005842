"""Resources: the run's hold on the warehouse, from settings.

Belongs here: what assets are given. Does not: how it works (`twosource/warehouse/session`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import dagster as dg

from twosource.alerting import lineage
from twosource.progress import Progress, Silent
from twosource.settings import Settings
from twosource.warehouse.session import Session


def warehouse_resource(
    settings: Callable[[], Settings], progress: Progress | None = None
) -> dg.ConfigurableResource[Session]:
    """The session of a run. The environment is read when a run begins, the database opened at its first use."""

    # Dagster makes a resource anew from its configuration for each run: what is not configuration is closed over
    class Warehouse(dg.ConfigurableResource[Session]):
        """The live DuckDB database, held from its first use to the end of the run."""

        @contextmanager
        def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Session]:
            run_id = context.run.run_id if context.run else None
            for fault in lineage.begun(run_id) if run_id else ():
                dg.get_dagster_logger().warning(fault)
            with Session(settings(), progress or Silent(), run_id) as session:
                yield session

    return Warehouse()
