"""The functions of the public contract that take many articles, over articles as `clean` and `article` give them.

Belongs here: articles to the room's inputs, and its rows back to indexes. Does not: any decision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from twosource.comparison.inputs import ComparisonRow, LinkInput, StoryArticle
from twosource.comparison.known import Memory
from twosource.comparison.link import day_of, link
from twosource.comparison.origins import WHOLE
from twosource.comparison.stances import compare_story
from twosource.identity import content_id
from twosource.linked import CopyRow
from twosource.records import Article, Comparison, Copy, Facts, Stance

BEFORE_ALL = date(1, 3, 1)
"""Where an undated article stands when no dated one came before it; the window still reaches back from here."""


def find_copies(articles: Sequence[Article]) -> list[Copy]:
    """Pairs of articles that share at least a fifth of the shorter text, `a` earlier than `b`, in order of the input.

    Earlier is who was published first, or stands first in the input when the days are equal or unknown.
    """
    inputs = link_inputs(articles)
    index = {article.article_id: place for place, article in enumerate(inputs)}
    rows = link(sorted(inputs, key=lambda article: article.position), Memory())
    found = [
        Copy(a=index[row.earlier_id], b=index[row.later_id], containment=row.containment, jaccard=row.jaccard)
        for row in rows.copies
    ]
    return sorted(found, key=lambda copy: (copy.a, copy.b))


def group_stories(articles: Sequence[Article]) -> list[str]:
    """One story id per article, in the order of the input, which is the order of arrival: an id that is given stays
    the same however many articles follow.
    """
    return [member.story_id for member in link(link_inputs(articles), Memory()).members]


def link_inputs(articles: Sequence[Article]) -> list[LinkInput]:
    """The articles as linking reads them; an undated one stands at the last day that came before it in the input."""
    inputs: list[LinkInput] = []
    seen: Counter[str] = Counter()
    day = BEFORE_ALL
    for place, article in enumerate(articles):
        published = published_day(article)
        day = max(day, published) if published else day
        digest = content_id(article.url or "", article.headline or "", article.text)
        seen[digest] += 1
        article_id = f"{place:09d}-{content_id(digest, str(seen[digest]))}"
        inputs.append(
            LinkInput(
                article_id=article_id,
                document_id=article_id,
                day=published or day,
                dated=published is not None,
                text=article.text,
                headline=article.headline,
                outlet=article.outlet,
                agency=article.agency,
                by=tuple(article.by),
                located=article.located,
                notes=tuple(region.text for region in article.regions if region.role == "syndication_note"),
            )
        )
    return inputs


def published_day(article: Article) -> date | None:
    """The day of publication; None when it is not known to the day."""
    if article.published is None or article.published.precision not in ("instant", "day"):
        return None
    return day_of(article.published.value)


def compare(articles: Sequence[Article], facts: Sequence[Facts]) -> list[Comparison]:
    """The comparisons among the articles of each story, in the order of stories and of their first evidence.

    `facts` belong to `articles` one by one; raises ValueError when their numbers differ.
    """
    if len(articles) != len(facts):
        raise ValueError(f"compare was given {len(articles)} articles, but facts of {len(facts)}.")
    inputs = link_inputs(articles)
    rows = link(inputs, Memory())
    index = {article.article_id: place for place, article in enumerate(inputs)}
    stories: dict[str, list[LinkInput]] = {}
    for article, member in zip(inputs, rows.members, strict=True):
        stories.setdefault(member.story_id, []).append(article)
    by_id = {article.article_id: facts[place] for article, place in zip(inputs, index.values(), strict=True)}
    found: list[Comparison] = []
    for members in stories.values():
        made = compare_story(story(members, by_id, rows.copies))
        found += [_comparison(row, index) for row in made.comparisons]
    return found


def story(members: Sequence[LinkInput], facts: Mapping[str, Facts], copies: Iterable[CopyRow]) -> list[StoryArticle]:
    """The articles of one story as comparison reads them, in the fixed order. `copies` are pairs that share text."""
    partners: dict[str, set[str]] = {article.article_id: set() for article in members}
    for pair in copies:
        if pair.containment >= WHOLE and {pair.earlier_id, pair.later_id} <= partners.keys():
            partners[pair.earlier_id].add(pair.later_id)
            partners[pair.later_id].add(pair.earlier_id)
    return [
        StoryArticle(
            article_id=article.article_id,
            day=article.day,
            dated=article.dated,
            text=article.text,
            facts=facts[article.article_id],
            outlet=article.outlet,
            publisher_family=article.publisher_family,
            agency=article.agency,
            notes=article.notes,
            copies=tuple(sorted(partners[article.article_id])),
        )
        for article in sorted(members, key=lambda article: article.position)
    ]


def _comparison(row: ComparisonRow, index: dict[str, int]) -> Comparison:
    stances = [
        Stance(
            article=index[stance.article_id],
            stance=stance.stance,
            value=stance.value,
            start=stance.char_start,
            end=stance.char_end,
        )
        for stance in row.stances
    ]
    return Comparison(kind=row.kind, subject=row.subject, status=row.status, stances=stances, severity=row.severity)
