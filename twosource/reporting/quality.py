"""`quality.json`: rows, gaps and checks of every table as OpenLineage's data-quality facets, for programs to read.

Belongs here: facets as plain JSON, without any library. Does not: sending them anywhere (`alerting/lineage`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from twosource import declarations
from twosource.reporting.checks import Check, TableChecks
from twosource.reporting.queries import rows

PRODUCER = "https://github.com/twosource/twosource"
SCHEMAS = "https://openlineage.io/spec/facets"
METRICS = f"{SCHEMAS}/1-0-3/DataQualityMetricsInputDatasetFacet.json#/$defs/DataQualityMetricsInputDatasetFacet"
ASSERTIONS = f"{SCHEMAS}/1-1-0/DataQualityAssertionsDatasetFacet.json#/$defs/DataQualityAssertionsDatasetFacet"
NAMESPACE = "twosource"
FILLED = {
    "clean.articles": ("headline", "outlet", "published_value", "language"),
    "facts.quotes": ("speaker", "cue"),
    "facts.quantities": ("value", "unit", "measure", "about"),
    "facts.times": ("value", "begins_on"),
    "facts.events": ("place", "date_value"),
}
"""Columns whose gaps tell how complete a table is."""
SEVERITY = {"critical": "error", "warning": "warn", "info": "warn"}
"""OpenLineage knows two severities: what blocks, and what does not."""


def document(con: duckdb.DuckDBPyConnection, tables: Sequence[TableChecks]) -> str:
    """The whole file, the same for the same state of the copy."""
    run = next(iter(rows(con, "SELECT run_id, number FROM quality.runs ORDER BY number DESC LIMIT 1")), {})
    found = {"producer": PRODUCER, "run": run, "datasets": datasets(con, tables)}
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def datasets(con: duckdb.DuckDBPyConnection, tables: Sequence[TableChecks]) -> list[dict[str, Any]]:
    """Each table that is checked, with its facets `dataQualityMetrics` and `dataQualityAssertions`."""
    return [
        {
            "namespace": NAMESPACE,
            "name": table.table,
            "facets": {
                # a rule may be about what is no table, as the copy's own file is, or one that only another version had
                **({"dataQualityMetrics": _metrics(con, table.table)} if table.table in declarations.tables() else {}),
                "dataQualityAssertions": {
                    "_producer": PRODUCER,
                    "_schemaURL": ASSERTIONS,
                    "assertions": [_assertion(check) for check in table.checks],
                },
            },
        }
        for table in sorted(tables, key=lambda one: one.table)
    ]


def _metrics(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, Any]:
    columns = FILLED.get(table, ())
    counted = "".join(f', count("{name}")' for name in columns)
    number, *filled = con.execute(f"SELECT count(*){counted} FROM {table}").fetchone() or (0,)
    gaps = {name: {"nullCount": number - there, "count": there} for name, there in zip(columns, filled, strict=True)}
    return {"_producer": PRODUCER, "_schemaURL": METRICS, "rowCount": number, "columnMetrics": gaps}


def _assertion(check: Check) -> dict[str, Any]:
    last = check.last
    found: Mapping[str, Any] = {
        "assertion": last["expectation"],
        "success": last["success"],
        "column": last["column_name"],
        "severity": SEVERITY[last["severity"]],
        "name": f"{last['table_name']}.{check.anchor}",
        "description": last["description"],
        "expected": "0 rows fail",
        "actual": f"{last['n_failed']} of {last['n_checked']} rows fail",
        "content": check.query,
        "contentType": "sql" if check.query else None,
    }
    return {name: value for name, value in found.items() if value is not None}
