"""Rules for lengths of time and repeated times: "two weeks", "the past five years", "every Monday", "daily".

Belongs here: DURATION and SET. Does not: anything that names a day or a year.
"""

from __future__ import annotations

import re

from twosource.extraction.language.calendar import PARTS, SEASONS, WEEKDAY, weekday_number
from twosource.extraction.times import values
from twosource.extraction.times.rule import NUM, UNIT, VAGUE, Context, Reading, Rule, mod_of, number, unit_name

FREQUENCIES = {
    "hourly": "PT1H",
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "biweekly": "P2W",
    "monthly": "P1M",
    "quarterly": "P1Q",
    "annual": "P1Y",
    "annually": "P1Y",
    "yearly": "P1Y",
}


SECOND_AS_LENGTH = re.compile(r"[.,;:)]|$| (?:or|and|later|before|after|behind|ahead|faster|slower|earlier)\b")
OF = re.compile(r" of\b")
FRACTIONS = {"half": 0.5, "quarter": 0.25, "third": 1 / 3}


def length_and_part(match: re.Match[str], context: Context) -> Reading | None:
    """One unit and a part of it: "a week and a half"."""
    del context
    amount = 1.0 + FRACTIONS[match["part"].lower()]
    return Reading("DURATION", values.duration(amount, unit_name(match["unit"])), mod_of(match["mod"]))


def length(match: re.Match[str], context: Context) -> Reading | None:
    """So many units; a vague number is X. "-year-old" is an age, which is a length too."""
    del context
    groups, unit = match.groupdict(), unit_name(match["unit"])
    mod = mod_of(groups.get("mod"))
    after = match.string[match.end() : match.end() + 12]
    article = not (groups.get("num") or groups.get("vague") or groups.get("half"))
    if article and (
        (unit == "second" and not SECOND_AS_LENGTH.match(after)) or (unit == "quarter" and OF.match(after))
    ):
        return None  # "a second round", "a quarter of the town"
    if groups.get("vague"):
        return Reading("DURATION", values.duration(None, unit))
    if groups.get("half"):
        return Reading(
            "DURATION",
            {"hour": "PT30M", "minute": "PT30S", "day": "PT12H", "year": "P6M", "decade": "P5Y", "century": "P50Y"}.get(
                unit, values.duration(0.5, unit)
            ),
            mod,
        )
    amount = number(groups["num"]) if groups.get("num") else 1.0
    return Reading("DURATION", values.duration(amount, unit), mod) if amount is not None else None


def unknown_length(match: re.Match[str], context: Context) -> Reading | None:
    """Weeks, months, years without a number."""
    del context
    return Reading("DURATION", values.duration(None, unit_name(match["unit"])))


def every(match: re.Match[str], context: Context) -> Reading | None:
    """Every week, each Monday, every morning."""
    del context
    groups = match.groupdict()
    if groups.get("weekday"):
        return Reading("SET", f"XXXX-WXX-{weekday_number(groups['weekday'])}")
    if groups.get("part"):
        return Reading("SET", f"XXXX-XX-XXT{PARTS[groups['part'].lower()]}")
    if groups.get("season"):
        return Reading("SET", f"XXXX-{SEASONS[groups['season'].lower()]}")
    amount = number(groups["num"]) if groups.get("num") else 2.0 if groups.get("other") else 1.0
    return Reading("SET", values.duration(amount, unit_name(groups["unit"]))) if amount is not None else None


def frequency(match: re.Match[str], context: Context) -> Reading | None:
    """Daily, weekly, annual."""
    del context
    return Reading("SET", FREQUENCIES[match["word"].lower()])


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_MOD = r"(?:(?P<mod>nearly|almost|more than|less than|fewer than|at least|up to|no more than) )?"
_AFTER_WORD = (
    "(?:"
    + "|".join(
        f"(?<={word} )" for word in ("for", "over", "within", "take", "took", "takes", "lasted", "spent", "in", "after")
    )
    + ")"
)
_words = "|".join(sorted(FREQUENCIES, key=len, reverse=True))
_SPAN = r"(?:last|past|previous|next|coming|first|final|preceding|following)"
RULES = (
    Rule(
        "length.number",
        "unit",
        _compile(
            rf"(?<![\w$£€¥.,/-]){_MOD}{NUM}(?:[ -]|-to-)(?:more |full |straight |consecutive |additional "
            rf")?{UNIT}s?(?:['’](?!\w))?(?![a-z]|-olds?\b| olds?\b)"
        ),
        length,
        "The meeting lasted nearly 50 minutes.",
        "nearly 50 minutes",
        "PT50M",
    ),
    Rule(
        "length.one",
        "unit",
        _compile(rf"\b{_MOD}an? (?:full |whole |single )?{UNIT}(?![a-z-]| (?:ago|from now)\b)"),
        length,
        "It took more than a decade.",
        "more than a decade",
        "P10Y",
        0.7,
    ),
    Rule(
        "length.one_and_part",
        "unit",
        _compile(rf"\b{_MOD}(?:an?|one|another) {UNIT} and (?:a|one) (?P<part>half|quarter|third)(?![a-z-])"),
        length_and_part,
        "It took a week and a half.",
        "a week and a half",
        "P1.5W",
    ),
    Rule(
        "length.half",
        "unit",
        _compile(rf"\b{_MOD}(?P<half>half an?|a half|half-) ?{UNIT}(?![a-z])"),
        length,
        "He waited half an hour.",
        "half an hour",
        "PT30M",
    ),
    Rule(
        "length.vague",
        "unit",
        _compile(rf"\b{VAGUE} (?:more )?{UNIT}s(?:['’](?!\w))?(?![a-z-]| (?:ago|from now)\b)"),
        length,
        "It takes several days.",
        "several days",
        "PXD",
        0.75,
    ),
    Rule(
        "length.span",
        "unit",
        _compile(rf"\b(?:the )?{_SPAN} {NUM} (?:full )?{UNIT}s?(?:['’](?!\w))?(?![a-z-])"),
        length,
        "Over the past five years it grew.",
        "the past five years",
        "P5Y",
    ),
    Rule(
        "length.span_vague",
        "unit",
        _compile(rf"\b(?:the )?{_SPAN} {VAGUE} {UNIT}s(?![a-z-])"),
        length,
        "Over the past few weeks it grew.",
        "the past few weeks",
        "PXW",
    ),
    Rule(
        "length.span_one",
        "unit",
        _compile(r"\bthe (?:past (?P<unit>day|week|month|quarter|year|decade|century))(?![a-z-])"),
        length,
        "Over the past decade it grew.",
        "the past decade",
        "P10Y",
        0.75,
    ),
    Rule(
        "length.decade",
        "unit",
        _compile(r"\bthe (?:last|next|coming) (?P<unit>decade|century)(?![a-z-])"),
        length,
        "It will grow over the next decade.",
        "the next decade",
        "P10Y",
        0.75,
    ),
    Rule(
        "length.recent",
        "unit",
        _compile(r"\b(?:recent|coming) (?P<unit>day|week|month|year|decade)s(?![a-z-])"),
        unknown_length,
        "It grew in recent weeks.",
        "recent weeks",
        "PXW",
        0.75,
    ),
    Rule(
        "length.units",
        "unit",
        _compile(rf"{_AFTER_WORD}(?P<unit>minute|hour|day|week|month|year|decade|centurie)s(?![a-z])(?!-old)"),
        unknown_length,
        "They waited for years.",
        "years",
        "PXY",
        0.65,
    ),
    Rule(
        "set.every",
        "unit",
        _compile(rf"\b(?:every|each) (?:(?P<other>other) |{NUM} )?{UNIT}s?(?![a-z-])"),
        every,
        "It opens every two weeks.",
        "every two weeks",
        "P2W",
    ),
    Rule(
        "set.every_weekday",
        "weekday",
        _compile(rf"\b(?:every|each) {WEEKDAY}(?![a-z])"),
        every,
        "It opens every Monday.",
        "every Monday",
        "XXXX-WXX-1",
    ),
    Rule(
        "set.every_part",
        "part",
        _compile(r"\b(?:every|each) (?P<part>morning|afternoon|evening|night)\b"),
        every,
        "He runs each morning.",
        "each morning",
        "XXXX-XX-XXTMO",
    ),
    Rule(
        "set.every_season",
        "season",
        _compile(r"\b(?:every|each) (?P<season>spring|summer|autumn|fall|winter)\b"),
        every,
        "He swims every summer.",
        "every summer",
        "XXXX-SU",
    ),
    Rule(
        "set.frequency",
        "now",
        _compile(rf"\b(?P<word>{_words})\b"),
        frequency,
        "It comes out daily.",
        "daily",
        "P1D",
        0.6,
    ),
)
