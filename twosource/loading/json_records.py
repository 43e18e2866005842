"""Records inside JSON files: splitting them, and reading as much of one as its name and its URL need.

Belongs here: JSON, JSON lines, and which keys of a record stand for which of our names.
Does not: opening files; what the record's text says (cleaning reads it with the mapping).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from twosource.loading.pieces import Broken, Record
from twosource.loading.refusal import Refused

DEFAULT_PATHS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "guid", "@id", "uri", "identifier"),
    "url": (
        "url",
        "canonical_url",
        "link",
        "permalink",
        "web_url",
        "mainEntityOfPage.@id",
        "mainEntityOfPage",
        "uri",
        "html.responded_url",
        "source",
    ),
    "headline": ("headline", "title", "name"),
    "text": ("text", "body_text", "articleBody", "body", "content", "maintext", "plaintext"),
    "html": ("html", "body_html", "body_xhtml", "content_html", "html.content"),
    "published": (
        "published",
        "datePublished",
        "published_at",
        "publication_date",
        "firstcreated",
        "versioncreated",
        "publish_date",
        "date_publish",
        "publishing_date",
        "publishedAt",
        "date",
    ),
    "modified": ("modified", "dateModified", "date_modify", "updated_at", "updatedAt", "updated", "versioncreated"),
    "outlet": (
        "outlet",
        "publisher.name",
        "publisher",
        "source-hostname",
        "source.name",
        "source",
        "media_name",
        "html.source_info.publisher",
        "source_domain",
        "hostname",
    ),
    "by": ("by", "byline", "author.name", "author", "authors", "creator"),
    "language": ("language", "inLanguage", "lang", "meta_lang"),
}
"""Where records have our names when the source does not say: ninjs, schema.org, the exports of newspaper4k,
news-please, Fundus, NewsAPI, Media Cloud and trafilatura, and common habits; the first counts."""


BLANK = b" \t\r"


def value_at(record: Any, path: str) -> Any:
    """The value at a path of keys with dots, None when there is none; a number counts in a list (from 0)."""
    value = record
    for step in path.split("."):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and len(step) < 6 and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def mapping_of(record: Mapping[str, Any], stated: Mapping[str, str]) -> dict[str, str]:
    """Our names and where this record has them: as the source states it, otherwise the first usual place with a value.

    A name that the source states keeps its path, also when this record has nothing there.
    """
    usual = {
        name: next((path for path in places if _is_value(name, value_at(record, path))), None)
        for name, places in DEFAULT_PATHS.items()
    }
    return {name: path for name, path in {**usual, **stated}.items() if path is not None}


def split_value(data: bytes, stated: Mapping[str, str]) -> Iterator[Record | Broken]:
    """The records of a JSON file: an object is one (its bytes as they are), a list is one for each item.

    An item has the bytes of its JSON with sorted keys and no white space, so that a new layout of the file makes no
    new captures. Raises Refused when the file is no JSON or neither object nor list, and for an empty list.
    """
    value = _parsed(data)
    if isinstance(value, dict):
        yield _record(value, data, None, stated)
        return
    if not isinstance(value, list):
        raise _no_object(value)
    if not value:
        raise _no_record()
    for place, item in enumerate(value, start=1):
        if not isinstance(item, dict):
            yield Broken(place=place, refused=_no_object(item))
            continue
        # ensure_ascii: a lone surrogate, which JSON may hold, cannot be encoded otherwise
        try:
            compact = json.dumps(item, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        except RecursionError:  # writing may take more of the stack than reading did
            yield Broken(place=place, refused=_too_deep())
            continue
        yield _record(item, compact.encode("ascii"), place, stated)


def split_lines(lines: Iterable[tuple[int, bytes | Refused]], stated: Mapping[str, str]) -> Iterator[Record | Broken]:
    """The records of JSON lines, given as numbered lines without their ends; blank lines are passed over.

    A line that is no JSON object is Broken, and the others go on. Raises Refused at the end when there was none.
    """
    empty = True
    for place, line in lines:
        if isinstance(line, bytes) and not line.strip(BLANK):
            continue
        empty = False
        try:
            if isinstance(line, Refused):
                raise line
            value = _parsed(line)
            if not isinstance(value, dict):
                raise _no_object(value)
            yield _record(value, line, place, stated)
        except Refused as refused:
            yield Broken(place=place, refused=refused)
    if empty:
        raise _no_record()


def _record(value: Mapping[str, Any], data: bytes, place: int | None, stated: Mapping[str, str]) -> Record:
    """The record with what names it."""
    fields = mapping_of(value, stated)
    found = {name: value_at(value, fields[name]) for name in ("id", "url") if name in fields}
    url = found["url"].strip() if _is_value("url", found.get("url")) else None
    key = str(found["id"]) if _is_value("id", found.get("id")) else url
    return Record(data=data, place=place, key=key, url=url, fields=fields)


def _is_value(name: str, value: Any) -> bool:
    """Whether a value can stand for one of our names: text, for `by` a list too, for `id` a number, a web `url`."""
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return True
    if name == "by" and isinstance(value, list):
        return bool(value)
    if not isinstance(value, str) or not value.strip():
        return False
    web = value.strip().lower().startswith(("http://", "https://"))
    return web if name == "url" else not web if name == "outlet" else True


def _parsed(data: bytes) -> Any:
    """The JSON value; raises Refused with the place of the fault."""
    try:
        # not strict: a bare tab or line break in a string is wrong, but its meaning is plain
        return json.loads(data, strict=False)
    except UnicodeDecodeError:
        refused = _unreadable("is not JSON: its bytes are not UTF-8.", "Convert it to UTF-8.")
    except json.JSONDecodeError as error:
        what = f"is not JSON: {error.msg} (line {error.lineno}, column {error.colno})."
        refused = _unreadable(what, "Correct it, or fetch it again if it was cut off.")
    except (ValueError, RecursionError):
        refused = _too_deep()
    raise refused


def _too_deep() -> Refused:
    return _unreadable("is JSON that is nested too deeply, or has too long a number.", "Correct it.")


def _no_object(value: Any) -> Refused:
    """The refusal of JSON that is no record."""
    kind = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}.get(type(value), "a number")
    return _unreadable(f"is JSON, but {kind} where a record (an object with keys) should be.", "Correct it.")


def _unreadable(what: str, advice: str) -> Refused:
    return Refused("unreadable_record", what, advice)


def _no_record() -> Refused:
    """The refusal of a file that is whole but holds nothing; nothing is wrong with it."""
    return Refused(
        "empty", "holds no record.", "That is right if it is meant to be so; otherwise fetch it again.", "skipped"
    )
