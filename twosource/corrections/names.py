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
    kept, meant = [], Meant(told, id_of)
    for row in links:
        one = meant.by(row, documents.get(row["article_id"]))
        if one is None:
            kept.append(row)
            continue
        *_, last = chain = meant.chain(one)
        now = None if last.kind == "not_a_name" else id_of(row["label"], json.loads(last.value))
        applied += [Renamed(step.correction_id, row["article_id"], now or row["entity_id"]) for step in chain]
        found[row["article_id"], row["entity_id"]] = now
        if now is not None:
            kept.append({**row, "entity_id": now, "former_id": row["former_id"] or row["entity_id"]})
    return kept, _forms(aliases, found), applied


class Meant:
    """The corrections of names, by the names that they speak of."""

    def __init__(self, told: Sequence[Correction], id_of: IdOf) -> None:
        self._id_of = id_of
        self._by_name: dict[tuple[str | None, str], list[Correction]] = {}
        for one in told:
            for key in {key for name in one.evidence for key in self._keys(one.label, name)}:
                self._by_name.setdefault((one.label, key), []).append(one)

    def by(self, row: Row, document: str | None) -> Correction | None:
        """The correction that speaks of the name of a row in this document; what is said of one document goes first."""
        keys = {row["entity_id"], row["entity"].casefold()}
        of_it = [
            one
            for key in keys
            for one in self._by_name.get((row["label"], key), ())
            if not one.documents or document in one.documents
        ]
        return min(of_it, key=lambda one: (not one.documents, one.correction_id), default=None)

    def chain(self, one: Correction) -> list[Correction]:
        """The correction, and those that speak in turn of the name that it gives: the last one's name is who it is."""
        found = {one.correction_id: one}
        while one.kind != "not_a_name" and (further := self._further(one)) is not None:
            if further.correction_id in found:
                break
            one = found[further.correction_id] = further
        return list(found.values())

    def _further(self, one: Correction) -> Correction | None:
        found = (
            other
            for key in self._keys(one.label, json.loads(one.value))
            for other in self._by_name.get((one.label, key), ())
            if other.kind == "one_name"
        )
        return min(found, key=lambda other: other.correction_id, default=None)

    def _keys(self, label: str | None, name: str) -> tuple[str, str]:
        return self._id_of(label or "PER", name), name.casefold()


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
