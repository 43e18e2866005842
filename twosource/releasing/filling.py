"""Filling the properties that `schemas/releases.yml` declares from the rows of a view.

Belongs here: the small notation of that file. Does not: any one format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from twosource.declarations import DeclarationError
from twosource.releasing import declared

Row = Mapping[str, Any]
Spec = Any
"""A property as declared: text, a list, or an object."""
REFERENCE = re.compile(r"(?P<fact>[a-z]+):(?P<column>[a-z_.]+)")
NAMED = re.compile(r"\{(\w+)\}")
OWN = "."
"""Within `each`: the value itself."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact in one format: the view of its rows, the column of its id, and the properties it has there."""

    name: str
    view: str
    id: str
    properties: Mapping[str, Spec]


def facts(form: str) -> list[Fact]:
    """The facts that a format has, in the order of the file. Raises DeclarationError for columns that no view has."""
    found = []
    for name, entry in declared.content()["facts"].items():
        if form in entry:
            fact = Fact(name, entry["view"], entry["id"], entry[form])
            for column in (fact.id, *_columns(fact.properties)):
                declared.known(fact.view, column)
            found.append(fact)
    return found


def fact(form: str, name: str) -> Fact:
    """The fact of that name in a format. Raises DeclarationError when it has none."""
    for found in facts(form):
        if found.name == name:
            return found
    raise DeclarationError(f"releases.yml: {form} has no {name}.")


def fill(spec: Spec, row: Row, refer: Callable[[str, str], Any]) -> Any:
    """The value of a property for a row; None when there is nothing. `refer` gives the id of a fact by name and id."""
    if isinstance(spec, Mapping):
        return _object(spec, row, refer)
    if isinstance(spec, list):
        return _flat(fill(part, row, refer) for part in spec) or None
    if spec.startswith("="):
        return spec[1:]
    if "{" in spec:
        return _sentence(spec, row)
    if reference := REFERENCE.fullmatch(spec):
        value = _value(row, reference["column"])
        if isinstance(value, list):
            return [refer(reference["fact"], one) for one in dict.fromkeys(value)] or None
        return None if value is None else refer(reference["fact"], value)
    return plain(_value(row, spec))


def plain(value: Any) -> Any:
    """A value as JSON has it: instants in UTC and days in ISO 8601; None for what is empty."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%S}Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(one) for one in value] or None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _object(spec: Mapping[str, Spec], row: Row, refer: Callable[[str, str], Any]) -> Any:
    if "choose" in spec:
        chosen = spec.get(str(row.get(spec["choose"])))
        return None if chosen is None else fill(chosen, row, refer)
    if "each" in spec:
        inner = {name: part for name, part in spec.items() if name != "each"}
        return [_object(inner, {OWN: one}, refer) for one in _value(row, spec["each"]) or ()] or None
    filled = {name: fill(part, row, refer) for name, part in spec.items()}
    kept = {name: value for name, value in filled.items() if value is not None}
    return kept if any(not _is_word(spec[name]) for name in kept) else None


def _is_word(spec: Spec) -> bool:
    return isinstance(spec, str) and spec.startswith("=")


def _sentence(spec: str, row: Row) -> str | None:
    names = NAMED.findall(spec)
    values = {name: _shown(plain(row.get(name))) for name in names}
    if not any(values.values()):
        return None
    return " ".join(NAMED.sub(lambda found: values[found[1]], spec).split()).strip(" :;,")


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _value(row: Row, path: str) -> Any:
    """A column's value, or one field of each struct in a list."""
    if path == OWN:
        return row[OWN]
    column, _, inner = path.partition(".")
    value = row.get(column)
    return [one[inner] for one in value or ()] if inner else value


def _flat(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if isinstance(value, list):
            found += value
        elif value is not None:
            found.append(value)
    return found


def _columns(spec: Spec) -> Iterator[str]:
    """The columns that a property reads."""
    if isinstance(spec, Mapping):
        for part in spec.values():
            yield from _columns(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from _columns(part)
    elif "{" in spec:
        yield from NAMED.findall(spec)
    elif reference := REFERENCE.fullmatch(spec):
        yield reference["column"].partition(".")[0]
    elif spec != OWN and not spec.startswith("="):
        yield spec.partition(".")[0]
