"""From a parsed text to its time expressions: triggers, rules, longest match, readings in the order of the text.

Belongs here: the order of the steps. Does not: any rule (see `dates`, `periods`, `clocks`, `relative`, `lengths`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from twosource.extraction.language.calendar import MONTH, WEEKDAY
from twosource.extraction.parse import Paragraph, Parsed
from twosource.extraction.times import clocks, dates, lengths, periods, relative, tense, values
from twosource.extraction.times.rule import ZONED, Context, Reading, Rule
from twosource.records import Published, Quote, TimeExpression

RULES: tuple[Rule, ...] = (
    *dates.RULES,
    *periods.RULES,
    *clocks.RULES,
    *relative.RULES,
    *lengths.RULES,
)
_by_trigger: Mapping[str, tuple[Rule, ...]] = {
    trigger: tuple(rule for rule in RULES if rule.trigger == trigger) for trigger in {rule.trigger for rule in RULES}
}
TRIGGER = re.compile(
    rf"\b(?:{MONTH.replace('?P<month>', '?P<t_month>', 1)}(?![a-z])"
    rf"|{WEEKDAY.replace('?P<weekday>', '?P<t_weekday>', 1)}(?![a-z])"
    r"|(?P<t_unit>(?i:seconds?|minutes?|hours?|days?|weeks?|weekends?|fortnights?|months?|quarters?|"
    r"half|years?|decades?|century|centuries|nights?)\b)"
    r"|(?P<t_now>(?i:today|yesterday|tomorrow|tonight|now|currently|nowadays|present|moment|recently|"
    r"previously|past|future|these|hourly|daily|nightly"
    r"|weekly|biweekly|monthly|quarterly|annual|annually|yearly)\b)"
    r"|(?P<t_part>(?i:morning|afternoon|evening)\b)"
    r"|(?P<t_season>(?i:spring|summer|fall|autumn|winter)\b)"
    r"|(?P<t_digits>\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{4})"
    r"|(?P<t_era>(?i:reiwa|heisei|showa)\b)"
    r"|(?P<t_decade>(?:1[5-9]|20)\d0['’]?s\b|(?<=['’‘])\d0s\b)"
    rf"|(?P<t_hours>(?:[01]\d|2[0-3])[0-5]\d ?(?:hrs\b|{ZONED}))"
    r"|(?P<t_year>(?:1[5-9]|20)\d\d(?!\d))"
    r"|(?P<t_clock>\d{1,2}(?:[:.] ?\d\d)? ?(?:[ap]\. ?m|[AP]\.?M|[ap]m)|\d{1,2}:\d\d|(?i:noon|midday|midnight)\b))"
    r"|(?P<t_short>['’‘]\d0s\b)"
)
ALSO = {"unit": ("unit", "part", "century"), "short": ("decade",), "now": ("now", "unit")}
FROM_TODAY = ("relative.day", "relative.part_of_day", "relative.last", "relative.ago", "relative.edge")
"""Rules of what is told from the day of speaking."""
SAID_ON = re.compile(r"\d{4}-\d\d-\d\d")
BY_CLOCK = ("time.clock", "time.clock_four_digits", "time.named")
"""Rules of times whose day the sentence tells elsewhere."""
BEFORE, AFTER = 48, 56
"""How far around a trigger its expression may reach, in code points."""
AMBIGUOUS_MONTHS = frozenset({"may", "march", "april", "june", "august", "mar"})
MONTH_CONTEXT = re.compile(
    r"\b(?:in|since|by|until|till|through|from|to|of|during|for|early|late|mid|last|next|this|and|or|"
    r"between|before|after|every|each|on|the|a|via|its|[’']s)[ -]$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule's match in a paragraph; `start` and `end` are the expression's bounds."""

    start: int
    end: int
    rule: Rule
    match: re.Match[str]


def find(parsed: Parsed, published: Published | None) -> list[TimeExpression]:
    """All time expressions of the text, in order, not overlapping; spans are offsets into `parsed.text`.

    Without a full publication date relative ones keep their unknown parts as X, and have no bounds.
    """
    today = day_of(published)
    found: list[TimeExpression] = []
    context = Context(today, _no_tense)
    for paragraph in parsed.walk():
        context.direction = partial(tense.direction, paragraph.doc)
        context.happened = partial(tense.happened_in, paragraph.doc)
        found += _paragraph(parsed, paragraph, context)
    return found


def as_said(
    published: Published | None, times: Sequence[TimeExpression], quotes: Sequence[Quote]
) -> list[TimeExpression]:
    """The times, those told from the day of speaking inside a quotation read anew from the day when that was said."""
    day = day_of(published)
    said = [(quote, _spoken_on(quote)) for quote in quotes if quote.said_on and quote.kind != "indirect"]
    spoken = [(quote, on) for quote, on in said if on is not None and on != day]
    read = list(times)
    for quote, on in spoken:
        for number, time in enumerate(read):
            inside = any(start <= time.start < end for start, end in quote.fragments)
            if inside and time.rule.startswith(FROM_TODAY):
                read[number] = _anew(time, on)
    return read


def _spoken_on(quote: Quote) -> date | None:
    return date.fromisoformat(quote.said_on) if quote.said_on and SAID_ON.fullmatch(quote.said_on) else None


def _anew(time: TimeExpression, spoken: date) -> TimeExpression:
    """A time told from today, with its value for the day on which it was said; as it is when the words give none."""
    rule = next((rule for rule in RULES if rule.name == time.rule), None)
    match = rule.pattern.match(time.text) if rule is not None else None
    reading = rule.read(match, Context(spoken, _no_tense)) if rule is not None and match is not None else None
    if reading is None:
        return time
    bounds = values.days_of(reading.value) if reading.type in ("DATE", "TIME") else None
    return replace(
        time,
        value=reading.value,
        begins_on=bounds[0].isoformat() if bounds else None,
        ends_on=bounds[1].isoformat() if bounds else None,
    )


def _no_tense(offset: int) -> str | None:
    """The tense before any paragraph is open: unknown."""
    del offset
    return None


def day_of(published: Published | None) -> date | None:
    """The calendar day of publication as its own clock shows it, None when it is not known to the day."""
    if published is None or published.precision not in ("day", "instant"):
        return None
    try:
        return date.fromisoformat(published.value[:10])
    except ValueError:
        return None


def candidates(text: str) -> list[Candidate]:
    """The longest matches of the rules in a paragraph, in order, not overlapping."""
    found: list[Candidate] = []
    for trigger in TRIGGER.finditer(text):
        name = (trigger.lastgroup or "").removeprefix("t_")
        lo, hi = max(0, trigger.start() - BEFORE), trigger.end() + AFTER
        for group in ALSO.get(name, (name,)):
            for rule in _by_trigger.get(group, ()):
                found += _matches(rule, text, trigger.start(), lo, hi)
    kept: list[Candidate] = []
    taken = bytearray(len(text))
    for candidate in sorted(found, key=lambda c: (-(c.end - c.start), c.start)):
        if not any(taken[candidate.start : candidate.end]):
            taken[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.start)


def _matches(rule: Rule, text: str, trigger: int, lo: int, hi: int) -> Iterator[Candidate]:
    for match in rule.pattern.finditer(text, lo, hi):
        if match.start() <= trigger < match.end():
            start, end = match.span("span") if "span" in rule.pattern.groupindex else match.span()
            if not _stands_for_name(rule, text, match):
                yield Candidate(start, _end(text, start, end), rule, match)
        if match.start() > trigger:
            return


def _end(text: str, start: int, end: int) -> int:
    """Without the full stop that ends a sentence after an abbreviation, or a hanging blank."""
    while end > start and text[end - 1] in " (":
        end -= 1
    return end


def _stands_for_name(rule: Rule, text: str, match: re.Match[str]) -> bool:
    """Whether a month's word is a verb or a person's name, or a weekday's abbreviation another word."""
    if rule.name == "date.weekday":
        return len(match["weekday"]) <= 3
    if rule.name != "date.month":
        return False
    month = match["month"]
    if len(month) == 3 and month != "May":
        return True  # "Jan" and "Mar" alone are names more often than months
    bare = match.start() == match.start("month") and month.lower() in AMBIGUOUS_MONTHS
    return bare and not MONTH_CONTEXT.search(text[max(0, match.start() - 10) : match.start()])


def _paragraph(parsed: Parsed, paragraph: Paragraph, context: Context) -> list[TimeExpression]:
    """The expressions of one paragraph. Clock times are read last: their day may be told after them."""
    text = paragraph.text
    found = candidates(text)
    readings: dict[int, Reading] = {}
    days: dict[int, list[tuple[int, str]]] = {}
    told = _told_day(context.last)
    for by_clock in (False, True):
        for candidate in found:
            is_clock = candidate.rule.name in BY_CLOCK
            if is_clock is not by_clock:
                continue
            sentence = parsed.sentence_at(paragraph.start + candidate.start)
            near = sorted(days.get(sentence, ()), key=lambda day: abs(day[0] - candidate.start))
            context.sentence_day = near[0][1] if near else told
            context.told = context.last if sentence - context.last_sentence <= 1 else None
            reading = candidate.rule.read(candidate.match, context)
            if reading is None:
                continue
            readings[candidate.start] = reading
            if reading.type in ("DATE", "TIME") and not by_clock and not reading.value.endswith("_REF"):
                context.last, context.last_sentence = reading, sentence
                if re.match(r"[\dX]{4}-(?:[\dX]{2}-[\dX]{2}|W[\dX]{2}-\d)", reading.value):
                    days.setdefault(sentence, []).append((candidate.start, reading.value.split("T")[0]))
    return [_expression(parsed, paragraph, text, c, readings[c.start]) for c in found if c.start in readings]


def _told_day(reading: Reading | None) -> str | None:
    """The day of the last date told in an earlier paragraph; None when that was no day."""
    if reading is None or not re.match(r"\d{4}-\d\d-\d\d", reading.value):
        return None
    return reading.value[:10]


def _expression(
    parsed: Parsed, paragraph: Paragraph, text: str, candidate: Candidate, reading: Reading
) -> TimeExpression:
    bounds = values.days_of(reading.value) if reading.type in ("DATE", "TIME") else None
    start = paragraph.start + candidate.start
    return TimeExpression(
        text=text[candidate.start : candidate.end],
        start=start,
        end=paragraph.start + candidate.end,
        sentence=parsed.sentence_at(start),
        rule=candidate.rule.name,
        confidence=candidate.rule.confidence,
        type=reading.type,
        value=reading.value,
        mod=reading.mod,
        begins_on=bounds[0].isoformat() if bounds else None,
        ends_on=bounds[1].isoformat() if bounds else None,
    )
