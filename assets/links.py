"""The assets of the stage `links`: copies, origins, entities and stories: what ties an article to earlier ones.

Belongs here: its tables as Dagster sees them. Does not: what the stage does (`twosource/stages/links`).
"""

from collections.abc import Iterator

import dagster as dg

from assets.context import POOL, Warehouse, key, materialized, spec, stage_version
from twosource import declarations
from twosource.stages import links as stage

TABLES = declarations.stages()[stage.STAGE].writes
READS = ("clean.articles", "clean.regions", "facts.mentions")


def build() -> dg.AssetsDefinition:
    """One asset per table, made in one step."""
    version = stage.version()
    deps = [key(table) for table in READS]

    @dg.multi_asset(
        name=stage.STAGE,
        specs=[spec(table, kinds={"polars"}, deps=deps, version=version) for table in TABLES],
        pool=POOL,
    )
    def links(warehouse: Warehouse) -> Iterator[dg.MaterializeResult[None]]:
        """Which articles share text, where their reporting comes from, who is who, which story they belong to."""
        counts = stage.run(warehouse)
        yield from materialized(warehouse, counts, TABLES, stage_version(warehouse, stage.STAGE))

    return links
