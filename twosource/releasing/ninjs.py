"""ninjs 3: the IPTC's news in JSON, an article a line.

Belongs here: names sorted into people, organisations and places, and copies as associations. Does not: which column is
which property (releases.yml).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from twosource.releasing import lines
from twosource.releasing.filling import Row, fact, fill
from twosource.releasing.rows import Rows

STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}
LISTS = {"PER": "people", "ORG": "organisations", "LOC": "places"}
"""The lists of names, by our labels."""


def write(rows: Rows, target: Path) -> int:
    """Write the items and return their number."""
    return lines.write(target, _items(rows))


def _items(rows: Rows) -> Iterator[dict[str, Any]]:
    article, mention = fact("ninjs", "article"), fact("ninjs", "mention")
    mentions = lines.by_article(rows, mention.view)
    for row in rows.each(article.view):
        item = fill(article.properties, row, lines.urn)
        names = _names(mentions.of(row["article_id"]), mention.properties)
        origin = row["origin_of"]
        copied = {"associations": [_association(row, origin)]} if origin else {}
        yield {"standard": STANDARD, **item, **names, **copied}


def _names(mentions: Iterable[Row], spec: Any) -> dict[str, list[Any]]:
    """Each name once, in the order in which they come."""
    found: dict[str, dict[str, Any]] = {}
    for row in mentions:
        if (place := LISTS.get(row["label"])) and (named := fill(spec, row, lines.urn)):
            found.setdefault(place, {}).setdefault(named["name"], named)
    return {place: list(named.values()) for place, named in found.items()}


def _association(row: Row, origin: str) -> dict[str, Any]:
    """The article that this one is taken from."""
    return {"name": "origin", "rel": row["origin_type"], "uri": lines.urn("article", origin), "type": "text"}


FORM = lines.Form(
    suffix="ninjs.jsonl",
    media="application/x-ndjson",
    about="News items by ninjs 3.1 of the IPTC, one a line, with the names in them and what they are copies of.",
    write=write,
)
