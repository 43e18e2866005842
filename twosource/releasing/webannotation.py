"""W3C Web Annotation: one annotation a fact, a line of JSON-LD each.

Belongs here: where the words stand (quote and position), who says so (rule and version). Does not: which columns of a
fact go into its body (releases.yml).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import twosource
from twosource.releasing import lines
from twosource.releasing.filling import Fact, Row, facts, fill, plain
from twosource.releasing.rows import Rows

OURS = "twosource"
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {OURS: "urn:twosource:terms:"}]
AROUND = 32
"""Characters on either side of the words by which they are found again."""


def write(rows: Rows, target: Path) -> int:
    """Write the annotations, article by article, and return their number."""
    return lines.write(target, _annotations(rows))


def _annotations(rows: Rows) -> Iterator[dict[str, Any]]:
    found = [(fact, lines.ByArticle(rows, fact.view)) for fact in facts("webannotation")]
    for article in rows.each("articles"):
        text = article.get("text")
        digest = article["text_sha256"] if text is None else hashlib.sha256(text.encode()).hexdigest()
        source = {
            "id": article["url"] or lines.urn("article", article["article_id"]),
            "type": "Text",
            f"{OURS}:article": article["article_id"],
            f"{OURS}:textSha256": digest,
        }
        for fact, groups in found:
            for row in groups.of(article["article_id"]):
                yield _annotation(fact, row, source, text)


def _annotation(fact: Fact, row: Row, source: dict[str, Any], text: str | None) -> dict[str, Any]:
    body = {f"{OURS}:{name}": value for name, value in (fill(fact.properties["body"], row, lines.urn) or {}).items()}
    return {
        "@context": CONTEXT,
        "id": lines.urn(fact.name, row[fact.id]),
        "type": "Annotation",
        "motivation": fill(fact.properties["motivation"], row, lines.urn),
        "creator": {
            "id": f"urn:twosource:rule:{row['rule']}:{row['stage_version']}",
            "type": "Software",
            "name": row["rule"],
        },
        "generator": {
            "id": f"urn:twosource:version:{twosource.__version__}",
            "type": "Software",
            "name": f"twosource {twosource.__version__}",
        },
        "body": {
            "id": lines.urn(f"{fact.name}:body", row[fact.id]),
            "type": "Dataset",
            f"{OURS}:fact": fact.name,
            f"{OURS}:confidence": plain(row["confidence"]),
            **body,
        },
        "target": {"type": "SpecificResource", "source": source, "selector": _selectors(row, text)},
    }


def _selectors(row: Row, text: str | None) -> list[dict[str, Any]]:
    """The place, and the words with what stands around them, as far as the release holds words."""
    start, end = row["char_start"], row["char_end"]
    place = {"type": "TextPositionSelector", "start": start, "end": end}
    if text is not None:
        around = {"prefix": text[max(0, start - AROUND) : start], "suffix": text[end : end + AROUND]}
        return [{"type": "TextQuoteSelector", "exact": text[start:end], **around}, place]
    if words := row.get("text"):
        return [{"type": "TextQuoteSelector", "exact": words}, place]
    return [place]


FORM = lines.Form(
    suffix="annotations.jsonl",
    media="application/x-ndjson",
    about="Annotations by the W3C's model, one a line: each fact with its words, their surroundings and their place.",
    write=write,
)
