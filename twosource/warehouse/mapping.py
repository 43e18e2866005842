"""Records into rows and back: one mapper per table, compiled once from the declaration and the record.

Belongs here: where each column's value comes from and in which form it is stored. Does not: writing or reading rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from operator import attrgetter
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from twosource import declarations, linked, records
from twosource.declarations import Column, DeclarationError, Table

Record = TypeVar("Record")
Get = Callable[[Any], Any]
GIVEN = "given"
"""What a declaration says of a column that no field of the record holds: the stage gives it."""
SPANS = "STRUCT(char_start INTEGER, char_end INTEGER)[]"


@dataclass(frozen=True, slots=True)
class Mapper(Generic[Record]):
    """The way between records of `kind` and rows of `table`. `given` are the columns that the caller gives."""

    table: Table
    kind: type[Record]
    given: frozenset[str]
    _columns: tuple[tuple[str, Get], ...]
    _fields: tuple[tuple[str, Get], ...]

    def row(self, record: Record, **given: Any) -> dict[str, Any]:
        """The record as a row; raises TypeError unless just the columns of `given` are given."""
        if given.keys() != self.given:
            wrong = sorted(given.keys() ^ self.given)
            raise TypeError(f"a row of {self.table.full_name} is given {sorted(self.given)}, but {wrong} differ")
        return {name: get(record) for name, get in self._columns} | given

    def record(self, row: Mapping[str, Any], **more: Any) -> Record:
        """A row as a record. `more` are fields that no column holds as they are; others of them keep their defaults."""
        return self.kind(**{name: get(row) for name, get in self._fields}, **more)


def of(table_name: str, kind: type[Record]) -> Mapper[Record]:
    """The mapper of a table; raises DeclarationError for a column that has no source in the record."""
    made = _MADE.get((table_name, kind)) or _compile(table_name, kind)
    _MADE[table_name, kind] = made
    return made


_MADE: dict[tuple[str, type], Mapper[Any]] = {}


def _compile(table_name: str, kind: type) -> Mapper[Any]:
    table = declarations.table(table_name)
    hints = get_type_hints(kind)
    columns = []
    given = set()
    sources: dict[str, Column] = {}
    for column in table.columns:
        source = column.source or column.name
        if source == GIVEN:
            given.add(column.name)
            if column.name in hints and not column.type.startswith("STRUCT"):
                sources[column.name] = column  # what the stage decides on the way in is the record's on the way back
            continue
        hint = _hint(hints, source)
        if hint is None:
            raise DeclarationError(
                f"{table_name}.{column.name} has no source: {kind.__name__} has no field {source}. "
                f"Name the field with `from`, or say `from: {GIVEN}`."
            )
        sources[source] = column
        columns.append((column.name, _getter(source, column, hint)))
    return Mapper(table, kind, frozenset(given), tuple(columns), tuple(_readers(kind, hints, sources)))


def check() -> None:
    """Compile the mapper of every table that names a record, so that a gap shows at start and not in a row."""
    for name, table in declarations.tables().items():
        for home in (records, linked):
            if table.record and (kind := getattr(home, table.record, None)):
                of(name, kind)


# ------------------------------------------------------------------ out


def _hint(hints: Mapping[str, Any], source: str) -> Any:
    """The type of the field that a dotted name leads to; None when there is none."""
    outer, _, inner = source.partition(".")
    if outer not in hints:
        return None
    if not inner:
        return hints[outer]
    nested = _nested(hints[outer])
    return get_type_hints(nested).get(inner) if nested else None


def _nested(hint: Any) -> type | None:
    """The record in `X` or `X | None`."""
    choices = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return next((choice for choice in choices if isinstance(choice, type) and is_dataclass(choice)), None)


def _getter(source: str, column: Column, hint: Any) -> Get:
    stored = _stored(column, hint)
    outer, _, inner = source.partition(".")
    first = attrgetter(outer)
    if not inner:
        return first if stored is None else lambda record: stored(first(record))
    second = attrgetter(inner)

    def nested(record: Any) -> Any:
        value = first(record)
        return None if value is None else second(value)

    return nested


def _stored(column: Column, hint: Any) -> Get | None:
    """How a field's value is stored, None when as it is."""
    if column.type.startswith("MAP"):
        return lambda value: [{"key": k, "value": v} for k, v in value.items()]
    if column.type == SPANS:
        return lambda value: [{"char_start": a, "char_end": b} for a, b in value]
    if column.type.endswith("[]"):
        return list
    if column.type == "DATE" and str in (hint, *get_args(hint)):
        return lambda value: None if value is None else date.fromisoformat(value)
    return None


# ------------------------------------------------------------------ back


def _readers(kind: type, hints: Mapping[str, Any], sources: Mapping[str, Column]) -> list[tuple[str, Get]]:
    readers: list[tuple[str, Get]] = []
    for field in fields(kind):
        hint = hints[field.name]
        if column := sources.get(field.name):
            readers.append((field.name, _reader(column, hint)))
        elif parts := {s.partition(".")[2]: c for s, c in sources.items() if s.startswith(f"{field.name}.")}:
            readers.append((field.name, _nested_reader(_nested(hint), parts)))
        elif field.default is MISSING and field.default_factory is MISSING:
            continue  # the caller gives it, and the record's constructor says so when he does not
    return readers


def _reader(column: Column, hint: Any) -> Get:
    name = column.name
    if column.type == SPANS:
        return lambda row: [(span["char_start"], span["char_end"]) for span in row[name]]
    if get_origin(hint) is tuple:
        return lambda row: tuple(row[name])
    if column.type == "DATE" and str in (hint, *get_args(hint)):
        return lambda row: None if row[name] is None else row[name].isoformat()
    return lambda row: row[name]


def _nested_reader(nested: type | None, parts: Mapping[str, Column]) -> Get:
    def read(row: Mapping[str, Any]) -> Any:
        values = {part: row[column.name] for part, column in parts.items()}
        return None if nested is None or all(v is None for v in values.values()) else nested(**values)

    return read
