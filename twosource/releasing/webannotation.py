"""W3C Web Annotation: one annotation a fact, a line of JSON-LD each.

Belongs here: where the words stand (quote and position), who says so (rule and version). Does not: which columns of a
fact go into its body (releases.yml). Facts are many: the database writes all of a line but the words and their article.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias

import twosource
from twosource import declarations
from twosource.declarations import DeclarationError
from twosource.releasing import lines
from twosource.releasing.filling import Fact, Row, facts
from twosource.releasing.rows import ROWS, Rows

OURS = "twosource"
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {OURS: "urn:twosource:terms:"}]
AROUND = 32
"""Characters on either side of the words by which they are found again."""
MOST_WHOLE = 10**15
"""Below it a number without a fraction is written as a whole one."""
Told: TypeAlias = tuple[str, str, int, int, str | None]
"""Of a fact: its article, the line up to its target, where its words begin and end, and the words a release keeps."""

told_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write(rows: Rows, target: Path) -> int:
    """Write the annotations, article by article, and return their number. Raises DeclarationError for a property that
    releases.yml fills with anything but a column or a word."""
    number = 0
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for line in _annotations(rows):
            file.write(line)
            number += 1
    return number


def _annotations(rows: Rows) -> Iterator[str]:
    found = [lines.ByArticle(_told(rows, fact), itemgetter(0)) for fact in facts("webannotation")]
    for article in rows.each("articles"):
        text, source = article.get("text"), told_json(_source(article))
        for groups in found:
            for _, head, start, end, words in groups.of(article["article_id"]):
                selectors = _selectors(text, start, end, words)
                yield f'{head}{{"type":"SpecificResource","source":{source},"selector":[{selectors}]}}}}\n'


def _source(article: Row) -> Mapping[str, Any]:
    """The article as that in which words stand."""
    text = article.get("text")
    return {
        "id": article["url"] or lines.urn("article", article["article_id"]),
        "type": "Text",
        f"{OURS}:article": article["article_id"],
        f"{OURS}:textSha256": article["text_sha256"] if text is None else hashlib.sha256(text.encode()).hexdigest(),
    }


def _selectors(text: str | None, start: int, end: int, words: str | None) -> str:
    """The place, and the words with what stands around them, as far as the release holds words."""
    place = f'{{"type":"TextPositionSelector","start":{start},"end":{end}}}'
    if text is not None:
        before, after = told_json(text[max(0, start - AROUND) : start]), told_json(text[end : end + AROUND])
        exact = told_json(text[start:end])
        return f'{{"type":"TextQuoteSelector","exact":{exact},"prefix":{before},"suffix":{after}}},{place}'
    return f'{{"type":"TextQuoteSelector","exact":{told_json(words)}}},{place}' if words else place


def _told(rows: Rows, fact: Fact) -> Iterator[Told]:
    """What is told of each fact, article by article."""
    relation = rows.view(fact.view)
    kinds = dict(zip(relation.columns, map(str, relation.types), strict=True))
    kept = '"text"' if "text" in kinds and not rows.text else "NULL::VARCHAR"
    chosen = relation.project(f"article_id, {_head(fact, kinds)}, char_start, char_end, {kept}")
    for batch in chosen.to_arrow_reader(ROWS):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _head(fact: Fact, kinds: Mapping[str, str]) -> str:
    """An annotation up to its target, as an expression in SQL."""
    motivation, version = fact.properties["motivation"], twosource.__version__
    if not motivation.startswith("="):
        raise DeclarationError(f"releases.yml: the motivation of {fact.name} is no word.")
    generator = {"id": f"urn:twosource:version:{version}", "type": "Software", "name": f"twosource {version}"}
    rule = "'urn:twosource:rule:' || rule || ':' || stage_version"
    pieces = [
        _said(f'{{"@context":{told_json(CONTEXT)},"id":'),
        _urn(fact.name, fact),
        _said(f',"type":"Annotation","motivation":{told_json(motivation[1:])},"creator":{{"id":'),
        f"to_json({rule})::VARCHAR",
        _said(',"type":"Software","name":'),
        "to_json(rule)::VARCHAR",
        _said(f'}},"generator":{told_json(generator)},"body":{{"id":'),
        _urn(f"{fact.name}:body", fact),
        _said(f',"type":"Dataset","{OURS}:fact":"{fact.name}","{OURS}:confidence":'),
        f"coalesce({_value('confidence', kinds)}, 'null')",
        *(_property(fact, name, spec, kinds) for name, spec in fact.properties["body"].items()),
        _said('},"target":'),
    ]
    return " || ".join(pieces)


def _property(fact: Fact, name: str, spec: Any, kinds: Mapping[str, str]) -> str:
    """One property of a body; nothing where the column is NULL or an empty list."""
    if spec not in kinds:
        raise DeclarationError(f"releases.yml: {name} of {fact.name} is no column; annotations have nothing else.")
    opening = _said(f',"{OURS}:{name}":')
    return f"coalesce({opening} || {_value(spec, kinds)}, '')"


def _value(column: str, kinds: Mapping[str, str]) -> str:
    """A column's value as JSON in SQL: instants in UTC and days in ISO 8601, NULL for what is empty."""
    own, kind = f'"{column}"', kinds[column]
    if kind.endswith("[]"):
        return f"CASE WHEN len({own}) > 0 THEN to_json({own})::VARCHAR END"
    if kind.startswith("TIMESTAMP"):
        return f"to_json(strftime({own}, '%Y-%m-%dT%H:%M:%SZ'))::VARCHAR"
    if kind == "DOUBLE":
        whole = f"{own} = trunc({own}) AND abs({own}) < {MOST_WHOLE}"
        return f"CASE WHEN {whole} THEN {own}::BIGINT::VARCHAR ELSE to_json({own})::VARCHAR END"
    return f"to_json({own})::VARCHAR"


def _urn(name: str, fact: Fact) -> str:
    return f"""to_json({declarations.quote(lines.urn(name, ""))} || "{fact.id}")::VARCHAR"""


def _said(words: str) -> str:
    return declarations.quote(words)


FORM = lines.Form(
    suffix="annotations.jsonl",
    media="application/x-ndjson",
    about="Annotations by the W3C's model, one a line: each fact with its words, their surroundings and their place.",
    write=write,
)
