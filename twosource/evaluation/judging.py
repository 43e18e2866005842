"""Facts held against gold: which are right, which are not, what was missed; and two judges held against one another.

Belongs here: when a fact is what an item says. Does not: files (`gold`), figures (`scores`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from twosource.evaluation.gold import KINDS, Gold, Item
from twosource.evaluation.matching import SAME_QUOTE, Letters, letters, likeness, places, same_name, same_number
from twosource.evaluation.scores import Share

Row = Mapping[str, Any]
NAMES = ("speaker", "attributed_to", "relayed_from")
NUMBERS = ("value", "value_high")
LABELS = {
    "quotes": "kind",
    "quantities": "unit",
    "times": "value",
    "events": "type",
    "claims": "negated",
    "mentions": "label",
}
"""What two judges are compared in, of items that both have."""


@dataclass(slots=True)
class Tally:
    """What was counted of one kind, over all articles.

    Gold items and those reached, by the rule that drafted them (None: a person added it); facts of kinds listed whole
    and those that are right, by the rule that found them.
    """

    wanted: Counter[str | None] = field(default_factory=Counter)
    reached: Counter[str | None] = field(default_factory=Counter)
    found: Counter[str | None] = field(default_factory=Counter)
    right: Counter[str | None] = field(default_factory=Counter)

    @property
    def recall(self) -> Share:
        """How many of the gold items were reached."""
        return Share(self.reached.total(), self.wanted.total())

    @property
    def precision(self) -> Share:
        """How many of the facts are right."""
        return Share(self.right.total(), self.found.total())

    def rules(self) -> Iterator[tuple[str, str, Share]]:
        """Rule, measure and share, of each rule."""
        for rule in sorted({*self.wanted, *self.found} - {None}, key=str):
            if self.found[rule]:
                yield str(rule), "precision", Share(self.right[rule], self.found[rule])
            if self.wanted[rule]:
                yield str(rule), "recall", Share(self.reached[rule], self.wanted[rule])


def judge(gold: Gold, text: str, facts: Mapping[str, Sequence[Row]], tallies: Mapping[str, Tally]) -> None:
    """Count one article's facts (rows of the views by kind) against its gold, into the tallies by kind."""
    for kind in KINDS:
        found = _one_of_each(facts.get(kind, ())) if kind == "mentions" else list(facts.get(kind, ()))
        items, tally = gold.items[kind], tallies[kind]
        reached = pair(kind, items, found, text)
        for at, item in enumerate(items):
            tally.wanted[item.get("rule")] += 1
            tally.reached[item.get("rule")] += at in reached
        if kind in gold.complete:
            right = set(reached.values())
            for at, row in enumerate(found):
                tally.found[row.get("rule")] += 1
                tally.right[row.get("rule")] += at in right


def pair(kind: str, items: Sequence[Item], found: Sequence[Row], text: str) -> dict[int, int]:
    """Which item is reached by which fact, by their places in the lists; each fact reaches one item."""
    pairs: dict[int, int] = {}
    words = [letters(text, _spans(row)) for row in found]
    free = dict.fromkeys(range(len(found)))
    for at, item in enumerate(items):
        spots = _spots(item, text)
        fitting = (n for n in free if _fits(kind, item, spots, found[n], words[n]) and _same(kind, item, found[n]))
        hit = next(fitting, None)
        if hit is not None:
            pairs[at] = hit
            del free[hit]
    return pairs


def _one_of_each(rows: Sequence[Row]) -> list[Row]:
    """Of names, the first mention of each person, place or body."""
    return list({(row["label"], row["entity"]): row for row in reversed(rows)}.values())[::-1]


def _fits(kind: str, item: Item, spots: Sequence[Letters], row: Row, words: Letters) -> bool:
    """Whether the fact stands where the item says; an item without words stands anywhere."""
    if not item.get("text"):
        return True
    if kind != "quotes":
        return any(words & spot for spot in spots)
    if any(likeness(words, spot) >= SAME_QUOTE for spot in spots):
        return True
    return item.get("kind") == "mixed" == row["kind"] and any(spot <= words for spot in spots)


MARKS = 3
"""Quotation marks and signs that may stand between where an item begins and its first letter."""


def _spots(item: Item, text: str) -> list[Letters]:
    """Where the item's words stand: at `at`, else wherever they occur; parts of an interrupted one together, too."""
    wanted = item.get("text") or ""
    parts = wanted if isinstance(wanted, list) else [wanted]
    found = [places(text, part) for part in parts]
    if not all(found):
        return []
    at = item.get("at")
    if len(parts) == 1:
        return [spot for spot in found[0] if at is None or abs(min(spot) - at) <= MARKS]
    whole: set[int] = set()
    for spots in found:
        behind = max(whole, default=at or 0)
        whole |= next((spot for spot in spots if min(spot) >= behind), spots[0])
    return [frozenset(whole), *(spot for spots in found for spot in spots)]


def _spans(row: Row) -> list[tuple[int, int]]:
    pieces = [(piece["char_start"], piece["char_end"]) for piece in row.get("fragments") or ()]
    return pieces or [(row["char_start"], row["char_end"])]


def _same(kind: str, item: Item, row: Row) -> bool:
    """Whether the fact has what the item says; what the item does not say is not judged."""
    return all(_equal(name, item[name], row) for name in KINDS[kind] if name in item)


def _equal(name: str, wanted: Any, row: Row) -> bool:
    if name in ("actor", "recipient"):
        return wanted in row[f"{name}_countries"]
    found = row[name]
    if name == "kind" and {wanted, found} <= {"direct", "mixed"}:
        return True  # a quotation inside a sentence may be found as either
    if name in NUMBERS and not isinstance(wanted, str):
        return same_number(wanted, found)
    if name in NAMES and isinstance(wanted, str):
        return wanted == found or same_name(wanted, found)
    return bool(wanted == found)


# ------------------------------------------------------------------ two judges


@dataclass(slots=True)
class Agreement:
    """What two judges of the same articles say of one kind: items of each, items that both have, and the labels that
    each gives to those whose words both have."""

    items: int = 0
    shared: int = 0
    labels: list[tuple[str, str]] = field(default_factory=list)

    @property
    def f1(self) -> Share:
        """The shared items over the mean number of items: the F1 of one judge against the other."""
        return Share(self.shared, ceil(self.items / 2))


def agree(one: Gold, two: Gold, text: str, agreements: Mapping[str, Agreement]) -> None:
    """Count how far two readings of one article agree, into the agreements by kind."""
    for kind, label in LABELS.items():
        rows = [_as_row(kind, item, text) for item in two.items[kind]]
        words = [letters(text, _spans(row)) for row in rows]
        agreement = agreements[kind]
        agreement.items += len(one.items[kind]) + len(rows)
        agreement.shared += len(pair(kind, one.items[kind], rows, text))
        for item in one.items[kind]:
            spots = _spots(item, text)
            same_words = (n for n in range(len(rows)) if spots and _fits(kind, item, spots, rows[n], words[n]))
            if (near := next(same_words, None)) is not None:
                agreement.labels.append((str(item.get(label)), str(rows[near].get(label))))


def _as_row(kind: str, item: Item, text: str) -> Row:
    """One judge's item as if it were a fact."""
    row: dict[str, Any] = {name: item.get(name) for name in KINDS[kind]}
    row |= {f"{side}_countries": [item[side]] if side in item else [] for side in ("actor", "recipient")}
    spot: Letters = next(iter(_spots(item, text)), frozenset())
    return row | {"char_start": min(spot, default=0), "char_end": max(spot, default=-1) + 1, "fragments": None}
