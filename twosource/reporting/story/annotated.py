"""The newest article of a story, each of its sentences marked by how it stands in the others.

Belongs here: which article, its sentences, and the standing of each. Does not: comparing (its comparisons are given).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twosource.reporting.story import standing
from twosource.reporting.story.sentences import sentences

Row = dict[str, Any]

ALONE = "alone"
"""The mark of a sentence that no other article is compared with."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its mark: a status or `alone`; `comparison_id` is where it leads to, `asked` what is compared."""

    text: str
    mark: str
    tone: str
    label: str
    comparison_id: str | None
    asked: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article as paragraphs of sentences, and how many sentences have each mark, in a reader's order."""

    member: Row
    paragraphs: list[list[Sentence]]
    marks: list[tuple[Sentence, int]]


def annotated(members: Sequence[Row], comparisons: Mapping[str, Row], stances: Iterable[Row]) -> Annotated | None:
    """The newest dated article that tells anything compared; None where a story has one article, or none has a date."""
    told: dict[str, list[Row]] = {}
    for row in stances:
        if row["text"] is not None:
            told.setdefault(row["article_id"], []).append(row)
    dated = [one for one in members if one["published_on"] is not None and one["article_id"] in told]
    if len(members) < 2 or not dated:
        return None
    newest = max(dated, key=lambda one: (one["published_on"], str(one["published_at"] or ""), one["article_id"]))
    own = told[newest["article_id"]]
    paragraphs = [
        [_marked(newest["text"], span, own, comparisons) for span in spans] for spans in _paragraphs(newest["text"])
    ]
    return Annotated(newest, paragraphs, _counted(paragraphs))


def _paragraphs(text: str) -> list[list[tuple[int, int]]]:
    found: list[list[tuple[int, int]]] = []
    last = 0
    for start, end in sentences(text):
        if not found or "\n" in text[last:start]:
            found.append([])
        found[-1].append((start, end))
        last = end
    return found


def _marked(text: str, span: tuple[int, int], own: Sequence[Row], comparisons: Mapping[str, Row]) -> Sentence:
    start, end = span
    inside = [
        comparisons[row["comparison_id"]]
        for row in own
        if row["char_start"] < end and row["char_end"] > start and row["comparison_id"] in comparisons
    ]
    if not inside:
        return Sentence(text[start:end], ALONE, ALONE, "is told here alone", None, "")
    mark = standing.first(row["status"] for row in inside)
    leads = next(row for row in inside if row["status"] == mark)
    told = standing.standing(mark)
    asked = " · ".join(dict.fromkeys(row["subject"] for row in inside))
    return Sentence(text[start:end], mark, told.tone, told.one, leads["comparison_id"], asked)


def _counted(paragraphs: Sequence[Sequence[Sentence]]) -> list[tuple[Sentence, int]]:
    every = [one for paragraph in paragraphs for one in paragraph]
    counts = Counter(one.mark for one in every)
    order = {mark: place for place, mark in enumerate([*standing.order()])}
    samples = {one.mark: one for one in reversed(every)}
    return [(samples[mark], counts[mark]) for mark in sorted(counts, key=lambda mark: (order.get(mark, 99), mark))]
