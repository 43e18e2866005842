"""The evidence view of one article: its text cut into pieces, each with the facts that it proves.

Belongs here: text, spans and regions to blocks of segments; a pure function. Does not: HTML, or the database.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A fact's place in the text: code points `start` to `end` (exclusive), its kind and its id."""

    kind: str
    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Region:
    """A piece of the input as cleaning judged it; a removed one has no place in the text."""

    role: str
    kept: bool
    rule: str
    score: float
    text: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text that begins at `start`, and the facts that cover all of it, the longest first."""

    text: str
    start: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: a kept region, a removed one, or (`region` None) kept text that stands in no region."""

    region: Region | None
    segments: tuple[Segment, ...]

    @property
    def kept(self) -> bool:
        """Whether it is part of the article's text."""
        return self.region is None or self.region.kept

    @property
    def text(self) -> str:
        """All of its segments together."""
        return "".join(segment.text for segment in self.segments)


def cut(text: str, spans: Sequence[Span], start: int = 0, end: int | None = None) -> tuple[Segment, ...]:
    """Cut `text[start:end]` where a fact begins or ends; joined, the segments give that text back.

    Spans may nest, overlap and reach over the edges; one that is empty or lies outside is left out.
    """
    stop = len(text) if end is None else min(end, len(text))
    start = max(0, start)
    inside = sorted(
        (s for s in spans if s.start < s.end and s.start < stop and s.end > start),
        key=lambda s: (s.start - s.end, s.start, s.kind, s.key),
    )
    edges = {start, stop}
    for span in inside:
        edges |= {max(start, span.start), min(stop, span.end)}
    cuts = sorted(edges)
    return tuple(
        Segment(text[left:right], left, tuple(s for s in inside if s.start <= left and s.end >= right))
        for left, right in itertools.pairwise(cuts)
    )


def blocks(text: str, regions: Sequence[Region], spans: Sequence[Span]) -> list[Block]:
    """The article in the order of its input: kept text with its facts, and in place what was removed.

    The kept blocks, joined, give `text` back, whatever the regions say.
    """
    return list(_blocks(text, regions, spans))


def _blocks(text: str, regions: Sequence[Region], spans: Sequence[Span]) -> Iterator[Block]:
    told = 0
    for region in regions:
        if not region.kept or region.start is None or region.end is None:
            yield Block(_removed(region), (Segment(region.text, 0, ()),))
            continue
        begin = min(max(told, region.start), len(text))
        end = min(max(begin, region.end), len(text))
        if begin > told:
            yield Block(None, cut(text, spans, told, begin))
        if end > begin:
            yield Block(region, cut(text, spans, begin, end))
        told = end
    if told < len(text):
        yield Block(None, cut(text, spans, told))


def _removed(region: Region) -> Region:
    """A kept region without a place proves nothing, so it is shown like one that was removed."""
    if not region.kept:
        return region
    return Region(region.role, False, region.rule, region.score, region.text, None, None)


def around(text: str, start: int, end: int, room: int = 140) -> tuple[int, int]:
    """Where to cut so that `text[start:end]` stands in its words: about `room` code points on each side.

    The cut falls on a space where there is one, and never leaves the paragraph.
    """
    begin = max(0, start - room, text.rfind("\n", 0, start) + 1)
    stop = text.find("\n", end)
    stop = min(len(text) if stop < 0 else stop, end + room)
    if begin > 0 and text[begin - 1] not in " \n":
        space = text.find(" ", begin, start)
        begin = space + 1 if space >= 0 else begin
    if stop < len(text) and text[stop] not in " \n":
        space = text.rfind(" ", end, stop)
        stop = space if space >= 0 else stop
    return begin, stop
