"""Boxes of a page in which the reader signs up or leaves a comment: told by the field for an address.

Belongs here: finding these boxes. Does not: their blocks (see `html`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml.html import HtmlElement

ADDRESS_FIELD = re.compile(r"e-?mail|correo|courriel|newsletter", re.IGNORECASE)
BOXES = frozenset({"div", "section", "aside", "form", "fieldset", "ul", "li", "p"})
LONGEST_BOX = 600
"""Code points of a box with such a field; a larger one holds more than the offer."""
MOST_FIELDS = 30
RULE = "sign_up_box"


def sign_up_boxes(tree: HtmlElement) -> Mapping[HtmlElement, str]:
    """The largest small element around each field for an e-mail address, with the role of its blocks."""
    found: dict[HtmlElement, str] = {}
    fields = [field for field in tree.iter("input") if _asks_address(field)][:MOST_FIELDS]
    for field in fields:
        box = _box_of(field)
        if box is not None:
            found[box] = "comment" if next(box.iter("textarea"), None) is not None else "promo"
    return found


def _asks_address(field: HtmlElement) -> bool:
    kind = (field.get("type") or "text").lower()
    named = f"{field.get('name') or ''} {field.get('id') or ''} {field.get('placeholder') or ''}"[:200]
    return kind == "email" or (kind == "text" and bool(ADDRESS_FIELD.search(named)))


def _box_of(field: HtmlElement) -> HtmlElement | None:
    box = None
    for above in field.iterancestors():
        if above.tag not in BOXES or next(above.iter("h1", "article"), None) is not None:
            break
        if sum(map(len, above.itertext())) > LONGEST_BOX:
            break
        box = above
    return box
