"""GDELT: rows of the Global Knowledge Graph 2.1, an article each, with the columns that we can vouch for.

Belongs here: GDELT's columns and its marks between values. Does not: tone, themes, counts, places with coordinates and
GCAM, which stay empty: nothing of ours is that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from twosource.releasing import lines
from twosource.releasing.filling import fact, fill
from twosource.releasing.rows import Rows

# fmt: off
COLUMNS = (
    "GKGRECORDID", "V2.1DATE", "V2SOURCECOLLECTIONIDENTIFIER", "V2SOURCECOMMONNAME", "V2DOCUMENTIDENTIFIER",
    "V1COUNTS", "V2.1COUNTS", "V1THEMES", "V2ENHANCEDTHEMES", "V1LOCATIONS", "V2ENHANCEDLOCATIONS", "V1PERSONS",
    "V2ENHANCEDPERSONS", "V1ORGANIZATIONS", "V2ENHANCEDORGANIZATIONS", "V1.5TONE", "V2.1ENHANCEDDATES", "V2GCAM",
    "V2.1SHARINGIMAGE", "V2.1RELATEDIMAGES", "V2.1SOCIALIMAGEEMBEDS", "V2.1SOCIALVIDEOEMBEDS", "V2.1QUOTATIONS",
    "V2.1ALLNAMES", "V2.1AMOUNTS", "V2.1TRANSLATIONINFO", "V2EXTRASXML",
)
# fmt: on
NAMES = {"PER": "PERSONS", "ORG": "ORGANIZATIONS"}
WEB, CITED = "1", "2"
"""Whether the document is named by its address on the web, or cited by its outlet and headline."""
RESOLUTION = {4: 1, 7: 2, 10: 3}
"""By length of a date: a year, a month, a day."""
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
MARKS = re.compile(r"[\t\r\n;#|]+")
"""What stands between values in a row and must not stand within one."""
Found = Iterator[tuple[str, str]]
"""Values of one article: the column, and the value."""


def write(rows: Rows, target: Path) -> int:
    """Write the rows and return their number."""
    number = 0
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for values in _articles(rows):
            file.write("\t".join(values.get(column, "") for column in COLUMNS) + "\n")
            number += 1
    return number


def _articles(rows: Rows) -> Iterator[dict[str, str]]:
    article = fact("gdelt", "article")
    parts = {name: (fact("gdelt", name), lines.by_article(rows, fact("gdelt", name).view)) for name in READERS}
    for row in rows.each(article.view):
        own = fill(article.properties, row, lines.urn)
        values = {name: _within(str(value)) for name, value in own.items()}
        values["V2.1DATE"] = values["V2.1DATE"].replace("-", "") + "000000" if "V2.1DATE" in values else ""
        values["V2SOURCECOLLECTIONIDENTIFIER"] = WEB if row["url"] else CITED
        values.setdefault("V2DOCUMENTIDENTIFIER", values.get("citation", ""))
        for name, (found, groups) in parts.items():
            filled = (fill(found.properties, one, lines.urn) for one in groups.of(row["article_id"]))
            values |= _joined(READERS[name](filled))
        yield values


def _joined(found: Found) -> dict[str, str]:
    """The values of each column, each once, with the mark of that column between."""
    kept: dict[str, dict[str, None]] = {}
    for column, value in found:
        kept.setdefault(column, {})[value] = None
    return {column: ("#" if column == "V2.1QUOTATIONS" else ";").join(values) for column, values in kept.items()}


def _names(filled: Iterable[dict[str, Any]]) -> Found:
    for one in filled:
        name = _within(one["name"]).replace(",", "")
        yield "V2.1ALLNAMES", f"{name},{one['place']}"
        if kind := NAMES.get(one["kind"]):
            yield f"V1{kind}", name
            yield f"V2ENHANCED{kind}", f"{name},{one['place']}"


def _quotes(filled: Iterable[dict[str, Any]]) -> Found:
    for one in filled:
        if quote := one.get("quote"):
            yield "V2.1QUOTATIONS", f"{one['place']}|{len(quote)}|{_within(one.get('verb', ''))}|{_within(quote)}"


def _amounts(filled: Iterable[dict[str, Any]]) -> Found:
    for one in filled:
        if "amount" in one and "object" in one:
            yield "V2.1AMOUNTS", f"{one['amount']},{_within(one['object']).replace(',', '')},{one['place']}"


def _dates(filled: Iterable[dict[str, Any]]) -> Found:
    for one in filled:
        value = str(one.get("date", ""))
        if DATE.fullmatch(value):
            year, month, day = (int(part) for part in (value + "-0-0").split("-")[:3])
            yield "V2.1ENHANCEDDATES", f"{RESOLUTION[len(value)]}#{month}#{day}#{year}#{one['place']}"


def _within(value: str) -> str:
    return MARKS.sub(" ", value)


READERS = {"mention": _names, "quote": _quotes, "quantity": _amounts, "time": _dates}


FORM = lines.Form(
    suffix="gkg.csv",
    media="text/tab-separated-values",
    about="Rows by GDELT's Global Knowledge Graph 2.1: 27 columns with tabs between, no heading; unknown is empty.",
    write=write,
    table={
        "type": "table",
        "dialect": {"header": False, "csv": {"delimiter": "\t"}},
        "schema": {"fields": [{"name": column, "type": "string"} for column in COLUMNS]},
    },
)
