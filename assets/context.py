"""What all assets share: the run's session, the materialisation with its counts, columns and preview.

Belongs here: the bridge between Dagster's context and the library. Does not: any one layer.
"""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg

from twosource import declarations
from twosource.warehouse.session import Session
from twosource.warehouse.stages import Counts

Warehouse = dg.ResourceParam[Session]
POOL = "warehouse"
"""The steps that write: whoever sets limits on Dagster's pools gives this one 1. DuckDB's own lock holds without it."""
PREVIEW_ROWS = 5
PREVIEW_WIDTH = 60
"""Code points of a value in a preview."""


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
    metadata["preview"] = dg.MetadataValue.md(preview(warehouse, tables[0]))
    return dg.MaterializeResult(metadata=metadata)


def preview(warehouse: Session, table: str) -> str:
    """The first rows of a table as a Markdown table, long values cut, binary ones left out."""
    names = [c.name for c in declarations.table(table).columns if c.type != "BLOB"]
    cells = ", ".join(f'left(CAST("{name}" AS VARCHAR), {PREVIEW_WIDTH})' for name in names)
    found = warehouse.con.execute(f"SELECT {cells} FROM {table} LIMIT {PREVIEW_ROWS}").fetchall()
    lines = [names, ["---"] * len(names), *([_cell(value) for value in row] for row in found)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(value: object) -> str:
    """A value inside a Markdown table: no bar, no line break, no tag."""
    text = "" if value is None else str(value)
    return text.replace("\n", " ").replace("|", "\\|").replace("<", "&lt;")


def definition_metadata(*tables: str) -> dict[str, object]:
    """The column metadata that an asset carries: the first table in Dagster's own place, the others by name."""
    more: dict[str, object] = {f"columns/{t}": columns(t) for t in tables[1:]}
    return more | {"dagster/column_schema": columns(tables[0])}
