"""What is counted of a block of a web page beside its words: tag, box, links, and what the other voices say of it.

Belongs here: columns that only markup gives. Does not: those of words and place (see `surroundings`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from twosource.cleaning.html import Block
from twosource.cleaning.learned.surroundings import Table, after, around, before, shifted

# fmt: off
TAGS = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "td", "figcaption", "blockquote", "dd", "dt", "span",
    "section", "article",
    "a", "th", "aside", "footer", "header", "form", "body", "center", "pre", "main",
)
BOXES = (
    "other", "navigation", "related", "caption", "headline", "published", "promo", "comment", "ranking", "credit",
    "byline", "legal", "paywall", "sign_off", "editor_note", "body",
)
# fmt: on
"""Tags and roles of boxes in the order of the numbers that stand for them; any other is -1."""


@dataclass(frozen=True, slots=True)
class Voices:
    """What others say of each block: shares of it in the extractor's text and in the body that structured data state,
    whether the rules kept it, whether our own scores alone would."""

    extractor: Sequence[float]
    stated: Sequence[float]
    rules: Sequence[bool]
    own: Sequence[bool]


def columns(blocks: Sequence[Block]) -> tuple[list[str], Table]:
    """Names and values of what the markup says, one row per block."""
    named = dict(_markup(blocks))
    return list(named), np.column_stack(list(named.values()))


def heard(blocks: Sequence[Block], voices: Voices) -> tuple[list[str], Table]:
    """Names and values of what the voices say, one row per block."""
    named = dict(_voices(blocks, voices))
    return list(named), np.column_stack(list(named.values()))


def _markup(blocks: Sequence[Block]) -> Iterator[tuple[str, Any]]:
    tag = np.array([TAGS.index(block.tag) if block.tag in TAGS else -1 for block in blocks], float)
    box = np.array([BOXES.index(block.role) if block.role in BOXES else -1 for block in blocks], float)
    links = np.array([block.links for block in blocks], float)
    yield "tag", tag
    yield "box", box
    yield "links", links
    for width in (2, 6):
        yield f"links_around_{width}", around(links, width) / around(np.ones(len(links)), width)
    yield "same_tag_around", sum((shifted(tag, d) == tag).astype(float) for d in (-3, -2, -1, 1, 2, 3))
    for distance in (1, 2):
        for name, values in (("tag", tag), ("box", box)):
            yield f"{name}_above_{distance}", shifted(values, distance)
            yield f"{name}_below_{distance}", shifted(values, -distance)


def _voices(blocks: Sequence[Block], voices: Voices) -> Iterator[tuple[str, Any]]:
    letters = np.array([len(block.text) for block in blocks], float)
    for name, said in (("extractor", voices.extractor), ("rules", voices.rules), ("own", voices.own)):
        values = np.array(said, float)
        yield name, values
        for width in (1, 4):
            yield f"{name}_before_{width}", before(values, width)
            yield f"{name}_after_{width}", after(values, width)
        yield f"{name}_so_far", (np.cumsum(values) - values) / max(1.0, values.sum())
        yield f"{name}_letters", np.full(len(values), (values * letters).sum())
    stated = np.array(voices.stated, float)
    yield "stated", stated
    yield "stated_at_all", np.full(len(stated), stated.max() if len(stated) else 0)
