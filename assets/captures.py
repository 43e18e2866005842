"""The layer `raw`: every input bit for bit, and a row of coverage for every pass over a source.

Belongs here: the asset `captures`. Does not: what the stage does (`twosource/stages/captures`).
"""

import dagster as dg
from pydantic import Field

from assets.context import POOL, Warehouse, definition_metadata, materialized
from twosource.stages import captures as stage


class Sources(dg.Config):
    """What to load: names of `sources.yml`, page addresses, files, folders, globs; nothing means all declared ones."""

    sources: list[str] = Field(default_factory=list)


@dg.asset(pool=POOL, group_name="raw", metadata=definition_metadata(*stage.TABLES))
def captures(context: dg.AssetExecutionContext, config: Sources, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Every input bit for bit, as it came."""
    warehouse.begin(context.run.run_id)
    begun_elsewhere = context.run.remote_job_origin is not None
    counts = stage.run(warehouse, config.sources, declared_only=begun_elsewhere)
    return materialized(warehouse, counts, stage.TABLES)
