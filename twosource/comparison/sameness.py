"""Whether two tellings are of one occurrence: what they share, and the learned weights of that.

Belongs here: the features of a pair and its probability. Does not: which pairs are looked at (`candidates`), or what
follows (`occurrences`). The weights stand in `learned`, with a card; `benchmarks/occurrences.py` makes them.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib import resources

from twosource.comparison.tellings import Telling, Weights

TABLE = "same_occurrence.json"
STRONGEST = 4
"""Shared words whose weights are added up: more of them say little more."""


def features(one: Telling, two: Telling, weights: Weights) -> dict[str, float]:
    """What two tellings share, by name; every figure is the same whichever of the two goes first."""
    shared, names = one.words & two.words, one.names & two.names
    plain = sorted((weights.of.get(word, 0.0) for word in shared - one.names - two.names), reverse=True)
    rare = sorted((weights.of.get(word, 0.0) for word in shared), reverse=True)
    least = min(weights.sum(one.words), weights.sum(two.words))
    least_named = min(weights.sum(one.names), weights.sum(two.names))
    kinds = one.classes & two.classes
    return {
        "covered": weights.sum(shared) / least if least else 0.0,
        "rarest": rare[0] if rare else 0.0,
        "strongest": math.fsum(rare[:STRONGEST]),
        "plain_rarest": plain[0] if plain else 0.0,
        "plain_words": float(min(len(plain), 8)),
        "names_covered": weights.sum(names) / least_named if least_named else 0.0,
        "other_names": float(bool(one.names and two.names and not names)),
        "neighbours": len(one.pairs & two.pairs) / max(1, min(len(one.pairs), len(two.pairs))),
        "classes": float(min(len(kinds), 3)),
        "other_classes": float(bool(one.classes and two.classes and not kinds)),
        "figures": float(bool(one.figures & two.figures)),
        "other_figures": float(bool(one.figures and two.figures and not one.figures & two.figures)),
        "days": float(bool(one.dates & two.dates)),
        "other_days": float(bool(one.dates and two.dates and not one.dates & two.dates)),
        "depth": math.log1p(one.number) + math.log1p(two.number),
        "leads": float(one.number <= 1 and two.number <= 1),
        "shorter": math.log1p(min(one.length, two.length)),
        "lengths": abs(math.log1p(one.length) - math.log1p(two.length)),
    }


@cache
def table() -> dict[str, float]:
    """The learned weight of each feature, and `bias`."""
    text = resources.files("twosource.comparison.learned").joinpath(TABLE).read_text(encoding="utf-8")
    return {str(name): float(weight) for name, weight in json.loads(text)["weights"].items()}


def probability(one: Telling, two: Telling, weights: Weights) -> float:
    """How likely it is that both tell of one occurrence, 0 to 1."""
    learned = table()
    found = features(one, two, weights)
    score = learned["bias"] + math.fsum(learned[name] * value for name, value in found.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
