"""JSON Feed (versions 1 and 1.1): the addresses that it names, with what it says of each.

Belongs here: its keys. Does not: telling it from other feeds (feeds), fetching.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from twosource.loading.refusal import Refused

SIGN = "jsonfeed.org"


def items(data: bytes) -> list[dict[str, Any]]:
    """Its entries as feedparser would give them: link, title, published, updated, id, authors, language.

    Raises Refused for JSON that is no such feed.
    """
    try:
        feed = json.loads(data, strict=False)
    except (ValueError, RecursionError) as error:
        raise _none("its JSON is broken") from error
    if not isinstance(feed, dict) or SIGN not in str(feed.get("version")) or not isinstance(feed.get("items"), list):
        raise _none(f"it is JSON without a version of {SIGN} and items")
    return [_item(item, feed) for item in feed["items"] if isinstance(item, dict)]


def _item(item: Mapping[str, Any], feed: Mapping[str, Any]) -> dict[str, Any]:
    authors = item.get("authors") or item.get("author") or feed.get("authors") or []
    given = {
        "link": item.get("url") or _address(item.get("id")),
        "title": item.get("title"),
        "published": item.get("date_published"),
        "updated": item.get("date_modified"),
        "id": str(item.get("id") or ""),
        "authors": [one for one in (authors if isinstance(authors, list) else [authors]) if isinstance(one, dict)],
        "language": item.get("language") or feed.get("language"),
    }
    return {name: value for name, value in given.items() if value}


def _address(value: Any) -> str | None:
    """Ids are often the page's address."""
    return value if isinstance(value, str) and value.lower().startswith(("http://", "https://")) else None


def _none(why: str) -> Refused:
    return Refused("broken_feed", f"is no feed: {why}.", "Open it in a browser; a list of pages is kind: pages.")
