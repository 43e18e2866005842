"""Rules for times told from the day of writing: "last week", "two years ago", "this morning", "now", "the same month".

Belongs here: rules that need the publication date or a date told before. Does not: names of the calendar, durations.
"""

from __future__ import annotations

import re
from datetime import date

from twosource.extraction.language.calendar import PARTS
from twosource.extraction.times import values
from twosource.extraction.times.rule import (
    LONG_UNIT,
    NUM,
    UNIT,
    VAGUE,
    YEAR,
    Context,
    Reading,
    Rule,
    mod_of,
    number,
    unit_name,
)

STEPS = {
    "last": -1,
    "previous": -1,
    "past": -1,
    "this": 0,
    "current": 0,
    "next": 1,
    "coming": 1,
    "following": 1,
    "the same": 0,
    "that same": 0,
}
DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}
REFERENCES = {
    "now": "PRESENT_REF",
    "currently": "PRESENT_REF",
    "right now": "PRESENT_REF",
    "nowadays": "PRESENT_REF",
    "at present": "PRESENT_REF",
    "at the moment": "PRESENT_REF",
    "these days": "PRESENT_REF",
    "recently": "PAST_REF",
    "more recently": "PAST_REF",
    "previously": "PAST_REF",
    "in the past": "PAST_REF",
    "the past": "PAST_REF",
    "the future": "FUTURE_REF",
    "the near future": "FUTURE_REF",
}


def neighbour(match: re.Match[str], context: Context) -> Reading | None:
    """The unit before, around or after the day of publication: "last week", "later this year", "next month"."""
    unit, which = unit_name(match["unit"]), match["which"].lower()
    value = values.shifted(context.published, unit, STEPS[which])
    return Reading("DATE", value, mod_of(match.groupdict().get("early"))) if value else None


def edge(match: re.Match[str], context: Context) -> Reading | None:
    """The beginning, middle or end of a unit or of a year: "the end of the month", "the end of 2026"."""
    mod, groups = mod_of(match["edge"]), match.groupdict()
    if groups.get("year"):
        return Reading("DATE", f"FY{groups['year']}" if groups.get("fiscal") else groups["year"], mod)
    unit, which = unit_name(match["unit"]), (groups.get("which") or "this").lower()
    past = groups.get("which") is None and unit == "year" and context.published is not None
    steps = STEPS.get(which, 0)
    if past and context.direction(match.start("unit")) == "past" and context.published and context.published.month <= 6:
        steps = -1
    value = values.shifted(context.published, unit, steps)
    return Reading("DATE", value, mod) if value else None


def ago(match: re.Match[str], context: Context) -> Reading | None:
    """So many units back (or "from now" on); as fine as the unit. A vague number is only past or future."""
    unit, back = unit_name(match["unit"]), match["way"].lower() == "ago"
    mod = mod_of((match.groupdict().get("mod") or "").lower() or None)
    if match.groupdict().get("vague"):
        return Reading("DATE", "PAST_REF" if back else "FUTURE_REF")
    written = match.groupdict().get("num")
    amount = number(written) if written else 1.0
    if amount is None:
        return None
    if unit in ("second", "minute", "hour"):
        return Reading("DURATION", values.duration(amount, unit), mod)
    value = values.shifted(context.published, unit, -amount if back else amount)
    return Reading("DATE", value, mod) if value else None


def same_unit(match: re.Match[str], context: Context) -> Reading | None:
    """The unit in which the date told before lies, or else the day of publication: "the same month", "that year"."""
    unit = unit_name(match["unit"])
    told = values.days_of(context.last.value) if context.last else None
    first = told[0] if told is not None else context.published
    if told is not None and values.value_of(told[0], unit) != values.value_of(told[1], unit):
        first = None
    value = values.shifted(first, unit, 0)
    return Reading("DATE", value) if value else None


def from_told(match: re.Match[str], context: Context) -> Reading | None:
    """The unit before or after the date told just before, or else the day of publication: "the next day"."""
    unit, steps = unit_name(match["unit"]), {"next": 1, "following": 1, "previous": -1, "preceding": -1}
    first = _told_first(context, unit) or context.published
    value = values.shifted(first, unit, steps[match["which"].lower()])
    part = (match.groupdict().get("part") or "").lower()
    if value is None:
        return None
    return Reading("TIME", f"{value}T{PARTS[part]}") if part else Reading("DATE", value)


def _told_first(context: Context, unit: str) -> date | None:
    """The first day of the date told just before when that is as fine as the unit."""
    days = values.days_of(context.told.value) if context.told else None
    if days is None or values.value_of(days[0], unit) != values.value_of(days[1], unit):
        return None
    return days[0]


def later(match: re.Match[str], context: Context) -> Reading | None:
    """So many units after or before the date told just before; without one a length of time: "three days later"."""
    unit, written = unit_name(match["unit"]), match.groupdict().get("num")
    amount = number(written) if written else 1.0
    if amount is None or match.groupdict().get("vague"):
        return Reading("DURATION", values.duration(None, unit)) if match.groupdict().get("vague") else None
    back = match["way"].lower() == "earlier"
    first = _told_first(context, unit) if unit in ("day", "week", "month", "year", "decade") else None
    if first is None and back and unit == "year" and amount == 1:
        first = context.published
    if first is None or (back and not written and unit != "year"):
        return Reading("DURATION", values.duration(amount, unit))
    finer = _as_fine_as(context.told) if unit == "year" and back and context.told else unit
    steps = amount * {"quarter": 4, "month": 12}.get(finer, 1) if unit == "year" else amount
    value = values.shifted(first, finer, -steps if back else steps)
    return Reading("DATE", value) if value else None


def _as_fine_as(told: Reading) -> str:
    """The unit of the date told before: "a year earlier" than in March is the March before."""
    if "Q" in told.value:
        return "quarter"
    return "month" if re.fullmatch(r"\d{4}-\d\d", told.value) else "year"


def after_next(match: re.Match[str], context: Context) -> Reading | None:
    """The unit after the next, or before the last: "the week after next"."""
    value = values.shifted(
        context.published, unit_name(match["unit"]), 2 if match["way"].lower() == "after next" else -2
    )
    return Reading("DATE", value) if value else None


def year_end(match: re.Match[str], context: Context) -> Reading | None:
    """The end of the year of publication: "by year-end"."""
    del match
    value = values.shifted(context.published, "year", 0)
    return Reading("DATE", value, "END") if value else None


def named_day(match: re.Match[str], context: Context) -> Reading | None:
    """Today, yesterday, tomorrow, with a part of the day when one is written; "tonight" is a TIME."""
    word, part = match["word"].lower(), (match["part"] or "").lower()
    value = values.shifted(context.published, "day", DAYS[word])
    if value is None:
        return None
    if word == "tonight":
        part = "night"
    return Reading("TIME", f"{value}T{PARTS[part]}") if part else Reading("DATE", value)


def part_of_day(match: re.Match[str], context: Context) -> Reading | None:
    """This morning, last night."""
    back = match["which"].lower() == "last"
    value = values.shifted(context.published, "day", -1 if back else 0)
    return (
        Reading("TIME", f"{value}T{PARTS[match['part'].lower()]}", mod_of(match.groupdict().get("early")))
        if value
        else None
    )


def reference(match: re.Match[str], context: Context) -> Reading | None:
    """Now, recently, the future: TIMEX3's three references."""
    del context
    return Reading("DATE", REFERENCES[match["word"].lower()])


def years_back(match: re.Match[str], context: Context) -> Reading | None:
    """The period a year before: "a year earlier" in figures of a company, "the year-earlier period"."""
    del match
    value = values.shifted(context.published, "year", -1)
    return Reading("DATE", value) if value else None


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_WAY = r"(?P<way>ago|from now)"
_MOD = r"(?:(?P<mod>nearly|almost|more than|less than|at least|over) )?"
_words = "|".join(sorted(REFERENCES, key=len, reverse=True))
RULES = (
    Rule(
        "relative.last",
        "unit",
        _compile(
            rf"\b(?:(?P<early>early|earlier|late|later) )?(?P<which>last|next|this|(?<=the )previous|(?<=the )"
            rf"current|(?<=the )coming|(?<=the )following) (?:fiscal |calendar )?{LONG_UNIT}(?![a-z-])"
            r"(?! of (?:the )?[A-Z0-9])"
        ),
        neighbour,
        "Earlier this week it rained.",
        "Earlier this week",
        "2025-W16",
    ),
    Rule(
        "relative.the_last",
        "unit",
        _compile(r"\bthe (?P<which>last|current) (?:fiscal |calendar )?(?P<unit>week|month|weekend)(?![a-z-])(?! of)"),
        neighbour,
        "It rained in the last week.",
        "the last week",
        "2025-W15",
        0.7,
    ),
    Rule(
        "relative.edge",
        "unit",
        _compile(
            rf"\b(?:the )?(?P<edge>end|beginning|start|middle) of (?:(?:the |(?P<which>this|last|next|the "
            rf"current) )?(?:fiscal |calendar )?{LONG_UNIT}(?![a-z-]))"
        ),
        edge,
        "It opens by the end of the month.",
        "the end of the month",
        "2025-04",
    ),
    Rule(
        "relative.edge_of_year",
        "year",
        _compile(rf"\b(?:the )?(?P<edge>end|beginning|start|middle) of (?P<fiscal>fiscal (?:year )?)?{YEAR}"),
        edge,
        "It opens by the end of 2026.",
        "the end of 2026",
        "2026",
    ),
    Rule(
        "relative.ago",
        "unit",
        _compile(rf"\b{_MOD}(?:{NUM}|an?|{VAGUE})[ -](?:full |more )?{UNIT}s? {_WAY}\b"),
        ago,
        "They met two years ago.",
        "two years ago",
        "2023",
    ),
    Rule(
        "relative.same",
        "unit",
        _compile(r"\b(?:the|that) (?:very )?same (?P<unit>day|week|month|year)\b"),
        same_unit,
        "They will meet again in the same month.",
        "the same month",
        "2025-04",
    ),
    Rule(
        "relative.that",
        "unit",
        _compile(r"\b(?:earlier |later )?that (?P<unit>day|month|year)\b(?! [a-z]+s?\b (?:is|was))"),
        same_unit,
        "He left on March 3, 2024. Later that day he fell.",
        "Later that day",
        "2024-03-03",
        0.6,
    ),
    Rule(
        "relative.from_told",
        "unit",
        _compile(
            r"\b(?:the )?(?P<which>next|following|previous|preceding) (?P<unit>day)(?: (?P<part>morning|afternoon|"
            r"evening|night))?(?![a-z-])"
        ),
        from_told,
        "She landed on March 11. The next day it rained.",
        "The next day",
        "2025-03-12",
    ),
    Rule(
        "relative.later",
        "unit",
        _compile(rf"\b(?:{NUM}|an?|{VAGUE}) {UNIT}s? (?P<way>later|afterwards?|earlier)\b"),
        later,
        "The mine closed in 1994. Six years later it flooded.",
        "Six years later",
        "2000",
        0.7,
    ),
    Rule(
        "relative.after_next",
        "unit",
        _compile(r"\b(?:the )?(?P<unit>day|week|month|year|weekend) (?P<way>after next|before last)\b"),
        after_next,
        "The jury sits again the week after next.",
        "the week after next",
        "2025-W18",
    ),
    Rule(
        "relative.year_end",
        "unit",
        _compile(r"\b(?:the )?year[- ]end\b(?! (?:20|19)\d\d)"),
        year_end,
        "It wants the bridge open by year-end.",
        "year-end",
        "2025",
    ),
    Rule(
        "relative.day",
        "now",
        _compile(r"\b(?P<word>today|yesterday|tomorrow|tonight)(?: (?P<part>morning|afternoon|evening|night))?\b"),
        named_day,
        "They meet tomorrow morning.",
        "tomorrow morning",
        "2025-04-17TMO",
    ),
    Rule(
        "relative.part_of_day",
        "part",
        _compile(
            r"\b(?:(?P<early>early|late|earlier|later) )?(?P<which>this|last) (?P<part>morning|afternoon|"
            r"evening|night)\b"
        ),
        part_of_day,
        "It rained last night.",
        "last night",
        "2025-04-15TNI",
    ),
    Rule(
        "relative.reference",
        "now",
        _compile(
            rf"\b(?P<word>{_words})\b(?! (?:few|several|\d+|one|two|three|four|five|six|seven|eight|nine|ten|"
            rf"twenty|thirty|day|week|month|year|decade|century|half|couple|season|quarter|weekend|hour)\b)"
        ),
        reference,
        "It is now open.",
        "now",
        "PRESENT_REF",
        0.75,
    ),
    Rule(
        "relative.year_earlier",
        "unit",
        _compile(r"\bthe year[- ](?:earlier|ago) (?:period|quarter|month)\b"),
        years_back,
        "Profit rose from the year-earlier period.",
        "the year-earlier period",
        "2024",
        0.6,
    ),
)
