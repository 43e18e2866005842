"""From sources on the web to captures: pages by their addresses, and pages that feeds name.

Belongs here: what is asked for, and what an answer becomes. Does not: asking (web), reading feeds (feeds).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from twosource.loading import feeds
from twosource.loading.identity import capture_id, shown
from twosource.loading.limits import OWN_LIMITS, Later, Limits, Meter
from twosource.loading.payloads import require_text
from twosource.loading.refusal import Refused, set_aside
from twosource.loading.sources import Source
from twosource.loading.web import Page, Web
from twosource.records import NOT_YET, Capture, SetAside

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

    A page that has not changed since its newest capture is given as that capture. What is over a limit is left for a
    later run, and one record at the end says how much.
    """
    limits = _limits(source, web)
    turn = int(hashlib.sha256(first_seen_at.isoformat().encode()).hexdigest(), 16)
    meter = Meter(f"the source {source.name}", limits.source_pages, limits.source_minutes, OWN_LIMITS)
    later = Later(source.name, shown(source.urls[0]))
    wanted: dict[str, _Wanted] = {}
    for found in _wanted(source, max_bytes, web, limits, turn, meter, later):
        if isinstance(found, SetAside):
            yield found
            continue
        try:
            wanted.setdefault(web.address(found.url), found)
        except Refused as refused:
            yield set_aside(refused, source.name, shown(found.url))
    for address in _in_turn(wanted, source.rate, limits, turn, known):
        try:
            yield _page(address, wanted[address].entry, source, first_seen_at, max_bytes, web, meter, known)
        except Refused as refused:
            if refused.reason == NOT_YET:
                later.leave(refused, "pages")
            else:
                yield set_aside(refused, source.name, address)
    yield from later.told()


def _limits(source: Source, web: Web) -> Limits:
    """The limits of the run, with those that the source declares in their place."""
    own = {"feed_entries": source.entries, "source_pages": source.pages, "source_minutes": source.minutes}
    return replace(web.limits, **{name: value for name, value in own.items() if value is not None})


def _wanted(
    source: Source, max_bytes: int, web: Web, limits: Limits, turn: int, meter: Meter, later: Later
) -> Iterator[_Wanted | SetAside]:
    """The pages that the source's addresses are, or that its feeds name; a feed that fails is set aside."""
    for url in source.urls:
        if source.kind == "pages":
            yield _Wanted(url=url)
            continue
        try:
            page = web.get(url, source.rate, max_bytes, meter=meter)
            feed = feeds.read(page.answer.data, str(page.answer.url), page.answer.headers, limits.feed_entries, turn)
        except Refused as refused:
            if refused.reason == NOT_YET:
                later.leave(refused, "feeds")
            else:
                yield set_aside(refused, source.name, shown(url))
            continue
        if feed.left:
            later.leave(feeds.too_long(limits.feed_entries), "entries", feed.left)
        for entry in feed.entries:
            if entry.url is None:
                refusal = feeds.broken("is an entry that names no page.")
                yield set_aside(refusal, source.name, f"{shown(url)}#{entry.name}")
            else:
                yield _Wanted(url=entry.url, entry=entry.as_json())


def _in_turn(addresses: Iterable[str], rate: float, limits: Limits, turn: int, known: Known) -> list[str]:
    """The addresses in the order in which they are asked for: as stated, as long as all of them fit the limits.

    Otherwise those that were never stored come first, and the others begin at the place that the run's `turn`
    draws; so what one run leaves, a later one takes.
    """
    stated = list(addresses)
    pages = min(limits.source_pages, limits.host_pages, limits.run_pages)
    minutes = min(limits.source_minutes, limits.host_minutes, limits.run_minutes)
    if len(stated) < pages and len(stated) * rate < minutes * 60:
        return stated
    parts: dict[bool, list[str]] = {False: [], True: []}
    for address in stated:
        parts[known(address) is not None].append(address)
    news, stored = parts[False], parts[True]
    start = turn % max(1, len(stored))
    return [*news, *stored[start:], *stored[:start]]


def _page(
    address: str,
    entry: str | None,
    source: Source,
    first_seen_at: datetime,
    max_bytes: int,
    web: Web,
    meter: Meter,
    known: Known,
) -> Capture:
    """One page; raises Refused when there is none to be had."""
    before = known(address)
    page = web.get(address, source.rate, max_bytes, _validators(before), meter)
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
