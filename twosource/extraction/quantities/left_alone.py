"""Numbers that are no quantities: years, dates, clock times, ordinals, versions, names with numbers.

Belongs here: the table of places where a number is left alone. Does not: what a number next to a unit means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from twosource.extraction.language.numerals import Numeral

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
REACH = 16


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A place: what stands right before and right after the number (either may be empty), and an example."""

    name: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    example: str
    always: bool = False


def _rule(name: str, before: str, after: str, example: str, always: bool = False) -> LeftAlone:
    flags = re.IGNORECASE
    return LeftAlone(
        name,
        re.compile(f"(?:{before})$", flags) if before else None,
        re.compile(after, flags) if after else None,
        example,
        always,
    )


RULES = (
    _rule(
        "clock",
        "",
        r"(?:[:.]\d\d)?\s?(?:[ap]\.m\b|[ap]m\b|o['’]clock|(?:hours )?(?:GMT|UTC|EST|JST|ET)\b)",
        "It began at 10 p.m.",
        True,
    ),
    _rule("clock_minutes", r"\d[:h]", "", "It began at 19:45.", True),
    _rule("clock_hour", "", r":\d\d", "It began at 19:45.", True),
    _rule(
        "after_month",
        rf"\b{_MONTH}\.?,? (?:the )?|\b{_MONTH}\.? \d\d?(?:,|-| and| to) ",
        r"(?!\s?(?:%|percent|per cent|million|billion))",
        "On April 14 they met.",
        True,
    ),
    _rule("before_month", "", rf"(?:st|nd|rd|th)? (?:of )?(?:{_MONTH})\b(?! \w+ers\b)", "They met on 14 April.", True),
    _rule("ordinal", "", r"(?:st|nd|rd|th)\b", "It is the 22nd attempt.", True),
    _rule("decade", "", r"['’]?s\b", "In the 1990s it grew.", True),
    _rule("part_of_name", r"[A-Za-z][-–/]|[A-Za-z]|[#@_&]", "", "The F-16 and the G7 are names.", False),
    _rule("part_of_number", r"[\d][/.,:]|\d", "", "Version 1.2.3 came.", True),
    _rule("fraction_date", "", r"/\d", "The attacks of 9/11 changed it.", True),
    _rule(
        "numbered",
        r"\b(?:no\.|nos\.|number|numbers|page|pages|chapter|article|section|paragraph|room|route|highway|"
        r"flight|figure|level|phase|stage|type|channel|gate|week|day|year|game|episode|season|grade|tier|"
        r"top|version|act|part|volume|vol\.|resolution|proposition|class|category|covid|formula|boeing|"
        r"airbus|iphone|galaxy) ",
        r"(?!\s?(?:%|percent|per cent))",
        "No. 2 came first.",
        False,
    ),
    _rule("model", r"\b(?:ak|mig|su|mk|windows|falcon|apollo|ps|playstation|xbox) ", "", "An AK 47 was found.", False),
    _rule("version", "", r"\.\d+\.\d", "Version 3.11.4 is out.", True),
    _rule("list_number", r"(?:^|\n)\s*", r"[.)]\s+[A-Z]", "2. Apples are cheap.", True),
    _rule("iso_date", r"\d{4}-|\d{4}-\d\d-", r"-\d\d\b|\b", "Filed 2025-04-17 in town.", True),
    _rule("iso_year", "", r"-\d\d-\d\d\b", "Filed 2025-04-17 in town.", True),
    _rule(
        "compound_word",
        "",
        r"-(?:sided|off|way|on-|to-one|time|stop|upmanship|size|armed|handed|eyed|legged|fold|liner|star)",
        "A one-sided deal.",
        False,
    ),
    _rule("power_of_ten", r"×\s?10[-−–]?|×\s?", "", "It weighs 1.99×10−30 units.", True),
    _rule("power_of_ten_mantissa", "", r"\s?×\s?10", "It weighs 1.99×10−30 units.", True),
    _rule(
        "street_address",
        "",
        r"(?-i:(?:[-–]\d+)? (?:(?:[A-Z][a-z'’]{1,20}|[NSEW]\.?|\d+(?:st|nd|rd|th)) ){1,3}"
        r"(?:Street|Avenue|Road|Lane|Drive|Boulevard|Square|Terrace|St\b|Ave\b|Rd\b|Blvd\b)(?!\w))",
        "They met at 24 Oxford Street.",
        True,
    ),
    _rule("telephone", r"\d[-)] ?", r"-\d{3,}", "Call 555-123-4567 now.", True),
)
ONE_OF_THE_MOST = re.compile(
    r" of (?:the|our|its|their|his|her|my|your) (?:world[’']s )?(?:\w+est|most|top|few|only|leading|key|main|major)\b",
    re.I,
)
"""After "one": a manner of speaking, no count."""
YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
YEAR_ALONE = re.compile(
    r"\b(?:in|since|of|by|from|to|until|till|through|during|before|after|late|early|mid|the|for|"
    r"fiscal|year|summer|winter|spring|"
    r"autumn|fall|and|between|its|their|his|her|[’']s|around|about|season|quarter)[ -]$",
    re.IGNORECASE,
)


def reason(text: str, numeral: Numeral, currency_before: bool) -> str | None:
    """The name of the rule for which the number is left alone, None when it may be a quantity.

    With a currency sign before it only the rules marked `always` hold ("US$5" is no name).
    """
    before = text[max(0, numeral.start - REACH) : numeral.start]
    if numeral.words and numeral.value == 1 and ONE_OF_THE_MOST.match(text, numeral.end):
        return "one_of_the_most"
    for rule in RULES:
        if currency_before and not (rule.always and rule.after and not rule.before):
            continue
        if rule.name == "list_number" and numeral.words:
            continue
        if rule.before and not (
            rule.before.search(before) and (numeral.start <= REACH or rule.name != "list_number" or "\n" in before)
        ):
            continue
        if rule.after is None or rule.after.match(text, numeral.end):
            return rule.name
    return None


def is_year(text: str, numeral: Numeral) -> bool:
    """Whether a number without a unit looks like a year (1500 to 2099, not grouped, without magnitude)."""
    return (
        not numeral.words
        and not numeral.grouped
        and not numeral.scaled
        and YEAR.match(text[numeral.start : numeral.end]) is not None
    )


def stands_as_year(text: str, start: int) -> bool:
    """Whether the words before a number that looks like a year make it one ("in 2019", "the 2019 ...")."""
    return YEAR_ALONE.search(text[max(0, start - REACH) : start]) is not None
