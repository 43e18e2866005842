"""From sources on the web to captures: pages by their addresses, hosts side by side.

Belongs here: what is asked for, and what an answer becomes. Does not: asking (web), what a source names (listings).
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime

import httpx

from twosource.loading import stating
from twosource.loading.identity import capture_id, shown
from twosource.loading.limits import OWN_LIMITS, Later, Limits, Meter
from twosource.loading.listings import Pass, Wanted, wanted
from twosource.loading.payloads import require_text
from twosource.loading.refusal import Refused, set_aside
from twosource.loading.source import Source
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
MOST_SIDE_BY_SIDE = 32
"""Hosts that are asked at the same time; each of them one page after the other."""
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")


def pages(
    source: Source, first_seen_at: datetime, max_bytes: int, web: Web, known: Known
) -> Iterator[Capture | SetAside]:
    """The pages of a source, each address once: a capture, or why there is none.

    Those of one host come in a fixed order; hosts are asked side by side, so that a slow one holds up no other.
    A page that has not changed since its newest capture is given as that capture. What is over a limit is left for a
    later run, and one record at the end says how much.
    """
    limits = _limits(source, web)
    run = Pass(
        source=source,
        started_at=first_seen_at,
        max_bytes=max_bytes,
        web=web,
        limits=limits,
        turn=int(hashlib.sha256(first_seen_at.isoformat().encode()).hexdigest(), 16),
        meter=Meter(f"the source {source.name}", limits.source_pages, limits.source_minutes, OWN_LIMITS),
        later=Later(source.name, shown(source.urls[0] if source.urls else source.name)),
    )
    found: dict[str, Wanted] = {}
    for one in wanted(run):
        if isinstance(one, SetAside):
            yield one
            continue
        try:
            found.setdefault(web.address(one.url), one)
        except Refused as refused:
            yield set_aside(refused, source.name, shown(one.url))
    turns = _in_turn(found, source.rate, limits, run.turn, known)
    yield from _side_by_side(turns, found, run, known)
    yield from run.later.told()


def _limits(source: Source, web: Web) -> Limits:
    """The limits of the run, with those that the source declares in their place."""
    own = {"feed_entries": source.entries, "source_pages": source.pages, "source_minutes": source.minutes}
    return replace(web.limits, **{name: value for name, value in own.items() if value is not None})


def _side_by_side(
    addresses: Iterable[str], found: Mapping[str, Wanted], run: Pass, known: Known
) -> Iterator[Capture | SetAside]:
    """The pages, one at a time from each host. What is known of a page is looked up here, in the thread of the caller,
    whose database it is; only asking is done in others."""
    waiting: dict[str, deque[str]] = {}
    for address in addresses:
        waiting.setdefault(httpx.URL(address).host, deque()).append(address)
    running: dict[Future[Capture], tuple[str, str]] = {}
    with ThreadPoolExecutor(max(1, min(MOST_SIDE_BY_SIDE, len(waiting))), thread_name_prefix="fetch") as pool:
        idle = deque(waiting)
        while idle or running:
            while idle and len(running) < MOST_SIDE_BY_SIDE:
                host = idle.popleft()
                address = waiting[host].popleft()
                before = known(address)
                if before is not None and _stands(found[address], before):
                    yield replace(before, outlet=_outlet(found[address], run.source))
                    if waiting[host]:
                        idle.appendleft(host)
                    continue
                running[pool.submit(_page, address, found[address], before, run)] = (host, address)
            for done in wait(running, return_when=FIRST_COMPLETED).done if running else ():
                host, address = running.pop(done)
                try:
                    yield done.result()
                except Refused as refused:
                    if refused.reason == NOT_YET:
                        run.later.leave(refused, "pages")
                    else:
                        yield set_aside(refused, run.source.name, address)
                if waiting[host]:
                    idle.append(host)


def _stands(page: Wanted, before: Capture) -> bool:
    """Whether a sitemap says that the page has not changed since it was stored."""
    return page.changed is not None and before.first_seen_at > page.changed


def _outlet(page: Wanted, source: Source) -> str | None:
    """Who published a page: of an aggregator each entry says so, else the source, else the entry."""
    return (page.publisher if source.aggregator else None) or source.outlet or page.publisher


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


def _page(address: str, page: Wanted, before: Capture | None, run: Pass) -> Capture:
    """One page; raises Refused when there is none to be had."""
    source = run.source
    got = run.web.get(address, source.rate, run.max_bytes, _validators(before), run.meter)
    answer = got.answer
    outlet = source.stated.get("outlet") or _outlet(page, source)
    if answer.status == 304 and before is not None:
        return replace(before, outlet=outlet)
    media_type = _media_type(answer.headers.get("content-type", ""), answer.data)
    require_text(answer.data)
    return Capture(
        capture_id=capture_id(source.name, address, answer.data),
        source=source.name,
        address=address,
        media_type=media_type,
        data=answer.data,
        sha256=hashlib.sha256(answer.data).hexdigest(),
        first_seen_at=run.started_at,
        url=str(answer.url),
        outlet=outlet,
        headers={**_headers(got, page.entry), **stating.header(source.tells())},
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
    sent = {name: value for name, value in page.answer.headers.items() if name not in ("feed-entry", "stated")}
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
