"""What the arguments of `run` ask for: names and paths, lists of addresses, and what is said of the one input by hand.

Belongs here: reading lists, and refusing what cannot be used. Does not: running (run).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twosource.cli.terminal import UNUSABLE, Failure, complain
from twosource.loading import lists, sources, stating
from twosource.settings import Settings

STANDARD_INPUT = "standard input"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The names of a run, its lists of addresses by name, what is stated of the one input, and whether only what is due
    is read, or nothing but what is pending done. `unusable` are lines of lists that name nothing, with why, by list.
    `is_nothing`: lists were given, and nothing stands in them."""

    names: Sequence[str]
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)
    unusable: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    due: bool = False
    pending: bool = False
    is_nothing: bool = False

    @property
    def is_named(self) -> bool:
        """Whether anything was named, which then must give something."""
        return bool(self.names or self.lists or self.unusable)

    def config(self) -> dict[str, Any]:
        """The configuration of the step that takes in."""
        own = {name: list(addresses) for name, addresses in self.lists.items()}
        wrong = {name: dict(lines) for name, lines in self.unusable.items()}
        takes = not self.pending and bool(self.names or self.lists or not self.unusable)
        told = {"stated": dict(self.stated), "due": self.due, "unusable": wrong, "takes": takes}
        return {"sources": list(self.names), "lists": own, **told}


def asked(
    names: Sequence[str],
    files: Sequence[str],
    said: Mapping[str, str | None],
    due: bool,
    chosen: Settings,
    pending: bool = False,
) -> Asked:
    """What is asked for; ends the command with status 2 when it cannot be used."""
    files = [*files, *(name for name in names if name == lists.STANDARD_INPUT)]
    names = [name for name in names if name != lists.STANDARD_INPUT]
    try:
        found = [(_name(file), _read(file)) for file in dict.fromkeys(files)]
        unusable = {name: wrong for name, listed in found if (wrong := _unusable(name, listed, chosen))}
        names += [line for name, listed in found for line in listed.others if line not in unusable.get(name, {})]
        addresses = {name: listed.addresses for name, listed in found if listed.addresses}
        stated = _stated(said, names, addresses)
        nothing = bool(files) and not names and not addresses and not unusable
        if not nothing:
            sources.resolve(names, chosen.home, addresses, stated)
    except sources.SourceError as error:
        raise Failure(str(error), UNUSABLE) from error
    for flag, is_set, what in (("--due", due, DUE), ("--pending", pending, PENDING)):
        if is_set and (names or addresses):
            raise Failure(f"{flag} {what}; leave out what is named.", UNUSABLE)
    told = {name: {f"{name}, line {n}": why for n, why in wrong.values()} for name, wrong in unusable.items()}
    return Asked(
        names=names, lists=addresses, stated=stated, unusable=told, due=due, pending=pending, is_nothing=nothing
    )


DUE = "reads the declared sources whose time has come"
PENDING = "takes nothing in and works through what is pending"


def _unusable(name: str, listed: lists.Listed, chosen: Settings) -> dict[str, tuple[int, str]]:
    """The lines of a list that name nothing, with their numbers and why: they are set aside, and the rest goes on."""
    found: dict[str, tuple[int, str]] = {}
    for line in listed.others:
        try:
            sources.resolve([line], chosen.home)
        except sources.SourceError as error:
            found[line] = (listed.lines[line], f"{name}, line {listed.lines[line]}: {error}")
    return found


def _name(file: str) -> str:
    return STANDARD_INPUT if file == lists.STANDARD_INPUT else str(Path(file).absolute())


def _read(file: str) -> lists.Listed:
    if file == lists.STANDARD_INPUT:
        if sys.stdin.isatty():
            complain("type an address, path or name a line; Ctrl-D ends the list, Ctrl-C leaves it.")
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
