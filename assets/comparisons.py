"""The assets of the stage `comparisons`: what articles say about the same fact, and who stands behind it.

Belongs here: its tables as Dagster sees them. Does not: what the stage does (`twosource/stages/comparisons`).
"""

from collections.abc import Iterator

import dagster as dg

from assets.context import POOL, Warehouse, key, materialized, spec, stage_version
from twosource import declarations
from twosource.stages import comparisons as stage

TABLES = declarations.stages()[stage.STAGE].writes
READS = (
    "links.story_members",
    "links.origins",
    "links.copies",
    "facts.quotes",
    "facts.quantities",
    "facts.events",
    "facts.claims",
)


def build() -> dg.AssetsDefinition:
    """One asset per table, made in one step."""
    version = stage.version()
    deps = [key(table) for table in READS]

    @dg.multi_asset(
        name=stage.STAGE,
        specs=[spec(table, kinds={"polars"}, deps=deps, version=version) for table in TABLES],
        pool=POOL,
    )
    def comparisons(warehouse: Warehouse) -> Iterator[dg.MaterializeResult[None]]:
        """Per story: which facts several articles report; whether independent origins agree, conflict or are alone."""
        counts = stage.run(warehouse)
        yield from materialized(warehouse, counts, TABLES, stage_version(warehouse, stage.STAGE))

    return comparisons
