"""The layer `links`: copies, origins, entities and stories: what ties an article to earlier ones.

Belongs here: the asset `links`. Does not: what the stage does (`twosource/stages/links`).
"""

import dagster as dg

from assets.context import POOL, Warehouse, definition_metadata, materialized
from twosource import declarations
from twosource.stages import links as stage

TABLES = declarations.stages()[stage.STAGE].writes


@dg.asset(deps=["facts"], pool=POOL, group_name="links", metadata=definition_metadata(*TABLES))
def links(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Which articles share text, where each one's reporting comes from, who is who, which story it belongs to."""
    warehouse.begin(context.run.run_id)
    return materialized(warehouse, stage.run(warehouse), TABLES)
