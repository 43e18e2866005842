"""The row of a comparison: its status, origins, sides and stances, from what was judged in one slot.

Belongs here: what is stored of a group. Does not: which things belong together (`stances`), any verdict, or counting
origins (`origins`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from twosource.comparison import numbers, origins
from twosource.comparison.behind import Behind, behind
from twosource.comparison.inputs import ComparisonRow, StanceRow, StoryArticle
from twosource.comparison.questions import question
from twosource.comparison.sides import sides
from twosource.comparison.slots import Group, Judged, Key, Said
from twosource.comparison.verdicts import Word, severity, status
from twosource.comparison.wording import copied_from
from twosource.identity import content_id, fact_ids

Ids = Sequence[Sequence[str]]
"""The ids of the statements of each article of a story."""


def statement_ids(articles: Sequence[StoryArticle]) -> Ids:
    """The ids of the statements of each article."""
    return [fact_ids(article.article_id, "statement", article.facts.statements) for article in articles]


def row(group: Group, articles: Sequence[StoryArticle], groups: origins.Groups, ids: Ids) -> ComparisonRow:
    """The comparison of what belongs together."""
    first = group.members[0]
    apart = any(pair.verdict.word is Word.CONFLICTING for pair in group.verdicts)
    found = behind(articles, group.members, groups, apart)
    origin = {article: one.group for article, one in found.of.items()}
    side = sides(group.members, group.verdicts, origin)
    verdicts = [
        pair.verdict
        for pair in group.verdicts
        if pair.verdict.word is not Word.CONFLICTING
        or (origin[pair.one.article] != origin[pair.two.article] and side[pair.one.key] != side[pair.two.key])
    ]
    origins_of_it = set(origin.values())
    mixed = len({_is_negated(item) for item in group.members}) > 1
    settled = status(
        verdicts or [pair.verdict for pair in group.verdicts],
        _agreeing(group.members, side, origin) & found.named,
        origins_of_it,
        _altered(group, origin),
    )
    places = sorted(f"{articles[item.article].article_id}:{item.start}-{item.end}" for item in group.members)
    return ComparisonRow(
        comparison_id=content_id("comparison", first.slot, *places),
        kind=first.kind,
        slot=first.slot,
        subject=question(group, articles),
        status=settled.word,
        reason=str(settled.reason),
        n_outlets=len({articles[item.article].outlet for item in group.members} - {None}),
        n_origins=len(origins_of_it & found.named),
        n_unnamed=len(origins_of_it - found.named),
        severity=_severity(group.verdicts, origin, found.named) if settled.word == "conflicting" else 0.0,
        first_reported_at=next((articles[i.article].day for i in group.members if articles[i.article].dated), None),
        first_outlet=articles[first.article].outlet,
        stances=tuple(
            _stance(articles[item.article], item, side[item.key], mixed, ids[item.article], found.of[item.article])
            for item in group.members
        ),
    )


def _altered(group: Group, origin: Mapping[int, str]) -> bool:
    """Whether what differs stands in sentences of which one was copied from the other."""
    return any(
        pair.verdict.word is Word.CONFLICTING
        and origin[pair.one.article] == origin[pair.two.article]
        and copied_from([_without(pair.one), _without(pair.two)])[1] is not None
        for pair in group.verdicts
    )


def _without(item: Said) -> str:
    """The sentence without what is said in the slot."""
    return item.telling.text.replace(item.text, " ")


def _agreeing(members: Sequence[Said], side: Mapping[Key, int], origin: Mapping[int, str]) -> set[str]:
    """The origins of the side that most stand behind."""
    held: dict[int, set[str]] = {}
    for item in members:
        held.setdefault(side[item.key], set()).add(origin[item.article])
    return max(held.values(), key=len)


def _severity(verdicts: Sequence[Judged], origin: Mapping[int, str], named: Collection[str]) -> float:
    """Of the most distant conflicting pair; the weaker side is the one with fewer named origins behind its value. A
    side that nobody can name weighs as one."""
    most = 0.0
    for pair in verdicts:
        if pair.verdict.word is not Word.CONFLICTING:
            continue
        apart = numbers.distance(pair.one.number, pair.two.number) if pair.one.number and pair.two.number else 1.0
        behind = [{origin[pair.one.article]}, {origin[pair.two.article]}]
        for other in verdicts:
            for side, held in zip(behind, (pair.one, pair.two), strict=True):
                if other.verdict.word is Word.AGREE and held.key in (other.one.key, other.two.key):
                    side |= {origin[other.one.article], origin[other.two.article]}
        most = max(most, severity(apart, min(max(1, len(side & set(named))) for side in behind)))
    return most


def _is_negated(item: Said) -> bool:
    return item.clause is not None and item.clause.statement.negated


def _stance(article: StoryArticle, item: Said, side: int, mixed: bool, ids: Sequence[str], origin: Behind) -> StanceRow:
    """What the article says to the subject. This is put positively where anybody puts it so; a negated clause denies
    it then, and asserts it where all negate it."""
    return StanceRow(
        article_id=article.article_id,
        outlet=article.outlet,
        speaker=item.speaker,
        stance="denies" if mixed and _is_negated(item) else item.stance,
        value=item.value,
        side=side,
        statement_id=_statement_id(article, item, ids),
        text=item.text,
        char_start=item.start,
        char_end=item.end,
        origin_group=origin.group,
        taken=str(origin.why) if origin.why is not None else None,
        taken_from=origin.outlet,
    )


def _statement_id(article: StoryArticle, item: Said, ids: Sequence[str]) -> str | None:
    """The id of the clause that says it; None outside every clause."""
    place = item.statement
    clause = item.clause.statement if item.clause is not None else item.within
    if clause is not None:
        place = article.facts.statements.index(clause)
    return ids[place] if place is not None else None
