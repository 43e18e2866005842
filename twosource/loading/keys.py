"""The keys of a source's declaration, each declared once: how it is read, which kinds have it, and what it means.

Belongs here: this table, and the schema for editors that follows from it. Does not: reading single values (declaring),
reading the file (declaration).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from twosource.loading import declaring
from twosource.loading.declaring import CADENCE, FIELDS, KINDS, PICKED, SEVERITIES

ON_DISK = ("path",)
ON_WEB = ("pages", "feed", "sitemap", "list")
NAMED = ("pages", "feed", "sitemap")
LISTED = ("feed", "sitemap")
TEXT: Mapping[str, Any] = {"type": "string", "minLength": 1}
TEXTS: Mapping[str, Any] = {"anyOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}]}
FLAG: Mapping[str, Any] = {"type": "boolean"}
COUNT: Mapping[str, Any] = {"type": "integer", "minimum": 0}
LIMIT: Mapping[str, Any] = {"type": "integer", "minimum": 1}
SPAN: Mapping[str, Any] = {"type": "string", "pattern": CADENCE.pattern}


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key: the function that reads its value, the form for editors, the kinds that have it, and its meaning."""

    read: Callable[[Any, str], Any]
    form: Mapping[str, Any]
    meaning: str
    kinds: tuple[str, ...] = KINDS


KEYS: Mapping[str, Key] = {
    "kind": Key(
        read=declaring.kind,
        form={"enum": list(KINDS)},
        meaning="What sort of source it is: path (when the key is left out), pages, feed, sitemap or list.",
    ),
    "paths": Key(
        read=declaring.texts,
        form=TEXTS,
        kinds=(*ON_DISK, "list"),
        meaning="Files, folders and patterns to read; for kind: list, files with one web address in each line.",
    ),
    "urls": Key(
        read=declaring.web_addresses,
        form=TEXTS,
        kinds=NAMED,
        meaning="Web addresses: of pages, of feeds (RSS, RDF, Atom, JSON Feed), or of sitemaps and their indexes.",
    ),
    "optional": Key(
        read=declaring.flag, form=FLAG, kinds=ON_DISK, meaning="true: a path that is not there is an empty source."
    ),
    "exclude": Key(
        read=declaring.patterns, form=TEXTS, kinds=ON_DISK, meaning="Patterns of files and folders that are no inputs."
    ),
    "fields": Key(
        read=declaring.mapping,
        form={"type": "object", "propertyNames": {"enum": list(FIELDS)}, "additionalProperties": TEXT},
        kinds=ON_DISK,
        meaning="Our names for the parts of a JSON record, and where a record has them.",
    ),
    "records": Key(
        read=declaring.picked,
        form={
            "type": "object",
            "additionalProperties": False,
            "properties": {name: TEXTS if name in ("hosts", "languages") else TEXT for name in PICKED},
        },
        kinds=ON_DISK,
        meaning="The records of web archives that are wanted: hosts, languages, since and until (days).",
    ),
    "outlet": Key(read=declaring.text, form=TEXT, meaning="The outlet that all inputs come from."),
    "family": Key(read=declaring.text, form=TEXT, meaning="The publisher family, where the outlet's own is not known."),
    "country": Key(
        read=declaring.country,
        form={"type": "string", "pattern": "^[A-Z]{2}$"},
        meaning="The outlet's country (ISO 3166, two letters).",
    ),
    "language": Key(
        read=declaring.language,
        form={"type": "string", "pattern": declaring.LANGUAGE.pattern},
        meaning="The language of all inputs (BCP 47, such as en or en-GB).",
    ),
    "licence": Key(read=declaring.text, form=TEXT, meaning="The licence, as an SPDX identifier or in words."),
    "terms": Key(read=declaring.text, form=TEXT, meaning="What may be done with the inputs, in a sentence or a link."),
    "aggregator": Key(
        read=declaring.flag,
        form=FLAG,
        kinds=LISTED,
        meaning="true: the source brings others' news, and each entry names its own publisher.",
    ),
    "every": Key(
        read=declaring.span, form=SPAN, meaning="How often the schedule looks: 15m, 1h, 1d. Left out, every hour."
    ),
    "minimum": Key(read=declaring.count, form=COUNT, meaning="The fewest inputs of a pass; fewer fail the check."),
    "maximum": Key(read=declaring.count, form=COUNT, meaning="The most inputs of a pass; more are a warning."),
    "silence": Key(
        read=declaring.span, form=SPAN, meaning="The longest time without anything new, such as 2d; longer is silence."
    ),
    "severity": Key(
        read=declaring.severity,
        form={"enum": list(SEVERITIES)},
        meaning="How much it matters when the source fails: critical (nothing is published), warning, or info.",
    ),
    "rate": Key(
        read=declaring.seconds,
        form={"type": "number", "minimum": 0},
        kinds=ON_WEB,
        meaning="The least time between two requests to one host, in seconds; 2 when left out.",
    ),
    "entries": Key(
        read=declaring.limit, form=LIMIT, kinds=LISTED, meaning="The most entries of one feed or sitemap in one run."
    ),
    "pages": Key(read=declaring.limit, form=LIMIT, kinds=ON_WEB, meaning="The most pages that one run asks for."),
    "minutes": Key(
        read=declaring.minutes,
        form={"type": "number", "exclusiveMinimum": 0},
        kinds=ON_WEB,
        meaning="The most minutes of one run that asking takes.",
    ),
    "oldest": Key(
        read=declaring.span, form=SPAN, kinds=LISTED, meaning="Entries that are older, such as 7d, are not fetched."
    ),
}
"""All keys. `Source` has a field for each."""


def schema() -> dict[str, Any]:
    """The form of `sources.yml` as JSON Schema, for editors that complete and check as one writes."""
    entry = {
        "type": "object",
        "additionalProperties": False,
        "anyOf": [{"required": ["paths"]}, {"required": ["urls"]}],
        "properties": {name: {**key.form, "description": _described(key)} for name, key in KEYS.items()},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "twosource: where inputs come from",
        "type": "object",
        "propertyNames": {"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"},
        "additionalProperties": {"anyOf": [{"const": False, "description": "switched off"}, entry]},
    }


def _described(key: Key) -> str:
    return key.meaning if key.kinds == KINDS else f"{key.meaning} Goes with kind: {', '.join(key.kinds)}."
