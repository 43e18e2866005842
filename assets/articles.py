"""The assets of the stage `articles`: an article and its regions for every capture, or a reason why there is none.

Belongs here: its tables as Dagster sees them. Does not: what the stage does (`twosource/stages/articles`).
"""

from collections.abc import Iterator

import dagster as dg

from assets.context import POOL, Warehouse, key, materialized, spec, stage_version
from twosource import declarations
from twosource.stages import articles as stage

TABLES = declarations.stages()[stage.STAGE].writes
READS = ("raw.captures",)


def build() -> dg.AssetsDefinition:
    """One asset per table, made in one step."""
    version = stage.version()
    deps = [key(table) for table in READS]

    @dg.multi_asset(
        name=stage.STAGE,
        specs=[spec(table, kinds={"trafilatura", "polars"}, deps=deps, version=version) for table in TABLES],
        pool=POOL,
    )
    def articles(warehouse: Warehouse) -> Iterator[dg.MaterializeResult[None]]:
        """What cleaning makes of each capture: text, metadata, regions with their roles."""
        counts = stage.run(warehouse)
        yield from materialized(warehouse, counts, TABLES, stage_version(warehouse, stage.STAGE))

    return articles
