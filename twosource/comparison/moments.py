"""On which day and at what time: the moments that two clauses of one occurrence give.

Belongs here: clock times and days of a clause, and the verdict on two of them. Does not: reading times (extraction).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from datetime import date

from twosource.comparison.acts import MUTUAL, Act
from twosource.comparison.classes import EMPTY, classes_of
from twosource.comparison.clauses import SpokenOf, same
from twosource.comparison.occurrences import Met
from twosource.comparison.shingles import words
from twosource.comparison.slots import Said
from twosource.comparison.tellings import Telling, Weights, days_apart
from twosource.comparison.verdicts import Reason, Verdict, Word
from twosource.comparison.wording import content_words
from twosource.records import Statement, TimeExpression

CLOCK = re.compile(r"T(\d\d):?(\d\d)?")
DAY = re.compile(r"(\d{4}-\d\d-\d\d)|XXXX-WXX-(\d)")
WEEKDAY = re.compile(r"day\b", re.I)
"""Of a date that is known a text names the weekday: a date that is written out may be of any year, and is held against
no bare weekday."""
ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
"""In brackets a time is told once more, for readers elsewhere."""
NIGHT = re.compile(r"T(?:NI|EV|MO)")
"""Late in the day, a time zone is enough to make it another day."""
LIKELY = 0.8
"""From this probability on two sentences are so surely of one occurrence that their moments may be set side by side."""
CLOCKS_LIKELY = 0.6
SURE = 0.93
"""From this probability on one of two clauses may tell the other's act in other words."""
ROUNDED = 20
"""Minutes that two clock times may be apart: half past and "about three" are told loosely."""
HOURS_OF_A_ZONE = 60
LONG_AFTER = 180
"""Minutes beyond which two clock times are of two things."""
IDLE = EMPTY | {"announce", "begin", "end"}
"""Predicates of which the day says little: a plan is announced, and a trial begins, on several days."""
FEWEST_OTHERS = 3
ONE_OCCASION = 1
"""Days further apart than this are two occasions rather than two tellings of one."""


def moment_pairs(met: Sequence[Met], weights: Weights, spoken_of: SpokenOf) -> Iterator[tuple[Said, Said, Verdict]]:
    """The moments of pairs of sentences that tell the same of the same and give one moment each, with the verdicts."""
    for pair in met:
        for read in (_clock, _day):
            one, two = _only(pair.one, read), _only(pair.two, read)
            if one is None or two is None:
                continue
            if _told_of_one_kind(pair) if read is _clock else _told_alike(pair, weights, spoken_of):
                verdict = judge(_said(pair.one, one), _said(pair.two, two), pair.likely)
                if verdict is not None:
                    yield _said(pair.one, one), _said(pair.two, two), verdict


def days_of_acts(met: Sequence[tuple[Act, Act, float]]) -> Iterator[tuple[Said, Said, Verdict]]:
    """The days of meetings of the same sides, planned or done. A day apart, a time zone may explain the difference, and
    the reason says so."""
    for one, two, likely in met:
        left, right = one.clause.telling, two.clause.telling
        first, second = _only(left, _day), _only(right, _day)
        if one.event.type not in MUTUAL or first is None or second is None:
            continue
        told, other = one.clause.statement, two.clause.statement
        if not (_acts(told) & _kinds(other) or _acts(other) & _kinds(told)):
            continue
        verdict = _days(first, second)
        if verdict is not None and verdict.word is not Word.NOT_COMPARABLE:
            differs = verdict.word is Word.CONFLICTING
            reason = Reason.TIME_ZONES if differs else verdict.reason
            yield _said(left, first), _said(right, second), Verdict(verdict.word, reason, likely)


def _told_of_one_kind(pair: Met) -> bool:
    """Enough for clock times: two that differ by hours meet by chance less often than two days do."""
    return pair.likely >= CLOCKS_LIKELY and bool((pair.one.classes & pair.two.classes) - IDLE)


def _told_alike(pair: Met, weights: Weights, spoken_of: SpokenOf) -> bool:
    return pair.likely >= LIKELY and any(
        same(one, two, weights) for one in spoken_of[pair.one.key] for two in spoken_of[pair.two.key]
    )


def _only(telling: Telling, read: object) -> TimeExpression | None:
    """The one time expression of a sentence that gives a moment of this kind; None for none or several."""
    assert callable(read)
    aside = [telling.start + place for hit in ASIDE.finditer(telling.text) for place in hit.span()]
    found = [
        time
        for time in telling.times
        if time.type in ("DATE", "TIME") and read(time) is not None and not bisect.bisect(aside, time.start) % 2
    ]
    return found[0] if len(found) == 1 else None


def _clock(time: TimeExpression) -> int | None:
    """Minutes since midnight; None where no clock time is told."""
    hit = CLOCK.search(time.value)
    return int(hit[1]) * 60 + int(hit[2] or 0) if hit else None


def _day(time: TimeExpression) -> tuple[date | None, int] | None:
    """The date, where it is known, and the day of the week (1 is Monday); None where no day is told."""
    hit = DAY.match(time.value)
    if hit is None:
        return None
    if hit[1]:
        day = date.fromisoformat(hit[1])
        return day, day.isoweekday()
    return None, int(hit[2])


def _said(telling: Telling, time: TimeExpression) -> Said:
    return Said(
        slot="time",
        kind="event",
        telling=telling,
        start=time.start,
        end=time.end,
        text=time.text,
        value=time.value,
        statement=time.statement,
        time=time,
    )


def judge(left: Said, right: Said, likely: float) -> Verdict | None:
    """The verdict on two moments of sentences that are so likely of one occurrence."""
    one, two = left.time, right.time
    if one is None or two is None:
        return None
    first, second = _clock(one), _clock(two)
    clocks = first is not None and second is not None
    verdict = _clocks(abs(first - second)) if first is not None and second is not None else _days(one, two)
    if verdict is None or verdict.word is not Word.CONFLICTING:
        return verdict
    if any(NIGHT.search(time.value) for time in (one, two)):
        return Verdict(Word.NOT_COMPARABLE, Reason.TIME_ZONES, verdict.strength)
    if not _of_one_act(left, right, clocks, likely >= SURE) or (clocks and days_apart(left.telling, right.telling)):
        return Verdict(Word.NOT_COMPARABLE, Reason.OTHER_OCCASION, verdict.strength)
    return verdict


def _of_one_act(left: Said, right: Said, clocks: bool, surely: bool) -> bool:
    """Whether both moments stand in clauses that tell one act: "he said on Friday that …" is that of the saying. An act
    in common will do where clock times are told, and that or one doer where the sentences are `surely` of one
    occurrence; else each clause tells the other's act, or both tell of one doer and one thing."""
    one, two = _around(left), _around(right)
    if one is None or two is None:
        return False
    if one.predicate == two.predicate:
        return one.predicate not in IDLE
    if (clocks or surely) and _kinds(one) & _kinds(two) and _acts(one) and _acts(two):
        return True
    if surely and not {one.predicate, two.predicate} & IDLE and _words_of(one, "subject") & _words_of(two, "subject"):
        return True
    return _one_side(one, two) or all(_acts(first) & _kinds(second) for first, second in ((one, two), (two, one)))


def _one_side(one: Statement, two: Statement) -> bool:
    """Whether both clauses have a word of who does it in common, and of what it is done to, or three others."""
    doer = _words_of(one, "subject") & _words_of(two, "subject")
    if not doer or {one.predicate, two.predicate} & IDLE:
        return False
    others = (content_words(one.text) & content_words(two.text)) - doer
    return bool(_words_of(one, "object") & _words_of(two, "object")) or len(others) >= FEWEST_OTHERS


def _words_of(statement: Statement, role: str) -> frozenset[str]:
    return frozenset(word for one in statement.arguments if one.role == role for word in content_words(one.text))


def _acts(statement: Statement) -> frozenset[str]:
    """What a clause tells: its predicate, or where that is idle the acts that take part ("the attack came")."""
    if statement.predicate not in IDLE:
        return frozenset({statement.predicate})
    taking_part = " ".join(one.text for one in statement.arguments if one.role in ("subject", "object"))
    return classes_of(words(taking_part), []) - IDLE if statement.predicate in EMPTY else frozenset()


def _kinds(statement: Statement) -> frozenset[str]:
    return classes_of(words(statement.text), [statement]) - IDLE


def _around(item: Said) -> Statement | None:
    """The clause that a moment belongs to: the innermost around it, or the one that this is a part of, where it only
    says more of somebody ("vessels sailing the gulf on Friday")."""
    around = sorted(
        (one for one in item.telling.statements if one.start <= item.start and item.end <= one.end),
        key=lambda one: one.end - one.start,
    )
    whole = (one for one in around if not (one.rule.endswith(".relative") and _opens_with_participle(one)))
    return next(whole, next(iter(around), None))


def _opens_with_participle(statement: Statement) -> bool:
    """Whether a clause begins with a verb that ends in "ing": it has no time of its own."""
    opening = statement.text.split()[:1]
    return bool(opening) and opening[0].lower().endswith("ing")


def _clocks(apart: int) -> Verdict:
    if apart <= ROUNDED:
        return Verdict(Word.AGREE, Reason.SAME_VALUE if not apart else Reason.ROUNDED, 0.9)
    if apart > LONG_AFTER:
        return Verdict(Word.NOT_COMPARABLE, Reason.OTHER_OCCASION, 0.5)
    if apart % HOURS_OF_A_ZONE == 0 and apart > HOURS_OF_A_ZONE:
        return Verdict(Word.NOT_COMPARABLE, Reason.TIME_ZONES, 0.6)
    return Verdict(Word.CONFLICTING, Reason.VALUES_APART, 0.6)


def _days(one: TimeExpression, two: TimeExpression) -> Verdict | None:
    first, second = _day(one), _day(two)
    if first is None or second is None:
        return None
    if first[0] and second[0]:
        apart = abs((first[0] - second[0]).days)
    else:
        apart = min((first[1] - second[1]) % 7, (second[1] - first[1]) % 7)
        if apart and any(known[0] and not WEEKDAY.search(time.text) for known, time in ((first, one), (second, two))):
            return Verdict(Word.NOT_COMPARABLE, Reason.OTHER_OCCASION, 0.5)
    if apart == 0:
        return Verdict(Word.AGREE, Reason.SAME_VALUE, 0.9)
    if apart > ONE_OCCASION:
        return Verdict(Word.NOT_COMPARABLE, Reason.OTHER_OCCASION, 0.5)
    return Verdict(Word.CONFLICTING, Reason.VALUES_APART, 0.6)
