"""`datapackage.json`: what a release holds, in the words of the Data Package standard.

Belongs here: types, descriptions, keys, licences and where it comes from, all derived. Does not: writing tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import twosource
from twosource import analyst_views, declarations
from twosource.declarations import Column
from twosource.loading import sources
from twosource.releasing import declared
from twosource.releasing.folder import MARK
from twosource.releasing.rows import Rows
from twosource.releasing.tables import Written

TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "DATE": "date",
    "TIMESTAMPTZ": "datetime",
}
MEDIA = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STATED = """
SELECT a.source, json_extract_string(c.headers['stated'], '$.licence') AS licence,
    json_extract_string(c.headers['stated'], '$.terms') AS terms, count(*)
FROM main.articles a JOIN raw.captures c USING (capture_id)
GROUP BY ALL
ORDER BY ALL
"""
"""Articles by source, and by what was stated of their inputs beside it."""
ROWS = "rows"
"""How many rows or lines a file has."""
PIECE = 1 << 20
"""Bytes of a file that are hashed at once."""


def package(
    rows: Rows, home: Path, resources: Sequence[Mapping[str, Any]], left_out: Sequence[str] = ()
) -> dict[str, Any]:
    """The descriptor of a release with these resources; `left_out` are views that no workbook has room for.

    Raises SourceError when sources.yml is not clear."""
    text = "whole" if rows.text else "left out"
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "twosource-release",
        "title": "News as facts: who says so, where, in which words, and who disagrees",
        "description": "Views of a twosource database. Offsets are Unicode code points of articles.text, which is "
        f"{text}.",
        "sources": _sources(rows, home),
        MARK: {
            "version": twosource.__version__,
            "run": _run(rows),
            "text": text,
            **({} if rows.text else {"quote_length": rows.quote_length}),
            **({"not_in_xlsx": list(left_out)} if left_out else {}),
        },
        "resources": resources,
    }


def table(
    rows: Rows, view: str, path: Path, written: Written, *, marked: bool, without: Sequence[str] = ()
) -> dict[str, Any]:
    """A table of a release as a resource: what its columns mean, their types, the key, what it refers to (but for views
    that the release is `without`)."""
    kind = path.suffix[1:]
    described = analyst_views.views()[view]
    schema: dict[str, Any] = {"fields": [_field(column) for column in rows.columns(view)]}
    if view not in declared.open_keys():
        schema["primaryKey"] = list(described.key)
    if found := [pair for pair in declared.references(view).items() if pair[1] not in without]:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": f"{other}.{kind}", "fields": [column]}}
            for column, other in found
        ]
    return {
        **resource(path, MEDIA[kind], described.description),
        "type": "table",
        **({"encoding": "utf-8-sig" if marked else "utf-8"} if kind == "csv" else {}),
        ROWS: written.rows,
        **({f"{MARK}:cut_cells": written.cut} if written.cut else {}),
        "schema": schema,
    }


def resource(path: Path, media: str, description: str) -> dict[str, Any]:
    """A file of a release as a resource, with its size and hash."""
    return {
        "name": path.name,
        "path": path.name,
        "description": description,
        "format": path.suffix[1:],
        "mediatype": media,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sha256(path)}",
    }


def _field(column: Column) -> dict[str, Any]:
    kind = TYPES.get(column.type) or ("array" if column.type.endswith("[]") else "object")
    limits: dict[str, Any] = {}
    if kind in ("integer", "number"):
        limits = {"minimum": column.minimum, "maximum": column.maximum}
    elif kind == "string":
        limits = {"enum": list(column.allowed) if column.allowed else None, "pattern": column.pattern}
    kept = {name: limit for name, limit in limits.items() if limit is not None}
    return {
        "name": column.name,
        "type": kind,
        "description": declarations.describe(column),
        **({"constraints": kept} if kept else {}),
    }


def _sources(rows: Rows, home: Path) -> list[dict[str, Any]]:
    """The sources of the articles, each with the licence and the terms that were stated of its inputs, else those of
    sources.yml; nothing where both are silent. A source whose inputs have several licences is there once for each."""
    known = sources.declared(home)
    told = []
    for name, licence, terms, number in rows.con.execute(STATED).fetchall():
        source = known.get(name)
        about = {
            "path": next(iter(source.urls), None) if source else None,
            "outlet": source.outlet if source else None,
            "licence": licence or (source.licence if source else None),
            "terms": terms or (source.terms if source else None),
        }
        told.append({"title": name, **{key: value for key, value in about.items() if value}, "articles": number})
    return told


def _run(rows: Rows) -> dict[str, Any]:
    """The run that the copy comes from."""
    started_at = "strftime(started_at, '%Y-%m-%dT%H:%M:%SZ')"
    found = rows.con.execute(
        f"SELECT run_id, number, {started_at} FROM quality.runs ORDER BY number DESC LIMIT 1"
    ).fetchone()
    run_id, number, started = found or (None, None, None)
    return {"id": run_id, "number": number, "started_at": started}


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
