"""Where an article's reporting comes from, and which articles of a story count as one origin.

Belongs here: the origin of an article, groups of articles with one origin, and which of these can be named.
Does not: finding shared text (`copies`), or reading whose reporting a text says it is (`signs`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from twosource import words
from twosource.comparison.inputs import OriginRow, StoryArticle
from twosource.comparison.signs import relayed_outlet, syndicated
from twosource.linked import CopyRow, Signed
from twosource.newsroom.outlets import family_of

PARTIAL = 0.2
WHOLE = 0.5
FEWEST_WORDS = 40
"""Below as many words an article without a sign of another origin may be anything: `unknown`."""


def origin_of(article: Signed, pairs: Iterable[CopyRow]) -> OriginRow:
    """The article's origin from its pairs with earlier articles and its own words; the strongest sign wins."""
    earlier = [pair for pair in pairs if pair.later_id == article.article_id]
    best = max(earlier, key=lambda pair: (pair.share_of_later, pair.containment, pair.earlier_id), default=None)
    share = best.share_of_later if best else 0.0
    parent = best.earlier_id if best and share >= PARTIAL else None
    percent = f"{share:.0%} of its 5-word shingles stand in an earlier article"
    kind: words.OriginType
    if share >= WHOLE:
        kind, rule, reason = "copy", "origin.copy", percent
    elif article.credit:
        kind, rule, reason = "agency", "origin.agency", f"credits {article.credit}"
    elif share >= PARTIAL:
        kind, rule, reason = "partial_copy", "origin.partial_copy", percent
    elif article.relay:
        kind, rule, reason = "rewrite", "origin.rewrite", f"names {article.relay} as its source"
    elif article.note:
        kind, rule = "unknown", "origin.note"
        reason = f"no copy found, but the note “{article.note}” says that it was taken from elsewhere"
    elif article.word_count < FEWEST_WORDS:
        kind, rule, reason = "unknown", "origin.few_words", f"has {article.word_count} words, too few to tell"
    elif article.own:
        kind, rule, reason = "own_reporting", "origin.own_reporting", f"no copy found; {article.own}"
    else:
        kind, rule = "unknown", "origin.no_sign"
        reason = "no copy found, and nothing that says whose reporting it is"
    return OriginRow(
        article_id=article.article_id,
        origin_type=kind,
        parent_article_id=parent,
        containment=share if parent else None,
        rule=rule,
        reason=reason,
    )


@dataclass(frozen=True, slots=True)
class Groups:
    """The origin group of each article of a story, the groups of which somebody can tell whose they are, and the group
    of each newsroom that speaks through an article, by its family."""

    of: Mapping[str, str]
    named: frozenset[str]
    voices: Mapping[str, str]


def origin_groups(articles: Sequence[StoryArticle]) -> Groups:
    """Article to its group: one origin are copies of one another, one family, one credited agency, and whoever relays
    an outlet with that outlet. A group is named by the first of its article_ids in the given order.
    """
    leader = {article.article_id: article.article_id for article in articles}

    def root(one: str) -> str:
        while leader[one] != one:
            one = leader[one]
        return one

    voices: dict[str, str] = {}
    for article in articles:
        for voice in sorted(_voices(article)):
            leader[root(article.article_id)] = root(voices.setdefault(voice, article.article_id))
        for other in article.copies:
            if other in leader:
                leader[root(other)] = root(article.article_id)
    first: dict[str, str] = {}
    for article in articles:
        first.setdefault(root(article.article_id), article.article_id)
    of = {article.article_id: first[root(article.article_id)] for article in articles}
    named = frozenset(of[article.article_id] for article in articles if _is_named(article))
    return Groups(of, named, {voice: of[article_id] for voice, article_id in voices.items()})


def _voices(article: StoryArticle) -> set[str]:
    """The newsrooms that speak through an article."""
    own = family_of(article.outlet, article.publisher_family)
    return {voice for voice in (own, *_sources(article)) if voice}


def _sources(article: StoryArticle) -> tuple[str | None, str | None]:
    """The agency and the outlet that an article names as its source."""
    relayed = relayed_outlet(article.text, article.outlet, article.notes)
    return family_of(article.agency), family_of(relayed)


def _is_named(article: StoryArticle) -> bool:
    """Whether it can be told whose reporting an article is: that of the source it names, or else of its known outlet
    unless a note says that this took it from elsewhere."""
    if any(_sources(article)):
        return True
    return article.outlet is not None and syndicated(article.notes, article.outlet) is None
