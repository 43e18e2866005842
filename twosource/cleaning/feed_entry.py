"""What a feed says of a page: it fills what the page leaves open, and dates it more surely than an address does.

Belongs here: an entry's title, date and names beside the article's own. Does not: reading feeds (loading).
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from twosource.cleaning import dates, signatures
from twosource.cleaning.decoding import tidy, unescaped
from twosource.records import Article

CONFIDENCE = 0.9
"""Of a feed's date: a machine wrote it for machines, but some feeds give the time of the last change."""


def with_entry(article: Article, entry: str | None) -> Article:
    """The article with what its feed entry (JSON: title, published, updated, by) adds.

    A date goes before one that was read from the address or the text, never before the page's own metadata; anything
    else is taken only where the page has nothing. None, and what is no entry, change nothing.
    """
    stated = _object(entry)
    published, modified = (
        dates.from_metadata(stated.get(name), "feed", CONFIDENCE) for name in ("published", "updated")
    )
    own = article.published is not None and article.published.basis == "metadata"
    names = stated.get("by")
    written = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    by, agency = signatures.authors(written, [article.outlet] if article.outlet else [])
    title = stated.get("title")
    return replace(
        article,
        headline=article.headline or (tidy(unescaped(title)).strip() or None if isinstance(title, str) else None),
        by=article.by or by,
        agency=article.agency or agency,
        published=article.published if own else published or article.published,
        modified=article.modified or modified,
    )


def _object(entry: str | None) -> dict[str, Any]:
    """The JSON object, empty for anything else."""
    try:
        found = json.loads(entry or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
