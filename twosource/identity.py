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


TRACKING = re.compile(
    r"(?:utm_\w+|at_(?:medium|campaign|custom\d|link_\w+|bbc_team|ptr_name|format)|fbclid|[gy]clid|dclid|msclkid|gbraid|wbraid|"
    r"igshid|igsh|mc_[ce]id|cmpid|cmp|ocid|ref_src|ref_url|smid|smtyp|xtor|ns_(?:mchannel|source|campaign|linkname|fee)|"
    r"_ga|_gl|mkt_tok|wt_mc|__twitter_impression|guccounter|guce_\w+|taid)",
    re.IGNORECASE,
)
"""Names of query parameters that say how a reader came, not what is read."""
AMP = re.compile(r"(?:amp|outputtype|amp_js_v|amp_gsa|usqp)", re.IGNORECASE)
"""Names of query parameters that ask for the short form of a page, or come with it."""
AMP_CACHES = re.compile(
    r"^https?://(?:(?:www\.)?google\.[a-z.]{2,6}/amp/|[\w-]+\.cdn\.ampproject\.org/[cvr]/)(?:s/)?(?P<page>.+)$",
    re.IGNORECASE,
)
"""Addresses of copies that a search engine keeps of short forms: the page's own stands inside."""
FORMS = ("www.", "amp.", "m.", "mobile.")
"""What hosts put before their name for a form of the same page."""
PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """The address without what does not change the page: case of scheme and host, `www.`, the usual port, the fragment,
    tracking parameters, a slash at the end (after RFC 3986, section 6), and what asks for the page's short or mobile
    form. An address that cannot be read stays as it is.
    """
    cached = AMP_CACHES.match(url.strip())
    if cached is not None:
        url = f"https://{cached['page']}"
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in PORTS or not parts.hostname:
        return url
    host = _plain_host(parts.hostname)
    if port not in (None, PORTS[parts.scheme.lower()]):
        host = f"{host}:{port}"
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not TRACKING.fullmatch(name) and not (AMP.fullmatch(name) and value.lower() in ("", "1", "true", "amp"))
    ]
    return urlunsplit(("https", host, _plain_path(parts.path), urlencode(query), ""))


def _plain_host(host: str) -> str:
    """The host without what it puts before its name for a form of its pages, as long as a name is left."""
    host = host.rstrip(".")
    form = next((form for form in FORMS if host.startswith(form)), "")
    rest = host.removeprefix(form)
    return rest if "." in rest else host


def _plain_path(path: str) -> str:
    """The path without a slash at its end and the mark of a short form before or behind it."""
    path = path.rstrip("/")
    if path.lower().startswith("/amp/"):
        path = path[len("/amp") :]
    for end in ("/amp", ".amp", ".amp.html"):
        if path.lower().endswith(end) and len(path) > len(end):
            return path[: -len(end)] + (".html" if end == ".amp.html" else "")
    return path


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
