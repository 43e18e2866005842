"""The declarations of `schemas/`: tables and stages. Everything about a table is derived from here.

Belongs here: reading and checking them, and DDL. Does not: the views over them (`analyst_views`), the rules that follow
from them (`expectations`), running SQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from twosource import paths, reference, words

SEVERITIES = ("critical", "warning", "info")
ROW_TYPES = ("predicate", "not_null", "allowed", "minimum", "maximum", "pattern", "finite")
""""predicate" is a rule of a table's own; the others are derived from a column."""
TABLE_TYPES = ("violations", "share")
TOUCHED = re.compile(r"\{touched ([\w.]+)\}")
"""Where SQL that lists units, or rows that follow from others, may be held to some units, by that column."""


class DeclarationError(ValueError):
    """A declaration says something that is not understood; the message names the file and the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: DuckDB `type`, what it means, and what its values may be. `run_time` marks a time of the run itself.

    `source` (`from` in the file) is the field of the table's record that holds the value where it has another name than
    the column, with a dot into a nested record; `given` when the stage gives it.
    """

    name: str
    type: str
    description: str
    required: bool = False
    unit: str | None = None
    vocabulary: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    source: str | None = None
    run_time: bool = False

    @property
    def allowed(self) -> tuple[str, ...] | None:
        """The closed list of values, None when the column is open."""
        return tuple(reference.vocabulary(self.vocabulary)) if self.vocabulary else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A column of another table that a rule reads, joined on the column `by` that both have."""

    table: str
    column: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A rule about a table, said in a `sentence` that is true while it holds; `reason` is why it is there, and why at
    this threshold. `sql` is true for a good row; for the type `violations` it selects the bad ones.

    `reads` names columns of other tables that `sql` uses. `whole` rules read all rows of their tables against one
    another and are asked only when everything is checked. `history` rules hold a ledger's newest rows against those
    before, so that rows which are good one by one may break them.
    A `share` is true for a good row and must hold for at least `minimum` of them.
    """

    name: str
    type: str
    severity: str
    sentence: str
    reason: str
    sql: str
    column: str | None = None
    minimum: float | None = None
    whole: bool = False
    history: bool = False
    reads: Mapping[str, Read] = field(default_factory=dict)

    @property
    def per_row(self) -> bool:
        """Whether it can be decided row by row."""
        return self.type in ROW_TYPES

    @property
    def scope(self) -> words.CheckScope:
        """What it looks at, and so when it is asked."""
        if self.per_row:
            return "new_rows"
        return "everything" if self.whole else "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A column whose values must stand in another table's column (list columns: every element)."""

    column: str
    table: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One base table. `unit` are the columns that name the unit a row belongs to; `ledger` tables keep run times.

    `by_month` is the day by which its rows are looked up: a lake keeps each month in files of its own. `follows` is the
    SQL that selects its rows from other tables, where it keeps what follows from them.
    """

    schema: str
    name: str
    description: str
    unit: tuple[str, ...]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    foreign_keys: tuple[ForeignKey, ...]
    expectations: tuple[Expectation, ...]
    record: str | None = None
    ledger: bool = False
    by_month: str | None = None
    follows: str | None = None

    @property
    def full_name(self) -> str:
        """`schema.name`."""
        return f"{self.schema}.{self.name}"

    def column(self, name: str) -> Column:
        """The column of that name; raises KeyError."""
        return named(self.columns, name, self.full_name)

    def rows_that_follow(self, among: str | None = None) -> str:
        """SQL that selects the rows which follow from other tables: all, or those of units in the table `among`.

        Raises DeclarationError for a table that does not follow.
        """
        if self.follows is None:
            raise DeclarationError(f"{self.full_name} does not follow from other tables.")
        return _touched(self.follows, among)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage: its unit, the SQL that lists units with their fingerprints, and the tables whose rows it owns."""

    name: str
    unit: str
    listing: str
    writes: tuple[str, ...]
    description: str

    def units(self, among: str | None = None) -> str:
        """SQL that selects `unit`, `fingerprint` and `position` (the order of work) of all units, or of those only
        that stand in the table `among`."""
        return _touched(self.listing, among)


def _touched(sql: str, among: str | None) -> str:
    return TOUCHED.sub(rf"(\1 IN (FROM {among}))" if among else "true", sql)


@cache
def tables() -> Mapping[str, Table]:
    """All tables by full name, in an order in which each comes after those that its foreign keys name."""
    found = {t.full_name: t for t in map(_read_table, sorted(paths.schemas("tables").glob("[!_]*.yml")))}
    ordered: dict[str, Table] = {}

    def place(table: Table) -> None:
        for key in table.foreign_keys:
            if key.table not in found:
                raise DeclarationError(f"{table.full_name}.{key.column} refers to {key.table}, which is not declared.")
            if key.table not in ordered and key.table != table.full_name:
                place(found[key.table])
        ordered.setdefault(table.full_name, table)

    for table in found.values():
        place(table)
    return ordered


def table(full_name: str) -> Table:
    """The table of that full name; raises KeyError."""
    return tables()[full_name]


@cache
def index_tables() -> Mapping[str, Table]:
    """The tables of the index by which texts are searched, by full name. They follow from other tables and are filled
    anew when they are gone, so no rule, count or migration is about them."""
    return {t.full_name: t for t in map(_read_table, sorted(paths.schemas("index").glob("*.yml")))}


@cache
def stages() -> Mapping[str, Stage]:
    """The stages of `schemas/stages.yml`, in the order in which they run."""
    found: dict[str, Stage] = {}
    for name, entry in reference.read_yaml(paths.schemas("stages.yml")).items():
        stage = Stage(
            name=name,
            unit=entry["unit"],
            listing=entry["units"],
            writes=tuple(entry["writes"]),
            description=entry["description"],
        )
        unknown = [t for t in stage.writes if t not in tables()]
        if unknown:
            raise DeclarationError(f"stage {name} writes {unknown}, which no file of schemas/tables declares.")
        found[name] = stage
    return found


# ------------------------------------------------------------------ derived from a table


def ddl(table: Table) -> list[str]:
    """The statements that create a table with its comments. Keys are checked, not declared: an index costs too much."""
    width = ",\n  ".join(f'"{c.name}" {c.type}{" NOT NULL" if c.required else ""}' for c in table.columns)
    comments = [f'COMMENT ON COLUMN {table.full_name}."{c.name}" IS {quote(describe(c))}' for c in table.columns]
    return [
        f"CREATE SCHEMA IF NOT EXISTS {table.schema}",
        f"CREATE TABLE IF NOT EXISTS {table.full_name} (\n  {width}\n)",
        f"COMMENT ON TABLE {table.full_name} IS {quote(table.description)}",
        *comments,
    ]


def describe(column: Column) -> str:
    """A column in words: meaning, unit, allowed values."""
    parts = [column.description, *([f"in {column.unit}"] if column.unit else ())]
    if column.vocabulary:
        parts.append(f"one of: {', '.join(column.allowed or ())}")
    return "; ".join(parts)


def quote(text: str) -> str:
    """A text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


# ------------------------------------------------------------------ reading a file


def _read_table(path: Path) -> Table:
    content = reference.read_yaml(path)
    included = content.get("includes", [])
    names = included if isinstance(included, list) else [included]
    parts = [*(reference.read_yaml(path.with_name(f"_{name}.yml")) for name in names), content]
    known = {
        "table",
        "record",
        "unit",
        "key",
        "includes",
        "description",
        "columns",
        "foreign_keys",
        "expectations",
        "ledger",
        "by_month",
        "follows",
    }
    if unknown := set(content) - known:
        raise DeclarationError(f"{path.name}: unknown keys {sorted(unknown)}; known are {sorted(known)}.")
    schema, name = content["table"].split(".")
    try:
        columns = [
            Column(name=c, **{"source" if key == "from" else key: value for key, value in entry.items()})
            for part in parts
            for c, entry in part.get("columns", {}).items()
        ]
        expectations = [_read_expectation(e) for part in parts for e in part.get("expectations", [])]
    except TypeError as error:
        raise DeclarationError(f"{path.name}: {error}") from error
    foreign = [
        ForeignKey(
            column=f["column"], table=f["references"].rsplit(".", 1)[0], target=f["references"].rsplit(".", 1)[1]
        )
        for part in parts
        for f in part.get("foreign_keys", [])
    ]
    unit = content["unit"] if isinstance(content["unit"], list) else [content["unit"]]
    return Table(
        schema=schema,
        name=name,
        description=content["description"],
        unit=tuple(unit),
        key=tuple(content["key"]),
        columns=tuple(sorted(columns, key=lambda c: c.name not in content["key"])),
        foreign_keys=tuple(foreign),
        expectations=tuple(expectations),
        record=content.get("record"),
        ledger=content.get("ledger", False),
        by_month=content.get("by_month"),
        follows=content.get("follows"),
    )


def _read_expectation(entry: Mapping[str, Any]) -> Expectation:
    reads = {name: Read(**read) for name, read in entry.get("reads", {}).items()}
    expectation = Expectation(**{**entry, "reads": reads})
    if expectation.severity not in SEVERITIES or expectation.type not in ("predicate", *TABLE_TYPES):
        raise DeclarationError(f"expectation {expectation.name}: unknown severity or type.")
    if (expectation.type == "share") != (expectation.minimum is not None):
        raise DeclarationError(f"expectation {expectation.name}: a share, and only a share, has a minimum.")
    return expectation


def named(columns: Iterable[Column], name: str, whose: str) -> Column:
    """The column of that name among those of a table or view; raises KeyError, which says `whose`."""
    for column in columns:
        if column.name == name:
            return column
    raise KeyError(f"{whose} has no column {name}")
