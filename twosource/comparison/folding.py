"""One row for one fact: groups on whether a thing is so that tell of the same sentences, or share a clause, become one.

Belongs here: which groups are one. Does not: making them (`stances`), or folding rows of one wire text (reporting).
"""

from __future__ import annotations

from collections.abc import Sequence

from twosource.comparison.slots import Group
from twosource.comparison.verdicts import Word

QUIET = frozenset({Word.AGREE, Word.NOT_COMPARABLE})
TellingKey = tuple[int, int]


def folded(groups: Sequence[Group]) -> list[Group]:
    """The groups with those on `whether` joined that share a sentence and only agree, or cannot be compared. The first
    keeps its members; of the others those of further articles come in. Groups that agree and share a clause put one
    question, whatever other sentences they hold. What contradicts or updates stays by itself."""
    kept: list[Group] = []
    holder: dict[TellingKey, int] = {}
    for group in sorted(groups, key=_rank):
        if group.members[0].slot != "whether" or not _is_quiet(group):
            kept.append(group)
            continue
        place = next((holder[key] for key in _tellings(group) if key in holder), None)
        if place is None or not (_shares_clause(kept[place], group) or _tells_the_same(kept[place], group)):
            kept.append(group)
            place = len(kept) - 1
        else:
            kept[place] = _joined(kept[place], group)
        for key in _tellings(kept[place]):
            holder.setdefault(key, place)
    return kept


def _tells_the_same(one: Group, two: Group) -> bool:
    """Whether half of the sentences of the second group are in the first, and none of the others is of an article that
    the first has already."""
    keys = set(_tellings(two))
    new = keys - set(_tellings(one))
    return 2 * len(new) <= len(keys) and not {article for article, _ in new} & {item.article for item in one.members}


def _shares_clause(one: Group, two: Group) -> bool:
    """Whether one clause answers in both groups, and both agree."""
    agreeing = all(any(pair.verdict.word is Word.AGREE for pair in group.verdicts) for group in (one, two))
    return agreeing and bool({item.key for item in one.members} & {item.key for item in two.members})


def _rank(group: Group) -> tuple[bool, int]:
    """Groups that give an answer first, of these the larger."""
    return all(pair.verdict.word is Word.NOT_COMPARABLE for pair in group.verdicts), -len(group.members)


def _is_quiet(group: Group) -> bool:
    return all(pair.verdict.word in QUIET for pair in group.verdicts)


def _tellings(group: Group) -> list[TellingKey]:
    return [member.telling.key for member in group.members]


def _joined(one: Group, two: Group) -> Group:
    """Both groups as one; where one agrees and the other is in doubt, what is in doubt stays out."""
    if any(pair.verdict.word is Word.AGREE for pair in one.verdicts) and not any(
        pair.verdict.word is Word.AGREE for pair in two.verdicts
    ):
        return one
    articles = {member.article for member in one.members}
    members = [*one.members, *(member for member in two.members if member.article not in articles)]
    keys = {member.key for member in members}
    verdicts = one.verdicts + tuple(
        pair for pair in two.verdicts if pair.one.key in keys and pair.two.key in keys and pair not in one.verdicts
    )
    return Group(tuple(sorted(members, key=lambda member: member.key)), verdicts, one.question)
