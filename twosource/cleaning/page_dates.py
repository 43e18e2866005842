"""When a page says that its article was published and changed: which place is believed, and whose day it is.

Belongs here: the places of a page that state a date, in order. Does not: reading one date (see `dates`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from lxml.html import HtmlElement

from twosource.cleaning import bylines, dates
from twosource.cleaning import credits as trade
from twosource.cleaning.html import CLASS_RULES, Block
from twosource.cleaning.regions import fold
from twosource.cleaning.structured import PageData
from twosource.records import Published

PUBLISHED_NAMES = (
    "article:published_time", "og:published_time", "datepublished", "article.published", "parsely-pub-date",
    "sailthru.date", "pubdate", "pub_date", "publishdate", "publish-date", "publish_date", "published_at",
    "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "cxenseparse:publishtime",
    "cxenseparse:recs:publishtime", "bt:pubdate", "rnews:datepublished", "article:created", "og:article:published_time",
    "article:publicationdate", "originalpublicationdate", "last-published", "date",
)  # fmt: skip
MODIFIED_NAMES = ("article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "lastmod",
                  "last-modified", "dcterms.modified")  # fmt: skip
ANOTHER_THING = frozenset({"caption", "credit", "comment", "related", "ranking", "navigation", "promo"})
"""Roles of pieces whose date is a picture's, a comment's or another article's."""
CHANGED = re.compile(r"modified|updated")
MOST_TIMES = 8
LINES_BEFORE, LINES_AFTER, LONGEST_LINE = 6, 30, 120
CLOSE_LINES, CLOSE_ELEMENTS, MOST_LINES = 14, 120, 2
NEAR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PageDates:
    """Both dates of a page's article, None where the page does not say."""

    published: Published | None = None
    modified: Published | None = None


def dates_of(
    tree: HtmlElement, data: PageData, blocks: Sequence[Block], headline: str | None, url: str | None
) -> PageDates:
    """Publication and change, each in the local time of the page where the page shows it."""
    times = [element for element in islice(tree.iter("time"), MOST_TIMES) if not _of_another_thing(element)]
    lines = _lines_near(blocks, headline)
    published = _stated(data, "datePublished", PUBLISHED_NAMES) or _marked_time(times)
    if published is None:
        near = [element for element in bylines.near_headline(tree, headline)[:CLOSE_ELEMENTS] if element.tag == "time"]
        published = _shown([element for element in near if not _of_another_thing(element)], times, lines, url)
        published = published or _only_line(blocks)
    modified = _stated(data, "dateModified", MODIFIED_NAMES) or _changed_time(times) or _changed_line(lines)
    stated = [value for name in (*PUBLISHED_NAMES, *MODIFIED_NAMES) for value in data.meta.get(name, ())]
    stated += [value for name in ("datepublished", "datemodified") for value in data.marked.get(name, ())]
    stated += [element.get("datetime") or "" for element in times]
    printed = [words for element in times for words in (element.get("aria-label"), _words(element)) if words]
    printed += lines
    return PageDates(
        published=dates.in_local_time(published, stated, printed) if published else None,
        modified=dates.in_local_time(modified, stated, printed) if modified else None,
    )


def _lines_near(blocks: Sequence[Block], headline: str | None) -> list[str]:
    """Short lines around the headline; the date above a page's menu is today's, the one below the article another's."""
    wanted = (headline or "").casefold()
    titles = (number for number, block in enumerate(blocks) if wanted and wanted in block.text.casefold())
    place = next(titles, None)
    near = blocks if place is None else blocks[max(0, place - LINES_BEFORE) : place + LINES_AFTER]
    return [block.text for block in near if len(block.text) <= LONGEST_LINE and block.role not in ANOTHER_THING]


def _words(element: HtmlElement) -> str:
    return fold("".join(element.itertext()))


def _stated(data: PageData, name: str, meta_names: Sequence[str]) -> Published | None:
    """The JSON-LD item, the meta elements, the microdata."""
    values = (data.text(name), *(data.first(meta_name) for meta_name in meta_names), *data.marked.get(name.lower(), ()))
    return next((found for value in values if value and (found := dates.from_metadata(value))), None)


def _of_another_thing(element: HtmlElement) -> bool:
    """Whether an element stands in a caption, a comment, a box or a list of other articles."""
    for above in element.iterancestors():
        if above.tag in ("aside", "figure", "figcaption", "nav", "footer"):
            return True
        if above.tag in ("article", "main", "body"):
            return False
        names = f"{above.get('class') or ''} {above.get('id') or ''}"[:200]
        if any(rule.role in ANOTHER_THING - {"navigation"} and rule.pattern.search(names) for rule in CLASS_RULES):
            return True
    return False


def _marks(element: HtmlElement) -> str:
    return f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()


def _marked_time(times: Sequence[HtmlElement]) -> Published | None:
    """A time element that says that it is the time of publication."""
    told = (element for element in times if element.get("pubdate") is not None or "publish" in _marks(element))
    values = (element.get("datetime") or _words(element) for element in told)
    return next((found for value in values if (found := dates.from_metadata(value, "metadata", 0.9))), None)


def _changed_time(times: Sequence[HtmlElement]) -> Published | None:
    """A time element that says that it is the time of the last change."""
    told = (element for element in times if CHANGED.search(_marks(element)) and "publish" not in _marks(element))
    values = (element.get("datetime") or "" for element in told)
    return next((found for value in values if (found := dates.from_metadata(value, "metadata", 0.8))), None)


def _only_line(blocks: Sequence[Block]) -> Published | None:
    """The day of the page's one or two date lines, wherever they stand; more than two are a list of other articles."""
    lines = [block.text for block in blocks if len(block.text) <= LONGEST_LINE and block.role not in ANOTHER_THING]
    found = [
        reading for line in lines if (reading := dates.from_line(line, "dateline", 0.5)) and not dates.is_change(line)
    ]
    days = {reading.value[:10] for reading in found}
    return found[0] if len(days) == 1 and len(found) <= MOST_LINES else None


def _changed_line(lines: Sequence[str]) -> Published | None:
    """A line near the headline that gives the time of the last change and nothing else."""
    changes = (line for line in lines if dates.is_change(line))
    return next((found for line in changes if (found := dates.from_line(line, "dateline", 0.7))), None)


def _shown(
    near: Sequence[HtmlElement], times: Sequence[HtmlElement], lines: Sequence[str], url: str | None
) -> Published | None:
    """The date that stands by the headline, unless the address gives a day that is far from it."""
    from_url = dates.from_url(url)
    shown = _by_headline(near, lines) or (None if from_url else _only_day(times))
    if from_url is None or shown is None:
        return shown or from_url
    return shown if _agree(shown, from_url) else from_url if from_url.precision == "day" else shown


def _by_headline(near: Sequence[HtmlElement], lines: Sequence[str]) -> Published | None:
    """The first date line, or the first time element when it is of the same day or there is no line close by."""
    line = next(_lines_read(lines[:CLOSE_LINES]), None)
    time = next(_times_read(near), None)
    if line and time and line.value[:10] != time.value[:10]:
        return line
    return time or line or next(_lines_read(lines), None)


def _only_day(times: Sequence[HtmlElement]) -> Published | None:
    """The day of the page's time elements, wherever they stand, when they give one day and no other."""
    found = list(_times_read(times))
    return replace(found[0], confidence=0.5) if len({reading.value[:10] for reading in found}) == 1 else None


def _times_read(times: Sequence[HtmlElement]) -> Iterator[Published]:
    for element in times[:3]:
        if found := dates.from_metadata(element.get("datetime") or _words(element), "metadata", 0.7):
            yield found


def _lines_read(lines: Sequence[str]) -> Iterator[Published]:
    """Dates of lines that hold nothing else, or a byline, or the name of an agency or outlet."""
    for line in lines:
        if dates.is_change(line):
            continue
        if found := dates.from_line(line, "dateline", 0.7):
            yield found
        elif (parts := dates.parted(line)) and _credits(parts[1]):
            yield parts[0]


def _credits(rest: str) -> bool:
    name = rest.strip(" ,.|·•–—-")
    return bool(bylines.names_in_line(rest) or trade.agency_named(name) or trade.outlet_named(name))


def _agree(shown: Published, from_url: Published) -> bool:
    """Whether a shown date is of the month that the address gives, or within a day of its day."""
    if from_url.precision != "day":
        return shown.value.startswith(from_url.value)
    if len(shown.value) < len(from_url.value):
        return False
    return abs(date.fromisoformat(shown.value[:10]) - date.fromisoformat(from_url.value)) <= NEAR
