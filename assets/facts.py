"""The assets of the stage `facts`: what was read out of each article, every fact with the words that prove it.

Belongs here: its tables as Dagster sees them. Does not: what the stage does (`twosource/stages/facts`).
"""

from collections.abc import Iterator

import dagster as dg

from assets.context import POOL, Warehouse, key, materialized, spec, stage_version
from twosource import declarations
from twosource.settings import DEFAULT_MODEL
from twosource.stages import facts as stage

TABLES = declarations.stages()[stage.STAGE].writes
READS = ("clean.articles",)


def build() -> dg.AssetsDefinition:
    """One asset per table, made in one step."""
    version = stage.version(DEFAULT_MODEL)
    deps = [key(table) for table in READS]

    @dg.multi_asset(
        name=stage.STAGE,
        specs=[spec(table, kinds={"spacy", "polars"}, deps=deps, version=version) for table in TABLES],
        pool=POOL,
    )
    def facts(warehouse: Warehouse) -> Iterator[dg.MaterializeResult[None]]:
        """Facts of every kind, each article read once."""
        counts = stage.run(warehouse)
        yield from materialized(warehouse, counts, TABLES, stage_version(warehouse, stage.STAGE))

    return facts
