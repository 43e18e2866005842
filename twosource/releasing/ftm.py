"""FollowTheMoney: the entities of Aleph, OpenAleph and the tools around them, a line of JSON each.

Belongs here: their ids, and values in the forms that their library keeps. Does not: which fact is what (releases.yml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pycountry

from twosource.releasing import lines
from twosource.releasing.filling import Fact, Row, facts, fill
from twosource.releasing.rows import Rows

DATES = frozenset({"publishedAt", "date", "retrievedAt"})
DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T[\d:]+)?)?)?")
"""A date as far as it is known; times that depend on another day are none."""
COUNTRIES = frozenset({"country", "contextCountry"})


def write(rows: Rows, target: Path) -> int:
    """Write the entities and return their number."""
    return lines.write(target, _entities(rows))


def _entities(rows: Rows) -> Iterator[dict[str, Any]]:
    for fact in facts("ftm"):
        for row in rows.each(fact.view):
            if entity := _entity(fact, row):
                yield entity


def _entity(fact: Fact, row: Row) -> dict[str, Any] | None:
    schema = fill(fact.properties["schema"], row, _id)
    if schema is None:
        return None
    properties = {}
    for name, spec in fact.properties.items():
        value = None if name == "schema" else fill(spec, row, _id)
        if kept := [text for one in _listed(value) if (text := _kept(name, str(one)))]:
            properties[name] = list(dict.fromkeys(kept))
    return {"id": _id(fact.name, row[fact.id]), "schema": schema, "properties": properties}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _id(fact: str, own: str) -> str:
    return f"twosource-{fact}-{own}"


def _kept(name: str, value: str) -> str | None:
    """A value in the form that the library would give it; None for one that it would drop."""
    if name in DATES:
        return value.removesuffix("Z") if DATE.fullmatch(value.removesuffix("Z")) else None
    if name in COUNTRIES:
        country = pycountry.countries.get(alpha_3=value)
        return country.alpha_2.lower() if country else None
    if name == "language":
        language = pycountry.languages.get(alpha_2=value)
        return language.alpha_3 if language else None
    return value


FORM = lines.Form(
    suffix="ftm.json",
    media="application/x-ndjson",
    about="Entities of FollowTheMoney, one a line: articles, who is named, mentions, events, notes with proof.",
    write=write,
)
