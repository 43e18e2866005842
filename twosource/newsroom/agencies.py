"""News agencies by the forms under which they are credited.

Belongs here: the look-up, and whether a name sounds like a newsroom's. Does not: outlets, where a credit stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from twosource import reference
from twosource.newsroom.forms import NAME, any_of

SEVERAL = re.compile(r"\s*[/,;|&+]\s*|\s+(?:and|und)\s+")
WHOLE_NAME = re.compile(rf"(?:The )?({NAME})")


@cache
def agencies() -> Mapping[str, str]:
    """Agency by name or alias as written (case counts: `AP` is one, `ap` is not)."""
    rows = reference.table("agencies")["agencies"]
    return {form: agency["name"] for agency in rows for form in (agency["name"], *agency["aliases"])}


def agency_named(name: str | None) -> str | None:
    """The agency of a credit such as `Reuters` or `dpa/APA` (the first known of several); None for others."""
    for part in SEVERAL.split((name or "").strip().strip("().")):
        if part in agencies():
            return agencies()[part]
    return None


def sounding_like_one(name: str | None) -> str | None:
    """A name of two words or more with one such as `Wire` or `Agency` among them, without `The`; None for others."""
    match = WHOLE_NAME.fullmatch((name or "").strip())
    return match[1] if match and " " in match[0] and _with_word("words").search(match[0]) else None


def is_newsroom(name: str) -> bool:
    """Whether a name is an agency's or sounds like an agency's or a paper's."""
    if agency_named(name) or sounding_like_one(name):
        return True
    match = WHOLE_NAME.fullmatch(name.strip())
    return match is not None and " " in match[0] and _with_word("papers").search(match[0]) is not None


@cache
def of_pictures() -> str:
    """A pattern for the agencies that pictures are credited to, as written in such credits."""
    return f"(?-i:{any_of(reference.table('agencies')['of_pictures'])})"


@cache
def _with_word(column: str) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(reference.table('agencies')[column])}\b")
