"""The layer `links`: what the articles of a story say about the same fact, and who stands behind it.

Belongs here: the asset `comparisons`. Does not: what the stage does (`twosource/stages/comparisons`).
"""

import dagster as dg

from assets.context import POOL, Warehouse, definition_metadata, materialized
from twosource import declarations
from twosource.stages import comparisons as stage

TABLES = declarations.stages()[stage.STAGE].writes


@dg.asset(deps=["links"], pool=POOL, group_name="links", metadata=definition_metadata(*TABLES))
def comparisons(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Per story: which facts several articles report, and whether independent origins agree, conflict or are alone."""
    warehouse.begin(context.run.run_id)
    return materialized(warehouse, stage.run(warehouse), TABLES)
