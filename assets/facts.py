"""The layer `facts`: what was read out of each article, every fact with the words that prove it.

Belongs here: the asset `facts`. Does not: what the stage does (`twosource/stages/facts`).
"""

import dagster as dg

from assets.context import POOL, Warehouse, definition_metadata, materialized
from twosource import declarations
from twosource.stages import facts as stage

TABLES = declarations.stages()[stage.STAGE].writes


@dg.asset(deps=["articles"], pool=POOL, group_name="facts", metadata=definition_metadata(*TABLES))
def facts(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Mentions, quotes, quantities, times, events, claims and arithmetic of each article."""
    warehouse.begin(context.run.run_id)
    return materialized(warehouse, stage.run(warehouse), TABLES)
