"""The text of an article as HTML: each word with the facts that it proves, and in place what cleaning took out.

Belongs here: blocks to markup, escaped value by value. Does not: cutting the text (`evidence`), the facts (`facts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from markupsafe import Markup

from twosource.reporting import words
from twosource.reporting.article.evidence import Block, Region, Segment
from twosource.reporting.article.markup import escaped

METADATA = ("headline", "byline", "dateline", "published", "credit", "sign_off", "syndication_note")
"""Roles of what is no part of the text, but says something about it; it stands above the text, as it was written."""


def metadata(regions: Iterable[Region]) -> list[Region]:
    """What the page said about the article itself."""
    return [one for one in regions if not one.kept and one.role in METADATA]


def text(blocks: Sequence[Block], wrong: Mapping[str, str]) -> Markup:
    """All blocks. `wrong` gives, for the number of a sum that does not hold, the sum in words."""
    return Markup("\n".join(_parts(blocks, wrong)))


def _parts(blocks: Sequence[Block], wrong: Mapping[str, str]) -> Iterator[str]:
    shown = [one for one in blocks if one.kept or (one.region and one.region.role not in METADATA)]
    for kept, run in groupby(shown, key=lambda one: one.kept):
        if not kept:
            yield _removed(list(run))
            continue
        for block in run:
            if block.region or block.text.strip():
                role = block.region.role if block.region else "body"
                inner = "".join(_segment(segment, wrong) for segment in block.segments)
                yield f'<p class="kept {escaped(role)}">{inner}</p>'


def _removed(run: Sequence[Block]) -> str:
    """Pieces that were taken out one after another, folded to a line."""
    regions = [block.region for block in run if block.region]
    roles = ", ".join(dict.fromkeys(words.plain(one.role) for one in regions))
    pieces = "".join(
        f'<div class="removed"><p>{escaped(one.text)}</p>'
        f"<small>{escaped(words.plain(one.role))} · {escaped(one.rule)} · {one.score:.2f}</small></div>"
        for one in regions
    )
    number = f"{len(regions)} piece{'' if len(regions) == 1 else 's'} taken out: {roles}"
    return f'<details class="taken"><summary>{escaped(number)}</summary>{pieces}</details>'


def _segment(segment: Segment, wrong: Mapping[str, str]) -> str:
    told = escaped(segment.text)
    if not segment.spans:
        return told
    if segment.text.strip():  # a space between two facts leads nowhere
        told = f'<a href="#row-{escaped(segment.spans[-1].key)}">{told}</a>'
    for span in reversed(segment.spans):
        at = f' id="at-{escaped(span.key)}"' if span.start == segment.start else ""
        sum_ = wrong.get(span.key)
        look = f'{span.kind} wrong" title="{escaped(sum_)}' if sum_ else span.kind
        told = f'<mark class="{look}"{at}>{told}</mark>'
    return told
