"""How a page writes its dates: in which zone its clocks go, and whether the month stands before the day.

Belongs here: telling both from the page's script, language, address and other dates. Does not: reading a date (see
`dates`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from twosource.cleaning.dates import Habit, zone_of
from twosource.cleaning.html import Block
from twosource.newsroom.outlets import host_of

BLOCKS_READ, LONGEST_LINE = 200, 120
"""Blocks from whose script the page's zone is told, and the longest of them whose dates are witnesses."""
SLASHES = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:19|20)\d{2}(?![\d/])")
AMERICAN = re.compile(r"en[-_]us\b", re.IGNORECASE)
COUNTRY = re.compile(r"\.([a-z]{2})$")
GENERIC = frozenset({"us", "tv", "io", "co", "ai", "me", "fm", "cc"})
"""Two letters at the end of a host that name no country whose dates open with the day."""


def habit_of(tree: HtmlElement, blocks: Sequence[Block], url: str | None, locale: str | None) -> Habit:
    """The page's habit. `locale`: what its metadata state beside its language."""
    zone = zone_of(" ".join(block.text for block in blocks[:BLOCKS_READ]))
    language = tree.get("lang") or tree.get("xml:lang") or locale or ""
    return Habit(zone, _month_first(blocks, language, url))


def _month_first(blocks: Sequence[Block], language: str, url: str | None) -> bool | None:
    """By dates of the page whose day is above twelve, else by its language and country; None where neither tells."""
    short = (block.text for block in blocks if len(block.text) <= LONGEST_LINE and "/" in block.text)
    found = islice((match for text in short for match in SLASHES.finditer(text)), BLOCKS_READ)
    told = {int(match[2]) > 12 for match in found if max(int(match[1]), int(match[2])) > 12}
    if len(told) == 1:
        return told.pop()
    country = COUNTRY.search(host_of(url) or "")
    if country and country[1] not in GENERIC:
        return False
    if AMERICAN.match(language):
        return True
    return None if not language or language.lower() in ("en", "en-ca", "en_ca") else False
