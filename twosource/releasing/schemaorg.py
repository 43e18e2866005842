"""schema.org: articles, the names in them, quotations and claims as JSON-LD, a node a line.

Belongs here: the frame of a node. Does not: which fact is what (releases.yml); reviews of claims, which are not ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from twosource.releasing import lines
from twosource.releasing.filling import facts, fill
from twosource.releasing.rows import Rows

CONTEXT = "https://schema.org"


def write(rows: Rows, target: Path) -> int:
    """Write the nodes and return their number."""
    return lines.write(target, _nodes(rows))


def _nodes(rows: Rows) -> Iterator[dict[str, Any]]:
    for fact in facts("schemaorg"):
        for row in rows.each(fact.view):
            filled = _named(fill(fact.properties, row, lambda name, own: {"@id": lines.urn(name, own)}))
            if "@type" in filled:
                yield {"@context": CONTEXT, "@id": lines.urn(fact.name, row[fact.id]), **filled}


def _named(node: Any) -> Any:
    """A node in which an `@id` is the name alone, where a reference stands for it."""
    if isinstance(node, dict):
        own = node.get("@id")
        inner = own["@id"] if isinstance(own, dict) else own
        rest = {key: _named(value) for key, value in node.items() if key != "@id"}
        return {**({"@id": inner} if inner else {}), **rest}
    return [_named(one) for one in node] if isinstance(node, list) else node


FORM = lines.Form(
    suffix="schemaorg.jsonl",
    media="application/x-ndjson",
    about="Nodes of schema.org, one a line: NewsArticle, Person, Organization, Place, Quotation, Claim.",
    write=write,
)
