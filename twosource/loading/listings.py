"""What the addresses of a source name: pages themselves, entries of feeds, of sitemaps, and lines of lists.

Belongs here: from a source to the pages that are wanted of it. Does not: fetching these pages (pages).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from twosource.loading import feeds, lists, sitemaps
from twosource.loading.declaring import SourceError
from twosource.loading.feeds import Entry
from twosource.loading.identity import shown
from twosource.loading.limits import Later, Limits, Meter
from twosource.loading.refusal import Refused, set_aside
from twosource.loading.source import Source
from twosource.loading.unpacking import unpacked
from twosource.loading.web import Web
from twosource.records import NOT_YET, SetAside

GZIP = b"\x1f\x8b"
MOST_SITEMAPS = 100  # of one source in one run
DEEPEST = 3  # sitemaps of sitemaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A page to be fetched: what the feed or sitemap says of it as JSON, its publisher, and when it last changed.

    `changed` is known from sitemaps alone; a page that was stored after that time is not asked for again.
    """

    url: str
    entry: str | None = None
    publisher: str | None = None
    changed: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Pass:
    """What one pass over a source goes by: the source, the web, its limits, and what it leaves."""

    source: Source
    started_at: datetime
    max_bytes: int
    web: Web
    limits: Limits
    turn: int
    meter: Meter
    later: Later
    old: int = 0


def wanted(run: Pass) -> Iterator[Wanted | SetAside]:
    """The pages that a source names, in its order, and what of it could not be read."""
    match run.source.kind:
        case "pages":
            yield from (Wanted(url=url) for url in run.source.urls)
        case "list":
            yield from _listed(run)
        case "feed":
            for url in run.source.urls:
                yield from _of_feed(url, run)
        case "sitemap":
            yield from _of_sitemaps(run)
    if run.old:
        what = f"names {run.old:,} entries that are older than is wanted, and were not fetched."
        refused = Refused("not_wanted", what, "Raise `oldest` of the source if they are.", "skipped")
        yield set_aside(refused, run.source.name, shown(_begin(run.source)), item=f"{_begin(run.source)}#old")


def _begin(source: Source) -> str:
    return shown(source.urls[0] if source.urls else source.name)


def _listed(run: Pass) -> Iterator[Wanted | SetAside]:
    """The lines of a source's lists, and addresses that were given beside them."""
    yield from (Wanted(url=url) for url in run.source.urls)
    for path in run.source.paths:
        try:
            found = lists.read(path)
        except SourceError as error:
            refused = Refused("unreadable", "cannot be read as a list.", str(error))
            yield set_aside(refused, run.source.name, shown(path))
            continue
        yield from (Wanted(url=url) for url in found.addresses)
        for line in found.others:
            refused = Refused("forbidden_address", "is a line of a list, but no web address.", "Correct or remove it.")
            yield set_aside(refused, run.source.name, shown(line)[:500])


def _of_feed(url: str, run: Pass) -> Iterator[Wanted | SetAside]:
    """The entries of one feed; a feed that fails is set aside."""
    try:
        page = run.web.get(url, run.source.rate, run.max_bytes, meter=run.meter)
        data = _plain(page.answer.data, run.max_bytes)
        found = feeds.read(data, str(page.answer.url), page.answer.headers, run.limits.feed_entries, run.turn)
    except Refused as refused:
        yield from _failed(refused, url, "feeds", run)
        return
    if found.left:
        run.later.leave(feeds.too_long(run.limits.feed_entries), "entries", found.left)
    for entry in found.entries:
        yield from _entry(entry, url, run, is_exact=False)


def _of_sitemaps(run: Pass) -> Iterator[Wanted | SetAside]:
    """The pages of all sitemaps that the source's addresses are or lead to, each asked for once."""
    waiting = [(url, 0) for url in reversed(run.source.urls)]
    seen: set[str] = set()
    while waiting:
        url, depth = waiting.pop()
        try:
            address = run.web.address(url)
            if address in seen:
                continue
            if len(seen) >= MOST_SITEMAPS or depth > DEEPEST:
                what = f"of one source {MOST_SITEMAPS} sitemaps are read, {DEEPEST} levels deep"
                raise Refused(NOT_YET, what, "Name the newest ones in sources.yml.", "skipped")
            seen.add(address)
            page = run.web.get(url, run.source.rate, run.max_bytes, meter=run.meter)
            data = _plain(page.answer.data, run.max_bytes)
            found = sitemaps.read(data, str(page.answer.url), run.limits.feed_entries)
        except Refused as refused:
            yield from _failed(refused, url, "sitemaps", run)
            continue
        if found.left:
            run.later.leave(feeds.too_long(run.limits.feed_entries), "entries", found.left)
        for entry in found.entries:
            yield from _entry(entry, url, run, is_exact=True)
        waiting += [(one.url, depth + 1) for one in reversed(found.others) if one.url and not _is_old(one, run)]


def _failed(refused: Refused, url: str, what: str, run: Pass) -> Iterator[SetAside]:
    if refused.reason == NOT_YET:
        run.later.leave(refused, what)
    else:
        yield set_aside(refused, run.source.name, shown(url))


def _entry(entry: Entry, url: str, run: Pass, is_exact: bool) -> Iterator[Wanted | SetAside]:
    """An entry as a page; `is_exact` says that its time of change is that of the page."""
    if entry.url is None:
        refusal = feeds.broken("is an entry that names no page.")
        yield set_aside(refusal, run.source.name, f"{shown(url)}#{entry.name}")
    elif _is_old(entry, run):
        run.old += 1
    else:
        changed = _instant(entry.stated.get("updated")) if is_exact else None
        publisher = entry.stated.get("publisher")
        yield Wanted(url=entry.url, entry=entry.as_json(), publisher=publisher, changed=changed)


def _is_old(entry: Entry, run: Pass) -> bool:
    """Whether an entry is older than the source wants; one without a date is not."""
    said = _instant(entry.stated.get("updated")) or _instant(entry.stated.get("published"))
    return run.source.oldest is not None and said is not None and said < run.started_at - run.source.oldest


def _instant(value: object) -> datetime | None:
    """An instant that an entry states; None for a day, whose end is not known, and for no date."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    if len(value) == len("2025-04-17"):
        return found.replace(hour=23, minute=59, second=59, tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _plain(data: bytes, max_bytes: int) -> bytes:
    """The bytes of a file that is packed itself, as sitemaps often are, whatever the headers of the answer say."""
    return unpacked(data, "gzip", max_bytes) if data.startswith(GZIP) else data
