"""Credits of pictures: who made them, named beside or behind their caption.

Belongs here: reading the rows of `seeds/reference/pictures.yml` within a paragraph. Does not: lines that are nothing
but a credit (`cleaning/rules/lines`).
"""

from __future__ import annotations

import re
from functools import cache

from twosource.newsroom.agencies import of_pictures
from twosource.newsroom.forms import of_table

FARTHEST = 80
"""Code points before a name in which the words of its credit stand."""


@cache
def patterns(place: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of credits at a `place`: `at_the_end` of a paragraph, `before` or `behind` a name."""
    return tuple(form.compiled({"picture_agency": of_pictures()}) for form in of_table("pictures", place))


def ends_with_credit(paragraph: str) -> bool:
    """Whether a paragraph ends with a picture's credit, and so tells of a picture."""
    return any(pattern.search(paragraph) for pattern in patterns("at_the_end"))


def is_credited(text: str, start: int, end: int) -> bool:
    """Whether the name from `start` to `end` stands in a credit ("Photo by ...", ".../Agency")."""
    if any(pattern.search(text, max(0, start - FARTHEST), start) for pattern in patterns("before")):
        return True
    matches = (pattern.match(text, end) for pattern in patterns("behind"))
    return any(match is not None and not text[match.end() :].strip(" .)]") for match in matches)
