"""Learns when two tellings are of one occurrence: `python -m benchmarks.occurrences STORIES.jsonl.gz`.

Belongs here: examples to weights, by logistic regression, and how well topics left out are told. Does not: the
features (`sameness`). A line of STORIES is a story: `id` (its topic is the number in it), `articles` with `id`,
`title`, `source`, `text` and `lines`, from the number of a line to the occurrences that it tells.
"""

from __future__ import annotations

import gzip
import itertools
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

import twosource
from twosource.comparison import learned
from twosource.comparison.inputs import StoryArticle
from twosource.comparison.sameness import TABLE, features
from twosource.comparison.tellings import Telling, Weights, tellings
from twosource.records import Facts

Matrix = npt.NDArray[np.float64]
RIDGE = 3.0
STEPS = 25
THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)
SHARED_BY_SIBLINGS = 2
"""Words that two tellings of different stories must share to be worth learning from."""
SIBLING_WEIGHT = 0.2
"""What a pair of two stories counts: linking keeps nearly all of them apart, so few are ever compared."""
Annotated: TypeAlias = tuple[list[tuple[Telling, frozenset[str]]], list[Telling]]


@dataclass(frozen=True, slots=True)
class Example:
    """Two tellings: their topic, what they share, and whether they are of one occurrence."""

    topic: str
    found: dict[str, float]
    same: bool
    weight: float = 1.0


def main(path: str) -> None:
    """Learn from the stories, print how well topics left out are told, and write the table."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        stories = [json.loads(line) for line in lines]
    facts = read(stories)
    examples = list(collect(stories, facts))
    names = list(examples[0].found)
    values = np.array([[1.0, *(one.found[name] for name in names)] for one in examples])
    same = np.array([float(one.same) for one in examples])
    topics = np.array([one.topic for one in examples])
    print(f"{len(examples)} pairs of {len(set(topics))} topics, {same.mean():.3f} of one occurrence")
    counted = np.array([one.weight for one in examples])
    report(left_out(values, same, counted, topics)[counted == 1], same[counted == 1])
    found = fit(values, same, counted)
    weights = {name: round(float(weight), 4) for name, weight in zip(("bias", *names), found, strict=True)}
    target = Path(learned.__file__).with_name(TABLE)
    target.write_text(json.dumps({"weights": weights}, indent=2) + "\n", encoding="utf-8")
    print(f"written: {target.name}")


def read(stories: Sequence[dict[str, Any]]) -> dict[str, Facts]:
    """The facts of every article by its text."""
    articles = [twosource.article(one["text"], headline=one["title"]) for story in stories for one in story["articles"]]
    return {article.text: facts for article, facts in zip(articles, twosource.extract_many(articles), strict=True)}


def collect(stories: Sequence[dict[str, Any]], facts: dict[str, Facts]) -> Iterator[Example]:
    """The pairs of annotated lines of two articles: of one story, and of two stories of one topic, which are never of
    one occurrence."""
    by_topic: dict[str, list[Annotated]] = {}
    for story in stories:
        topic = re.findall(r"\d+", story["id"])[0]
        told, everything = annotated(story, facts)
        weights = Weights.over(everything)
        for (one, left), (two, right) in itertools.combinations(told, 2):
            if one.article != two.article:
                yield Example(topic, features(one, two, weights), bool(left & right))
        for other, others in by_topic.get(topic, []):
            both = Weights.over([*everything, *(replace(one, article=one.article + len(facts)) for one in others)])
            for (one, _), (two, _) in itertools.product(told, other):
                if len(one.words & two.words) >= SHARED_BY_SIBLINGS:
                    yield Example(topic, features(one, two, both), False, SIBLING_WEIGHT)
        by_topic.setdefault(topic, []).append((told, everything))


def annotated(story: dict[str, Any], facts: dict[str, Facts]) -> Annotated:
    """The annotated tellings of a story with the occurrences they tell, and all its tellings."""
    found, everything = [], []
    for place, one in enumerate(story["articles"]):
        text = one["text"]
        if text not in facts:
            continue
        article = StoryArticle(article_id=one["id"], day=date(2000, 1, 1), dated=False, text=text, facts=facts[text])
        for telling in tellings(place, article):
            everything.append(telling)
            told = one["lines"].get(str(text.count("\n", 0, telling.start)))
            if told:
                found.append((telling, frozenset(told)))
    return found, everything


def fit(values: Matrix, same: Matrix, counted: Matrix) -> Matrix:
    """Weights by Newton's method with a ridge; the first column is the constant and is not held back."""
    spread = values.std(axis=0)
    spread[0] = 1.0
    spread[spread == 0] = 1.0
    scaled = values / spread
    weights = np.zeros(values.shape[1])
    held = np.full(len(weights), RIDGE)
    held[0] = 1e-6
    for _ in range(STEPS):
        told = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (counted * (told - same)) + held * weights
        bend = (scaled * (counted * told * (1 - told))[:, None]).T @ scaled + np.diag(held)
        weights -= np.linalg.solve(bend, slope)
    return np.asarray(weights / spread)


def left_out(values: Matrix, same: Matrix, counted: Matrix, topics: npt.NDArray[np.str_]) -> Matrix:
    """The probability of each pair, told by weights learned without its topic."""
    told = np.zeros(len(same))
    for topic in sorted(set(topics)):
        inside = topics == topic
        told[inside] = 1 / (1 + np.exp(-values[inside] @ fit(values[~inside], same[~inside], counted[~inside])))
    return told


def report(told: Matrix, same: Matrix) -> None:
    """Precision and recall over pairs at some thresholds."""
    for threshold in THRESHOLDS:
        picked = told >= threshold
        right = same[picked].sum()
        print(f"from {threshold}: precision {right / max(1, picked.sum()):.3f}, recall {right / same.sum():.3f}")


if __name__ == "__main__":
    main(sys.argv[1])
