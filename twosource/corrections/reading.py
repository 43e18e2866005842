"""Reading `corrections.yml` of the data folder, whole or not at all; a fault is told with its line.

Belongs here: the file, its entries and their lines. Does not: what an entry may say (entries), changing it (writing).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from twosource import plain_yaml
from twosource.corrections.contradictions import Contradiction, KeyOf, by_words, contradictions
from twosource.corrections.entries import FILE_NAME, CorrectionsError, of_entry
from twosource.records import Correction

SHOWN = 5
"""Of many contradictions, so many are told at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the file: what it says, key by key, and the lines from `first` to before `end`, counted from 0."""

    content: dict[str, object]
    corrections: dict[str, Correction]
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Given:
    """All corrections of a file, and by their ids the lines in which they begin, counted from 1."""

    told: list[Correction]
    lines: dict[str, int]

    def require_agreement(self, told: Sequence[Correction], key_of: KeyOf = by_words) -> None:
        """Raise CorrectionsError when two of them cannot hold together; `told` are these corrections as they are known
        now, with their documents or without."""
        found = contradictions(told, key_of)
        if found:
            some = "; ".join(f"{self._lines_of(one)}: {one.why}" for one in found[:SHOWN])
            more = f" (and {len(found) - SHOWN} more)" if len(found) > SHOWN else ""
            raise CorrectionsError(
                f"{FILE_NAME} contradicts itself, {some}{more}. Keep one of the two; until then nothing of the file is "
                "applied, nothing taken back."
            )

    def _lines_of(self, found: Contradiction) -> str:
        first, second = (self.lines[one.correction_id] for one in (found.first, found.second))
        return f"lines {first} and {second}" if first != second else f"line {first}"


def read(home: Path) -> list[Correction]:
    """All corrections of the data folder's file, none when there is none. Raises CorrectionsError as `given` does."""
    return given(home).told


def given(home: Path) -> Given:
    """The same with their lines.

    Raises CorrectionsError when the file cannot be read, says something that is not understood, says one thing twice,
    or two things that contradict one another.
    """
    found: dict[str, Correction] = {}
    lines: dict[str, int] = {}
    for entry in entries(home / FILE_NAME):
        for made in entry.corrections.values():
            if made.correction_id in found:
                raise CorrectionsError(
                    f"{FILE_NAME}, line {entry.first + 1}: the same stands in line {lines[made.correction_id]}. "
                    "Keep one of the two."
                )
            found[made.correction_id] = made
            lines[made.correction_id] = entry.first + 1
    made_of = Given(list(found.values()), lines)
    made_of.require_agreement(made_of.told)
    return made_of


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
