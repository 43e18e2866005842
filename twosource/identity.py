"""Ids, as the contract defines them: hashes of content, so that the same input always has the same id.

Belongs here: how an id is made. Does not: when a row gets one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from twosource.records import Article, Fact, Span


def content_id(*parts: object) -> str:
    """An id that depends on its parts alone: 32 hexadecimal digits of the SHA-256 of the parts."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def document_id(url: str | None, address: str) -> str:
    """One address through time: the canonical URL, or the path when there is none."""
    return content_id("document", url or address)


def article_id(document: str, article: Article) -> str:
    """One version of a document: its text and metadata."""
    metadata = (
        article.headline,
        article.by,
        article.agency,
        article.located,
        article.outlet,
        article.language,
        article.genre,
        article.published,
        article.modified,
    )
    return content_id("article", document, article.text, *metadata)


def fact_ids(article: str, kind: str, facts: Sequence[Fact]) -> list[str]:
    """One id per fact: article, kind and spans; the second fact on the same spans counts on."""
    seen: Counter[tuple[object, ...]] = Counter()
    ids = []
    for fact in facts:
        spans = (fact.start, fact.end, *_further_spans(fact))
        seen[spans] += 1
        ids.append(content_id(kind, article, spans, seen[spans]))
    return ids


def _further_spans(fact: Fact) -> list[Span]:
    return list(getattr(fact, "fragments", None) or getattr(fact, "also_at", None) or ())
