"""The days of a fiscal year, which depend on whose it is.

Belongs here: bounds of FY values by the country spoken of. Does not: reading fiscal years (`periods`).
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from twosource import reference
from twosource.records import Mention, TimeExpression

FISCAL = re.compile(r"FY(?P<year>\d{4})(?:-(?P<part>[QH])(?P<number>[1-4]))?")
OTHER_SIDE = re.compile(r"\b(?:with|to|from|against|for|over|than) (?:the )?$")
"""Before a country that stands on the other side of what is told: "its surplus with the United States"."""
MONTHS = {"Q": 3, "H": 6}


def bounded(text: str, times: Sequence[TimeExpression], mentions: Sequence[Mention]) -> list[TimeExpression]:
    """The times, fiscal ones with the days of the country's fiscal year: of the one named in their sentence, or of the
    only one that the article speaks of. Without such a country, or of a company's year, they stay open."""
    if not any(time.value.startswith("FY") for time in times):
        return list(times)
    return [_bounded(time, _country(text, time, mentions)) if time.value.startswith("FY") else time for time in times]


def _country(text: str, time: TimeExpression, mentions: Sequence[Mention]) -> str | None:
    """Whose fiscal year it is."""
    here = [m for m in mentions if m.sentence == time.sentence]
    near = Counter(m.country for m in here if m.country and not OTHER_SIDE.search(text, max(0, m.start - 24), m.start))
    if len(near) == 1:
        return next(iter(near))
    if any(m.country for m in here) or any(mention.label == "ORG" for mention in here):
        return None  # of several countries, or of a company whose year is not known
    told = Counter(m.country for m in mentions if m.country)
    return next(iter(told)) if len(told) == 1 else None


def _bounded(time: TimeExpression, country: str | None) -> TimeExpression:
    row = reference.table("fiscal_years")["starts"].get(country)
    match = FISCAL.fullmatch(time.value)
    if row is None or match is None:
        return time
    year = int(match["year"]) - (row["named_by"] == "end" and row["month"] > 1)
    length = MONTHS[match["part"]] if match["part"] else 12
    first = row["month"] - 1 + (int(match["number"]) - 1) * length if match["part"] else row["month"] - 1
    last = first + length - 1
    begins, ends = (year + first // 12, first % 12 + 1), (year + last // 12, last % 12 + 1)
    return replace(
        time,
        begins_on=date(*begins, 1).isoformat(),
        ends_on=date(*ends, calendar.monthrange(*ends)[1]).isoformat(),
    )
