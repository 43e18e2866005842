"""One article while its events are read: its names and quotations by place.

Belongs here: what is looked up once, and the record of a party. Does not: who a phrase stands for (`parties`).
"""

from __future__ import annotations

import bisect
import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from twosource.extraction.names import coreference
from twosource.extraction.parse import Paragraph, Parsed
from twosource.records import Mention, Quote

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part in an act: a canonical name or a noun phrase, and the country (alpha-3) that it stands for."""

    name: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Whose words stand where: from each of `starts`, in order, to the next, those of the speaker at its index."""

    starts: Sequence[int]
    speakers: Sequence[str | None]


def words_of(quotes: Sequence[Quote]) -> Words:
    """The places of the article by the speaker of the innermost quotation, in one pass over where quotations begin and
    end, for an interview has thousands of them."""
    spans = sorted(
        (start, end, quote.end - quote.start, number)
        for number, quote in enumerate(quotes)
        if quote.speaker
        for start, end in quote.fragments or [(quote.start, quote.end)]
    )
    starts = sorted({at for start, end, _, _ in spans for at in (start, end)})
    speakers: list[str | None] = []
    around: list[tuple[int, int, int]] = []  # length of the quotation, its number, end of the fragment
    waiting = 0
    for at in starts:
        while waiting < len(spans) and spans[waiting][0] <= at:
            _, end, length, number = spans[waiting]
            heapq.heappush(around, (length, number, end))
            waiting += 1
        while around and around[0][2] <= at:
            heapq.heappop(around)
        speakers.append(quotes[around[0][1]].speaker if around else None)
    return Words(starts, speakers)


@dataclass(slots=True)
class Scene:
    """One article while its events are read: mentions and quoted words by place, and the last two countries that
    dealt with one another ("the two sides")."""

    parsed: Parsed
    mentions: Sequence[Mention]
    words: Words
    starts: list[int] = field(default_factory=list)
    memory: coreference.Memory | None = None
    pair: list[Party] = field(default_factory=list)
    countries: dict[str, str] = field(default_factory=dict)
    persons: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    """Persons and organisations told by name."""

    def mention_over(self, paragraph: Paragraph, token: Token) -> Mention | None:
        """The mention that holds the word."""
        start = paragraph.start + token.idx
        at = bisect.bisect_right(self.starts, start) - 1
        return self.mentions[at] if at >= 0 and self.mentions[at].end > start else None

    def mentions_in(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that begin in the span."""
        return self.mentions[bisect.bisect_left(self.starts, start) : bisect.bisect_left(self.starts, end)]

    def country_of(self, name: str) -> str | None:
        """The country of a name of the article, or of the name within a phrase ("a senior Japanese official")."""
        if name in self.countries:
            return self.countries[name]
        return next((country for known, country in self.countries.items() if known in name), None)

    def speaker(self, at: int) -> str | None:
        """Whose words stand at the place: the speaker of the innermost quotation."""
        place = bisect.bisect_right(self.words.starts, at) - 1
        return self.words.speakers[place] if place >= 0 else None


def scene_of(parsed: Parsed, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> Scene:
    """The article with what is looked up once."""
    ordered = sorted(mentions, key=lambda mention: mention.start)
    countries = {mention.entity: mention.country for mention in ordered if mention.country}
    return Scene(
        parsed,
        ordered,
        words_of(quotes),
        [mention.start for mention in ordered],
        coreference.memory_of(parsed.text, ordered),
        [],
        countries,
        frozenset(mention.entity for mention in ordered if mention.label == "PER"),
        frozenset(mention.entity for mention in ordered if mention.label in ("PER", "ORG")),
    )
