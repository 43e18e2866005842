"""What people read: the copy for analysts, and the report of it.

Belongs here: the assets `analyst_copy` and `report`, made only when every critical check before them holds.
Does not: making the copy (`twosource/warehouse/store`) or any page (`twosource/reporting`).
"""

import dagster as dg

from assets.context import POOL, Warehouse, key
from twosource import declarations
from twosource.reporting import site
from twosource.warehouse import ledger, publish, store

SERVED = "/report/index.html"
"""Where `twosource serve` has the report, beside Dagster's own pages."""


def build() -> list[dg.AssetsDefinition]:
    """The copy after all tables, the report after the copy."""
    tables = [key(table) for stage in declarations.stages().values() for table in stage.writes]

    @dg.asset(deps=tables, pool=POOL, group_name="published", kinds={"duckdb"})
    def analyst_copy(warehouse: Warehouse) -> dg.MaterializeResult[None]:
        """The database as analysts see it: a file of its own, replaced whole."""
        if why := ledger.failing(warehouse.con):
            raise publish.RulesFail(why)
        seconds = store.make_public(warehouse.settings, warehouse.con, warehouse.run)
        target = store.copy(warehouse.settings)
        metadata: dict[str, str | float] = {"path": str(target), "bytes": target.stat().st_size} if target else {}
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
        place: dict[str, dg.MetadataValue] = {"file": dg.MetadataValue.path(str(written.index))}
        if context.run.remote_job_origin is not None:  # begun by the server, which serves the report too
            place["report"] = dg.MetadataValue.url(SERVED)
        return dg.MaterializeResult(metadata={**place, "pages": written.pages, "written": written.written})

    return [analyst_copy, report]
