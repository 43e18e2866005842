"""The rows of a release: each view of the copy in a fixed order, with the articles' words or without them.

Belongs here: what is selected. Does not: how it is written (`tables`, and a file per format).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from twosource import analyst_views
from twosource.analyst_views import View
from twosource.declarations import Column
from twosource.releasing import declared

ROWS = 4_096
"""Rows held at once while they are written."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The copy's rows as they go out. Without `text`, words of articles give way to hashes; `quote_length` is the most
    characters of a quotation, and of a question of ours, that stay then."""

    con: duckdb.DuckDBPyConnection
    text: bool = True
    quote_length: int = 0

    def view(self, name: str) -> duckdb.DuckDBPyRelation:
        """All rows of a view: by article and place where it has them, then by its key. Raises KeyError for another."""
        view = analyst_views.views()[name]
        held = [column.name for column in view.columns]
        first = [column for column in ("article_id", "char_start") if column in held and view.key != (column,)]
        order = ", ".join(f'"{column}"' for column in dict.fromkeys([*first, *view.key]))
        shown = ", ".join(self._shown(view, column) for column in view.columns)
        # a connection of its own: what one hands over piece by piece ends, without a word, when it is asked again
        return self.con.cursor().sql(f"SELECT {shown} FROM {self._place(name)} ORDER BY {order}")

    def number(self, name: str) -> int:
        """How many rows a view has."""
        (found,) = self.con.execute(f"SELECT count(*) FROM {self._place(name)}").fetchone() or (0,)
        return int(found)

    def _place(self, name: str) -> str:
        """A view by its whole name: a new connection does not know which database the other one uses."""
        used = self.con.execute("SELECT current_database()").fetchone() or ("",)
        return f"{_quoted(used[0])}.main.{_quoted(name)}"

    def columns(self, name: str) -> list[Column]:
        """The columns of a view as they go out."""
        view = analyst_views.views()[name]
        return [found for column in view.columns for found in self._told(view, column)]

    def each(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a view one by one, each by the names of its columns."""
        for batch in self.view(name).to_arrow_reader(ROWS):
            yield from batch.to_pylist()

    def _treatment(self, view: View, column: Column) -> str | Sequence[str] | None:
        return None if self.text else declared.words().get(view.name, {}).get(column.name)

    def _shown(self, view: View, column: Column) -> str:
        """One column in SQL, as it goes out."""
        treatment, own = self._treatment(view, column), f'"{column.name}"'
        hashed = f'sha256({own}) AS "{column.name}_sha256", length({own}) AS "{column.name}_length"'
        if treatment is None:
            return own
        if treatment == "hash":
            return hashed
        if treatment == "quotation":
            fits = f"kind <> 'indirect' AND length({own}) <= {self.quote_length}"
            return f"CASE WHEN {fits} THEN {own} END AS {own}, {hashed}"
        if treatment == "question":
            asked = f"regexp_replace({own}, '“[^”]+”', '“…”', 'g')"
            return f"CASE WHEN length({asked}) <= {self.quote_length} THEN {asked} END AS {own}, {hashed}"
        kept = ", ".join(f"{field} := x.{field}" for field in treatment)
        return f"list_transform({own}, lambda x: struct_pack({kept})) AS {own}"

    def _told(self, view: View, column: Column) -> list[Column]:
        """What the columns that stand for one of the view are, in words."""
        treatment = self._treatment(view, column)
        if treatment not in declared.TREATMENTS:
            return [column]
        about = f"{column.name} ({column.description})"
        hashed = [
            Column(name=f"{column.name}_sha256", type="VARCHAR", description=f"SHA-256 in UTF-8 of {about}"),
            Column(name=f"{column.name}_length", type="BIGINT", description=f"length of {about}", unit="code points"),
        ]
        return hashed if treatment == "hash" else [column, *hashed]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
