"""The tables of `seeds/reference/` and the vocabularies of `schemas/vocabularies/`, read once.

Belongs here: reading these files, the user's own before the bundled ones.
Does not: what any of them means for a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from twosource import paths, plain_yaml


class ReferenceTableError(ValueError):
    """A reference file cannot be read; the message names the file and what is wrong with it."""


def read_yaml(path: Path) -> Any:
    """The content of a YAML file; raises ReferenceTableError naming the file and the place."""
    try:
        return plain_yaml.read(path)
    except plain_yaml.PlainYamlError as error:
        raise ReferenceTableError(f"{path} {error}") from error


def _read_mapping(path: Path) -> Mapping[str, Any]:
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise ReferenceTableError(f"{path} must be a mapping, but is a {type(content).__name__}.")
    return content


@cache
def table(name: str) -> Mapping[str, Any]:
    """`seeds/reference/<name>.yml` as a mapping. Callers must not change it."""
    return _read_mapping(paths.seeds("reference", f"{name}.yml"))


@cache
def vocabulary(name: str) -> Mapping[str, str]:
    """A closed word list: word to meaning. A list that extends another holds the other's words too.

    Raises KeyError for a name that no file of `schemas/vocabularies/` declares.
    """
    entry = vocabularies()[name]
    inherited = vocabulary(entry["extends"]) if "extends" in entry else {}
    return {**inherited, **entry["words"]}


@cache
def vocabularies() -> Mapping[str, Mapping[str, Any]]:
    """All word lists as declared: name to `source`, `words`, and perhaps `extends`."""
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted(paths.schemas("vocabularies").glob("*.yml")):
        for name, entry in _read_mapping(path).items():
            if name in found:
                raise ReferenceTableError(f"the vocabulary {name} is declared twice, the second time in {path.name}.")
            found[name] = entry
    return found


@cache
def _families() -> Mapping[str, str]:
    return {
        name.casefold(): outlet["family"]
        for outlet in table("outlets")["outlets"]
        if "family" in outlet
        for name in (outlet["name"], *outlet.get("aliases", ()))
    }


def publisher_family(outlet: str | None) -> str | None:
    """The owner under whom outlets count as one voice, None when the outlet is unknown."""
    return _families().get(outlet.casefold()) if outlet else None


@cache
def names() -> frozenset[str]:
    """The names of all tables."""
    return frozenset(path.stem for path in paths.seeds("reference").glob("*.yml"))


def raw(name: str) -> bytes:
    """The file of a table as it lies there: what a stage's version is a digest of."""
    return paths.seeds("reference", f"{name}.yml").read_bytes()
