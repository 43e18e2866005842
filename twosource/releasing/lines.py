"""What the formats of others share: what a format is, facts as lines of JSON, the facts of one article at a time.

Belongs here: what two of them need. Does not: any one of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Generic, TypeVar

from twosource.releasing.filling import Row
from twosource.releasing.rows import Rows

Told = TypeVar("Told")
URN = "urn:twosource:{}:{}"
"""How things of ours are called where an address is wanted: what it is, and its id."""


@dataclass(frozen=True, slots=True)
class Form:
    """A format of others: the end of its file's name, its media type, what the file is in a sentence, how it is written
    (the number of its lines is returned), and what a descriptor says of it where it is a table."""

    suffix: str
    media: str
    about: str
    write: Callable[[Rows, Path], int]
    table: Mapping[str, Any] = field(default_factory=dict)


def urn(fact: str, own: str) -> str:
    """The name of a fact where an address is wanted."""
    return URN.format(fact, own)


def write(target: Path, found: Iterable[Mapping[str, Any]]) -> int:
    """Write one object a line and return how many there are."""
    number = 0
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for one in found:
            file.write(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n")
            number += 1
    return number


def by_article(rows: Rows, view: str) -> ByArticle[Row]:
    """The rows of a view, article by article."""
    return ByArticle(rows.each(view), lambda row: str(row["article_id"]))


class ByArticle(Generic[Told]):
    """What is told of articles in the order of their ids, taken article by article."""

    def __init__(self, told: Iterable[Told], key: Callable[[Told], str]) -> None:
        self._groups = groupby(told, key)
        self._next = next(self._groups, None)

    def of(self, article_id: str) -> Iterator[Told]:
        """The rows of one article; to be asked in the order of ids, and read before the next is asked for."""
        while self._next is not None and self._next[0] < article_id:
            self._next = next(self._groups, None)
        if self._next is not None and self._next[0] == article_id:
            yield from self._next[1]
