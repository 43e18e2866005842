"""A page's headline, authors, outlet and dates: which of the places that state them is believed, in what order.

Belongs here: the order of the places, the outlet. Does not: reaching values (see `structured`), the choice of a
headline (see `headlines`), of dates (see `page_dates`), of shown bylines (see `bylines`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from twosource.cleaning import bylines, canonical, signatures
from twosource.cleaning.boxes import holders_of
from twosource.cleaning.headlines import SEPARATOR, headline_of
from twosource.cleaning.html import Block
from twosource.cleaning.outlets import in_host, own_name
from twosource.cleaning.page_dates import dates_of
from twosource.cleaning.regions import fold
from twosource.cleaning.structured import PageData
from twosource.newsroom.outlets import host_of, outlet_named, outlet_of_url
from twosource.records import Published

AUTHOR_NAMES = ("cxenseparse:author", "byl", "article:byline", "byline", "article_author", "parsely-author",
                "sailthru.author", "article:author", "author", "dc.creator", "dcterms.creator", "og:article:author",
                "dcsext.author", "citation_author")  # fmt: skip
SITE_NAMES = ("og:site_name", "application-name", "twitter:site:name")
LONGEST_SITE_NAME = 60
LONGEST_STATED = 600
"""Code points of a site's name with its slogan that are read."""
MOST_PUBLISHERS = 5
MANY = 3
"""Stated persons from which some may be editors, models and photographers."""
DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page states about its article."""

    headline: str | None = None
    by: list[str] = field(default_factory=list)
    agency: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: Published | None = None
    modified: Published | None = None
    url: str | None = None
    elsewhere: str | None = None
    """The address at another publisher under which the article stood first."""


def page_metadata(tree: HtmlElement, data: PageData, blocks: Sequence[Block], url: str | None) -> Metadata:
    """All of it; None where the page does not say."""
    stated = canonical.stated(tree, url)
    shown = url or data.first("og:url")
    address = shown or stated
    host = host_of(address)
    outlet = outlet_of(data, address) or own_name(tree, blocks, host) or host
    label = max((host or "").split("."), key=len)
    publishers = data.names("publisher")[:MOST_PUBLISHERS]
    names = [outlet, host, label, *(data.first(name) for name in SITE_NAMES), *publishers]
    sites = list(dict.fromkeys(name for name in names if name))
    headline = headline_of(tree, data, sites, address)
    by, agency = _authors(tree, data, blocks, headline, sites)
    found = dates_of(tree, data, blocks, headline, address)
    return Metadata(
        headline=headline,
        by=by,
        agency=agency,
        outlet=outlet,
        language=tree.get("lang") or tree.get("xml:lang") or data.first("og:locale"),
        published=found.published,
        modified=found.modified,
        url=canonical.own_address(stated, url) if url else address,
        elsewhere=canonical.elsewhere(stated, shown),
    )


def outlet_of(data: PageData, url: str | None) -> str | None:
    """The known outlet of the address, else the site's name in its metadata; None when the page states none.

    A name that is an address itself stands back behind one that is made of the same letters.
    """
    if known := outlet_of_url(url):
        return known
    host = host_of(url)
    stated = (_site_name(name, host) for name in (data.first(*SITE_NAMES), *data.names("publisher")))
    names = [name for name in stated if name]
    first = next(iter(names), None)
    if first and DOMAIN.fullmatch(first):
        first = next((name for name in names[1:] if not DOMAIN.fullmatch(name) and in_host(name, host)), first)
    return outlet_named(first) or first


def _site_name(name: str | None, host: str | None) -> str | None:
    """A site's name without the slogan beside it or a word such as Website; None when there is none in it."""
    words = fold((name or "")[:LONGEST_STATED]).strip(" -–—|@·")
    parts = [part for part in SEPARATOR.split(words) if part]
    if len(parts) > 1:
        told = (part for part in parts if outlet_named(part) or in_host(part, host))
        words = next(told, words)
    words = re.sub(r" (?:Website|Homepage|Webseite)$", "", words)
    return words if words and len(words) <= LONGEST_SITE_NAME else None


def _authors(
    tree: HtmlElement, data: PageData, blocks: Sequence[Block], headline: str | None, sites: Sequence[str]
) -> tuple[list[str], str | None]:
    """The names at the first place that has persons, and the first agency that any place asked names.

    A later place in the metadata that has the same persons and more is believed: some items have the first author
    only.
    """
    agency: str | None = None
    names: list[str] = []
    for values in _stated_authors(data):
        found, credited = signatures.authors(values, sites)
        agency = agency or credited
        accounts = all(signatures.is_login(name) for name in names)
        names = found if found and (accounts or set(names) < set(found)) else names
    stated = [value for values in _stated_authors(data) for value in values]
    printed = signatures.authors(bylines.shown_names(blocks, headline), sites)[0]
    if names and not all(signatures.is_login(name) for name in names):
        # Editors and models stand in metadata as well: a printed byline that names some of these persons is closer.
        return (printed if len(names) >= MANY and set(printed) < set(names) and printed else names), agency
    if any(signatures.is_staff(value) for value in stated):
        return printed, agency
    for values in _shown_authors(tree, data, blocks, headline, bool(stated)):
        found, credited = signatures.authors(values, sites)
        agency = agency or credited
        if found:
            return found, agency
    return [], agency


def _stated_authors(data: PageData) -> list[list[str]]:
    """Names by place in the metadata, in the order of belief."""
    metas = [[value for value in data.meta.get(name, ()) if not value.startswith("http")] for name in AUTHOR_NAMES]
    marked = [*data.marked.get("author", ()), *data.marked.get("creator", ())]
    return [data.names("author", persons=True), data.names("creator", persons=True), *metas, marked]


def _shown_authors(
    tree: HtmlElement, data: PageData, blocks: Sequence[Block], headline: str | None, signed: bool
) -> Iterator[list[str]]:
    """Names by place on the page; `signed`: the metadata name the site or an agency, so that a mere link is none."""
    near = bylines.near_headline(tree, headline)
    holders = holders_of(bylines.heading_of(tree, headline))
    yield bylines.marked_names(near, holders)
    if not signed:
        yield bylines.linked_names(near, holders)
    yield bylines.shown_names(blocks, headline)
    yield bylines.signed_names(blocks)
    yield data.names("author")
