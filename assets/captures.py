"""The layer `raw`: every input bit for bit, and a row of coverage for every pass over a source.

Belongs here: the asset `captures`. Does not: reading files (`twosource/loading`), storing (`twosource/warehouse`).
"""

import dagster as dg
from pydantic import Field

from assets.context import POOL, Warehouse, definition_metadata, materialized
from twosource.loading import load, sources
from twosource.warehouse import intake, ledger
from twosource.warehouse.stages import Counts

TABLES = ("raw.captures", "quality.coverage")


class Sources(dg.Config):
    """What to load: names of `sources.yml`, files, folders or globs; nothing means all declared sources."""

    sources: list[str] = Field(default_factory=list)


@dg.asset(pool=POOL, group_name="raw", metadata=definition_metadata(*TABLES))
def captures(context: dg.AssetExecutionContext, config: Sources, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Every input bit for bit, as it came."""
    settings = warehouse.settings
    run = warehouse.begin(context.run.run_id)
    counts = Counts()
    wanted = sources.resolve(config.sources, settings.home)
    ledger.note_sources(warehouse.con, run, [source.name for source in wanted])
    for source in wanted:
        found = load.load(source, run.started_at, settings.max_bytes)
        counts += intake.take_in(warehouse, source.name, found, source.minimum)
    return materialized(warehouse, counts, TABLES)
