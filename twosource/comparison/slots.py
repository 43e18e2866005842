"""What an article says in one slot of an occurrence, and the groups of what belongs together.

Belongs here: the record `Said`, and groups of judged pairs. Does not: reading or judging a kind of slot (`numbers`,
`clocks`, `bearings`, `polarity`, `utterances`), or the rows (`stances`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from twosource.comparison.clauses import Clause
from twosource.comparison.measures import Measured
from twosource.comparison.tellings import Telling
from twosource.comparison.verdicts import Verdict, Word
from twosource.records import Statement, TimeExpression

Key: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one article says in a slot. `start` and `end` are the evidence in its text; `value` is what a reader sees;
    `stance` what it does with the subject; `speaker` who says it when that is not the outlet; `statement` is the place
    of its clause in the article's facts, where `clause` is not given; `within` is that clause of words that are no fact
    by themselves."""

    slot: str
    kind: str
    telling: Telling
    start: int
    end: int
    text: str
    value: str | None = None
    stance: str = "asserts"
    speaker: str | None = None
    number: Measured | None = None
    clause: Clause | None = None
    time: TimeExpression | None = None
    statement: int | None = None
    within: Statement | None = None

    @property
    def article(self) -> int:
        """The place of its article in the story."""
        return self.telling.article

    @property
    def key(self) -> Key:
        """A fixed order among all that is said in a story."""
        return self.article, self.start, self.end


@dataclass(frozen=True, slots=True)
class Judged:
    """Two things said by two articles, the earlier first, with the verdict on them."""

    one: Said
    two: Said
    verdict: Verdict


Judge: TypeAlias = Callable[[Said, Said], Verdict | None]


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together in one slot, in the order of the story, with the verdicts on its pairs. `question` names
    the subject where the members do not."""

    members: tuple[Said, ...]
    verdicts: tuple[Judged, ...]
    question: str | None = None
    occurrence: int | None = field(default=None, compare=False)


def judged(pairs: Iterable[tuple[Said, Said]], judge: Judge) -> list[Judged]:
    """The verdicts on the pairs that have one."""
    found = []
    for one, two in pairs:
        first, second = (one, two) if one.key <= two.key else (two, one)
        verdict = judge(first, second)
        if verdict is not None:
            found.append(Judged(first, second, verdict))
    return found


def grouped(pairs: Sequence[Judged]) -> list[Group]:
    """The groups that judged pairs form. The surest pairs go first; a group holds one thing said by an article, and
    each stands in one group. What cannot be compared with a member does not come in by way of another."""
    ordered = sorted(pairs, key=lambda pair: (-pair.verdict.rank, pair.two.key, pair.one.key))
    verdicts = {(pair.one.key, pair.two.key): pair.verdict.word for pair in ordered}
    group: dict[Key, list[Said]] = {}
    for pair in ordered:
        left, right = group.setdefault(pair.one.key, [pair.one]), group.setdefault(pair.two.key, [pair.two])
        if left is right or {item.article for item in left} & {item.article for item in right}:
            continue
        if pair.verdict.word is Word.NOT_COMPARABLE and len(left) + len(right) > 2:
            continue
        if pair.verdict.word is not Word.AGREE and _barred(left, right, verdicts):
            continue
        left.extend(right)
        for item in right:
            group[item.key] = left
    inside: dict[int, list[Judged]] = {}
    for pair in ordered:
        if group[pair.one.key] is group[pair.two.key]:
            inside.setdefault(id(group[pair.one.key]), []).append(pair)
    found = []
    for members in {id(members): members for members in group.values() if len(members) > 1}.values():
        found.append(Group(tuple(sorted(members, key=lambda item: item.key)), tuple(inside[id(members)])))
    return found


def _barred(left: Sequence[Said], right: Sequence[Said], verdicts: Mapping[tuple[Key, Key], Word]) -> bool:
    """Whether any pair of two groups was found not comparable."""
    return (
        any(
            verdicts.get((min(one.key, two.key), max(one.key, two.key))) is Word.NOT_COMPARABLE
            for one in left
            for two in right
        )
        and len(left) + len(right) > 2
    )
