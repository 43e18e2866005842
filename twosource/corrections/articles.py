"""Corrections of a whole article, applied to what cleaning made of it.

Belongs here: headline, outlet, date, authors, language; that it is an article, or none. Does not: its text, encodings
(which go before cleaning), facts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from twosource.newsroom.outlets import outlet_named
from twosource.records import Article, Correction, Published

BY_HAND = "by_hand"
"""The word of the vocabulary `rejection` for what a person said to be no article."""
KINDS = ("headline", "outlet", "published", "by", "language", "not_an_article", "an_article")


def corrected(article: Article, told: Sequence[Correction]) -> tuple[Article, list[str]]:
    """The article as it is with the corrections, and the ids of those that were applied.

    What is said to be an article is one, unless it has no text.
    """
    applied = []
    for one in told:
        if one.kind == "not_an_article":
            article = replace(article, rejected=BY_HAND)
        elif one.kind == "an_article":
            article = replace(article, rejected=None if article.text.strip() else "no_text")
        elif one.kind == "outlet":
            name = json.loads(one.value)
            article = replace(article, outlet=outlet_named(name) or name)
        elif one.kind in ("headline", "language", "by"):
            article = replace(article, **{one.kind: json.loads(one.value)})
        elif one.kind == "published":
            article = replace(article, published=published(json.loads(one.value)))
        else:
            continue
        applied.append(one.correction_id)
    return article, applied


def published(value: str) -> Published:
    """A date that a person gives: an instant when it has a time and an offset, else a day."""
    read = datetime.fromisoformat(value)
    is_instant = read.tzinfo is not None
    return Published(
        value=read.isoformat() if is_instant else read.date().isoformat(),
        precision="instant" if is_instant else "day",
        basis="metadata",
        confidence=1.0,
    )
