"""What the arguments of `run` ask for: names and paths, lists of addresses, and what is said of the one input by hand.

Belongs here: reading lists, and refusing what cannot be used. Does not: running (run).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twosource.cli.terminal import UNUSABLE, Failure
from twosource.loading import lists, sources, stating
from twosource.settings import Settings

STANDARD_INPUT = "standard input"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The names of a run, its lists of addresses by name, what is stated of the one input, and whether only what is due
    is read. `is_nothing`: lists were given, and nothing stands in them."""

    names: Sequence[str]
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)
    due: bool = False
    is_nothing: bool = False

    @property
    def is_named(self) -> bool:
        """Whether anything was named, which then must give something."""
        return bool(self.names or self.lists)

    def config(self) -> dict[str, Any]:
        """The configuration of the step that takes in."""
        own = {name: list(addresses) for name, addresses in self.lists.items()}
        return {"sources": list(self.names), "lists": own, "stated": dict(self.stated), "due": self.due}


def asked(
    names: Sequence[str], files: Sequence[str], said: Mapping[str, str | None], due: bool, chosen: Settings
) -> Asked:
    """What is asked for; ends the command with status 2 when it cannot be used."""
    try:
        found = [(_name(file), _read(file)) for file in dict.fromkeys(files)]
        names = [*names, *(line for _, listed in found for line in listed.others)]
        addresses = {name: listed.addresses for name, listed in found if listed.addresses}
        stated = _stated(said, names, addresses)
        nothing = bool(files) and not names and not addresses
        if not nothing:
            sources.resolve(names, chosen.home, addresses, stated)
    except sources.SourceError as error:
        raise Failure(str(error), UNUSABLE) from error
    if due and (names or addresses):
        raise Failure("--due reads the declared sources whose time has come; leave out what is named.", UNUSABLE)
    return Asked(names=names, lists=addresses, stated=stated, due=due, is_nothing=nothing)


def _name(file: str) -> str:
    return STANDARD_INPUT if file == lists.STANDARD_INPUT else str(Path(file).absolute())


def _read(file: str) -> lists.Listed:
    if file == lists.STANDARD_INPUT:
        return lists.read_stream(sys.stdin.buffer, STANDARD_INPUT)
    return lists.read(Path(file))


def _stated(
    said: Mapping[str, str | None], names: Sequence[str], addresses: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """What is said by hand, which must be of one input."""
    stated = stating.checked({name: value for name, value in said.items() if value is not None}, "the options")
    if stated and (len(names) != 1 or addresses):
        given = ", ".join(f"--{name}" for name in stated)
        raise sources.SourceError(f"{given} go with one file or address. Name that one alone.")
    return stated
