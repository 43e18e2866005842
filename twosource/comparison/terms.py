"""The words by which an article is placed in a story, and their weights.

Belongs here: text to weighted terms. Does not: choosing a story (`stories`).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from twosource import reference

TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
LEAD_WORDS = 250
HEADLINE_COUNT = 2.0
NAME_COUNT = 1.5
"""A headline word counts twice, a word with a capital one and a half times: names tell sibling events apart."""
SCALE = 10_000
"""Weights are whole numbers: sums of them are exact in any order, so that batching changes no decision."""
PRIOR_ARTICLES = 50
"""Added to the number of articles, so that the first articles of a stream have usable weights too."""

COUNTRY_FACTOR = 0.4
LEADER_FACTOR = 0.7
OFFICE_FACTOR = 0.6
"""Who governs where stands in every report between two countries: it tells the parties, but not which of their many
affairs is told. So these weigh less than their rarity would give."""


def word_set(*lines: str) -> frozenset[str]:
    """The words that stand in the lines."""
    return frozenset(word for line in lines for word in line.split())


KEPT_STEMS = 50_000
"""Words whose stems are kept: those of the news come again and again."""
COMMON = word_set(
    "a about above after again against ago all almost also although always am among an and another any are around",
    "as at away back be became because been before being below between both but by came can come could did do does",
    "doing down during each early either else even ever every few first for former from further get give go going",
    "got had has have having he her here hers him himself his how however i if in including into is it its itself",
    "just last late later least less like made make many may me might more most much must my near never new next no",
    "nor not now of off old on once one only or other our out over own part per put rather said same saw say says",
    "second see seen several shall she should since so some still such take than that the their them themselves",
    "then there these they thing this those though three through time to today told too took toward two under until",
    "up upon us use used very was way we week well went were what when where whether which while who whom whose why",
    "will with within without would year yet you your monday tuesday wednesday thursday friday saturday sunday mr",
    "mrs ms dr",
)


@lru_cache(maxsize=KEPT_STEMS)
def stem(word: str) -> str:
    """The word without possessive and plural endings, in lower case."""
    word = re.sub(r"['’]s?$", "", word.lower())
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def term_counts(headline: str | None, text: str) -> dict[str, float]:
    """Terms of headline and lead with their counts; common words are left out."""
    counted: defaultdict[str, float] = defaultdict(float)
    for source, factor in ((headline or "", HEADLINE_COUNT), (text, 1.0)):
        tokens = TOKEN.findall(source)[:LEAD_WORDS]
        for token in tokens:
            term = stem(token)
            if term in COMMON or len(term) < 2:
                continue
            counted[term] += factor * (NAME_COUNT if token[0].isupper() else 1.0)
    return dict(counted)


@cache
def factors() -> Mapping[str, float]:
    """Term to the factor of its weight, for names of countries, leaders and offices in `seeds/reference`."""
    found = dict.fromkeys(_stems(reference.table("roles")["offices"]), OFFICE_FACTOR)
    found |= dict.fromkeys(_stems(reference.table("leaders"), names=True), LEADER_FACTOR)
    return found | dict.fromkeys(_stems(reference.table("countries"), names=True), COUNTRY_FACTOR)


def _stems(entries: Any, names: bool = False) -> Iterator[str]:
    """The stems of all words in nested values; with `names` of those with a capital only ("of" is no name)."""
    if isinstance(entries, str):
        tokens = [token for token in TOKEN.findall(entries) if len(token) > 2]
        yield from (stem(token) for token in tokens if token[0].isupper() or not names)
        return
    for entry in entries.values() if isinstance(entries, Mapping) else entries:
        yield from _stems(entry, names)


def weigh(counts: Mapping[str, float], frequencies: Mapping[str, int], n_articles: int) -> dict[str, int]:
    """TF-IDF weights of an article, scaled so that the vector has the length SCALE; terms whose weight rounds to
    nothing are left out.
    """
    total, broad = n_articles + PRIOR_ARTICLES, factors()
    raw = {
        term: (1 + math.log(count)) * math.log(total / (frequencies.get(term, 0) + 1)) * broad.get(term, 1.0)
        for term, count in counts.items()
    }
    length = math.sqrt(sum(value * value for value in raw.values()))
    if not length:
        return {}
    scaled = {term: round(SCALE * raw[term] / length) for term in sorted(raw)}
    return {term: weight for term, weight in scaled.items() if weight > 0}
