"""Rules as rows: what each is called, what it means, a text that it reads and one that it leaves alone.

Belongs here: the record, and reading the lists of rules that lie in `schemas/`. Does not: any rule of a language, which
rules a room has (`rulebook`), or how a rule is applied.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from functools import cache
from io import StringIO
from typing import Any

from twosource import paths
from twosource.reference import ReferenceTableError, read_yaml
from twosource.words import Room


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that decided something: what regions, facts and origins bear as `rule` is its `name`.

    `example` is a text in which the rule finds something, `counter_example` one that is close and in which it finds
    nothing; None where no text can show it.
    """

    name: str
    room: Room
    meaning: str
    example: str | None = None
    counter_example: str | None = None


@cache
def described(room: Room) -> tuple[Rule, ...]:
    """The rules of a room that have no row of their own beside their code, from `schemas/rules/<room>.yml`.

    Raises ReferenceTableError for a row that is not a rule.
    """
    path = paths.schemas("rules", f"{room}.yml")
    try:
        return tuple(Rule(name=name, room=room, **entry) for name, entry in read_yaml(path).items())
    except (TypeError, AttributeError) as error:
        raise ReferenceTableError(
            f"{path} must hold rules with meaning, example and counter_example: {error}."
        ) from error


@cache
def registered() -> tuple[Rule, ...]:
    """Every rule of every room, from `schemas/rules.csv`, which `make docs` writes from the rooms' registers."""
    with paths.schemas("rules.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_rule(row) for row in csv.DictReader(file))


def _rule(row: Mapping[str, Any]) -> Rule:
    shown = {name: row[name] or None for name in ("example", "counter_example")}
    return Rule(name=row["name"], room=row["room"], meaning=row["meaning"], **shown)


def as_csv(rules: tuple[Rule, ...]) -> str:
    """Rules as the text of a file that `registered` reads."""
    told = StringIO(newline="")
    writer = csv.writer(told, lineterminator="\n")
    writer.writerow(field.name for field in fields(Rule))
    writer.writerows(astuple(rule) for rule in rules)
    return told.getvalue()
