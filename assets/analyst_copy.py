"""The copy that analysts read.

Belongs here: the asset `analyst_copy`, made only when every critical check before it holds and something changed.
Does not: making the copy (`twosource/warehouse/publish`).
"""

import dagster as dg

from assets.context import POOL, Warehouse
from twosource.warehouse import ledger, publish
from twosource.warehouse.connect import WarehouseError


@dg.asset(deps=["comparisons"], pool=POOL, group_name="published")
def analyst_copy(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """The database as analysts see it: a file of its own, replaced whole."""
    run = warehouse.begin(context.run.run_id)
    if why := ledger.failing(warehouse.con):
        raise WarehouseError(why)
    target = warehouse.settings.published
    last = ledger.published(warehouse.con)
    stale = ledger.changed(warehouse.con) or not publish.is_whole(target, last.file if last else None)
    ledger.finish(warehouse.con, run)
    seconds = publish.publish(warehouse.con, target) if stale else None
    if seconds is not None:
        ledger.note_publishing(warehouse.con, run, seconds, publish.file_stamp(target))
    publish.note_held_back(target, None)
    metadata: dict[str, str | float] = {"path": str(target), "bytes": target.stat().st_size}
    return dg.MaterializeResult(
        metadata=metadata | ({"seconds": seconds} if seconds is not None else {"unchanged": "yes"})
    )
