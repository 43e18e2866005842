"""The registers of rules: every rule of every room that a region, a fact or an origin may bear.

Belongs here: which rules a room has, taken from its tables where these have rows and from `schemas/rules/` where a name
stands in a function only. Does not: the rules themselves, or what becomes of a register (`docs`, `warehouse/rules`).
"""

from collections.abc import Iterable, Sequence

from twosource.rules import Rule


def book() -> tuple[Rule, ...]:
    """The rules of all rooms, by room and name. Raises ValueError when two rules share a name."""
    from twosource.rulebook import cleaning, comparison, extraction

    found = [*cleaning.register(), *extraction.register(), *comparison.register()]
    names = [rule.name for rule in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"Two rules are called {twice[0]}; of a row nobody could tell which of them it bears.")
    return tuple(sorted(found, key=lambda rule: (rule.room, rule.name)))


def with_neighbours(rules: Sequence[Rule]) -> Iterable[Rule]:
    """Rows of one table, of which each leaves alone what the row beside it reads."""
    from dataclasses import replace

    for at, rule in enumerate(rules):
        beside = rules[at - 1] if at else rules[1]
        yield replace(rule, counter_example=beside.example)
