"""One article while its events are read: its names and statements by place.

Belongs here: what is looked up once, and the record of a party. Does not: who a phrase stands for (`parties`).
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from twosource.extraction.names import coreference
from twosource.extraction.parse import Paragraph, Parsed
from twosource.extraction.statements import Statements
from twosource.records import Mention

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part in an act: a canonical name or a noun phrase, and the country (alpha-3) that it stands for."""

    name: str
    country: str | None = None


@dataclass(slots=True)
class Scene:
    """One article while its events are read: mentions and statements by place, and the last two countries that
    dealt with one another ("the two sides")."""

    parsed: Parsed
    mentions: Sequence[Mention]
    told: Statements
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
        return self.told.scene.speaker_at(at)


def scene_of(parsed: Parsed, mentions: Sequence[Mention], told: Statements) -> Scene:
    """The article with what is looked up once."""
    ordered = sorted(mentions, key=lambda mention: mention.start)
    countries = {mention.entity: mention.country for mention in ordered if mention.country}
    return Scene(
        parsed,
        ordered,
        told,
        [mention.start for mention in ordered],
        told.scene.memory,
        [],
        countries,
        frozenset(mention.entity for mention in ordered if mention.label == "PER"),
        frozenset(mention.entity for mention in ordered if mention.label in ("PER", "ORG")),
    )
