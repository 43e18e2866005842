"""What a site offers: the feeds and sitemaps that its pages and robots.txt name, as a proposed entry of sources.yml.

Belongs here: looking for them. Does not: reading them (feeds, sitemaps), declaring anything.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml import etree

from twosource.loading import feeds, sitemaps
from twosource.loading.refusal import Refused
from twosource.loading.web import Web

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
USUAL = ("/feed", "/rss", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json", "/news-sitemap.xml", "/sitemap.xml")
"""Where common programs put theirs, asked for only when a site names none itself."""
RATE = 1.0  # seconds between two requests: a person waits
MOST_TRIED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A feed or sitemap that was found: its kind, address, number of entries, and the site's name for itself."""

    kind: str
    url: str
    entries: int
    outlet: str | None


def propose(url: str, web: Web, max_bytes: int) -> list[Proposal]:
    """The feeds and sitemaps of a site, feeds first; raises Refused when there is none, or the site cannot be asked."""
    page = web.get(url, RATE, max_bytes)
    final, data = str(page.answer.url), page.answer.data
    own = _read(final, data, page.answer.headers, None)
    if own is not None:
        return [own]
    outlet, named = _named(data, final)
    found = list(_tried([*named, *_of_robots(final, web, max_bytes)], outlet, web, max_bytes))
    found = found or list(_tried([urljoin(final, place) for place in USUAL], outlet, web, max_bytes))
    if not found:
        raise Refused("broken_feed", "names no feed and no sitemap.", "Declare its pages with kind: pages.")
    return sorted(found, key=lambda one: one.kind != "feed")


def as_yaml(found: list[Proposal], taken: Container[str]) -> str:
    """The proposal as entries of sources.yml: the first as it is, the others as comments."""
    lines: list[str] = []
    for number, one in enumerate(found):
        name = _name(one, taken)
        entry = [f"{name}:", f"  kind: {one.kind}", f"  urls: {one.url}"]
        entry += [f"  outlet: {_quoted(one.outlet)}"] if one.outlet else ["  # outlet: who publishes it"]
        entry += ["  # licence, terms: what may be done with it", f"  # {one.entries} entries when it was found"]
        entry += ["  oldest: 7d"] if one.kind == "sitemap" else []
        lines += entry if not number else [f"# or: {line}" for line in entry]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _name(one: Proposal, taken: Container[str]) -> str:
    """A name that no source has yet, from the host's."""
    host = (urlsplit(one.url).hostname or "site").removeprefix("www.")
    name = re.sub(r"[^A-Za-z0-9]+", "_", host).strip("_")[:60] or "site"
    name = name if name[0].isalpha() else f"site_{name}"  # YAML takes 127_0_0_1 for a number
    numbered = (name if n == 1 else f"{name}_{n}" for n in range(1, 1_000))
    return next((candidate for candidate in numbered if candidate not in taken), name)


def _named(data: bytes, url: str) -> tuple[str | None, list[str]]:
    """The site's name, and the feeds that its page names."""
    try:
        tree = lxml.html.document_fromstring(data)
    except (etree.ParserError, ValueError):
        return None, []
    names = tree.xpath('//meta[@property="og:site_name"]/@content')
    outlet = " ".join(str(names[0]).split())[:100] or None if names else None
    links: list[str] = []
    for link in tree.iter("link"):
        if (link.get("type") or "").strip().lower() in FEED_TYPES and link.get("href"):
            links.append(_joined(url, link.get("href")))
    return outlet, [link for link in dict.fromkeys(links) if link]


def _joined(url: str, place: str) -> str:
    try:
        return urljoin(url, place.strip())
    except ValueError:
        return ""


def _of_robots(url: str, web: Web, max_bytes: int) -> list[str]:
    """The sitemaps that robots.txt names."""
    try:
        page = web.get(urljoin(url, "/robots.txt"), RATE, max_bytes)
    except Refused:
        return []  # most sites without one; what there is to find is asked for all the same
    text = page.answer.data.decode("utf-8", "replace")
    return re.findall(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", text, re.IGNORECASE | re.MULTILINE)[:MOST_TRIED]


def _tried(urls: list[str], outlet: str | None, web: Web, max_bytes: int) -> Iterator[Proposal]:
    """Those of the addresses at which a feed or sitemap stands."""
    seen: set[str] = set()
    for url in list(dict.fromkeys(urls))[:MOST_TRIED]:
        try:
            page = web.get(url, RATE, max_bytes)
        except Refused:
            continue  # what cannot be had is not proposed
        final = str(page.answer.url)
        found = None if final in seen else _read(final, page.answer.data, page.answer.headers, outlet)
        seen.add(final)
        if found is not None:
            yield found


def _read(url: str, data: bytes, headers: object, outlet: str | None) -> Proposal | None:
    """What stands at an address, None when it is neither feed nor sitemap."""
    try:
        feed = feeds.read(data, url, headers if isinstance(headers, dict) else {}, most=1_000)
        if feed.entries:
            return Proposal(kind="feed", url=url, entries=len(feed.entries) + feed.left, outlet=outlet)
    except Refused:
        pass  # then it may be a sitemap
    try:
        found = sitemaps.read(data, url)
    except Refused:
        return None
    number = len(found.entries) + len(found.others)
    return Proposal(kind="sitemap", url=url, entries=number, outlet=outlet) if number else None
