"""What the comparison room takes in and hands back: frozen records of plain values, one per row of the links tables.

Belongs here: the shapes, their order and their ids. Does not: how any row is decided.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from twosource import words
from twosource.linked import CopyRow, Member, Signed
from twosource.records import Facts, Mention

# ------------------------------------------------------------------ in


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkInput:
    """An article as linking reads it. `day` is the day published, or first seen when `dated` is False; `notes` are the
    syndication notes that cleaning took out of it."""

    article_id: str
    document_id: str
    day: date
    dated: bool
    text: str
    headline: str | None = None
    outlet: str | None = None
    publisher_family: str | None = None
    agency: str | None = None
    by: tuple[str, ...] = ()
    located: str | None = None
    notes: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @property
    def position(self) -> tuple[date, str]:
        """The fixed order in which articles are decided."""
        return self.day, self.article_id


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryArticle:
    """An article of one story as comparison reads it; `copies` are the article_ids that share text with it, `notes` the
    syndication notes that cleaning took out of it."""

    article_id: str
    day: date
    dated: bool
    text: str
    facts: Facts
    outlet: str | None = None
    publisher_family: str | None = None
    agency: str | None = None
    notes: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


# ------------------------------------------------------------------ rows of linking


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRow:
    """A row of `links.bands`."""

    article_id: str
    band: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginRow:
    """A row of `links.origins`."""

    article_id: str
    origin_type: words.OriginType
    parent_article_id: str | None
    containment: float | None
    rule: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasRow:
    """A row of `links.story_aliases`: two stories that turned out to be one."""

    article_id: str
    story_id: str
    same_as: str


@dataclass(frozen=True, slots=True)
class EntityLinkRow:
    """A row of `links.entity_links`: the name as the article has it, who that is, and the id it had or would have
    without the tables that join names; None when that is the same."""

    article_id: str
    label: str
    entity: str
    entity_id: str
    former_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityAliasRow:
    """A row of `links.entity_aliases`: how often an article uses a form of a name."""

    article_id: str
    entity_id: str
    label: str
    alias: str
    country: str | None
    n_mentions: int


@dataclass(slots=True, kw_only=True)
class LinkRows:
    """All rows of a batch. `rewritten_origins` belong to older articles, whose other rows stay as they are."""

    signatures: list[Signed] = field(default_factory=list)
    bands: list[BandRow] = field(default_factory=list)
    copies: list[CopyRow] = field(default_factory=list)
    origins: list[OriginRow] = field(default_factory=list)
    rewritten_origins: list[OriginRow] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    story_aliases: list[AliasRow] = field(default_factory=list)
    entity_links: list[EntityLinkRow] = field(default_factory=list)
    entity_aliases: list[EntityAliasRow] = field(default_factory=list)


# ------------------------------------------------------------------ rows of comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceRow:
    """A row of `links.stances`, without the ids of its comparison and story."""

    article_id: str
    outlet: str | None
    speaker: str | None
    stance: str
    value: str | None
    side: int
    statement_id: str | None
    text: str
    char_start: int
    char_end: int
    origin_group: str
    taken: str | None
    taken_from: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """A row of `links.comparisons` with its stances in the order of the articles."""

    comparison_id: str
    kind: str
    slot: str
    subject: str
    status: str
    reason: str
    n_outlets: int
    n_origins: int
    n_unnamed: int
    severity: float
    first_reported_at: date | None
    first_outlet: str | None
    stances: tuple[StanceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryOriginRow:
    """A row of `links.story_origins`: articles of a story with the same `origin_group` count as one origin; `named`
    says whether anybody can tell whose it is."""

    article_id: str
    origin_group: str
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRows:
    """What comparison says of one story."""

    comparisons: list[ComparisonRow] = field(default_factory=list)
    origins: list[StoryOriginRow] = field(default_factory=list)
