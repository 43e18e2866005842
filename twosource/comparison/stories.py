"""Which story an article belongs to, decided once, in one pass.

Belongs here: choosing among the stories near in time, or founding a new one.
Does not: where the known stories come from (`known`), or how words are weighted (`terms`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from twosource.comparison.copies import closest_whole
from twosource.comparison.inputs import LinkInput
from twosource.comparison.known import Known
from twosource.comparison.terms import SCALE, term_counts, weigh
from twosource.identity import content_id
from twosource.linked import CopyRow, Member

WINDOW = timedelta(days=16)
SIGMA_DAYS = 2.7
SAME_NEWS_DAYS = 1
"""The same news is told on the day and the day after; only from there on does the distance in days count."""
THRESHOLDS = (0.26, 0.215, 0.185)
"""How alike an article and a story must be when neither has a date, one of them, or both. Without dates time cannot
tell one event from the next of its kind, so the words must agree more; an undated article came in with the dated ones
of its days, which is a weak sign of time, so between such two less is asked for than between two undated ones."""


FAR_APART = 0.24
"""How alike they must be when only one has a date and the other came in long before or after: no sign of time."""
RARE = 50
"""An undated article may belong to any time: it is compared with the stories, of whatever day, that share a term which
stands in no more than so many articles. This bounds what it reads, however large the corpus is."""


def rare(frequencies: Mapping[str, int], most: int) -> list[str]:
    """The terms that stand in at most so many articles."""
    return [term for term, n in frequencies.items() if n <= most]


def place(article: LinkInput, pairs: Collection[CopyRow], known: Known) -> Member:
    """The article's story. In this order: the story it has already, that of another version of its document, that of
    the article it shares half its text with, the most similar one in the window, a new one.
    """
    counts = term_counts(article.headline, article.text)
    weights = weigh(counts, known.frequencies(counts.keys()), known.n_articles())
    story_id, similarity = _inherited(article, pairs, known)
    if story_id is None:
        story_id, similarity = _most_similar(article, weights, known)
    return Member(
        article_id=article.article_id,
        document_id=article.document_id,
        story_id=story_id or content_id("story", article.article_id),
        day=article.day,
        dated=article.dated,
        similarity=similarity,
        weights=weights,
    )


def _inherited(article: LinkInput, pairs: Collection[CopyRow], known: Known) -> tuple[str | None, float | None]:
    """The story that is given without looking at words: that of an earlier version, or of a copy."""
    versions = known.members((), (article.document_id,))
    if versions:
        return versions[0].story_id, None
    source = closest_whole(article.article_id, pairs)
    if source is not None:
        for member in known.members((source,), ()):
            return member.story_id, None
    return None, None


def _most_similar(article: LinkInput, weights: Mapping[str, int], known: Known) -> tuple[str | None, float | None]:
    """The story whose centroid is nearest, with its similarity; (None, None) when none is near enough."""
    if article.dated:
        near = known.members_near(weights.keys(), article.day - WINDOW, article.day + WINDOW)
    else:
        near = known.members_near(rare(known.frequencies(weights.keys()), RARE), date.min, date.max)
    stories: dict[str, list[Member]] = {}
    for member in near:
        stories.setdefault(member.story_id, []).append(member)
    best: tuple[float, str] | None = None
    for story_id, members in sorted(stories.items()):
        similarity = cosine_to_centroid(weights, members)
        dated = article.dated and any(member.dated for member in members)
        decayed = similarity * decay(article.day, members) if dated else similarity
        margin = decayed - _threshold(article, members)
        if margin >= 0 and (best is None or (margin, story_id) > best):
            best = (margin, story_id)
            found = round(decayed, 4)
    return (best[1], found) if best else (None, None)


def _threshold(article: LinkInput, members: Collection[Member]) -> float:
    """How alike the article and the story must be, by what is known of their times."""
    dated = [article.dated, any(member.dated for member in members)]
    near = (abs(article.day - member.day) <= WINDOW for member in members if member.dated or article.dated)
    if sum(dated) == 1 and not any(near):
        return FAR_APART
    return THRESHOLDS[sum(dated)]


def cosine_to_centroid(weights: Mapping[str, int], members: Collection[Member]) -> float:
    """Cosine between an article and the sum of the members' vectors."""
    centroid = _sum([member.weights for member in members])
    length = math.sqrt(sum(value * value for value in centroid.values()))
    if not length:
        return 0.0
    return sum(weight * centroid.get(term, 0) for term, weight in weights.items()) / (length * SCALE)


def _sum(vectors: Sequence[Mapping[str, int]]) -> Mapping[str, int]:
    """The sum of vectors; most stories have one article, and nothing to add."""
    if len(vectors) == 1:
        return vectors[0]
    total: Counter[str] = Counter()
    for vector in vectors:
        total.update(vector)
    return total


def decay(day: date, members: Collection[Member]) -> float:
    """How much the distance in days to the nearest dated member lowers a similarity: a bell curve."""
    days = min(abs((day - member.day).days) for member in members if member.dated)
    beyond = max(0, days - SAME_NEWS_DAYS)
    return math.exp(-(beyond**2) / (2 * SIGMA_DAYS**2))
