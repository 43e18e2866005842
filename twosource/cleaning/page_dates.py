"""When a page says that its article was published and changed: which place is believed, and whose day it is.

Belongs here: the places of a page that state a date, in order. Does not: reading one date (see `dates`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from lxml.html import HtmlElement

from twosource.cleaning import bylines, date_words, dates
from twosource.cleaning.boxes import OTHER_THINGS, holders_of, in_box
from twosource.cleaning.dates import Habit
from twosource.cleaning.habits import habit_of
from twosource.cleaning.html import Block
from twosource.cleaning.library_date import library_date
from twosource.cleaning.local_time import in_local_time
from twosource.cleaning.regions import fold
from twosource.cleaning.scoring import ends_sentence
from twosource.cleaning.structured import PageData
from twosource.newsroom.agencies import agency_named
from twosource.newsroom.outlets import outlet_named
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
"""Roles of blocks whose dates are a picture's, a comment's or another article's."""
BOX_ROLES = OTHER_THINGS | {"caption", "credit", "promo"}
CHANGED = re.compile(r"modified|updated")
HEADINGS = frozenset({"h1", "h2", "h3"})
INLINE = frozenset({"span", "a", "b", "strong", "em", "i", "small"})
LONGEST_LABEL = 30
LIVE = re.compile(r"^live\b|\blive(?=\s?[:|–—])|\blive[\s-]?(?:blog|ticker|updates?|feed)\b", re.IGNORECASE)
"""How a headline says that its page grows by entries; `Where the whales live` does not."""
MOST_TIMES, MOST_ENTRIES = 8, 200
FEWEST_ENTRIES = 3
LINES_BEFORE, LINES_AFTER, LONGEST_LINE = 6, 30, 120
CLOSE_LINES, CLOSE_ELEMENTS, MOST_LINES = 14, 120, 2
MOST_PROSE_ABOVE = 2
JUST_BEFORE, JUST_AFTER = 2, 6
"""Lines around the headline in which a date may stand beside a few other words: a name, an address, a section."""
MOST_BESIDE, MOST_BESIDE_LABEL = 5, 10
"""Such words beside a bare day, and beside a label or a clock."""
DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|datetime|date-?time|time|timestamp|published|pub-?date|posted(?:-?on)?|dateline|fecha|datum|dato|data|"
    r"tarih|created|(?:entry|post|article|news|story|publish(?:ed)?)-?(?:date|time))(?:$|[\s_-])|(?:entry|post|article|publish(?:ed)?)Date",
    re.IGNORECASE,
)
MOST_MARKED, LONGEST_MARKED = 12, 60
NEAR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PageDates:
    """Both dates of a page's article, None where the page does not say."""

    published: Published | None = None
    modified: Published | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of dates: time elements that stand in no box, all and those near the headline, and lines.

    `close`: the lines that stand before the text. `beside`: those right around the headline. `marked`: what elements
    around it say whose class says date. `habit`: how the page writes dates. `live`: whether the page calls itself live,
    so that its times are its entries'.
    """

    times: Sequence[HtmlElement]
    near: Sequence[HtmlElement]
    blocks: Sequence[Block]
    lines: Sequence[str]
    close: Sequence[str]
    beside: Sequence[str]
    marked: Sequence[str]
    habit: Habit
    live: bool = False

    @classmethod
    def on(
        cls, tree: HtmlElement, data: PageData, blocks: Sequence[Block], headline: str | None, url: str | None
    ) -> Shown:
        """What the page shows, teasers and captions left out."""
        heading = bylines.heading_of(tree, headline)
        holders = holders_of(heading)
        live = "LiveBlogPosting" in data.types or bool(LIVE.search(headline or ""))
        asked = list(islice(tree.iter("time"), MOST_ENTRIES if live else MOST_TIMES))
        boxed = Counter(_words(element) for element in asked if in_box(element, holders, BOX_ROLES))
        around = bylines.near_headline(tree, headline)[:CLOSE_ELEMENTS]
        close = [element for element in around if element.tag == "time"]
        own = _without(blocks, boxed)
        place = _place_of(own, headline)
        return cls(
            times=[element for element in asked if not in_box(element, holders, BOX_ROLES)],
            near=[element for element in close if not in_box(element, holders, BOX_ROLES)],
            blocks=own,
            lines=_short(own if place is None else own[max(0, place - LINES_BEFORE) : place + LINES_AFTER]),
            close=_short(own[:CLOSE_LINES] if place is None else _head(own, place)),
            beside=[] if place is None else _beside(own, place),
            marked=_marked([*bylines.before_heading(heading), *around], holders),
            habit=habit_of(tree, blocks, url, data.first("og:locale")),
            live=live,
        )


def _without(blocks: Sequence[Block], boxed: Counter[str]) -> list[Block]:
    """The blocks without those that are a boxed time element's words, from the end: boxes stand after the article."""
    left, own = Counter(boxed), []
    for block in reversed(blocks):
        if left[block.text] > 0:
            left[block.text] -= 1
        else:
            own.append(block)
    return own[::-1]


def dates_of(
    tree: HtmlElement, data: PageData, blocks: Sequence[Block], headline: str | None, url: str | None
) -> PageDates:
    """Publication and change, each in the local time of the page where the page shows it."""
    shown = Shown.on(tree, data, blocks, headline, url)
    published = _stated(data, "datePublished", PUBLISHED_NAMES, shown.habit) or _marked_time(shown)
    published = published or _by_sight(shown, url) or _only_line(shown) or library_date(tree, _of_others(tree, blocks))
    modified = (
        _stated(data, "dateModified", MODIFIED_NAMES, shown.habit) or _changed_time(shown) or _changed_line(shown)
    )
    stated = [value for name in (*PUBLISHED_NAMES, *MODIFIED_NAMES) for value in data.meta.get(name, ())]
    stated += [value for name in ("datepublished", "datemodified") for value in data.marked.get(name, ())]
    stated += [element.get("datetime") or "" for element in shown.times[:MOST_TIMES]]
    labels = ((element.get("aria-label"), _words(element)) for element in shown.times[:MOST_TIMES])
    printed = [words for pair in labels for words in pair if words]
    printed += shown.lines
    return PageDates(
        published=in_local_time(published, stated, printed) if published else None,
        modified=in_local_time(modified, stated, printed) if modified else None,
    )


def _of_others(tree: HtmlElement, blocks: Sequence[Block]) -> Iterator[str]:
    """What gives the dates of other things: short blocks, time elements. The article's own has been read by then."""
    yield from (block.text for block in blocks if len(block.text) <= LONGEST_LINE)
    yield from (element.get("datetime") or "" for element in islice(tree.iter("time"), MOST_ENTRIES))


def _place_of(blocks: Sequence[Block], headline: str | None) -> int | None:
    """Where the headline stands among the blocks, None when no block holds it."""
    wanted = (headline or "").casefold()
    titles = [number for number, block in enumerate(blocks) if wanted and wanted in block.text.casefold()]
    # A list above the article may name it as well.
    return next((number for number in titles if blocks[number].tag in HEADINGS), next(iter(titles), None))


def _head(blocks: Sequence[Block], place: int) -> list[Block]:
    """The blocks around the headline up to the text: a standfirst and its first paragraph may stand above the date."""
    found = list(blocks[max(0, place - LINES_BEFORE) : place + 1])
    prose = 0
    for block in blocks[place + 1 : place + LINES_AFTER]:
        prose += len(block.text) > LONGEST_LINE and ends_sentence(block.text)
        if prose > MOST_PROSE_ABOVE:
            break
        found.append(block)
    return found


def _beside(blocks: Sequence[Block], place: int) -> list[str]:
    """The lines right by the headline; after it also such as a class calls navigation: a bar of tools has the date."""
    after = [block for block in blocks[place : place + JUST_AFTER]
             if block.role not in ANOTHER_THING or block.rule == "class_navigation"]  # fmt: skip
    return [
        *_short(blocks[max(0, place - JUST_BEFORE) : place]),
        *(b.text for b in after if len(b.text) <= LONGEST_LINE),
    ]


def _short(blocks: Sequence[Block]) -> list[str]:
    """Short lines; the date above a page's menu is today's, the one below the article another's."""
    return [block.text for block in blocks if len(block.text) <= LONGEST_LINE and block.role not in ANOTHER_THING]


def _marked(elements: Sequence[HtmlElement], holders: Collection[HtmlElement]) -> list[str]:
    """The words of elements whose class says date, in no box."""
    found = []
    for element in elements:
        if DATE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:200]) and element.tag != "time":
            words = _words(element)
            if 6 <= len(words) <= LONGEST_MARKED and not in_box(element, holders, BOX_ROLES):
                found.append(words)
    return found[:MOST_MARKED]


def _words(element: HtmlElement) -> str:
    return fold("".join(element.itertext()))


def _stated(data: PageData, name: str, meta_names: Sequence[str], habit: Habit) -> Published | None:
    """The JSON-LD item, the meta elements, the microdata."""
    values = (data.text(name), *(data.first(meta_name) for meta_name in meta_names), *data.marked.get(name.lower(), ()))
    return next((found for value in values if value and (found := dates.from_metadata(value, habit=habit))), None)


def _marks(element: HtmlElement) -> str:
    return f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()


def _label(element: HtmlElement) -> str:
    """The words right before an element, perhaps in an inline element of their own: `Updated` before its time."""
    node = element
    for _ in range(3):
        before = node.getprevious()
        words = fold((before.tail if before is not None else node.getparent().text) or "")
        if not words.strip(" :|·•,-") and before is not None and before.tag in INLINE:
            words = _words(before)
        parent = node.getparent()
        if words.strip(" :|·•,-") or before is not None or parent is None or parent.tag not in INLINE:
            return words[-LONGEST_LABEL:]
        node = parent
    return ""


def _is_publication(element: HtmlElement) -> bool:
    """Whether a time element says that it is the time of publication."""
    if element.get("pubdate") is not None or "publish" in _marks(element):
        return True
    return bool(date_words.published().search(_label(element)) and not date_words.changed().search(_label(element)))


def _is_change(element: HtmlElement) -> bool:
    """Whether a time element says that it is the time of the last change."""
    if _is_publication(element):
        return False
    return bool(
        CHANGED.search(_marks(element)) or date_words.changed().search(f"{_label(element)} {_words(element)[:120]}")
    )


def _read(element: HtmlElement, confidence: float, habit: Habit) -> Published | None:
    stated, words = element.get("datetime"), _words(element)
    if stated and (found := dates.from_metadata(stated, "metadata", confidence)):
        return found
    line = dates.from_line(words, "metadata", confidence, habit)
    return line or dates.from_metadata(words, "metadata", confidence, habit)


def _marked_time(shown: Shown) -> Published | None:
    """A time element that says that it is the time of publication."""
    told = (_read(element, 0.9, shown.habit) for element in shown.times[:MOST_TIMES] if _is_publication(element))
    return next((found for found in told if found), None)


def _changed_time(shown: Shown) -> Published | None:
    """A time element that says that it is the time of the last change."""
    told = (_read(element, 0.8, shown.habit) for element in shown.times[:MOST_TIMES] if _is_change(element))
    return next((found for found in told if found), None)


def _only_line(shown: Shown) -> Published | None:
    """The day of the page's one or two date lines, wherever they stand; more than two are a list of other articles."""
    short = (block for block in shown.blocks if len(block.text) <= LONGEST_LINE and block.role not in ANOTHER_THING)
    read = (
        dates.from_line(block.text, "dateline", 0.5, shown.habit) for block in short if not dates.is_change(block.text)
    )
    found = [reading for reading in read if reading]
    days = {reading.value[:10] for reading in found}
    return found[0] if len(days) == 1 and len(found) <= MOST_LINES else None


def _changed_line(shown: Shown) -> Published | None:
    """A line near the headline that gives the time of the last change, perhaps beside the one of publication."""
    changes = (dates.change_in(line, "dateline", 0.7, shown.habit) for line in shown.lines)
    return next((found for found in changes if found), None)


def _by_sight(shown: Shown, url: str | None) -> Published | None:
    """The date that stands by the headline, unless the address gives a day that is far from it."""
    from_url = dates.from_url(url)
    if shown.live and (entries := _entries(shown)):
        return from_url or min(entries, key=_moment)
    seen = _by_headline(shown) or (None if from_url else _only_day(shown))
    if from_url is None or seen is None:
        return seen or from_url
    return seen if _agree(seen, from_url) else from_url if from_url.precision == "day" else seen


def _entries(shown: Shown) -> list[Published]:
    """The times of a live page's entries, newest first or last; none when there are too few to be entries."""
    found = list(_times_read(shown.times, shown.habit))
    return [replace(entry, confidence=0.5) for entry in found] if len(found) >= FEWEST_ENTRIES else []


def _moment(found: Published) -> float:
    """Where a time stands among others, for their order alone: days and months count from their start."""
    if found.precision == "instant":
        return datetime.fromisoformat(found.value).timestamp()
    return datetime.fromisoformat(f"{found.value}-01"[:10] + "T00:00:00+00:00").timestamp()


def _finer(line: Published, time: Published) -> bool:
    return line.precision == "instant" and time.precision != "instant"


def _by_headline(shown: Shown) -> Published | None:
    """The first date line, or the first time element when it is of the same day or there is no line close by."""
    line = next(_lines_read(shown.close[:CLOSE_LINES], shown.habit), None)
    time = next(_times_read(shown.near[:3], shown.habit), None)
    if line and time and (line.value[:10] != time.value[:10] or _finer(line, time)):
        return line
    near = time or line or next(_lines_read(shown.marked, shown.habit), None) or _beside_words(shown)
    if near and not time and _is_list((*shown.marked, *shown.close[:CLOSE_LINES]), shown.habit):
        near = None if _is_list(shown.beside, shown.habit) else next(_lines_read(shown.beside, shown.habit), None)
    far = list(_lines_read(shown.lines, shown.habit))
    return near or (far[0] if len({found.value[:10] for found in far}) == 1 else None)


def _is_list(lines: Sequence[str], habit: Habit) -> bool:
    """Whether dates near the headline are those of a list of other articles: so many different days."""
    return len({found.value[:10] for found in _lines_read(lines, habit)}) >= FEWEST_ENTRIES


def _beside_words(shown: Shown) -> Published | None:
    """The date beside a few other words in an element marked as one, or in a line right by the headline."""
    for line in (*shown.marked, *shown.beside):
        parts = None if dates.is_change(line) else dates.parted(line, "dateline", 0.6, shown.habit)
        if parts and _are_few(line, parts[1]):
            return parts[0]
    return None


def _are_few(line: str, rest: str) -> bool:
    """Whether what stands beside a date are a few words that make no sentence: a name, a section, an address."""
    words = date_words.others_in(rest)
    if line.rstrip().endswith((".", "。")):
        return False
    if date_words.published().search(line) or dates.CLOCK.search(line):
        return len(words) <= MOST_BESIDE_LABEL
    return len(words) <= MOST_BESIDE and not any(word[0].islower() for word in words)


def _only_day(shown: Shown) -> Published | None:
    """The day of the page's time elements, wherever they stand, when they give one day and no other."""
    found = list(_times_read(shown.times[:3], shown.habit))
    return replace(found[0], confidence=0.5) if len({reading.value[:10] for reading in found}) == 1 else None


def _times_read(times: Sequence[HtmlElement], habit: Habit) -> Iterator[Published]:
    """Dates of the time elements that do not speak of a change."""
    for element in times:
        if not _is_change(element) and (found := _read(element, 0.7, habit)):
            yield found


def _lines_read(lines: Sequence[str], habit: Habit) -> Iterator[Published]:
    """Dates of lines that hold nothing else, or a byline, or the name of an agency or outlet."""
    for line in lines:
        if dates.is_change(line):
            continue
        if found := dates.from_line(line, "dateline", 0.7, habit):
            yield found
        elif (parts := dates.parted(line, habit=habit)) and _credits(parts[1]):
            yield parts[0]


def _credits(rest: str) -> bool:
    name = rest.strip(" ,.|·•–—-")
    return bool(bylines.names_in_line(rest) or agency_named(name) or outlet_named(name))


def _agree(shown: Published, from_url: Published) -> bool:
    """Whether a shown date is of the month that the address gives, or within a day of its day."""
    if from_url.precision != "day":
        return shown.value.startswith(from_url.value)
    if len(shown.value) < len(from_url.value):
        return False
    return abs(date.fromisoformat(shown.value[:10]) - date.fromisoformat(from_url.value)) <= NEAR
