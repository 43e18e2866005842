"""That nobody was hurt and nothing damaged: what an article says of it, against the tolls that others give.

Belongs here: the rows of `seeds/reference/zeros.yml` read in a sentence, which tolls such a sentence meets, and the
verdict. Does not: tolls against tolls (`numbers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from twosource import reference
from twosource.comparison.inputs import StoryArticle
from twosource.comparison.sameness import probability
from twosource.comparison.slots import Said
from twosource.comparison.tellings import Telling, Weights
from twosource.comparison.verdicts import Reason, Verdict, Word

YEAR = re.compile(r"\d{3,4}$")
"""A toll of a year, told as such, is one of the past."""
NEXT = 8
"""Each such sentence meets as many tolls, and as many clauses, of other articles."""
LIKELY = 0.3
"""From this probability, that of both sentences being of one occurrence, a toll contradicts that nobody was hurt."""


@dataclass(frozen=True, slots=True)
class Row:
    """A role with the tolls and the clauses that contradict it."""

    role: str
    question: str
    pattern: re.Pattern[str]
    counts: frozenset[str]
    predicates: frozenset[str]
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class Zero:
    """A sentence that says none of a role, and whether only up to now."""

    row: Row
    said: Said
    not_yet: bool


@cache
def rows() -> tuple[Row, ...]:
    """The rows of the table."""
    table = reference.table("zeros")
    between, carried = _either(table["between"]), _either(table["carried"])
    found = []
    for row in table["zeros"]:
        patterns = [rf"\b{_either(table['none_of'])} (?:{between} ){{0,6}}{_either(row['nouns'])}\b"]
        if row["verbs"]:
            patterns.append(rf"\b{_either(table['nobody'])} (?:{carried} ){{0,4}}{_either(row['verbs'])}\b")
        found.append(
            Row(
                row["role"],
                row["question"],
                re.compile("|".join(patterns), re.IGNORECASE),
                frozenset(row["counts"]),
                frozenset(row["predicates"]),
                row["example"],
                row["counter_example"],
            )
        )
    return tuple(found)


def _either(words: Sequence[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in words) + ")"


@cache
def _any_of(name: str) -> re.Pattern[str]:
    """Any word of a list of the table."""
    return re.compile(rf"\b{_either(reference.table('zeros')[name])}\b", re.IGNORECASE)


def zeros_of(telling: Telling) -> list[Zero]:
    """What a sentence says there was none of; nothing where it says so of a part ("nobody else", "the others")."""
    if _any_of("partial").search(telling.text):
        return []
    return [
        Zero(row, _none_said(telling, hit.start(), hit.end()), bool(_any_of("not_yet").search(telling.text)))
        for row in rows()
        if (hit := row.pattern.search(telling.text)) is not None
    ]


def _none_said(telling: Telling, start: int, end: int) -> Said:
    return Said(
        slot="number",
        kind="quantity",
        telling=telling,
        start=telling.start + start,
        end=telling.start + end,
        text=telling.text[start:end],
        value="0",
    )


def zero_pairs(
    told: Sequence[Telling],
    tolls: Mapping[str, Sequence[Said]],
    struck: Mapping[str, Sequence[Said]],
    articles: Sequence[StoryArticle],
    weights: Weights,
) -> Iterator[tuple[Said, Said, Verdict]]:
    """Each saying of none beside the tolls (by role) and, where it meets none of these, the clauses (by predicate) of
    other articles."""
    for telling in told:
        for zero in zeros_of(telling):
            against = _met_by(telling, zero.row.counts, tolls) or _met_by(telling, zero.row.predicates, struck)
            for said in against:
                verdict = _verdict(zero, said, articles, weights)
                if verdict is not None:
                    yield zero.said, said, verdict


def _met_by(telling: Telling, names: frozenset[str], said: Mapping[str, Sequence[Said]]) -> list[Said]:
    """What other articles say under these names."""
    return [
        one
        for name in sorted(names)
        for one in [one for one in said.get(name, ()) if one.article != telling.article][:NEXT]
    ]


def _verdict(zero: Zero, toll: Said, articles: Sequence[StoryArticle], weights: Weights) -> Verdict | None:
    """What none and some say together; None where they may well be of two occurrences."""
    one, two = zero.said.telling, toll.telling
    likely = probability(one, two, weights)
    if one.places and two.places and not one.places & two.places and likely < LIKELY:
        return None
    if any(YEAR.match(time.value) for time in two.times):
        return None
    none, some = articles[one.article], articles[two.article]
    if zero.not_yet or (none.dated and some.dated and none.day < some.day):
        return Verdict(Word.UPDATED, Reason.GREW, likely)
    if none.dated and some.dated and some.day < none.day:
        return None
    return Verdict(Word.CONFLICTING, Reason.VALUES_APART, likely) if likely >= LIKELY else None


def question(members: Sequence[Said]) -> str:
    """What the members answer: the question of the row that one of them says."""
    said = next((one.text for one in members if one.value == "0" and one.number is None), "")
    return next((row.question for row in rows() if row.pattern.search(said)), rows()[0].question)
