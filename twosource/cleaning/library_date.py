"""The day that htmldate finds: the last voice, asked where a page gives no other.

Belongs here: its call, and when it is not believed. Does not: our own places (see `page_dates`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from copy import deepcopy

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from twosource.cleaning import dates
from twosource.records import Published

CONFIDENCE = 0.4
"""It reads the names of picture files and any element whose class says date: a hint."""
ERRORS = (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, OverflowError, RecursionError)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def library_date(tree: HtmlElement, others: Iterable[str]) -> Published | None:
    """The day that htmldate gives, unless one of `others`, lines of teasers, comments or changes, bears it; else None.

    On a page of the 88 of htmldate's own suite that are in the dev set it adds one day, and one of 46 of postlight's.
    """
    try:
        found = find_date(deepcopy(tree), original_date=True, extensive_search=False)
    except ERRORS:
        return None
    if found is None or any(found in _days(line) for line in others):
        return None
    return dates.from_metadata(found, "text", CONFIDENCE)


def _days(line: str) -> set[str]:
    read = (found for found in (dates.parted(line), dates.change_in(line), dates.from_metadata(line)) if found)
    return {(found[0] if isinstance(found, tuple) else found).value[:10] for found in read}
