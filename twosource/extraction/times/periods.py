"""Rules for longer periods of the calendar: fiscal years, decades, centuries, quarters, halves, seasons.

Belongs here: rules whose words name a period other than a month or a year. Does not: lengths of time (`lengths`).
"""

from __future__ import annotations

import re

from twosource.extraction.language.calendar import ORDINALS, SEASONS
from twosource.extraction.times.rule import EARLY, YEAR, Context, Reading, Rule, mod_of


def fiscal(match: re.Match[str], context: Context) -> Reading | None:
    """A fiscal year: its bounds depend on whose it is, so its value says FY."""
    del context
    return Reading("DATE", f"FY{match['year']}")


def decade(match: re.Match[str], context: Context) -> Reading | None:
    """A decade: "the 1970s", "the late '80s"."""
    del context
    digits = match["year"] or f"19{match['short']}"
    return Reading("DATE", digits[:3], mod_of(match["early"]))


def century(match: re.Match[str], context: Context) -> Reading | None:
    """A century: the 20th is 19."""
    del context
    ordinal = int(match["ordinal"])
    return Reading("DATE", f"{ordinal - 1:02d}", mod_of(match["early"])) if 1 <= ordinal <= 30 else None


def part_of_year(match: re.Match[str], context: Context) -> Reading | None:
    """A quarter or a half of a year; without a year the last one that has begun."""
    letter = match["part"][0].upper()
    ordinal = ORDINALS[match["ordinal"].lower()]
    if letter == "H":
        if match["ordinal"].lower() in ("third", "fourth", "3rd", "4th"):
            return None
        ordinal = min(ordinal, 2)
    groups, today = match.groupdict(), context.published
    if groups.get("year"):
        year = groups["year"]
    elif today is None:
        year = "XXXX"
    elif groups.get("which"):
        year = f"{today.year + {'this': 0, 'last': -1, 'next': 1}[groups['which'].lower()]:04d}"
    else:
        months = 3 if letter == "Q" else 6
        not_begun = (ordinal - 1) * months + 1 > today.month
        year = f"{today.year - (not_begun and context.direction(match.start('part')) != 'future'):04d}"
    fiscal = "FY" if groups.get("year") and groups.get("fiscal") else ""
    return Reading("DATE", f"{fiscal}{year}-{letter}{ordinal}")


def season(match: re.Match[str], context: Context) -> Reading | None:
    """A season, of a written year or by "last", "this", "next"."""
    code, groups = SEASONS[match["season"].lower()], match.groupdict()
    mod = mod_of(groups.get("early"))
    if groups.get("year"):
        return Reading("DATE", f"{groups['year']}-{code}", mod)
    if context.published is None:
        return Reading("DATE", f"XXXX-{code}", mod)
    today, which = context.published, (groups.get("which") or "").lower()
    last_month = {"SP": 5, "SU": 8, "FA": 11, "WI": 2}[code]
    year = today.year
    if which == "last" and (today.month <= last_month or code == "WI"):
        year -= 1
    elif which == "next" and today.month >= last_month - 2:
        year += 1
    return Reading("DATE", f"{year:04d}-{code}", mod)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_WHICH = r"(?i:(?P<which>last|next|this)) "
RULES = (
    Rule(
        "date.fiscal_year",
        "year",
        _compile(rf"\b(?i:(?:the )?(?:fiscal|financial) (?:year )?|FY ?){YEAR}"),
        fiscal,
        "The budget for fiscal 2026 grew.",
        "fiscal 2026",
        "FY2026",
        0.9,
    ),
    Rule(
        "date.fiscal_range_end",
        "year",
        _compile(
            rf"\b(?i:fiscal (?:years? )?|FY ?)(?:19|20)\d\d(?: to | through | and |[-–])(?i:fiscal )?(?P<span>{YEAR})"
        ),
        fiscal,
        "It ran the ferry from fiscal 2018 to 2021.",
        "2021",
        "FY2021",
        0.9,
    ),
    Rule(
        "date.decade",
        "decade",
        _compile(r"(?:(?i:the) )?" + EARLY + r"(?:(?P<year>(?:1[5-9]|20)\d0)|['’‘](?P<short>\d0))['’]?s\b"),
        decade,
        "It opened in the late 1970s.",
        "the late 1970s",
        "197",
    ),
    Rule(
        "date.century",
        "century",
        _compile(rf"\b{EARLY}(?P<ordinal>\d\d?)(?:st|nd|rd|th)[ -](?i:century)"),
        century,
        "It is a church of the 17th century.",
        "17th century",
        "16",
    ),
    Rule(
        "date.part_of_year",
        "unit",
        _compile(
            rf"\b(?:(?i:the|its|their) )?(?i:(?:fiscal )?(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)"
            rf"[ -](?P<part>quarter|half))(?: of (?:{_WHICH}year|(?P<fiscal>(?i:fiscal (?:year )?|FY ?))?"
            rf"{YEAR}))?(?! (?:of|final|finals|"
            rf"time))"
        ),
        part_of_year,
        "Sales fell in the first quarter of 2024.",
        "the first quarter of 2024",
        "2024-Q1",
    ),
    Rule(
        "date.season_year",
        "season",
        _compile(rf"\b(?:(?i:the) )?{EARLY}(?i:(?P<season>spring|summer|fall|autumn|winter))(?: of)? {YEAR}"),
        season,
        "He left in the summer of 2021.",
        "the summer of 2021",
        "2021-SU",
    ),
    Rule(
        "date.season",
        "season",
        _compile(
            rf"\b{EARLY}(?:{_WHICH}|(?i:the ))(?i:(?P<season>spring|summer|fall|autumn|winter))(?! of| in | to )\b"
        ),
        season,
        "He left last summer.",
        "last summer",
        "2024-SU",
        0.75,
    ),
)
