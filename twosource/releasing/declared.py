"""`schemas/releases.yml` as records: the views of a release, and what a fact is in the formats of others.

Belongs here: reading that file strictly. Does not: rows, or writing any of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from twosource import paths, reference
from twosource.declarations import DeclarationError

TREATMENTS = ("hash", "quotation", "quoted")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view in a release: the columns that name a row (none where nothing does), the order of rows, and what becomes of
    columns with an article's own words: a treatment, or the fields that stay."""

    name: str
    key: tuple[str, ...]
    order: tuple[str, ...]
    words: Mapping[str, str | Sequence[str]] = field(default_factory=dict)


@cache
def views() -> Mapping[str, View]:
    """All views of a release by name. Raises DeclarationError for what the file says and nobody understands."""
    return {name: _view(name, entry) for name, entry in _content()["views"].items()}


@cache
def _content() -> Mapping[str, Any]:
    found: Mapping[str, Any] = reference.read_yaml(paths.schemas("releases.yml"))
    return found


def _view(name: str, entry: Mapping[str, Any]) -> View:
    if unknown := set(entry) - {"key", "order", "words"}:
        raise DeclarationError(f"releases.yml: {name} has unknown keys {sorted(unknown)}.")
    words = entry.get("words", {})
    for column, treatment in words.items():
        if isinstance(treatment, str) and treatment not in TREATMENTS:
            raise DeclarationError(f"releases.yml: {name}.{column} is {treatment}; known are {', '.join(TREATMENTS)}.")
    key = tuple(entry.get("key", ()))
    return View(name=name, key=key, order=key or tuple(entry["order"]), words=words)
