"""What the sentences of a story's articles tell, each ready to be set beside those of other articles.

Belongs here: a sentence with its words, names, classes, numbers and days, as extraction gave them.
Does not: deciding that two of them tell the same (`sameness`), or comparing what they say (`slots`).
"""

from __future__ import annotations

import bisect
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from twosource.comparison.classes import classes_of
from twosource.comparison.inputs import StoryArticle
from twosource.comparison.shingles import words as all_words
from twosource.comparison.wording import SENTENCE_END, content_words
from twosource.records import Fact, Facts, Mention, Quantity, Quote, Statement, TimeExpression

AnyFact = TypeVar("AnyFact", bound=Fact)
WEEKDAY = re.compile(r"XXXX-WXX-[1-7]")

FEWEST_WORDS = 3
"""A line with fewer words of content is a heading or a name and tells nothing."""
LONGEST = 120
"""Words of a sentence that are read; a list of scores without a full stop is cut here."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One sentence of one article of a story.

    `article` is the article's place in the story, `number` the sentence's place in the article; `words` are stems of
    content, `names` the stems of names among them, `places` of names of places, `pairs` neighbouring words, `length`
    the number of all words; `figures` the values of its numbers, `days` the ISO dates or weekdays it tells, `classes`
    the kinds of thing.
    """

    article: int
    number: int
    start: int
    end: int
    text: str
    words: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    length: int
    classes: frozenset[str]
    figures: frozenset[float]
    days: frozenset[str]
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quotes: tuple[Quote, ...] = ()
    statements: tuple[Statement, ...] = ()

    @property
    def dates(self) -> frozenset[str]:
        """The days whose date is known."""
        return frozenset(day for day in self.days if not day.startswith("W"))

    @property
    def key(self) -> tuple[int, int]:
        """A fixed order among the tellings of a story."""
        return self.article, self.number


def tellings(place: int, article: StoryArticle) -> list[Telling]:
    """The sentences of an article that tell something. `place` is the article's place in the story."""
    facts = article.facts
    spans = sentences(article.text, facts)
    starts = [start for start, _ in spans]
    mentions, quantities = _by_sentence(starts, facts.mentions), _by_sentence(starts, facts.quantities)
    times, quotes = _by_sentence(starts, facts.times), _by_sentence(starts, facts.quotes)
    statements = _by_sentence(starts, facts.statements)
    made = []
    for number, (start, end) in enumerate(spans):
        text = article.text[start:end]
        content = content_words(text)
        if len(content) < FEWEST_WORDS:
            continue
        order = all_words(text)[:LONGEST]
        named = mentions.get(number, [])
        figures = quantities.get(number, [])
        made.append(
            Telling(
                article=place,
                number=number,
                start=start,
                end=end,
                text=text,
                words=content,
                names=_stems(named),
                places=_stems([mention for mention in named if mention.label == "LOC"]),
                pairs=frozenset(itertools.pairwise(order)),
                length=len(order),
                classes=classes_of(order, statements.get(number, [])),
                figures=frozenset(one.value for one in figures if one.value is not None),
                days=frozenset(day for one in times.get(number, []) if (day := _day(one)) is not None),
                quantities=tuple(figures),
                times=tuple(times.get(number, [])),
                quotes=tuple(quotes.get(number, [])),
                statements=tuple(statements.get(number, [])),
            )
        )
    return made


def _stems(named: Iterable[Mention]) -> frozenset[str]:
    return frozenset(word for one in named for word in content_words(one.text) | content_words(one.entity))


def _day(time: TimeExpression) -> str | None:
    """The ISO date of a day, its weekday when the week is not known ("W4"); None for what is no day."""
    if time.type not in ("DATE", "TIME"):
        return None
    if WEEKDAY.match(time.value):
        return f"W{time.value[9]}"
    return time.begins_on


def days_apart(one: Telling, two: Telling) -> bool:
    """Whether both tell days in one form, dates or weekdays, and none in common."""
    if one.days & two.days:
        return False
    return any(
        any(day.startswith("W") == weekday for day in one.days)
        and any(day.startswith("W") == weekday for day in two.days)
        for weekday in (True, False)
    )


def sentences(text: str, facts: Facts) -> list[tuple[int, int]]:
    """The spans of the sentences of a text, without the white space around them. Where an abbreviation looks like an
    end ("Mr. Irgens"), the facts that extraction found in one sentence hold it together."""
    inside: dict[int, tuple[int, int]] = {}
    for fact in (*facts.statements, *facts.mentions, *facts.quantities, *facts.times):
        first, last = inside.get(fact.sentence, (fact.start, fact.end))
        inside[fact.sentence] = min(first, fact.start), max(last, fact.end)
    begun = sorted(inside.values())
    starts = [first for first, _ in begun]

    def held(cut: int) -> bool:
        at = bisect.bisect_left(starts, cut) - 1
        return at >= 0 and begun[at][0] < cut < begun[at][1] and "\n" not in text[begun[at][0] : begun[at][1]]

    cuts = [hit.end() for hit in SENTENCE_END.finditer(text) if not held(hit.end())]
    spans = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        piece = text[start:end]
        if piece.strip():
            spans.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
    return spans


def _by_sentence(starts: Sequence[int], facts: Iterable[AnyFact]) -> Mapping[int, list[AnyFact]]:
    """The facts by the number of the sentence in which they begin."""
    found: dict[int, list[AnyFact]] = {}
    for fact in facts:
        found.setdefault(bisect.bisect_right(starts, fact.start) - 1, []).append(fact)
    return found


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each word tells within a story: the rarer among its sentences, the more."""

    of: Mapping[str, float]

    @classmethod
    def over(cls, told: Sequence[Telling]) -> Weights:
        """The weights from the tellings of a whole story."""
        counts: Counter[str] = Counter()
        for one in told:
            counts.update(one.words)
        return cls({word: math.log(1 + len(told) / count) for word, count in counts.items()})

    def sum(self, words: Iterable[str]) -> float:
        """The weight of words together, in a fixed order so that every run adds alike."""
        return math.fsum(self.of.get(word, 0.0) for word in words)
