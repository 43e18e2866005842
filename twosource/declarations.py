"""The declarations of `schemas/`: tables, stages, views. Everything about a table is derived from here.

Belongs here: reading and checking the declarations, and what can be derived from one alone (DDL, row rules, SQL of
violations). Does not: running SQL, Great Expectations, Dagster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from twosource import paths, reference

SEVERITIES = ("critical", "warning", "info")
ROW_TYPES = ("predicate", "not_null", "allowed", "minimum", "maximum", "pattern")
""""predicate" is a rule of a table's own; the others are derived from a column."""
TABLE_TYPES = ("violations", "share")


class DeclarationError(ValueError):
    """A declaration says something that is not understood; the message names the file and the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: DuckDB `type`, what it means, and what its values may be. `run_time` marks a time of the run itself."""

    name: str
    type: str
    description: str
    required: bool = False
    unit: str | None = None
    vocabulary: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
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
    """A rule about a table. `sql` is true for a good row; for the type `violations` it selects the bad ones.

    `reads` names columns of other tables that `sql` uses.
    A `share` is true for a good row and must hold for at least `minimum` of them.
    """

    name: str
    type: str
    severity: str
    reason: str
    sql: str
    column: str | None = None
    minimum: float | None = None
    reads: Mapping[str, Read] = field(default_factory=dict)

    @property
    def per_row(self) -> bool:
        """Whether it can be decided row by row."""
        return self.type in ROW_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A column whose values must stand in another table's column (list columns: every element)."""

    column: str
    table: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One base table. `unit` are the columns that name the unit a row belongs to; `ledger` tables keep run times."""

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

    @property
    def full_name(self) -> str:
        """`schema.name`."""
        return f"{self.schema}.{self.name}"

    def column(self, name: str) -> Column:
        """The column of that name; raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.full_name} has no column {name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage: its unit, the SQL that lists units with their fingerprints, and the tables whose rows it owns.

    `units` selects `unit`, `fingerprint` and `position` (the order of work).
    """

    name: str
    unit: str
    units: str
    writes: tuple[str, ...]
    description: str


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
def stages() -> Mapping[str, Stage]:
    """The stages of `schemas/stages.yml`, in the order in which they run."""
    found: dict[str, Stage] = {}
    for name, entry in reference.read_yaml(paths.schemas("stages.yml")).items():
        stage = Stage(name=name, **{**entry, "writes": tuple(entry["writes"])})
        unknown = [t for t in stage.writes if t not in tables()]
        if unknown:
            raise DeclarationError(f"stage {name} writes {unknown}, which no file of schemas/tables declares.")
        found[name] = stage
    return found


@cache
def views() -> Mapping[str, str]:
    """The analyst views: name to the SQL of `schemas/views/<name>.sql`, in the order of their numbers."""
    return {
        p.stem.split("_", 1)[1]: p.read_text(encoding="utf-8") for p in sorted(paths.schemas("views").glob("*.sql"))
    }


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
    parts = [column.description]
    if column.unit:
        parts.append(f"in {column.unit}")
    if column.vocabulary:
        parts.append(f"one of: {', '.join(column.allowed or ())}")
    return "; ".join(parts)


def quote(text: str) -> str:
    """A text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


@cache
def row_rules(full_name: str) -> tuple[Expectation, ...]:
    """Every rule that is decided row by row: those of the columns first, then the table's own."""
    derived = [rule for column in table(full_name).columns for rule in _column_rules(column)]
    return (*derived, *(e for e in table(full_name).expectations if e.per_row))


@cache
def table_rules(full_name: str) -> tuple[Expectation, ...]:
    """Every rule that needs more than one row: keys, references, the table's own."""
    declared = table(full_name)
    key = ", ".join(f'"{k}"' for k in declared.key)
    unique = Expectation(
        name="key_is_unique",
        type="violations",
        severity="critical",
        reason="two rows with one id cannot be told apart",
        sql=f"SELECT {key}, count(*) AS n FROM {full_name} GROUP BY ALL HAVING count(*) > 1",
    )
    references = [_reference_rule(declared, foreign) for foreign in declared.foreign_keys]
    return (unique, *references, *(e for e in declared.expectations if not e.per_row))


def _reference_rule(table: Table, key: ForeignKey) -> Expectation:
    column = table.column(key.column)
    source = f'unnest("{key.column}")' if column.type.endswith("[]") else f'"{key.column}"'
    return Expectation(
        name=f"{key.column}_exists",
        type="violations",
        severity="critical",
        column=key.column,
        reason=f"a row must lead back to {key.table}",
        sql=(
            f"SELECT v FROM (SELECT DISTINCT {source} AS v FROM {table.full_name}) "
            f'ANTI JOIN (SELECT DISTINCT "{key.target}" AS v FROM {key.table}) USING (v) WHERE v IS NOT NULL'
        ),
    )


def _column_rules(column: Column) -> list[Expectation]:
    name = f'"{column.name}"'

    def rule(suffix: str, sql: str, reason: str) -> Expectation:
        return Expectation(
            name=f"{column.name}_{suffix}",
            type=suffix,
            severity="critical",
            column=column.name,
            sql=sql,
            reason=reason,
        )

    rules = []
    if column.required:
        rules.append(rule("not_null", f"{name} IS NOT NULL", "a row without it cannot be used"))
    if column.allowed is not None:
        values = ", ".join(quote(v) for v in column.allowed)
        test = f"{name} IS NULL OR {name} IN ({values})"
        rules.append(rule("allowed", test, f"the words of {column.vocabulary} are closed"))
    if column.minimum is not None:
        rules.append(rule("minimum", f"{name} IS NULL OR {name} >= {column.minimum:g}", "below its range"))
    if column.maximum is not None:
        rules.append(rule("maximum", f"{name} IS NULL OR {name} <= {column.maximum:g}", "above its range"))
    if column.pattern is not None:
        test = f"{name} IS NULL OR regexp_full_match({name}, {quote(column.pattern)})"
        rules.append(rule("pattern", test, "not of its form"))
    return rules


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
    }
    if unknown := set(content) - known:
        raise DeclarationError(f"{path.name}: unknown keys {sorted(unknown)}; known are {sorted(known)}.")
    schema, name = content["table"].split(".")
    try:
        columns = [Column(name=c, **entry) for part in parts for c, entry in part.get("columns", {}).items()]
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
    )


def _read_expectation(entry: Mapping[str, Any]) -> Expectation:
    reads = {name: Read(**read) for name, read in entry.get("reads", {}).items()}
    expectation = Expectation(**{**entry, "reads": reads})
    if expectation.severity not in SEVERITIES or expectation.type not in ("predicate", *TABLE_TYPES):
        raise DeclarationError(f"expectation {expectation.name}: unknown severity or type.")
    if (expectation.type == "share") != (expectation.minimum is not None):
        raise DeclarationError(f"expectation {expectation.name}: a share, and only a share, has a minimum.")
    return expectation


def with_reads(rules: Iterable[Expectation], source: str, instead: Mapping[str, str] | None = None) -> str:
    """A FROM item over `source` (a table or view) with the columns that the rules read from other tables.

    Only the rows that `source` refers to are read, so that the cost follows the rows checked. `instead` names what
    stands for a table that is not stored yet.
    """
    reads = {name: read for rule in rules for name, read in rule.reads.items()}
    joins = "".join(
        f" LEFT JOIN (SELECT {read.by}, any_value({read.column}) AS {name}"
        f" FROM {(instead or {}).get(read.table, read.table)}"
        f" WHERE {read.by} IN (SELECT {read.by} FROM {source}) GROUP BY {read.by}) USING ({read.by})"
        for name, read in reads.items()
    )
    return f"{source}{joins}"
