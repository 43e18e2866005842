"""Looking words up in the reference tables: lists of words, and words grouped under what they say.

Belongs here: the look-up, once for every room. Does not: which words stand in a table (`seeds/reference`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from twosource import reference

ACTS = ("events_cooperation", "events_conflict")


@cache
def listed(table: str, name: str) -> frozenset[str]:
    """The words of a plain list of a table; raises KeyError when there is none of that name."""
    return frozenset(str(word) for word in reference.table(table)[name])


@cache
def grouped(table: str, name: str) -> Mapping[str, str]:
    """Word to the group that it stands under ("vow" to "planned"), of a list of lists; the first group wins."""
    found: dict[str, str] = {}
    for group, some in reference.table(table)[name].items():
        for word in some:
            found.setdefault(str(word), str(group))
    return found


@cache
def acting() -> frozenset[str]:
    """The verbs that tell an act by the tables of events, with their particles ("call off")."""
    return frozenset(
        str(word) for table in ACTS for row in reference.table(table)["acts"] for word in row.get("verbs", ())
    )
