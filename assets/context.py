"""What all assets share: how a stage's tables are told to Dagster, and what a materialisation says of them.

Belongs here: the bridge between Dagster's context and the library. Does not: any one layer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import dagster as dg

from twosource import declarations
from twosource.declarations import Table
from twosource.warehouse import ledger
from twosource.warehouse.session import Session
from twosource.warehouse.stages import Counts

Warehouse = dg.ResourceParam[Session]
POOL = "warehouse"
"""The steps that write: whoever sets limits on Dagster's pools gives this one 1. DuckDB's own lock holds without it."""
PREVIEW_ROWS = 5
PREVIEW_WIDTH = 60
"""Code points of a value in a preview."""


def key(table: str) -> dg.AssetKey:
    """The asset of a table: schema and name."""
    return dg.AssetKey(table.split("."))


def spec(
    table: str, *, kinds: set[str], deps: Iterable[dg.AssetKey] = (), version: str | None = None, **more: Any
) -> dg.AssetSpec:
    """A table as Dagster shows it: grouped by schema, described and with its columns as declared.

    `kinds` are the tools that make it, beside DuckDB which holds it; `version` is that of the stage that makes it.
    """
    declared = declarations.table(table)
    return dg.AssetSpec(
        key=key(table),
        deps=list(deps),
        group_name=declared.schema,
        description=declared.description,
        kinds={"duckdb", *kinds},
        code_version=version,
        metadata={"dagster/column_schema": columns(declared), "dagster/table_name": table},
        **more,
    )


def columns(table: Table) -> dg.TableSchema:
    """A table's declaration as Dagster shows it."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=c.name,
                type=c.type,
                description=declarations.describe(c),
                constraints=dg.TableColumnConstraints(nullable=not c.required),
            )
            for c in table.columns
        ]
    )


def materialized(
    warehouse: Session, counts: Counts, tables: Sequence[str], data_version: str
) -> Iterator[dg.MaterializeResult[None]]:
    """A materialisation of each table: its rows, a preview, and what the stage did to its units.

    `data_version` is the same as long as the stage's rows are.
    """
    units: dict[str, dg.MetadataValue] = {
        f"units/{word}": dg.MetadataValue.int(getattr(counts, word))
        for word in ("done", "quarantined", "skipped", "gone")
    }
    for table in tables:
        metadata: dict[str, dg.MetadataValue] = {"dagster/row_count": dg.MetadataValue.int(warehouse.count(table))}
        if counts.done or counts.gone:
            metadata["preview"] = dg.MetadataValue.md(preview(warehouse, table))
        yield dg.MaterializeResult(
            asset_key=key(table), metadata=units | metadata, data_version=dg.DataVersion(data_version)
        )


def stage_version(warehouse: Session, stage: str) -> str:
    """The data version of all tables of a stage: a digest of its marks."""
    return ledger.digest_of_marks(warehouse.con, stage)


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
