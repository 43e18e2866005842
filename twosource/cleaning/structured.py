"""Structured data: a page's JSON-LD and meta elements, and JSON records through a source's field mapping.

Belongs here: reaching values. Does not: judging them (see `metadata`).
"""

# ruff: noqa: E501  (rows of tables and patterns stay on one line)
from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

MOST_NODES = 20_000
ARTICLE_TYPES = re.compile(r"(?:\w*Article|\w*BlogPosting|Report|LiveBlogPosting|ReportageNewsArticle)$")
RECORD_FIELDS = ("headline", "text", "html", "published", "modified", "url", "outlet", "by", "language")
USUAL_NAMES: Mapping[str, Sequence[str]] = {
    "headline": ("headline", "title"), "text": ("text", "body", "content", "articleBody", "maintext"), "html": ("html",),
    "published": ("published", "date", "datePublished", "published_at", "date_publish"), "modified": ("modified", "dateModified"),
    "url": ("url", "link"), "outlet": ("outlet", "publisher", "site"), "by": ("by", "authors", "author", "byline"),
    "language": ("language", "lang"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageData:
    """A page's meta elements (name or property in lower case to values) and the JSON-LD item of the article."""

    meta: Mapping[str, list[str]] = field(default_factory=dict)
    item: Mapping[str, Any] = field(default_factory=dict)
    types: frozenset[str] = frozenset()

    def first(self, *names: str) -> str | None:
        """The first meta value under one of `names` that is not blank."""
        return next((value for name in names for value in self.meta.get(name, ()) if value.strip()), None)

    def text(self, name: str) -> str | None:
        """A JSON-LD value that is a string, entities resolved; None for anything else."""
        value = self.item.get(name)
        value = value[0] if isinstance(value, list) and value else value
        return html.unescape(value).strip() or None if isinstance(value, str) else None

    def names(self, name: str, persons: bool = False) -> list[str]:
        """Names under a JSON-LD property that holds strings or things with a name; `persons`: no organisations."""
        value = self.item.get(name)
        found = []
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, Mapping):
                if persons and "Organization" in str(entry.get("@type", "")):
                    continue
                entry = entry.get("name")
            for text in entry if isinstance(entry, list) else [entry]:
                if isinstance(text, str) and text.strip():
                    found.append(html.unescape(text).strip())
        return found


def page_data(tree: HtmlElement) -> PageData:
    """Meta elements and JSON-LD of a page; broken JSON-LD is as none."""
    meta: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        for attribute in ("name", "property", "itemprop", "http-equiv"):
            if content and element.get(attribute):
                meta.setdefault(element.get(attribute, "").strip().lower(), []).append(content.strip())
    things = [thing for script in tree.iter("script") if "ld+json" in (script.get("type") or "")
              for thing in _things(_loaded(script.text or ""))]  # fmt: skip
    articles = [thing for thing in things if any(ARTICLE_TYPES.search(name) for name in _types(thing))]
    # The article of the page is the item with most to say: teasers in a list carry a headline and an address only.
    item = max(
        articles,
        key=lambda thing: sum(key in thing for key in ("datePublished", "headline", "author", "articleBody")),
        default={},
    )
    return PageData(meta, item, frozenset(name for thing in things for name in _types(thing)))


def _loaded(script: str) -> Any:
    script = re.sub(r"^\s*(?:<!--|/\*.{0,40}?\*/|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*;?\s*$", "", script)
    try:
        return json.loads(script.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _types(thing: Mapping[str, Any]) -> list[str]:
    value = thing.get("@type")
    return [str(name).rsplit("/", 1)[-1] for name in (value if isinstance(value, list) else [value]) if name]


def _things(value: Any) -> Iterator[Mapping[str, Any]]:
    """All mappings within a JSON value, outer ones first, at most MOST_NODES."""
    waiting, seen = [value], 0
    while waiting and seen < MOST_NODES:
        seen += 1
        node = waiting.pop(0)
        if isinstance(node, Mapping):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def record_of(text: str, fields: Mapping[str, str] | None) -> dict[str, Any] | None:
    """Our fields of a JSON record; None when it is no object or holds neither text nor html.

    `fields` maps our names to dotted paths in the record; without it the usual names are tried.
    """
    try:
        content = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, Mapping):
        return None
    paths = {name: (path,) for name, path in fields.items()} if fields else USUAL_NAMES
    found = {
        name: value for name in RECORD_FIELDS if (value := _first(content, paths.get(name, ()))) not in (None, "", [])
    }
    bodies = [found.get("text"), found.get("html")]
    return found if any(isinstance(body, str) and body.strip() for body in bodies) else None


def _first(content: Any, paths: Sequence[str]) -> Any:
    return next((value for path in paths if (value := _at(content, path)) is not None), None)


def _at(content: Any, path: str) -> Any:
    """The value at a dotted path; a number steps into a list."""
    for step in path.split("."):
        if isinstance(content, Mapping):
            content = content.get(step)
        elif isinstance(content, list) and step.isdigit() and int(step) < len(content):
            content = content[int(step)]
        else:
            return None
    return content
