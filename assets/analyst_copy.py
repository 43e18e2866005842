"""What people read: the copy for analysts, and the report of it.

Belongs here: the assets `analyst_copy` and `report`, made only when every critical check before them holds.
Does not: making the copy (`twosource/warehouse/publish`) or any page (`twosource/reporting`).
"""

import dagster as dg

from assets.context import POOL, Warehouse, key
from twosource import declarations
from twosource.reporting import site
from twosource.warehouse import ledger, publish, search_index


def build() -> list[dg.AssetsDefinition]:
    """The copy after all tables, the report after the copy."""
    tables = [key(table) for stage in declarations.stages().values() for table in stage.writes]

    @dg.asset(deps=tables, pool=POOL, group_name="published", kinds={"duckdb"})
    def analyst_copy(warehouse: Warehouse) -> dg.MaterializeResult[None]:
        """The database as analysts see it: a file of its own, replaced whole."""
        if why := ledger.failing(warehouse.con):
            raise publish.RulesFail(why)
        target = warehouse.settings.published
        last = ledger.published(warehouse.con)
        stale = ledger.changed(warehouse.con) or not publish.is_whole(target, last.file if last else None)
        ledger.finish(warehouse.con, warehouse.run)
        if stale:
            search_index.bring_up(warehouse.con)
        seconds = publish.publish(warehouse.con, target) if stale else None
        if seconds is not None:
            ledger.note_publishing(warehouse.con, warehouse.run, seconds, publish.file_stamp(target))
        publish.note_held_back(target, None)
        metadata: dict[str, str | float] = {"path": str(target), "bytes": target.stat().st_size}
        return dg.MaterializeResult(
            metadata=metadata | ({"seconds": seconds} if seconds is not None else {"unchanged": "yes"})
        )

    @dg.asset(deps=[analyst_copy], group_name="published", kinds={"html"})
    def report(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
        """The report: a folder of pages to open in any browser. What hinders writing it is told and stops nothing."""
        try:
            written = site.write(warehouse.settings)
        except site.ReportError as error:
            context.log.warning(str(error))
            return dg.MaterializeResult(metadata={"not written": str(error)})
        link = dg.MetadataValue.url(written.index.as_uri())
        return dg.MaterializeResult(metadata={"report": link, "pages": written.pages, "written": written.written})

    return [analyst_copy, report]
