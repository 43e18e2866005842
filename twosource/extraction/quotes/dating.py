"""On which day something was said: the day that the words beside a quotation name ("he said on Monday").

Belongs here: from quotations and times to dated quotations. Does not: reading times (`times`), turns of a transcript,
which name their day in their head (`turns`).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import replace

from twosource.extraction.parse import Parsed
from twosource.records import Quote, TimeExpression

DAY = re.compile(r"\d{4}-\d\d-\d\d")
REACH = 90
"""Code points between a quotation and the day on which it was said."""
BREAKS = re.compile(r"[;:!?]|\.\s|\b(?:who|which|where|when|after|before|since|until|that|as|because|if)\b|\n")
"""Between the two, such words begin a clause of their own, whose day is not the saying's."""


def dated(parsed: Parsed, quotes: Sequence[Quote], times: Sequence[TimeExpression]) -> list[Quote]:
    """The quotations, those beside whose cue a day stands with it as `said_on`; one that is dated keeps its own."""
    days = sorted((time.start, time.end, time.value[:10]) for time in times if DAY.match(time.value))
    starts = [start for start, _, _ in days]
    return [quote if quote.said_on else replace(quote, said_on=_day(parsed, quote, days, starts)) for quote in quotes]


def _day(parsed: Parsed, quote: Quote, days: Sequence[tuple[int, int, str]], starts: Sequence[int]) -> str | None:
    """The day named between the quotation and its cue or right behind the cue, in one sentence with it."""
    if quote.cue is None:
        return None
    low = bisect.bisect_left(starts, quote.start - REACH)
    for start, end, value in days[low : bisect.bisect_left(starts, quote.end + REACH)]:
        if any(a <= start < b for a, b in quote.fragments):
            continue
        between = parsed.text[quote.end : start] if start >= quote.end else parsed.text[end : quote.start]
        outer = parsed.text[max(0, start - REACH) : start] if start < quote.start else between
        told = quote.cue in between or (start < quote.start and quote.cue in outer.split(". ")[-1])
        inside = [fragment for fragment in quote.fragments if start < fragment[1] and fragment[0] < end]
        tail = between[1:] if start >= quote.end else between
        if told and not inside and not BREAKS.search(tail):
            return value
    return None
