"""JSON records: our fields of one, through a source's mapping or by the names that exports of common tools have.

Belongs here: reaching values, and what a record's body is made of. Does not: what the values say (see `pipeline`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from twosource.cleaning.unseen_text import plain_lines

FIELDS = ("headline", "text", "html", "published", "modified", "url", "outlet", "by", "language")
USUAL_NAMES: Mapping[str, Sequence[str]] = {
    "headline": ("headline", "title"),
    "text": ("text", "body", "content", "articleBody", "maintext", "plaintext", "body_text"),
    "html": ("html", "body_html", "content_html", "html.content"),
    "published": ("published", "date", "datePublished", "published_at", "publish_date", "date_publish",
                  "publishing_date", "publishedAt", "published_date", "publication_date", "pubDate"),
    "modified": ("modified", "dateModified", "date_modify", "updatedAt", "updated_at"),
    "url": ("url", "link", "canonical_url", "html.responded_url", "html.requested_url", "source"),
    "outlet": ("outlet", "publisher.name", "publisher", "site", "sitename", "source-hostname", "source.name",
               "source_name", "media_name", "html.source_info.publisher", "source_domain", "hostname"),
    "by": ("by", "authors", "author", "byline"),
    "language": ("language", "lang", "inLanguage", "meta_lang"),
}  # fmt: skip
"""The exports of newspaper4k, news-please, Fundus, NewsAPI, Media Cloud and trafilatura, schema.org, common habits; the
first that has a value counts."""
CUT_SHORT = re.compile(r"\s*(?:…|\.{3})?\s*\[\+\d+ chars\]\s*$")
"""How NewsAPI ends a text of which it gives the beginning."""
ESCAPED_TAG = re.compile(r"&(?:amp;)?lt;/?(?:p|br|div|h[1-6]|li|ul|span|a|em|strong)\b", re.IGNORECASE)


def record_of(text: str, fields: Mapping[str, str] | None) -> dict[str, Any] | None:
    """Our fields of a JSON record; None when it is no object or has no place for text or html.

    `fields` maps our names to dotted paths in the record; without it the usual names are tried. A body that is there
    and blank is an empty text.
    """
    try:
        content = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, Mapping):
        return None
    paths = {name: (path,) for name, path in fields.items()} if fields else USUAL_NAMES
    found = {name: value for name in FIELDS if (value := _first(content, name, paths.get(name, ()))) is not None}
    if "text" not in found and "html" not in found:
        blank = [
            path for name in ("text", "html") for path in paths.get(name, ()) if _at(content, path) in ("", [], {})
        ]
        return {**found, "text": ""} if blank else None
    return found


def _first(content: Any, name: str, paths: Sequence[str]) -> Any:
    """The first value that can stand for a name."""
    values = (_value(name, _at(content, path)) for path in paths)
    return next((value for value in values if value not in (None, "", [])), None)


def _value(name: str, value: Any) -> Any:
    if name == "text":
        return _body(value)
    if name == "html":
        return value if isinstance(value, str) and value.strip() else None
    if name in ("url", "outlet") and isinstance(value, str):
        web = value.strip().lower().startswith(("http://", "https://"))
        return value if web == (name == "url") else None
    return value


def _body(value: Any) -> str | None:
    """A body as lines: a text, a list of texts, or sections with headings and paragraphs (Fundus); None for others."""
    if isinstance(value, str):
        text: str = CUT_SHORT.sub("", value)
        return "\n\n".join(plain_lines(text)) if ESCAPED_TAG.search(text) else text if text.strip() else None
    parts = value if isinstance(value, list) else []
    if isinstance(value, Mapping):
        parts = [
            value.get("summary"),
            value.get("sections"),
            value.get("headline"),
            value.get("paragraphs"),
            value.get("text"),
        ]
    return "\n\n".join(filter(None, map(_body, parts))) or None


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
