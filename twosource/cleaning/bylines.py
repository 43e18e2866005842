"""Who a page shows as its article's author: links to author pages, elements marked as byline, lines that open with By.

Belongs here: finding these places near the headline. Does not: metadata
(see `metadata`), what is no author's name (see `signatures`).
"""

# ruff: noqa: E501  (one row of a table is one line, whatever its length)
from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from twosource.cleaning import dates
from twosource.cleaning.boxes import in_box
from twosource.cleaning.html import Block
from twosource.cleaning.regions import fold
from twosource.cleaning.signatures import authors
from twosource.cleaning.signatures import name_shaped as name_shaped

LONGEST_LINE = 140
NEAR_HEADLINE = 250
"""Elements after the headline among which its byline stands."""
ABOVE_HEADLINE = 30
"""Elements before the headline among which its date may stand."""
BLOCKS_NEAR = 14
MOST_HEADINGS = 20
NOT_BYLINES = frozenset({"caption", "credit", "comment", "related", "ranking"})
SEPARATORS = re.compile(r"\s*[|•·\t–—]\s*|\s+-\s+")


@dataclass(frozen=True, slots=True)
class BylineForm:
    """A way to open a byline: the words before the names, and a line whose names are `reads` (asked by the tests)."""

    name: str
    words: str
    example: str
    reads: tuple[str, ...] = ("Ada Brook",)


OPENERS = (
    BylineForm("english", r"(?:(?:written|reported|story|words|text|posted|published) )?by", "By Ada Brook and John Doe | Politics", ("Ada Brook", "John Doe")),
    BylineForm("german", r"(?:verfasst )?von", "Von Ada Brook"),
    BylineForm("french_spanish_portuguese", r"par|por", "Por Ada Brook y Juan de la Peña", ("Ada Brook", "Juan de la Peña")),
    BylineForm("italian", r"(?:scritto )?(?:da|di)", "di Ada Brook"),
    BylineForm("dutch", r"door", "Door Ada Brook"),
    BylineForm("scandinavian", r"av|af|tekst|författare", "Tekst: Ada Brook og Ola Nord", ("Ada Brook", "Ola Nord")),
    BylineForm("label", r"text|autor(?:in)?(?:/autor(?:in)?)?|author|auteur", "Autorin: Ada Brook"),
    BylineForm("russian", r"автор", "Автор: Ада Брук", ("Ада Брук",)),
    BylineForm("turkish", r"yazar", "Yazar: Ada Brook"),
    BylineForm("vietnamese", r"tác giả", "Tác giả: Ada Brook"),
    BylineForm("indonesian", r"penulis", "Penulis: Ada Brook"),
)  # fmt: skip
OPENER = re.compile(rf"(?:{'|'.join(form.words for form in OPENERS)})(?:\s*:\s*|\s+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SignedForm:
    """A line after the article that says who wrote it: its names are the first group."""

    name: str
    pattern: re.Pattern[str]
    example: str
    reads: tuple[str, ...] = ("Ada Brook",)


SIGNED = (
    SignedForm("reporting_by", re.compile(r"\(?(?:Reporting|Written|Additional reporting) by ([^;()]{3,120}?)[.)]*(?:;.*)?"), "(Reporting by Ada Brook in Oslo and John Doe; Editing by Jane Roe)", ("Ada Brook", "John Doe")),
    SignedForm("author_label", re.compile(r"(?:Autor(?:in)?(?:/Autor(?:in)?)?|Author|Auteur|Text|Автор):? ([^:;()]{3,80})"), "Autorin/Autor Ada Brook"),
)  # fmt: skip
PLACE_OF_WORK = re.compile(r" in [A-Z][\w.]+(?: [A-Z]\w+)?")
BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|author|autor|writer|verfasser|auteur|forfatter|redactor|reporter)s?(?:[\s_-]{0,2}names?)?"
    r"(?:$|[\s_-])|authorname|author(?:name)?link",
    re.IGNORECASE,
)
AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|in)?|auteurs?|contributors?|staff|journalists?|reporters?|people|editors?|by|profile|"
    r"redakteure?)/[^/?#]",
    re.IGNORECASE,
)


def names_in_line(line: str) -> list[str]:
    """The names of a line such as `By Ada Brook and John Doe | Politics`; none when it does not open one with By."""
    if len(line) > LONGEST_LINE:
        return []
    for part in SEPARATORS.split(line.strip(" |,.")):
        opener = OPENER.match(part)
        names = authors([part[opener.end() :]])[0] if opener else []
        if names and name_shaped(names[0]):
            return [name for name in names if name_shaped(name)]
    return []


def signed_names(blocks: Sequence[Block]) -> list[str]:
    """The names of a closing line such as `(Reporting by Ada Brook; Editing by John Doe)`."""
    for block in reversed(blocks):
        matches = (form.pattern.fullmatch(block.text) for form in SIGNED) if len(block.text) <= 300 else ()
        for match in (found for found in matches if found):
            if names := [name for name in authors([PLACE_OF_WORK.sub("", match[1])])[0] if name_shaped(name)]:
                return names
    return []


def heading_of(tree: HtmlElement, headline: str | None) -> HtmlElement | None:
    """The page's heading that holds the headline, else its first one; None when it has none."""
    wanted = fold(headline or "").casefold()
    headings = list(tree.iter("h1"))
    others = islice(tree.iter("h2"), MOST_HEADINGS) if wanted else ()
    titled = (found for found in (*headings, *others) if wanted and wanted in _words(found).casefold())
    return next(titled, headings[0] if headings else None)


def near_headline(tree: HtmlElement, headline: str | None) -> list[HtmlElement]:
    """The elements that follow the page's heading (see `heading_of`)."""
    heading = heading_of(tree, headline)
    return list(islice(_following(heading), NEAR_HEADLINE)) if heading is not None else []


def before_heading(heading: HtmlElement | None) -> list[HtmlElement]:
    """The last elements before the page's heading, in order; none without a heading."""
    found: list[HtmlElement] = []
    node = heading
    while node is not None and node.tag != "body" and len(found) < ABOVE_HEADLINE:
        for beside in node.itersiblings(preceding=True):
            inner = [element for element in islice(beside.iter(), ABOVE_HEADLINE) if isinstance(element.tag, str)]
            found += reversed(inner)
            if len(found) >= ABOVE_HEADLINE:
                break
        node = node.getparent()
    return found[:ABOVE_HEADLINE][::-1]


def _words(element: HtmlElement) -> str:
    return fold("".join(element.itertext()))


def _following(element: HtmlElement) -> Iterator[HtmlElement]:
    """Elements after this one in document order."""
    node: HtmlElement | None = element
    while node is not None:
        for beside in node.itersiblings():
            yield from (found for found in beside.iter() if isinstance(found.tag, str))
        node = node.getparent()


def linked_names(near: Sequence[HtmlElement], holders: Collection[HtmlElement] = ()) -> list[str]:
    """Names of the links to author pages that stand together near the headline, in no box (see `boxes.in_box`)."""
    names: list[str] = []
    for place, element in enumerate(near):
        if element.tag != "a":
            continue
        marked = "author" in (element.get("rel") or "").split() or AUTHOR_PAGE.search(element.get("href") or "")
        words = _name_of(element) if marked and not in_box(element, holders) else None
        if words and words not in names:
            names.append(words)
            last = place
        if names and place - last > 25:
            break
    return names


def marked_names(near: Sequence[HtmlElement], holders: Collection[HtmlElement] = ()) -> list[str]:
    """Names of the first element near the headline whose class or itemprop says author or byline, in no box."""
    for element in near:
        if not _says_author(element) or in_box(element, holders):
            continue
        words = fold(" ".join(element.itertext()))
        if 3 < len(words) <= LONGEST_LINE and (names := _names_within(element, words)) and authors(names)[0]:
            return names
    return []


def _says_author(element: HtmlElement) -> bool:
    marks = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('rel') or ''}"[:300]
    return bool(BYLINE_CLASS.search(marks))


def _names_within(element: HtmlElement, words: str) -> list[str]:
    """The names of the elements within a byline that are marked as author in their turn, else those of its words."""
    inner = [child for child in islice(element.iterdescendants(), 40) if isinstance(child.tag, str)
             and (_says_author(child) or AUTHOR_PAGE.search(child.get("href") or ""))]  # fmt: skip
    names = [name for child in inner if (name := _name_of(child))]
    return list(dict.fromkeys(names)) or names_in_line(words) or ([words] if name_shaped(words) else [])


def shown_names(blocks: Sequence[Block], headline: str | None) -> list[str]:
    """Names of the first block near the headline that opens with By, perhaps with the date beside it."""
    wanted = (headline or "").casefold()
    if not wanted:
        return []
    titles = (number for number, block in enumerate(blocks)
              if wanted in block.text.casefold() and len(block.text) < 2 * len(wanted))  # fmt: skip
    for place in islice(titles, 3):
        near = blocks[max(0, place - 4) : place + BLOCKS_NEAR]
        for line in (block.text for block in near if block.role not in NOT_BYLINES):
            if names := names_beside(line):
                return names
    return []


def names_beside(line: str) -> list[str]:
    """The names of a line that opens with By, perhaps with the date before or behind it; none for other lines."""
    if len(line) > LONGEST_LINE:
        return []
    parts = dates.parted(line)
    return names_in_line(parts[1] if parts else line)


def _name_of(element: HtmlElement) -> str | None:
    words = fold(" ".join(element.itertext()))
    opener = OPENER.match(words)
    # `Von Miller` may be a whole name: the opener is cut where a name is left.
    words = words[opener.end() :] if opener and name_shaped(words[opener.end() :]) else words
    return words if name_shaped(words) and authors([words])[0] else None
