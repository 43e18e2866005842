"""The rows of a release: each view of the copy in a fixed order, with the articles' words or without them.

Belongs here: what is selected. Does not: how it is written (`tables`, and a file per format).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from twosource.releasing import declared
from twosource.releasing.declared import View

ROWS = 4_096
"""Rows held at once while they are written."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a release: its name and type in DuckDB, and the view's column whose words it stands for, if one."""

    name: str
    type: str
    stands_for: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """The copy's rows as they go out. Without `text`, words of articles give way to hashes; `quote_length` is the most
    characters of a quotation that stays then."""

    con: duckdb.DuckDBPyConnection
    text: bool = True
    quote_length: int = 0

    def view(self, name: str) -> duckdb.DuckDBPyRelation:
        """All rows of a view, in the order of its key. Raises KeyError for a view that releases.yml does not name."""
        view = declared.views()[name]
        columns = ", ".join(self._shown(view, column, kind) for column, kind in self._held(name))
        # where nothing names a row, all columns decide, so that the order is the same each time
        order = view.order if view.key else [*view.order, *(column for column, _ in self._held(name))]
        by = ", ".join(f'"{column}"' for column in order)
        return self.con.sql(f"SELECT {columns} FROM main.{name} ORDER BY {by}")

    def columns(self, name: str) -> list[Column]:
        """The columns of a view as they go out."""
        relation = self.view(name)
        own = {column for column, _ in self._held(name)}
        return [
            Column(column, str(kind), None if column in own else column.rsplit("_", 1)[0])
            for column, kind in zip(relation.columns, relation.types, strict=True)
        ]

    def each(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a view one by one, each by the names of its columns."""
        for batch in self.view(name).to_arrow_reader(ROWS):
            yield from batch.to_pylist()

    def _held(self, name: str) -> list[tuple[str, str]]:
        relation = self.con.sql(f"FROM main.{name}")
        return [(column, str(kind)) for column, kind in zip(relation.columns, relation.types, strict=True)]

    def _shown(self, view: View, column: str, kind: str) -> str:
        """One column in SQL, as it goes out."""
        treatment = None if self.text else view.words.get(column)
        own = f'"{column}"'
        hashed = f'sha256({own}) AS "{column}_sha256", length({own}) AS "{column}_length"'
        if treatment is None:
            return own
        if treatment == "hash":
            return hashed
        if treatment == "quotation":
            fits = f"kind <> 'indirect' AND length({own}) <= {self.quote_length}"
            return f"CASE WHEN {fits} THEN {own} END AS {own}, {hashed}"
        if treatment == "quoted":
            return f"regexp_replace({own}, '“[^”]{{{self.quote_length + 1},}}”', '“…”', 'g') AS {own}"
        kept = ", ".join(f"{field} := x.{field}" for field in treatment)
        if kind.endswith("[]"):
            return f"list_transform({own}, lambda x: struct_pack({kept})) AS {own}"
        return f"struct_pack({kept.replace('x.', own + '.')}) AS {own}"
