"""Turns of a transcript: `[Name/role/date: "words"]` and `NAME: words`.

Belongs here: paragraphs that are a speaker's turn by their form. Does not: quotations in running prose.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from twosource.extraction.language.calendar import LONGEST_MONTHS, MONTHS, month_number
from twosource.extraction.quotes.context import Attribution, Context, Draft
from twosource.records import Published, Span

BRACKET = re.compile(r"\s*\[(?P<head>[^:\[\]\"“”]{2,200}):")
CAPITALS = re.compile(r"\s*(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,4})(?:,? \([^)\n]{1,60}\))?:\s+(?=\S)")
NAMED = re.compile(r"\s*(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})(?: \((?P<role>[^)\n]{1,60})\))?:\s+(?=\S)")
QUESTION = re.compile(r"\([^()]{2,400}\?\)")
MARKS = " \t\"“”‘’'"
DAY = re.compile(r"\b(?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2})(?:, (?P<year>\d{4}))?\b")
NOT_NAMES = frozenset(
    ["NOTE", "WATCH", "READ", "MORE", "RELATED", "UPDATE", "PHOTO", "PHOTOS", "VIDEO", "CORRECTION", "LISTEN"]
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before a bracketed turn's colon."""

    name: str
    role: str | None
    said_on: str | None


def said_on(words: str, published: Published | None) -> str | None:
    """TIMEX3 value of a day without weekday ("Apr. 10 local time"); the year is the latest not after publication.

    Without a publication date the year stays open (XXXX). None when the words hold no day of
    the calendar ("Feb. 30").
    """
    match = DAY.search(words)
    if match is None or match["month"].lower() not in MONTHS:
        return None
    month, day = month_number(match["month"]), int(match["day"])
    year = match["year"]
    if year is None and published is not None and len(published.value) >= 10:
        known = date.fromisoformat(published.value[:10])
        year = str(known.year if (month, day) <= (known.month, known.day) else known.year - 1)
    last = calendar.monthrange(int(year), month)[1] if year else LONGEST_MONTHS[month - 1]
    return f"{year or 'XXXX'}-{month:02}-{day:02}" if 1 <= day <= last else None


def read_head(words: str, published: Published | None) -> Head:
    """Name, role and day of "Name/role/Apr. 10 local time"."""
    name, *rest = [part.strip() for part in words.split("/")]
    day = next((value for part in rest if (value := said_on(part, published))), None)
    roles = [part for part in rest if said_on(part, published) is None]
    return Head(name, "/".join(roles) or None, day)


def answers(text: str, start: int, end: int) -> list[Span]:
    """The spans of a turn's own words: without outer marks and without an interviewer's question in brackets."""
    spans, at = [], start
    for question in QUESTION.finditer(text, start, end):
        spans.append((at, question.start()))
        at = question.end()
    spans.append((at, end))
    return [span for span in (stripped(text, *span) for span in spans) if span[0] < span[1]]


def stripped(text: str, start: int, end: int) -> Span:
    """The span without blanks and quotation marks at its edges."""
    while start < end and (text[start] in MARKS or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in MARKS or text[end - 1].isspace()):
        end -= 1
    return start, end


def find(context: Context, published: Published | None) -> dict[int, Draft]:
    """Turns by the number of their paragraph."""
    found: dict[int, Draft] = {}
    named = _named_turns(context)
    for number, page in enumerate(context.pages):
        text, offset = page.text, page.paragraph.start
        bracket = BRACKET.match(text)
        stop = _bracket_end(text, bracket.end()) if bracket else None
        if bracket and stop is not None:
            head = read_head(bracket["head"], published)
            spans = answers(context.text, offset + bracket.end(), offset + stop)
            found_turn = _draft(context, spans, offset + bracket.start("head"), head, "quotes.bracketed_turn", 0.95)
        elif number in named:
            match = _named_turn(context, text)
            if match is None:
                continue
            role = match.groupdict().get("role")
            spans = answers(context.text, offset + match.end(), page.paragraph.end)
            head = Head(_as_name(match["name"]), role, None)
            found_turn = _draft(
                context, spans, offset + match.start("name"), head, "quotes.named_turn", 0.85, match["name"]
            )
        else:
            continue
        if found_turn is not None:
            found[number] = found_turn
    return found


def _bracket_end(text: str, start: int) -> int | None:
    """Where the words of a bracketed turn end that begin at `start`; None when none of them is in quotation marks.

    The closing bracket may be missing; two together close something else as well.
    """
    words = text[start:].rstrip()
    if "]]" in words or not any(mark in words for mark in '"“'):
        return None
    return start + len(words) - words.endswith("]")


def _named_turns(context: Context) -> set[int]:
    """Paragraphs that are turns by name: all when somebody speaks twice, otherwise those of the article's people when
    there are two; a list of topics in capitals ("BONDS: ...") is none."""
    names = {n: m["name"] for n, page in enumerate(context.pages) if (m := _named_turn(context, page.text))}
    counts = Counter(names.values())
    surnames = {mention.text.split()[-1].upper() for mention in context.mentions if mention.label == "PER"}
    if any(count > 1 for count in counts.values()):
        return set(names)
    kept = {n for n, name in names.items() if name.split()[-1].upper() in surnames}
    return kept if len(kept) > 1 else set()


def _named_turn(context: Context, text: str) -> re.Match[str] | None:
    """`NAME: ...` at a paragraph's start."""
    match = CAPITALS.match(text)
    if match:
        return None if set(match["name"].split()) & NOT_NAMES else match
    match = NAMED.match(text)
    return (
        match if match and any(m.label == "PER" and m.text == match["name"] for m in context.mentions[:400]) else None
    )


def _as_name(words: str) -> str:
    return words.title() if words.isupper() else words


def _draft(
    context: Context,
    spans: Sequence[Span],
    at: int,
    head: Head,
    rule: str,
    confidence: float,
    written: str | None = None,
) -> Draft | None:
    """The draft of a turn; None when it holds no words."""
    if not spans:
        return None
    mention = context.mention_at(at)
    known = mention is not None and mention.label == "PER" and mention.start == at
    name = mention.entity if mention is not None and known and not mention.entity.isupper() else head.name
    role = head.role or (mention.role if mention is not None else None)
    place = (at, at + len(written or head.name))
    return Draft(list(spans), Attribution(place, name, role, None, "says", rule, confidence, head.said_on))
