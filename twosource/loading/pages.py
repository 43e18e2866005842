"""From sources on the web to captures: pages by their addresses, and pages that feeds name.

Belongs here: what is asked for, and what an answer becomes. Does not: asking (web), reading feeds (feeds).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from twosource.loading import feeds
from twosource.loading.identity import capture_id, shown
from twosource.loading.payloads import require_text
from twosource.loading.refusal import Refused, set_aside
from twosource.loading.sources import Source
from twosource.loading.web import Page, Web
from twosource.records import Capture, SetAside

Known = Callable[[str], Capture | None]
"""The newest capture at an address of the source, None when there is none."""

MEDIA_TYPES: Mapping[str, str] = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/plain": "text/plain",
    "text/markdown": "text/markdown",
}
"""The media types that are read as pages, and what they are read as."""
FEED_TYPES = ("application/rss+xml", "application/atom+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A page to be fetched, and what the feed says of it as JSON."""

    url: str
    entry: str | None = None


def pages(
    source: Source, first_seen_at: datetime, max_bytes: int, web: Web, known: Known
) -> Iterator[Capture | SetAside]:
    """The pages of a source in a fixed order, each address once: a capture, or why there is none.

    A page that has not changed since its newest capture is given as that capture.
    """
    seen: set[str] = set()
    for wanted in _wanted(source, max_bytes, web):
        if isinstance(wanted, SetAside):
            yield wanted
            continue
        address = shown(wanted.url)
        try:
            address = web.address(wanted.url)
            if address not in seen:
                seen.add(address)
                yield _page(address, wanted.entry, source, first_seen_at, max_bytes, web, known)
        except Refused as refused:
            yield set_aside(refused, source.name, address)


def _wanted(source: Source, max_bytes: int, web: Web) -> Iterator[_Wanted | SetAside]:
    """The pages that the source's addresses are, or that its feeds name; a feed that fails is set aside."""
    for url in source.urls:
        if source.kind == "pages":
            yield _Wanted(url=url)
            continue
        try:
            page = web.get(url, source.rate, max_bytes)
            found = feeds.entries(page.answer.data, str(page.answer.url), page.answer.headers)
        except Refused as refused:
            yield set_aside(refused, source.name, shown(url))
            continue
        for entry in found:
            if entry.url is None:
                refusal = feeds.broken("is an entry that names no page.")
                yield set_aside(refusal, source.name, f"{shown(url)}#{entry.name}")
            else:
                yield _Wanted(url=entry.url, entry=entry.as_json())


def _page(
    address: str,
    entry: str | None,
    source: Source,
    first_seen_at: datetime,
    max_bytes: int,
    web: Web,
    known: Known,
) -> Capture:
    """One page; raises Refused when there is none to be had."""
    before = known(address)
    page = web.get(address, source.rate, max_bytes, _validators(before))
    answer = page.answer
    if answer.status == 304 and before is not None:
        return replace(before, outlet=source.outlet)
    media_type = _media_type(answer.headers.get("content-type", ""), answer.data)
    require_text(answer.data)
    return Capture(
        capture_id=capture_id(source.name, address, answer.data),
        source=source.name,
        address=address,
        media_type=media_type,
        data=answer.data,
        sha256=hashlib.sha256(answer.data).hexdigest(),
        first_seen_at=first_seen_at,
        url=str(answer.url),
        outlet=source.outlet,
        headers=_headers(page, entry),
    )


def _validators(before: Capture | None) -> dict[str, str]:
    """The request headers that ask for a page only if it has changed since a capture."""
    stored = before.headers if before is not None else {}
    asked = {"if-none-match": stored.get("etag", ""), "if-modified-since": stored.get("last-modified", "")}
    # a header holds ASCII, and what a careless host sent otherwise cannot be sent back
    return {name: value for name, value in asked.items() if value and value.isascii()}


def _headers(page: Page, entry: str | None) -> dict[str, str]:
    """The response headers, and ours, which a host cannot forge: status, final URL, robots rule, feed entry."""
    own = {"status": str(page.answer.status), "final-url": str(page.answer.url), "robots-rule": page.robots_rule}
    sent = {name: value for name, value in page.answer.headers.items() if name != "feed-entry"}
    return {**sent, **own, **({"feed-entry": entry} if entry else {})}


def _media_type(stated: str, data: bytes) -> str:
    """What the page is read as; raises Refused for a kind that is not read."""
    name = stated.partition(";")[0].strip().lower()
    if name in MEDIA_TYPES:
        return MEDIA_TYPES[name]
    if not name:
        return "text/html" if data.lstrip()[:1] == b"<" else "text/plain"
    advice = "Pages are HTML, plain text and Markdown."
    if name in FEED_TYPES:
        advice = "Declare it as a source with kind: feed."
    raise Refused("unknown_format", f"is of the kind {name!r}, which is not read.", advice, "skipped")
