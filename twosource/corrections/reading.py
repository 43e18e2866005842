"""Reading `corrections.yml` of the data folder, whole or not at all; a fault is told with its line.

Belongs here: the file, its entries and their lines. Does not: what an entry may say (entries), changing it (writing).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from twosource import plain_yaml
from twosource.corrections.entries import FILE_NAME, CorrectionsError, of_entry
from twosource.records import Correction


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the file: what it says, key by key, and the lines from `first` to before `end`, counted from 0."""

    content: dict[str, object]
    corrections: dict[str, Correction]
    first: int
    end: int


def read(home: Path) -> list[Correction]:
    """All corrections of the data folder's file, none when there is none.

    Raises CorrectionsError when it cannot be read, says something that is not understood, or says one thing twice.
    """
    found: dict[str, Correction] = {}
    for entry in entries(home / FILE_NAME):
        for made in entry.corrections.values():
            if made.correction_id in found:
                raise CorrectionsError(
                    f"{FILE_NAME}, line {entry.first + 1}: the same stands there already. Keep one of the two."
                )
            found[made.correction_id] = made
    return list(found.values())


def entries(path: Path) -> list[Entry]:
    """The entries of a file in their order. Raises CorrectionsError."""
    if not path.is_file():
        return []
    try:
        content = plain_yaml.read(path)
        tree = plain_yaml.tree(path)
    except plain_yaml.PlainYamlError as error:
        raise CorrectionsError(f"{path} {error}. Nothing of it was applied, nothing taken back.") from error
    if content is None:
        return []
    if not isinstance(content, list) or not isinstance(tree, yaml.SequenceNode):
        raise CorrectionsError(f"{path} must be a list: each correction begins with `- `.")
    ends = [*(node.start_mark.line for node in tree.value[1:]), len(path.read_text(encoding="utf-8").splitlines())]
    return [
        Entry(content=told, corrections=of_entry(told, _Places(path, node)), first=node.start_mark.line, end=end)
        for told, node, end in zip(content, tree.value, ends, strict=True)
    ]


class _Places:
    """Where the keys of an entry stand."""

    def __init__(self, path: Path, node: yaml.Node) -> None:
        self._path = path
        self._first = node.start_mark.line + 1
        self._lines: dict[str, int] = {}
        for key, line in _keys(node):
            if key in self._lines:
                raise CorrectionsError(f"{path}, line {line}: {key!r} stands twice in one entry. Keep one of the two.")
            self._lines[key] = line

    def __call__(self, key: str) -> str:
        line = self._lines.get(key, self._first)
        return f"{self._path}, line {line}" + (f", key {key}" if key else "")


def _keys(node: yaml.Node) -> Iterator[tuple[str, int]]:
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        yield str(key.value), key.start_mark.line + 1
