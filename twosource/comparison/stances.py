"""One story: its facts brought together across articles, with what each article says to them.

Belongs here: grouping matched facts, counting outlets and origins, the rows. Does not: judging a pair (`conflicts`,
`statements`). A fact that one article alone gives is no comparison.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from twosource.comparison import conflicts, origins
from twosource.comparison.conflicts import Verdict
from twosource.comparison.inputs import ComparisonRow, StanceRow, StoryArticle, StoryOriginRow, StoryRows
from twosource.comparison.measures import Measured, measured, ranked
from twosource.comparison.sides import Judged, sides
from twosource.comparison.statements import Statement, context_without, judge_statements, statement
from twosource.comparison.subjects import fact_of, is_negated, says_not, subject
from twosource.comparison.wording import rarity, same_words
from twosource.identity import content_id
from twosource.records import Claim, Event, Facts, Quantity, Quote

Item = TypeVar("Item", Measured, Statement)
VERSION = "3"
"""The stage's version: raised when a rule changes."""
Pair = tuple[Item, Item, str]
HEDGED = ("estimated", "planned")


def compare_story(articles: Sequence[StoryArticle]) -> StoryRows:
    """All comparisons of a story and the origin group of each article. `articles` stand in the fixed order (day,
    article_id); all ids depend on the articles alone.
    """
    groups = origins.origin_groups(articles)
    numbers = _numbers(articles)
    weight = rarity(number.words for number in numbers)

    def judge_numbers(one: Measured, two: Measured) -> Verdict | None:
        return conflicts.judge(one, two, articles, weight)

    found = []
    for members, verdicts in _bring_together(numbers, judge_numbers):
        found.append(_row("quantity", articles, members, verdicts, groups))
        newest, agreeing = _newest(members, verdicts)
        # when all agree with the newest, it is the same row ("at least 3", "10", "at least 3" told again)
        if found[-1].status == "updated" and 1 < len(newest) < len(members):
            found.append(_row("quantity", articles, newest, agreeing, groups))
    for kind in ("quote", "event", "claim"):
        found += _statement_rows(kind, articles, groups)
    return StoryRows(
        comparisons=sorted(found, key=lambda row: row.comparison_id),
        origins=[_story_origin(article, groups) for article in articles],
    )


def _story_origin(article: StoryArticle, groups: origins.Groups) -> StoryOriginRow:
    group = groups.of[article.article_id]
    return StoryOriginRow(article_id=article.article_id, origin_group=group, named=group in groups.named)


def _newest(members: Sequence[Item], verdicts: Sequence[Pair[Item]]) -> tuple[list[Item], list[Pair[Item]]]:
    """Of an updated number the last one told and those that agree with it: whether the newest figure has a second
    source is a question of its own."""
    last = members[-1]
    agreeing = {last.key} | {
        item.key for one, two, word in verdicts if word == "agree" and last in (one, two) for item in (one, two)
    }
    inside = [pair for pair in verdicts if pair[0].key in agreeing and pair[1].key in agreeing]
    return [item for item in members if item.key in agreeing], inside


def _numbers(articles: Sequence[StoryArticle]) -> list[Measured]:
    """The quantities of the story that can be compared."""
    numbers: list[Measured] = []
    for place, article in enumerate(articles):
        made = (measured(place, article, fact) for fact in article.facts.quantities)
        numbers += ranked([number for number in made if number is not None])
    return numbers


def _statement_rows(kind: str, articles: Sequence[StoryArticle], groups: origins.Groups) -> list[ComparisonRow]:
    """The comparisons of one kind of statement."""
    said = [
        item
        for place, article in enumerate(articles)
        for fact in _statements(article.facts, kind)
        if (item := statement(place, article.text, fact)) is not None
    ]
    weight = rarity(item.words for item in said)

    def judge(one: Statement, two: Statement) -> Verdict | None:
        return judge_statements(one, two, weight)

    return [_row(kind, articles, members, verdicts, groups) for members, verdicts in _bring_together(said, judge)]


def _statements(facts: Facts, kind: str) -> Sequence[Quote | Event | Claim]:
    """The facts of an article that are statements of this kind."""
    by_kind: dict[str, Sequence[Quote | Event | Claim]] = {
        "quote": facts.quotes,
        "event": facts.events,
        "claim": facts.claims,
    }
    return by_kind[kind]


def _bring_together(
    items: Sequence[Item], judge: Callable[[Item, Item], Verdict | None]
) -> list[tuple[list[Item], list[Pair[Item]]]]:
    """Facts of different articles that belong together, with the verdicts between them. The surest pairs go first; a
    group holds one fact of each article, and each fact stands in one group.
    """
    pairs = [
        (verdict, one, two)
        for one, two in itertools.combinations(sorted(items, key=lambda item: item.key), 2)
        if one.article != two.article and (verdict := judge(one, two)) is not None
    ]
    pairs.sort(key=lambda pair: (-pair[0].strength, pair[1].key, pair[2].key))
    group: dict[tuple[int, int, int], list[Item]] = {}
    for _, one, two in pairs:
        left, right = group.setdefault(one.key, [one]), group.setdefault(two.key, [two])
        if left is right or {item.article for item in left} & {item.article for item in right}:
            continue
        left.extend(right)
        for item in right:
            group[item.key] = left
    unique = {id(members): sorted(members, key=lambda item: item.key) for members in group.values() if len(members) > 1}
    verdicts: dict[int, list[Pair[Item]]] = {identity: [] for identity in unique}
    for verdict, one, two in pairs:
        if group[one.key] is group[two.key]:
            verdicts[id(group[one.key])].append((one, two, verdict.word))
    return [(members, verdicts[identity]) for identity, members in unique.items()]


def _row(
    kind: str,
    articles: Sequence[StoryArticle],
    members: Sequence[Measured | Statement],
    verdicts: Sequence[Judged],
    groups: origins.Groups,
) -> ComparisonRow:
    """The comparison of facts that belong together."""
    first = members[0]
    origin = _fact_origins(articles, members, groups)
    side = sides(members, verdicts, origin)
    words = [word for one, two, word in verdicts if word != "conflicting" or origin[one.article] != origin[two.article]]
    behind = set(origin.values())
    status = conflicts.status(words or ["not_comparable"], behind & groups.named, behind)
    outlets = {articles[item.article].outlet for item in members} - {None}
    places = sorted(f"{articles[i.article].article_id}:{fact_of(i).start}-{fact_of(i).end}" for i in members)
    denied = says_not(members)
    return ComparisonRow(
        comparison_id=content_id("comparison", kind, *places),
        kind=kind,
        subject=subject(members),
        status=status,
        n_outlets=len(outlets),
        n_origins=len(behind & groups.named),
        n_unnamed=len(behind - groups.named),
        severity=_severity(verdicts, origin, groups.named) if status == "conflicting" else 0.0,
        first_reported_at=next((articles[i.article].day for i in members if articles[i.article].dated), None),
        first_outlet=articles[first.article].outlet,
        stances=tuple(_stance(articles[item.article], item, side[item.key], denied) for item in members),
    )


def _fact_origins(
    articles: Sequence[StoryArticle], members: Sequence[Measured | Statement], groups: origins.Groups
) -> dict[int, str]:
    """Article to origin for this one fact: the article's group, or that of an earlier article whose sentence it has."""
    origin: dict[int, str] = {}
    for place, item in enumerate(members):
        own = groups.of[articles[item.article].article_id]
        source = next((other for other in members[:place] if same_words(_evidence(other), _evidence(item))), None)
        origin[item.article] = origin[source.article] if source is not None else own
    return origin


def _evidence(item: Measured | Statement) -> str:
    if isinstance(item, Statement) and isinstance(item.fact, Quote):
        return context_without(item)
    return item.sentence


def _severity(verdicts: Sequence[Judged], origin: Mapping[int, str], named: Collection[str]) -> float:
    """Of the most distant conflicting pair; the weaker side is the one with fewer named origins behind its value. A
    side that nobody can name weighs as one."""
    most = 0.0
    for one, two, word in verdicts:
        if word != "conflicting":
            continue
        apart = conflicts.distance(one, two) if isinstance(one, Measured) and isinstance(two, Measured) else 1.0
        sides = [{origin[one.article]}, {origin[two.article]}]
        for left, right, agreed in verdicts:
            for side, held in zip(sides, (one, two), strict=True):
                if agreed == "agree" and held in (left, right):
                    side |= {origin[left.article], origin[right.article]}
        most = max(most, conflicts.severity(apart, min(max(1, len(side & set(named))) for side in sides)))
    return most


def _stance(article: StoryArticle, item: Measured | Statement, side: int, denied: bool) -> StanceRow:
    fact = fact_of(item)
    return StanceRow(
        article_id=article.article_id,
        outlet=article.outlet,
        stance=_stance_word(item, denied),
        value=value_text(item.quantity) if isinstance(item, Measured) else None,
        side=side,
        text=fact.text,
        char_start=fact.start,
        char_end=fact.end,
    )


def _stance_word(item: Measured | Statement, denied: bool) -> str:
    """What the article says of the subject; `denied`: whether the subject itself says that something is not so."""
    fact = fact_of(item)
    if isinstance(fact, Quote):
        return "relays" if fact.relayed_from else "asserts"
    if is_negated(item) != denied:
        return "denies"
    if fact.modality in HEDGED or getattr(fact, "hedge", None):
        return "hedges"
    return "relays" if getattr(fact, "relayed_from", None) else "asserts"


def value_text(quantity: Quantity) -> str:
    """The value as one writes it: modifier, number or range, unit."""
    number = f"{quantity.value:.15g}" + (f"–{quantity.value_high:.15g}" if quantity.value_high is not None else "")
    return " ".join(part for part in (quantity.mod, number, quantity.unit) if part)
