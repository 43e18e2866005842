"""Ids, as the contract defines them: hashes of content, so that the same input always has the same id.

Belongs here: how an id is made. Does not: when a row gets one.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from twosource.records import Article, Fact, Span


def content_id(*parts: object) -> str:
    """An id that depends on its parts alone: 32 hexadecimal digits of the SHA-256 of the parts."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|igshid|mc_cid|mc_eid|cmpid|ocid|ref_src)", re.IGNORECASE)
"""Names of query parameters that say how a reader came, not what is read."""
PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """The address without what does not change the page: case of scheme and host, `www.`, the usual port, the fragment,
    tracking parameters, a slash at the end (after RFC 3986, section 6). An address that cannot be read stays as it is.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in PORTS or not parts.hostname:
        return url
    host = parts.hostname.removeprefix("www.")
    if port not in (None, PORTS[parts.scheme.lower()]):
        host = f"{host}:{port}"
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(k)]
    return urlunsplit(("https", host, parts.path.rstrip("/"), urlencode(query), ""))


def document_id(url: str | None, address: str) -> str:
    """One address through time: the canonical URL, or the path when there is none."""
    return content_id("document", canonical_url(url) if url else address)


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
