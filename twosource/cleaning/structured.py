"""Structured data: a page's JSON-LD, microdata and meta elements.

Belongs here: reaching values. Does not: judging them (see `metadata`), JSON records (see `records`).
"""

# ruff: noqa: E501  (rows of tables and patterns stay on one line)
from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from twosource.cleaning.broken_json import loaded
from twosource.cleaning.decoding import unescaped

MOST_NODES = 20_000
ARTICLE_TYPES = re.compile(r"(?:\w*Article|\w*BlogPosting|Report|LiveBlogPosting|ReportageNewsArticle)$")
PAGE_TYPES = frozenset({"WebPage", "ItemPage", "Review", "CreativeWork", "NewsItem"})
PART_KEYS = frozenset({"liveBlogUpdate", "hasPart", "itemListElement", "mentions", "relatedLink", "isPartOf", "citation", "comment",
                       "video", "associatedMedia", "isBasedOn", "significantLink"})  # fmt: skip
"""Properties whose value is another thing than the one that has them: an entry, a teaser, a film."""
MARKED = frozenset({"headline", "datePublished", "dateModified", "dateCreated", "author", "creator"})
COMMENTED = re.compile(r"^\s*(?:<!--|/\*.{0,40}?\*/|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*;?\s*$")
WITH_PROPERTY = etree.XPath("//*[@itemprop]")


@dataclass(frozen=True, slots=True)
class PageData:
    """What a page states in markup for machines.

    `meta`: meta elements, name or property in lower case to values. `marked`: the same for microdata of the article.
    `item`: the JSON-LD item of the article. `types`: of all JSON-LD items. `by_id`: those that others refer to.
    """

    meta: Mapping[str, list[str]] = field(default_factory=dict)
    item: Mapping[str, Any] = field(default_factory=dict)
    types: frozenset[str] = frozenset()
    by_id: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    marked: Mapping[str, list[str]] = field(default_factory=dict)

    def first(self, *names: str) -> str | None:
        """The first meta value under one of `names` that is not blank."""
        return next((value for name in names for value in self.meta.get(name, ()) if value.strip()), None)

    def text(self, name: str) -> str | None:
        """A JSON-LD value that is a string, entities resolved; None for anything else."""
        value = self.item.get(name)
        value = value[0] if isinstance(value, list) and value else value
        return unescaped(value).strip() or None if isinstance(value, str) else None

    def names(self, name: str, persons: bool = False) -> list[str]:
        """Names under a JSON-LD property that holds strings, things with a name, or references to such things.

        `persons`: no organisations. The account of the site's administrator is nobody's name.
        """
        found = []
        for entry in _listed(self.item.get(name)):
            if isinstance(entry, Mapping):
                thing = entry if entry.get("name") else self.by_id.get(str(entry.get("@id")), entry)
                if _is_account(thing) or (persons and any("Organization" in kind for kind in _types(thing))):
                    continue
                entry = thing.get("name") or _full_name(thing)
            for text in _listed(entry):
                if isinstance(text, str) and text.strip():
                    found.append(unescaped(text).strip())
        return found


def page_data(tree: HtmlElement, url: str | None = None) -> PageData:
    """Meta elements, microdata and JSON-LD of a page at `url`; what cannot be mended of JSON-LD is as none."""
    meta: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        for attribute in ("name", "property", "http-equiv"):
            if content and element.get(attribute):
                meta.setdefault(element.get(attribute, "").strip().lower(), []).append(content.strip())
    scripts = [_loaded(script.text or "") for script in tree.iter("script") if "ld+json" in (script.get("type") or "")]
    things = [found for script in scripts for found in _things(script)]
    return PageData(
        meta=meta,
        item=_article_among(things, _heading(tree), url or next(iter(meta.get("og:url", ())), None)),
        types=frozenset(name for thing, _ in things for name in _types(thing)),
        by_id={str(thing["@id"]): thing for thing, _ in things if "@id" in thing and "name" in thing},
        marked=_marked(tree),
    )


def _article_among(
    things: Sequence[tuple[Mapping[str, Any], bool]], heading: str | None, url: str | None
) -> Mapping[str, Any]:
    """The item that speaks of this page: the address and heading tell it from teasers and entries of a live blog."""
    path = _path(url)

    def fit(found: tuple[Mapping[str, Any], bool]) -> int:
        thing, part = found
        about = [thing.get(name) for name in ("url", "@id", "mainEntityOfPage")]
        addresses = [value.get("@id") or value.get("url") if isinstance(value, Mapping) else value for value in about]
        here = path is not None and any(_path(address) == path for address in addresses if isinstance(address, str))
        headline = thing.get("headline") or thing.get("name")
        titled = isinstance(headline, str) and heading is not None and unescaped(headline).strip() == heading
        full = sum(key in thing for key in ("datePublished", "headline", "author", "articleBody"))
        return full + 2 * here + 2 * titled - 6 * part

    articles = [found for found in things if any(ARTICLE_TYPES.search(name) for name in _types(found[0]))]
    # Some pages date and sign the page itself, or the review of a product, and have no item of an article type.
    pages = [(thing, part) for thing, part in things if not part and PAGE_TYPES.intersection(_types(thing))
             and thing.keys() & {"datePublished", "author"}]  # fmt: skip
    return max(articles or pages, key=fit, default=({}, False))[0]


def _path(url: Any) -> str | None:
    """The path of an address without its slashes, None when it has none: host and query vary between copies."""
    path = re.sub(r"^[a-z]+://[^/]*|[?#].*$", "", url).strip("/") if isinstance(url, str) else ""
    return path or None


def _heading(tree: HtmlElement) -> str | None:
    headings = (" ".join("".join(element.itertext()).split()) for element in tree.iter("h1"))
    return next((words for words in headings if len(words) > 8), None)


def _full_name(thing: Mapping[str, Any]) -> str | None:
    """The name of a person whose parts are stated alone."""
    parts = [
        part.strip() for key in ("givenName", "additionalName", "familyName") if isinstance(part := thing.get(key), str)
    ]
    return " ".join(filter(None, parts)) or None


def _is_account(thing: Mapping[str, Any]) -> bool:
    """Whether a person is the login under which a site's articles are entered."""
    return any(re.search(r"/author/admin(?:istrator)?\b", str(thing.get(key) or "")) for key in ("@id", "url"))


def _marked(tree: HtmlElement) -> dict[str, list[str]]:
    """Microdata of the page's first article (or of no scope at all): property in lower case to values."""
    found: dict[str, list[str]] = {}
    days: list[str] = []
    scopes: set[HtmlElement | None] = set()
    for element in WITH_PROPERTY(tree):
        names = [name for name in element.get("itemprop", "").split() if name in MARKED]
        scope = next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)
        kind = (scope.get("itemtype") or "") if scope is not None else ""
        if "datePublished" in names:
            days.append(_marked_value(element))
        if not names or (kind and not ARTICLE_TYPES.search(kind) and not kind.endswith("WebPage")):
            continue
        if scope is None and {"author", "creator"}.intersection(names):
            continue  # outside of any scope it may be a teaser's
        scopes = scopes or {scope}
        if element.get("itemscope") is not None and {"author", "creator"}.intersection(names):
            persons = [_marked_value(named) for named in element.iterfind(".//*[@itemprop='name']")]
            found.setdefault(names[0].lower(), []).extend(persons[1:] if scope in scopes | {None} else [])
        value = _marked_value(element)
        if value and scope in scopes | {None}:
            for name in names:
                found.setdefault(name.lower(), []).append(value)
    if len(set(days)) == 1:  # a page about a film or a product has one such date
        found.setdefault("datepublished", days[:1])
    return found


def _marked_value(element: HtmlElement) -> str:
    if element.get("itemscope") is not None:
        element = next(element.iterfind(".//*[@itemprop='name']"), element)
    value = element.get("content") or element.get("datetime") or "".join(element.itertext())
    return " ".join(value.split())


def _loaded(script: str) -> Any:
    """The value of a JSON-LD block, mended where it can be; None for what is no JSON at all."""
    found = COMMENTED.sub("", script).strip().rstrip(";")
    return loaded(found)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _types(thing: Mapping[str, Any]) -> list[str]:
    return [str(name).rsplit("/", 1)[-1] for name in _listed(thing.get("@type")) if name]


def _things(value: Any) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """All mappings within a JSON value, outer ones first, at most MOST_NODES, and whether each is a part of another."""
    waiting: deque[tuple[Any, bool]] = deque([(value, False)])
    seen = 0
    while waiting and seen < MOST_NODES:
        seen += 1
        node, part = waiting.popleft()
        if isinstance(node, Mapping):
            yield node, part
            waiting.extend(
                (child, part or key in PART_KEYS) for key, child in node.items() if isinstance(child, dict | list)
            )
        elif isinstance(node, list):
            waiting.extend((child, part) for child in node)
