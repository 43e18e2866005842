"""What is kept of an article once it is linked, so that later articles can be held against it.

Belongs here: the records that travel between the comparison room and the links tables of the warehouse.
Does not: how any of them is decided (`comparison`) or stored (`warehouse/known.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A row of `links.signatures`: an article's shingles and what its own words say of its origin."""

    article_id: str
    document_id: str
    day: date
    dated: bool
    word_count: int
    hashes: tuple[int, ...]
    bands: tuple[int, ...]
    credit: str | None = None
    relay: str | None = None
    own: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    """A row of `links.copies`; `share_of_later` is the part of the later article that stands in the earlier one."""

    earlier_id: str
    later_id: str
    containment: float
    jaccard: float
    share_of_later: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A row of `links.story_members` together with the article's rows of `links.story_terms` (`weights`)."""

    article_id: str
    document_id: str
    story_id: str
    day: date
    dated: bool
    similarity: float | None
    weights: dict[str, int] = field(default_factory=dict)
