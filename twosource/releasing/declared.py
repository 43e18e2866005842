"""`schemas/releases.yml` as records: words that a release may go without, and what a fact is in the formats of others.

Belongs here: reading that file strictly. Does not: rows, or writing any of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from twosource import analyst_views, paths, reference
from twosource.declarations import DeclarationError

TREATMENTS = ("hash", "quotation", "question")

Treatment = str | Sequence[str]
"""What becomes of a column with an article's words: one of `TREATMENTS`, or the fields that stay."""


@cache
def words() -> Mapping[str, Mapping[str, Treatment]]:
    """By view and column, what becomes of an article's words. Raises DeclarationError for what nobody understands."""
    found: dict[str, Mapping[str, Treatment]] = content()["words"]
    for view, columns in found.items():
        for column, treatment in columns.items():
            known(view, column)
            if isinstance(treatment, str) and treatment not in TREATMENTS:
                raise DeclarationError(f"releases.yml: {view}.{column} is {treatment}; known: {', '.join(TREATMENTS)}.")
    return found


@cache
def open_keys() -> frozenset[str]:
    """The views whose key may hold NULL."""
    return frozenset(content()["open_keys"])


def known(view: str, column: str) -> None:
    """Raise DeclarationError unless there is such a view with such a column."""
    try:
        analyst_views.views()[view].column(column)
    except KeyError as error:
        raise DeclarationError(f"releases.yml: there is no {view}.{column}.") from error


@cache
def content() -> Mapping[str, Any]:
    """The file as it is."""
    found: Mapping[str, Any] = reference.read_yaml(paths.schemas("releases.yml"))
    return found


def references(view: str) -> Mapping[str, str]:
    """By column of a view, the other view of which it names a row."""
    found = content()["references"]
    if view in found["not_from"]:
        return {}
    held = {column.name for column in analyst_views.views()[view].columns}
    return {column: other for column, other in found["columns"].items() if column in held and other != view}
