"""Whose reporting stands behind articles of a story: origins that can be named, with their names.

Belongs here: groups of articles with one origin, and what to call them. Does not: which articles form one (comparison).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """One origin: its name, the outlets that carry its text too, and whether anybody can tell whose it is."""

    group: str
    name: str
    carriers: tuple[str, ...]
    named: bool


def origins(members: Iterable[Row]) -> list[Origin]:
    """The origins of these articles (rows of `articles` with `origin_group` and `named`), the named ones first."""
    groups: dict[str, list[Row]] = {}
    for member in members:
        groups.setdefault(member["origin_group"] or member["article_id"], []).append(member)
    found = [_origin(group, rows) for group, rows in groups.items()]
    return sorted(found, key=lambda one: (not one.named, one.name, one.group))


def _origin(group: str, rows: Sequence[Row]) -> Origin:
    outlets = list(dict.fromkeys(row["outlet"] for row in rows if row["outlet"]))
    agency = next((row["agency"] for row in rows if row["agency"]), None)
    name = agency or next(iter(outlets), None) or "a page of nobody known"
    return Origin(group, name, tuple(one for one in outlets if one != name), any(row["named"] for row in rows))


def of_stance(member: Row, stance: Row) -> Row:
    """The article as it stands behind one stance: under the origin of the sentence, where that is another."""
    if not stance.get("taken"):
        return member
    told_to = {"agency": stance["taken_from"], "named": True} if stance["taken"] == "told_to" else {}
    return {**member, "origin_group": stance["origin_group"], **told_to}


def taken(stances: Iterable[Row]) -> list[str]:
    """Why outlets do not stand behind what they say, in words: "Bay Herald has it from Reuters"."""
    found: dict[str, None] = {}
    for stance in stances:
        outlet, source = stance["outlet"] or "a page of nobody known", stance.get("taken_from")
        if stance.get("taken") == "sentence":
            found[f"{outlet} has the sentence of {source or 'an earlier article'}"] = None
        elif stance.get("taken") == "told_to":
            found[f"{outlet} names {source} as the one that was told"] = None
    return list(found)


def one_speaker(stances: Sequence[Row]) -> str | None:
    """Whom all quote: what one person said stays one person's word, however many outlets heard it. None where they
    quote several, or tell it themselves."""
    said_by = {stance["speaker"] for stance in stances}
    outlets = {stance["outlet"] for stance in stances}
    return said_by.pop() if len(said_by) == 1 and len(outlets) > 1 else None


def in_words(found: Sequence[Origin]) -> str:
    """The origins in words: "Harbor Ledger; Meridian Wire, also in Bay Herald; 1 page of nobody known"."""
    told = [one.name + (f", also in {', '.join(one.carriers)}" if one.carriers else "") for one in found if one.named]
    unnamed = sum(not one.named for one in found)
    if unnamed:
        told.append(f"{unnamed} page{'' if unnamed == 1 else 's'} of nobody known")
    return "; ".join(told)


def counted(found: Sequence[Origin]) -> str:
    """The origins in words, with how many of them can be named before their names."""
    named = sum(one.named for one in found)
    return f"{named} named origin{'' if named == 1 else 's'}: {in_words(found)}" if named else in_words(found)
