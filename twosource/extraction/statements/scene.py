"""One article while its clauses are read: its names, quotations and times by place.

Belongs here: what is looked up once, and whom a word of the tree names. Does not: what a clause says (`reading`).
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from twosource.extraction.names import coreference
from twosource.extraction.parse import Paragraph, Parsed
from twosource.records import Mention, Quote, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Token

PERSONS = frozenset({"he", "she", "him", "her"})
SPEAKING = frozenset({"i", "we", "me", "us"})


@dataclass(slots=True)
class Scene:
    """Mentions, quotations and times of an article, each in the order of their places."""

    parsed: Parsed
    mentions: Sequence[Mention]
    quotes: Sequence[Quote]
    times: Sequence[TimeExpression]
    published: str | None
    memory: coreference.Memory
    starts: list[int]
    numbers: list[int]
    """The index in `Facts.mentions` of each mention."""
    fragments: list[tuple[int, int, int]]
    """Start and end of each quoted fragment, and the quotation's index, in order."""
    time_starts: list[int]
    time_numbers: list[int]
    named: dict[str, list[int]] = field(default_factory=dict)
    """Where each name stands, as places in `mentions`."""

    def at(self, paragraph: Paragraph, token: Token) -> int | None:
        """The place in `mentions` of the one that holds the word."""
        start = paragraph.start + token.idx
        at = bisect.bisect_right(self.starts, start) - 1
        return at if at >= 0 and self.mentions[at].end > start else None

    def mention_over(self, paragraph: Paragraph, token: Token) -> Mention | None:
        """The mention that holds the word."""
        at = self.at(paragraph, token)
        return self.mentions[at] if at is not None else None

    def name_over(self, paragraph: Paragraph, token: Token) -> str | None:
        """The name that holds the word, as written."""
        mention = self.mention_over(paragraph, token)
        return mention.text if mention is not None else None

    def meant(self, paragraph: Paragraph, token: Token, speaker: str | None) -> int | None:
        """Index of the mention that the word names; of a pronoun for a person the last mention of whom it means, where
        `speaker` is who says "I"."""
        at = self.at(paragraph, token)
        if at is not None:
            return self.numbers[at]
        word = str(token.lower_)
        start = paragraph.start + token.idx
        if word in SPEAKING:
            name = speaker
        elif word in PERSONS:
            name, _ = coreference.resolve(self.memory, word, (start, start + len(token)))
        else:
            return None
        places = self.named.get(name or "", [])
        before = bisect.bisect_left(places, bisect.bisect_left(self.starts, start))
        return self.numbers[places[before - 1] if before else places[0]] if places else None

    def speaker_at(self, offset: int) -> str | None:
        """Whose words stand at a place of the article: the speaker of the innermost quotation."""
        number = self.quote_at(offset)
        return self.quotes[number].speaker if number is not None else None

    def quote_at(self, offset: int) -> int | None:
        """Index of the innermost quotation around a place of the article, of those whose speaker is known if any is."""
        at = bisect.bisect_left(self.fragments, (offset + 1, 0, 0)) - 1
        around = [
            (self.quotes[number].speaker is None, end - start, number)
            for start, end, number in self.fragments[max(0, at - NESTED) : at + 1]
            if start <= offset < end
        ]
        return min(around)[2] if around else None


NESTED = 6
"""Fragments before a place among which those around it are looked for."""


def scene_of(
    parsed: Parsed,
    mentions: Sequence[Mention],
    quotes: Sequence[Quote],
    times: Sequence[TimeExpression],
    published: str | None,
) -> Scene:
    """The article with what is looked up once; `published` is its day."""
    numbers = sorted(range(len(mentions)), key=lambda number: mentions[number].start)
    ordered = [mentions[number] for number in numbers]
    spoken = [
        (start, end, number)
        for number, quote in enumerate(quotes)
        for start, end in quote.fragments or [(quote.start, quote.end)]
    ]
    time_numbers = sorted(
        (n for n, time in enumerate(times) if time.type in ("DATE", "TIME")), key=lambda n: times[n].start
    )
    named: dict[str, list[int]] = {}
    for place, mention in enumerate(ordered):
        named.setdefault(mention.entity, []).append(place)
    return Scene(
        parsed,
        ordered,
        quotes,
        times,
        published,
        coreference.memory_of(parsed.text, ordered),
        [mention.start for mention in ordered],
        numbers,
        sorted(spoken),
        [times[number].start for number in time_numbers],
        time_numbers,
        named,
    )
