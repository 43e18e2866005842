"""The accuracy card: figures of every kind of facts and of every rule, from gold and what the database holds.

Belongs here: bringing gold and facts together, and the records of the figures. Does not: reading the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from twosource import words
from twosource.evaluation import judging
from twosource.evaluation.gold import KINDS, Gold, Row
from twosource.evaluation.judging import Agreement, Tally
from twosource.evaluation.scores import LEAST, Share, kappa

ALL = "all"
"""What stands as `rule` for a whole table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a table of facts or of one of its rules; `value` is None while `n_needed` items are missing."""

    table_name: str
    rule: str
    measure: words.AccuracyMeasure
    n_right: int | None
    n: int
    value: float | None
    low: float | None
    high: float | None
    n_needed: int
    n_articles: int
    judges: list[str]


@dataclass(frozen=True, slots=True)
class Read:
    """An article as it is stored: its text, and its facts as rows of the views by kind."""

    text: str
    facts: Mapping[str, Sequence[Row]]


def card(golds: Sequence[Gold], articles: Mapping[str, Read]) -> list[Figure]:
    """All figures that follow from these golds, each of an article in `articles`.

    Of two golds of one article the first is what facts are held against; both together tell how far judges agree.
    """
    tallies = {kind: Tally() for kind in KINDS}
    agreements = {kind: Agreement() for kind in KINDS}
    first: dict[str, Gold] = {}
    shared = set()
    for gold in golds:
        article = articles[str(gold.article)]
        if (before := first.get(str(gold.article))) is None:
            first[str(gold.article)] = gold
            judging.judge(gold, article.text, article.facts, tallies)
        else:
            shared.add(gold.article)
            judging.agree(before, gold, article.text, agreements)
    judges, both = sorted({gold.judge for gold in first.values()}), sorted({gold.judge for gold in golds})
    figures = [figure for kind in KINDS for figure in _of_kind(kind, tallies[kind], len(first), judges)]
    if shared:
        figures += [figure for kind in KINDS for figure in _agreed(kind, agreements[kind], len(shared), both)]
    return figures


def _of_kind(kind: str, tally: Tally, n_articles: int, judges: list[str]) -> Iterator[Figure]:
    measures: list[tuple[str, words.AccuracyMeasure, Share]] = [(ALL, "recall", tally.recall)]
    if tally.found:
        measures.insert(0, (ALL, "precision", tally.precision))
    measures += [(rule, "precision" if measure == "precision" else "recall", s) for rule, measure, s in tally.rules()]
    yield from (_figure(kind, rule, measure, s, n_articles, judges) for rule, measure, s in measures if s.n)


def _agreed(kind: str, agreement: Agreement, n_articles: int, judges: list[str]) -> Iterator[Figure]:
    if not agreement.items:
        return
    yield _figure(kind, ALL, "agreement", agreement.f1, n_articles, judges)
    n = len(agreement.labels)
    yield Figure(
        table_name=f"facts.{kind}",
        rule=ALL,
        measure="kappa",
        n_right=None,
        n=n,
        value=kappa(agreement.labels),
        low=None,
        high=None,
        n_needed=max(0, LEAST - n),
        n_articles=n_articles,
        judges=judges,
    )


def _figure(
    kind: str, rule: str, measure: words.AccuracyMeasure, share: Share, n_articles: int, judges: list[str]
) -> Figure:
    low, high = share.bounds or (None, None)
    return Figure(
        table_name=f"facts.{kind}",
        rule=rule,
        measure=measure,
        n_right=share.right,
        n=share.n,
        value=share.value,
        low=low,
        high=high,
        n_needed=share.n_needed,
        n_articles=n_articles,
        judges=judges,
    )
