"""A page's headline, authors, outlet and dates: which of the places that state them is believed, in what order.

Belongs here: choosing among values of JSON-LD, meta elements and the page. Does not: reaching them (see `structured`).
"""

# ruff: noqa: E501  (rows of tables and patterns stay on one line)
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from twosource.cleaning import credits as trade
from twosource.cleaning import dates
from twosource.cleaning.html import Block
from twosource.cleaning.outlets import own_name
from twosource.cleaning.regions import fold
from twosource.cleaning.structured import PageData
from twosource.records import Published

PUBLISHED_NAMES = (
    "article:published_time", "og:published_time", "datepublished", "article.published", "parsely-pub-date", "sailthru.date",
    "pubdate", "publishdate", "publish-date", "publish_date", "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date",
    "cxenseparse:publishtime", "cxenseparse:recs:publishtime", "bt:pubdate", "rnews:datepublished", "article:created",
    "og:article:published_time", "originalpublicationdate", "date",
)  # fmt: skip
MODIFIED_NAMES = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
)
AUTHOR_NAMES = ("cxenseparse:author", "byl", "parsely-author", "sailthru.author", "article:author", "author", "dc.creator",
                "dcterms.creator", "og:article:author", "citation_author")  # fmt: skip
SITE_NAMES = ("og:site_name", "application-name", "twitter:site:name")
SUFFIX = re.compile(r"\s+[|–—·»:-]\s+[^|]{2,60}$|\s*\|\s*[^|]{2,60}$")


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


def page_metadata(tree: HtmlElement, data: PageData, blocks: Sequence[Block], url: str | None) -> Metadata:
    """All of it; None where the page does not say."""
    address = url or data.first("og:url") or _canonical(tree)
    outlet = outlet_of(data, address, own_name(tree, blocks, trade.host_of(address)))
    by, agency = trade.authors(_authors(tree, data, blocks), outlet)
    return Metadata(
        headline=headline_of(tree, data, outlet),
        by=by,
        agency=agency,
        outlet=outlet,
        language=tree.get("lang") or tree.get("xml:lang") or data.first("og:locale"),
        published=published_of(tree, data, blocks, address),
        modified=_stated(data, "dateModified", MODIFIED_NAMES),
        url=address,
    )


def _canonical(tree: HtmlElement) -> str | None:
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next((link for link in links if link and link.startswith("http")), None)


def outlet_of(data: PageData, url: str | None, own: str | None = None) -> str | None:
    """The known outlet of the address, else the site's name in its metadata, else the one it shows, else the host."""
    known = trade.outlet_of_url(url)
    if known:
        return known
    stated = next(
        (name for name in (data.first(*SITE_NAMES), *data.names("publisher")) if name and len(name) <= 60), None
    )
    stated = stated or own
    return trade.outlet_named(stated) or stated or trade.host_of(url)


def headline_of(tree: HtmlElement, data: PageData, outlet: str | None) -> str | None:
    """The page's own first heading when a title in its metadata agrees with it, else JSON-LD, OpenGraph, title."""
    headings = [words for element in tree.iter("h1") if (words := fold("".join(element.itertext())))]
    title_element = tree.find(".//title")
    title = fold(title_element.text_content()) if title_element is not None else None
    stated = [fold(words) for words in (data.text("headline"), data.first("og:title", "twitter:title"), title) if words]
    for heading in headings[:4]:
        if len(heading) > 8 and any(_agree(heading, other) for other in stated):
            # A heading may open with a kicker that the stated title leaves out.
            tails = [other for other in stated if len(other) > 20 and heading.casefold().endswith(other.casefold())]
            return max(tails, key=len, default=heading)
    if stated:
        return without_site(stated[0], outlet, headings)
    return headings[0] if len(headings) == 1 else None


def _agree(heading: str, title: str) -> bool:
    """Whether most words of the heading stand in the title or the other way round."""
    a, b = (set(re.findall(r"\w+", words.casefold())) for words in (heading, title))
    return len(a & b) >= 0.6 * max(1, min(len(a), len(b))) and min(len(a), len(b)) > 1


def without_site(title: str, outlet: str | None, headings: Sequence[str] = ()) -> str:
    """A page title without the site's name behind it."""
    while match := SUFFIX.search(title):
        suffix = re.sub(r"^\W+", "", match[0]).casefold()
        short, name = title[: match.start()].strip(), (outlet or "").casefold()
        same_site = bool(name) and (suffix in name or name in suffix or suffix.replace(" ", "") in name)
        if not short or not (same_site or trade.outlet_named(suffix) or short in headings):
            break
        title = short
    return title


def _authors(tree: HtmlElement, data: PageData, blocks: Sequence[Block]) -> list[str]:
    """The first place that names persons: JSON-LD, meta elements, elements marked as author, a byline."""
    for names in _author_places(tree, data, blocks):
        if trade.authors(names)[0]:
            return names
    return data.names("author") or data.names("creator")


def _author_places(tree: HtmlElement, data: PageData, blocks: Sequence[Block]) -> Iterator[list[str]]:
    yield data.names("author", persons=True)
    yield data.names("creator", persons=True)
    for name in AUTHOR_NAMES:
        yield [value for value in data.meta.get(name, ()) if not value.startswith("http")]
    marked = [element for element in tree.iter("a", "span", "div", "p", "address")
              if "author" in (element.get("rel") or element.get("itemprop") or "").split()]  # fmt: skip
    yield [words for element in marked[:8] if len(words := fold("".join(element.itertext()))) <= 80]
    yield [
        block.text
        for block in blocks
        if block.role == "byline" and len(block.text) <= 80 and re.match(r"(?:by|von|par|por) ", block.text, re.I)
    ][:1]


def published_of(tree: HtmlElement, data: PageData, blocks: Sequence[Block], url: str | None) -> Published | None:
    """JSON-LD, meta elements, a marked time element, the address, the first date line that is no caption."""
    stated = _stated(data, "datePublished", PUBLISHED_NAMES)
    if stated:
        return stated
    for element in tree.iter("time", "span", "meta"):
        marks = f"{element.get('itemprop') or ''} {element.get('class') or ''} {element.get('pubdate')}".lower()
        value = element.get("datetime") or element.get("content")
        if value and ("datepublished" in marks or "publish" in marks or element.get("pubdate") is not None):
            found = dates.from_metadata(value, "metadata", 0.9)
            if found:
                return found
    from_address = dates.from_url(url)
    if from_address and from_address.precision == "day":
        return from_address
    return _first_time(tree) or _date_line(blocks) or from_address


def _stated(data: PageData, name: str, meta_names: Sequence[str]) -> Published | None:
    for value in (data.text(name), *(data.first(meta_name) for meta_name in meta_names)):
        found = dates.from_metadata(value) if value else None
        if found:
            return found
    return None


def _first_time(tree: HtmlElement) -> Published | None:
    """The first time element with a date, when it stands before the related items (the page's first three)."""
    for element in list(tree.iter("time"))[:3]:
        found = dates.from_metadata(element.get("datetime") or "", "metadata", 0.7)
        if found:
            return found
    return None


def _date_line(blocks: Sequence[Block]) -> Published | None:
    for block in blocks:
        if block.role not in ("caption", "credit", "comment", "related", "ranking", "navigation"):
            found = dates.from_line(block.text, "dateline", 0.7)
            if found and not dates.is_change(block.text):
                return found
    return None
