"""What all assets share: the run's session, the materialisation with its counts, columns and preview.

Belongs here: the bridge between Dagster's context and the library. Does not: any one layer.
"""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg

from twosource import declarations
from twosource.faults import Fault
from twosource.records import SetAside
from twosource.warehouse.session import Session
from twosource.warehouse.stages import Counts

Warehouse = dg.ResourceParam[Session]
POOL = "warehouse"
"""The steps that write: whoever sets limits on Dagster's pools gives this one 1. DuckDB's own lock holds without it."""
PREVIEW_ROWS = 5


def columns(table: str) -> dg.TableSchema:
    """A table's declaration as Dagster shows it."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=c.name,
                type=c.type,
                description=declarations.describe(c),
                constraints=dg.TableColumnConstraints(nullable=not c.required),
            )
            for c in declarations.table(table).columns
        ]
    )


def materialized(warehouse: Session, counts: Counts, tables: Sequence[str]) -> dg.MaterializeResult[None]:
    """Counts, row counts and a preview of the first table as a materialisation's metadata."""
    metadata: dict[str, dg.MetadataValue] = {
        f"units/{word}": dg.MetadataValue.int(getattr(counts, word))
        for word in ("done", "quarantined", "skipped", "gone")
    }
    metadata |= {f"rows/{table}": dg.MetadataValue.int(warehouse.count(table)) for table in tables}
    metadata["dagster/row_count"] = dg.MetadataValue.int(warehouse.count(tables[0]))
    metadata["preview"] = dg.MetadataValue.md(warehouse.preview(tables[0], PREVIEW_ROWS))
    return dg.MaterializeResult(metadata=metadata)


def stopped(stage: str, unit: str, source: str, address: str, fault: Fault) -> SetAside:
    """A unit on which the library itself failed, or that took too long: set aside, so that the others go on."""
    if fault.kind == "OutOfTime":
        reason = "time_limit"
        message = (
            f"{address} was given up at the stage {stage}: {fault.reason.removeprefix('OutOfTime: ')}. "
            "Look whether it is prose; if it is, raise TWOSOURCE_ARTICLE_SECONDS and run again."
        )
    else:
        reason = "error"
        message = f"The stage {stage} failed on {address} ({fault.reason}): a fault of twosource, please report it."
    return SetAside(
        item=unit,
        source=source,
        address=address,
        stage=stage,
        disposition="quarantined",
        reason=reason,
        message=message,
    )


def definition_metadata(*tables: str) -> dict[str, object]:
    """The column metadata that an asset carries: the first table in Dagster's own place, the others by name."""
    more: dict[str, object] = {f"columns/{t}": columns(t) for t in tables[1:]}
    return more | {"dagster/column_schema": columns(tables[0])}
