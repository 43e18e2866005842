"""Corrections of names: which entity a name stands for, across articles.

Belongs here: several names of one, one name of several, names that are none. Does not: names inside an article.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twosource.records import Correction

KINDS = ("one_name", "name_is", "not_a_name")
Row = dict[str, Any]
IdOf = Callable[[str, str], str]
"""The id of the entity that a name of a kind stands for by itself."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """That a correction changed who a name of an article is: the entity that it is now, or was when it was left out."""

    correction_id: str
    article_id: str
    entity_id: str


def corrected(
    links: Sequence[Row], aliases: Sequence[Row], documents: Mapping[str, str], told: Sequence[Correction], id_of: IdOf
) -> tuple[list[Row], list[Row], list[Renamed]]:
    """The rows of names and of their forms with the corrections; `documents` are the document_ids by article.

    What is said of one article goes before what is said of all.
    """
    applied: list[Renamed] = []
    found: dict[tuple[str, str], str | None] = {}  # (article, entity before) to the entity now
    kept = []
    for row in links:
        one = _meant(row, documents.get(row["article_id"]), told, id_of)
        if one is None:
            kept.append(row)
            continue
        now = None if one.kind == "not_a_name" else id_of(row["label"], json.loads(one.value))
        applied.append(Renamed(one.correction_id, row["article_id"], now or row["entity_id"]))
        found[row["article_id"], row["entity_id"]] = now
        if now is not None:
            kept.append({**row, "entity_id": now, "former_id": row["former_id"] or row["entity_id"]})
    return kept, _forms(aliases, found), applied


def _meant(row: Row, document: str | None, told: Sequence[Correction], id_of: IdOf) -> Correction | None:
    """The correction that speaks of this name in this article."""
    of_it = [one for one in told if one.label == row["label"] and (not one.documents or document in one.documents)]
    for one in sorted(of_it, key=lambda one: (not one.documents, one.correction_id)):
        for name in one.evidence:
            if name.casefold() == row["entity"].casefold() or row["entity_id"] == id_of(row["label"], name):
                return one
    return None


def _forms(aliases: Sequence[Row], found: Mapping[tuple[str, str], str | None]) -> list[Row]:
    """The forms of names under the entities that they are now; what two entities were is counted together."""
    merged: dict[tuple[str, str, str], Row] = {}
    for row in aliases:
        now = found.get((row["article_id"], row["entity_id"]), row["entity_id"])
        if now is None:
            continue
        key = (row["article_id"], now, row["alias"])
        known = merged.get(key)
        n = row["n_mentions"] + (known["n_mentions"] if known else 0)
        country = row["country"] or (known["country"] if known else None)
        merged[key] = {**row, "entity_id": now, "n_mentions": n, "country": country}
    return list(merged.values())
