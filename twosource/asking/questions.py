"""The questions of `docs/questions`, which travel with the package: each a query with a name and perhaps parameters.

Belongs here: reading them. Does not: the queries themselves, or their answers on the samples (`docs/analysts`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from twosource import paths

FOLDER = paths.docs("questions")
PARAMETER = re.compile(r"-- parameter: (?P<name>\w+) = (?P<default>[^;]*); (?P<meaning>.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be set in a question: the name behind `$` in its query, the value when none is given, its meaning."""

    name: str
    default: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question in words, why it is worth asking, what may be set in it, and its query."""

    name: str
    asked: str
    why: str
    parameters: tuple[Parameter, ...]
    sql: str

    def values(self, given: Mapping[str, str]) -> dict[str, str]:
        """A value for each parameter: the one given, else its default. Names that it does not have are passed on."""
        return {p.name: p.default for p in self.parameters} | dict(given)


@cache
def questions() -> Mapping[str, Question]:
    """All questions by name; raises ValueError for a file that does not open with `question` and `why`."""
    found = {}
    for path in sorted(FOLDER.glob("*.sql")):
        found[path.stem] = _read(path.stem, path.read_text(encoding="utf-8"))
    return found


def _read(name: str, text: str) -> Question:
    first, second, *rest = text.splitlines()
    if not (first.startswith("-- question: ") and second.startswith("-- why: ")):
        raise ValueError(f"{name}.sql does not open with the lines `-- question: …` and `-- why: …`")
    parameters = []
    while rest and (found := PARAMETER.fullmatch(rest[0])):
        parameters.append(Parameter(**found.groupdict()))
        del rest[0]
    asked, why = first.removeprefix("-- question: "), second.removeprefix("-- why: ")
    return Question(name, asked, why, tuple(parameters), "\n".join(rest).strip())
