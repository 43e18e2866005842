"""The analyst views and macros as `schemas/` declares them: their SQL, what they mean, and their columns.

Belongs here: reading and checking them, and the statements that follow. Does not: tables (`declarations`), running SQL.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from twosource import paths, reference
from twosource.declarations import Column, DeclarationError, Table, describe, named, quote, table

PARAMETERS = re.compile(r"-- parameters(?P<value> of a value)?: (?P<names>.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One analyst view of the schema `main`: its SELECT, what a row of it is, and its columns in their order.

    `key` are the columns that name a row (NULL among them where an article is silent). A view's column is never
    `required`: what a join does not find is NULL.
    """

    name: str
    sql: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name; raises KeyError."""
        return named(self.columns, name, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    """A SELECT, or where it `gives_rows` not an expression, with a name and parameters, as SQL has them; what it gives
    stands in its description."""

    name: str
    parameters: str
    sql: str
    description: str
    gives_rows: bool

    def creation(self, kind: str, name: str) -> str:
        """The statement that creates it under a name; `kind` is such as TEMP MACRO."""
        body = f"TABLE {self.sql}" if self.gives_rows else f"({self.sql})"
        return f"CREATE {kind} {name}({self.parameters}) AS {body}"


@cache
def macros() -> Mapping[str, Macro]:
    """What can be asked like a view but takes values: `schemas/macros/<name>.sql`, by name. The first line of a file
    gives the parameters. Raises DeclarationError when it does not."""
    found = {}
    for path in sorted(paths.schemas("macros").glob("*.sql")):
        first, _, sql = path.read_text(encoding="utf-8").partition("\n")
        opening = PARAMETERS.fullmatch(first)
        if opening is None:
            raise DeclarationError(f"{path.name} does not open with the line `-- parameters: …`, or `… of a value: …`.")
        found[path.stem] = Macro(
            name=path.stem,
            parameters=opening["names"],
            sql=sql,
            description=_heading(sql),
            gives_rows=opening["value"] is None,
        )
    return found


@cache
def views() -> Mapping[str, View]:
    """The analyst views by name: the SQL of `schemas/views/NN_<name>.sql` in the order of the numbers, with the columns
    of `columns.yml`. Raises DeclarationError when one of the two lacks a view."""
    columns = reference.read_yaml(paths.schemas("views", "columns.yml"))
    found: dict[str, View] = {}
    for path in sorted(paths.schemas("views").glob("*.sql")):
        name = path.stem.split("_", 1)[1]
        if name not in columns:
            raise DeclarationError(f"columns.yml does not say which columns {path.name} has.")
        found[name] = _read_view(name, path.read_text(encoding="utf-8"), columns[name], found)
    if unknown := set(columns) - set(found):
        raise DeclarationError(f"columns.yml names views that have no SQL: {sorted(unknown)}.")
    return found


def comments(view: View) -> list[str]:
    """The statements that put a view's descriptions into the file."""
    return [
        f"COMMENT ON VIEW main.{view.name} IS {quote(view.description)}",
        *(f'COMMENT ON COLUMN main.{view.name}."{c.name}" IS {quote(describe(c))}' for c in view.columns),
    ]


def macro_ddl(macro: Macro) -> list[str]:
    """The statements that create a macro with its comment."""
    return [
        macro.creation("OR REPLACE MACRO", f"main.{macro.name}"),
        f"COMMENT ON MACRO {'TABLE ' if macro.gives_rows else ''}main.{macro.name} IS {quote(macro.description)}",
    ]


# ------------------------------------------------------------------ reading a view


def _read_view(name: str, sql: str, entry: Mapping[str, Any], before: Mapping[str, View]) -> View:
    """A view from its SQL and its entry in `columns.yml`; `before` are the views that it may read."""
    columns: dict[str, Column] = {}
    try:
        for place, what in (pair for part in entry["columns"] for pair in part.items()):
            if isinstance(what, dict):
                columns[place] = _own_column(place, what, before)
            else:
                there = _relation(place, before)
                chosen = [c.name for c in there.columns if c.name not in columns] if what == "rest" else what
                columns |= {c: _handed_on(there.column(c)) for c in chosen}
        key = tuple(entry["key"])
        if unknown := set(key) - set(columns):
            raise KeyError(f"the key names {sorted(unknown)}")
    except (KeyError, TypeError) as error:
        raise DeclarationError(f"columns.yml, {name}: {error}") from error
    return View(name=name, sql=sql, description=_heading(sql), key=key, columns=tuple(columns.values()))


def _heading(sql: str) -> str:
    """The lines of comment at the left edge of a query, as one text."""
    return " ".join(line.removeprefix("--").strip() for line in sql.splitlines() if line.startswith("--"))


def _relation(name: str, before: Mapping[str, View]) -> Table | View:
    return before[name] if name in before else table(name)


def _own_column(name: str, entry: Mapping[str, Any], before: Mapping[str, View]) -> Column:
    """A column of the view's own: stated whole, or another column's values under another name."""
    stated = dict(entry)
    if "of" not in stated:
        return Column(name=name, **stated)
    relation, _, column = stated.pop("of").rpartition(".")
    return replace(_handed_on(_relation(relation, before).column(column)), name=name, **stated)


def _handed_on(column: Column) -> Column:
    return replace(column, required=False, source=None)
