"""The layer `clean`: an article and its regions for every capture, or a reason why there is none.

Belongs here: the asset `articles`. Does not: what the stage does (`twosource/stages/articles`).
"""

import dagster as dg

from assets.context import POOL, Warehouse, definition_metadata, materialized
from twosource import declarations
from twosource.stages import articles as stage

TABLES = declarations.stages()[stage.STAGE].writes


@dg.asset(deps=["captures"], pool=POOL, group_name="clean", metadata=definition_metadata(*TABLES))
def articles(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """What cleaning makes of each capture: text, metadata, regions with their roles."""
    warehouse.begin(context.run.run_id)
    return materialized(warehouse, stage.run(warehouse), TABLES)
