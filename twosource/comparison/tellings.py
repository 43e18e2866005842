"""What the sentences of a story's articles tell, each ready to be set beside those of other articles.

Belongs here: a sentence with its words, names, classes, numbers and days, as extraction gave them.
Does not: deciding that two of them tell the same (`sameness`), or comparing what they say (`slots`).
"""

from __future__ import annotations

import bisect
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from twosource.comparison.classes import classes_of
from twosource.comparison.inputs import StoryArticle
from twosource.comparison.shingles import words as all_words
from twosource.comparison.wording import SENTENCE_END, content_words
from twosource.records import Event, Fact, Mention, Quantity, Quote, TimeExpression

FEWEST_WORDS = 4
"""A line with fewer words of content is a heading or a name and tells nothing."""
LONGEST = 120
"""Words of a sentence that are read; a list of scores without a full stop is cut here."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One sentence of one article of a story.

    `article` is the article's place in the story, `number` the sentence's place in the article; `words` are stems of
    content, `names` the stems of names among them, `pairs` neighbouring words, `length` the number of all words;
    `figures` the values of its numbers, `days` the ISO dates it tells, `classes` what kind of thing it tells.
    """

    article: int
    number: int
    start: int
    end: int
    text: str
    words: frozenset[str]
    names: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    length: int
    classes: frozenset[str]
    figures: frozenset[float]
    days: frozenset[str]
    mentions: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    events: tuple[Event, ...] = ()
    quotes: tuple[Quote, ...] = ()

    @property
    def key(self) -> tuple[int, int]:
        """A fixed order among the tellings of a story."""
        return self.article, self.number


def tellings(place: int, article: StoryArticle) -> list[Telling]:
    """The sentences of an article that tell something. `place` is the article's place in the story."""
    spans = [span for span in sentences(article.text) if span[1] > span[0]]
    starts = [start for start, _ in spans]
    facts = article.facts
    mentions, quantities = _by_sentence(starts, facts.mentions), _by_sentence(starts, facts.quantities)
    times, events = _by_sentence(starts, facts.times), _by_sentence(starts, facts.events)
    quotes = _by_sentence(starts, facts.quotes)
    made = []
    for number, (start, end) in enumerate(spans):
        text = article.text[start:end]
        content = content_words(text)
        if len(content) < FEWEST_WORDS:
            continue
        order = all_words(text)[:LONGEST]
        named = mentions.get(number, ())
        made.append(
            Telling(
                article=place,
                number=number,
                start=start,
                end=end,
                text=text,
                words=content,
                names=frozenset(word for mention in named for word in content_words(mention.entity)) & content
                | frozenset(word for mention in named for word in content_words(mention.text)),
                pairs=frozenset(zip(order, order[1:], strict=False)),
                length=len(order),
                classes=classes_of(order),
                figures=frozenset(one.value for one in quantities.get(number, ()) if one.value is not None),
                days=frozenset(one.begins_on for one in times.get(number, ()) if one.begins_on),
                mentions=tuple(named),
                quantities=tuple(quantities.get(number, ())),
                times=tuple(times.get(number, ())),
                events=tuple(events.get(number, ())),
                quotes=tuple(quotes.get(number, ())),
            )
        )
    return made


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a text, without the white space around them."""
    cuts = [hit.end() for hit in SENTENCE_END.finditer(text)]
    spans = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        piece = text[start:end]
        spans.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
    return spans


def _by_sentence(starts: Sequence[int], facts: Iterable[Fact]) -> Mapping[int, list]:  # type: ignore[type-arg]
    """The facts by the number of the sentence in which they begin."""
    found: dict[int, list[Fact]] = {}
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
