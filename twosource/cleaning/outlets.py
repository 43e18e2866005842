"""The name that a page shows for its own outlet: behind its title, in its masthead, in its copyright line.

Belongs here: these places and when they are believed. Does not: metadata (see `metadata`), the table of outlets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from lxml.html import HtmlElement

from twosource.cleaning.html import Block
from twosource.cleaning.regions import Draft, fold
from twosource.newsroom.agencies import agency_named
from twosource.newsroom.forms import NAME
from twosource.newsroom.outlets import outlet_named

LONGEST_NAME = 40
FEWEST_LETTERS = 4
MOST_ABOVE = 30
MOST_HEADINGS = 40
TITLE_PARTS = re.compile(r"\s+[|–—·»:-]\s+|\s*\|\s*")
MASTHEAD = re.compile(
    r"(?:^|[\s_-])(?:logo|masthead|brand|nameplate|site-?(?:title|name|logo))(?:$|[\s_-])", re.IGNORECASE
)
COPYRIGHT = re.compile(
    rf"(?:(?:©|(?i:\(c\)|\bcopyright\b)):?\s{{0,2}}){{1,3}}"
    rf"(?i:by )?(?:\d{{4}}(?:\s?[-–]\s?\d{{4}})?)?,?\s?(?i:by )?({NAME})"
)
COMPANY = re.compile(
    r"[ ,]+(?:Publishing|Publications|Media|Group|LLC|Inc|Ltd|Limited|GmbH|Company|Co|Corp|Corporation|AG|SE|plc|PLC|"
    r"Newspapers|Communications|Holdings|Verlag)\.?$"
)
NAME_ENDS = re.compile(r"(?<=\w{3})[.,](?=\s)|\s(?:All|Alle|ALL|Todos|Tous)\b")
NO_NAME = re.compile(
    r"(?:skip|back) to\b.*|home|home ?page|all|alle|todos|tous|news|start|menu|copyright|breaking", re.IGNORECASE
)
"""Words that open what is no outlet's name: a rights notice, a home link."""


def own_name(tree: HtmlElement, blocks: Sequence[Block], host: str | None) -> str | None:
    """The outlet's name in a page, in the form of the most telling place; None when no place is believed.

    Two places must agree (title, masthead, copyright line, address), or it must be an outlet of the table.
    """
    headings = {_letters(fold("".join(element.itertext()))) for element in islice(tree.iter("h1", "h2"), MOST_HEADINGS)}
    places = (_behind_title(tree, headings), _masthead(tree), copyright_names(block.text for block in blocks[-40:]))
    return known(name for names in places for name in names) or believed(places, host)


def own_name_in_text(drafts: Sequence[Draft]) -> str | None:
    """The same for a capture without markup: the lines above the article and the copyright line after it."""
    last = max((index for index, draft in enumerate(drafts) if draft.kept), default=-1)
    above = [draft.text for draft in drafts[:MOST_ABOVE] if draft.role in ("navigation", "other")]
    rights = copyright_names(draft.text for draft in drafts[last + 1 :][-40:])
    # The lines above are menus too, whose words may be some outlet's name: they count as a second place only.
    return known(rights) or believed((_names(above), rights), None)


def known(names: Iterable[str]) -> str | None:
    """The first of the names that the table of outlets has, as the table writes it."""
    return next((outlet for name in names if (outlet := outlet_named(name))), None)


def believed(places: Sequence[Sequence[str]], host: str | None) -> str | None:
    """The first name on which two places agree, the address counting as one.

    A copyright line alone is not believed: it often names the owner of several outlets.
    """
    for number, names in enumerate(places):
        others = [other for later in places[number + 1 :] for other in later]
        for name in names:
            if in_host(name, host) or any(_same(name, other) for other in others):
                return name
    return None


def _behind_title(tree: HtmlElement, headings: set[str]) -> list[str]:
    """The last part of the page title, when what stands before it is a heading of the page."""
    element = tree.find(".//title")
    parts = TITLE_PARTS.split(fold(element.text_content())) if element is not None else []
    known = len(parts) > 1 and any(heading.startswith(_letters(parts[0])) for heading in headings if heading)
    return _names(parts[-1:]) if known else []


def _masthead(tree: HtmlElement) -> list[str]:
    """What the link to the front page and elements marked as masthead or logo say, in words or in a picture's."""
    found = []
    for element in tree.iter("a", "div", "span", "p", "h1", "h2", "img"):
        if is_masthead(element):
            pictures = [image.get("alt") or "" for image in element.iter("img")]
            words = fold("".join(element.itertext())) if len(element) < 10 else ""
            found += [re.sub(r"(?i)\blogo\b", "", name) for name in (words, *pictures)]
        if len(found) > 20:
            break
    return _names(found)


def is_masthead(element: HtmlElement) -> bool:
    """Whether an element is marked as masthead or logo, or is the link to the front page."""
    home = element.tag == "a" and (element.get("href") in ("/", "./", "index.html") or element.get("rel") == "home")
    return home or bool(MASTHEAD.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:200]))


def copyright_names(lines: Iterable[str]) -> list[str]:
    """Names behind a copyright mark, without the words of a company."""
    names = []
    for line in lines:
        match = COPYRIGHT.search(line[:400])
        name = NAME_ENDS.split(match[1])[0].rstrip(".") if match else ""
        while (shorter := COMPANY.sub("", name)) != name:
            name = shorter.rstrip(".,")
        if name and not agency_named(name):
            names.append(name)
    return _names(names)


def _names(words: Iterable[str]) -> list[str]:
    folded = (fold(name) for name in words)
    return [
        name
        for name in folded
        if len(name) <= LONGEST_NAME and len(_letters(name)) >= FEWEST_LETTERS and not NO_NAME.fullmatch(name)
    ]


def _letters(name: str) -> str:
    return "".join(character for character in name.casefold().removeprefix("the ") if character.isalnum())


def _same(name: str, other: str) -> bool:
    """Whether one of two names begins with the other."""
    a, b = _letters(name), _letters(other)
    return a.startswith(b) or b.startswith(a)


def in_host(name: str, host: str | None) -> bool:
    """Whether the longest part of the address is made of the name's letters, or mostly so."""
    label = _letters(max((host or "").split("."), key=len))
    return _letters(name) in label and len(_letters(name)) >= 0.6 * len(label)
