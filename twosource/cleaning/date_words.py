"""Words that stand beside a date: labels of publication and of change, days of the week, halves of the day.

Belongs here: telling them, from `seeds/reference/date_words.yml` and Unicode's locale data. Does not: dates (see
`dates`).
"""

# ruff: noqa: E501  (patterns stay on one line)
from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from twosource import reference
from twosource.cleaning.months import OTHER_LANGUAGES, month_named

USUAL_LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")
WORDS = re.compile(r"[^\W\d_][\w\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0900-\u0dff\u0e00-\u0eff]*")
"""Words; the vowel signs of Arabic, Hebrew, Indian and Thai letters are of the word that they stand in."""
IN_CHARACTERS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
NAMED_IN_CHARACTERS = r"[\u3040-\u30ff\u3400-\u9fff]{1,8}(?:新聞|新報|日報|通信|放送|ニュース)社?|[(（]?[月火水木金土日](?:曜日?)?[)）]|[月火水木金土日]曜日?|星期[一二三四五六日天]|[周週][一二三四五六日]|[월화수목금토일]요일|[(（][월화수목금토일][)）]"
"""Names of papers and days of the week, in characters."""
READING_TIME = re.compile(r"\blesezeit:? \d{1,3} min(?:uten)?\b|\b\d{1,3} min(?:ute)?s? (?:de )?(?:read|lectura|lecture|leitura|lettura)\b", re.IGNORECASE)  # fmt: skip
FEWEST_OF_STEM = 5
"""Letters from which a label is a stem: `publicad` opens `publicada` as well."""


def _alternatives(words: Iterable[str]) -> str:
    """The words as one pattern, the longest first; such as are written with white space between are whole words."""
    parts = []
    for word in sorted(set(words), key=len, reverse=True):
        bound = not IN_CHARACTERS.search(word)
        end = r"\w*" if len(word) >= FEWEST_OF_STEM else r"(?!\w)"
        parts.append(rf"(?<!\w){re.escape(word)}{end}" if bound else word)
    return "|".join(parts)


def _of_table(key: str) -> list[str]:
    return [str(word) for words in reference.table("date_words")[key].values() for word in words]


@cache
def published() -> re.Pattern[str]:
    """A label of publication."""
    return re.compile(_alternatives(_of_table("published")), re.IGNORECASE)


@cache
def changed() -> re.Pattern[str]:
    """A label of the last change."""
    return re.compile(_alternatives(_of_table("changed")), re.IGNORECASE)


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(rf"{published().pattern}|{changed().pattern}", re.IGNORECASE)


@cache
def _characters() -> re.Pattern[str]:
    return re.compile(f"{_alternatives(_of_table('characters'))}|{NAMED_IN_CHARACTERS}")


@cache
def _beside() -> frozenset[str]:
    return frozenset(word.lower() for word in _of_table("beside")) | frozenset(_days(USUAL_LANGUAGES))


@cache
def _days_elsewhere() -> frozenset[str]:
    return frozenset(_days(OTHER_LANGUAGES))


def _days(languages: Iterable[str]) -> Iterable[str]:
    from babel.dates import get_day_names  # its tables are read when a line with a date asks for them

    for language in languages:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for name in get_day_names(width, context, language).values():
                    yield from WORDS.findall(str(name).lower())


def others_in(rest: str) -> list[str]:
    """The words beside a date that are no label, day of the week, month, half of the day or reading time."""
    rest = READING_TIME.sub(" ", rest)
    if not rest.strip(" ,.:;|·•-–—/()[]"):
        return []
    rest = _labels().sub(lambda label: re.sub(r"\S", " ", label[0]), rest)
    if IN_CHARACTERS.search(rest):
        rest = _characters().sub(" ", rest)
    left = [word for word in WORDS.findall(rest) if word.lower() not in _beside()]
    # The names of other languages are asked last: reading their tables takes a moment.
    return [word for word in left if word.lower() not in _days_elsewhere() and not month_named(word)]


@cache
def _halves() -> tuple[re.Pattern[str], frozenset[str]]:
    table = reference.table("date_words")
    words = sorted({*table["morning"], *table["afternoon"]}, key=len, reverse=True)
    some = "|".join(map(re.escape, words))
    clock = r"\d{1,2}:\d{2}(?::\d{2})?"
    return re.compile(
        rf"(?P<before>{some})\s?(?P<late>{clock})|(?P<early>{clock})\s?(?P<after>{some})(?!\w)"
    ), frozenset(table["afternoon"])


def with_halves(line: str) -> str:
    """The line with clocks such as `오후 5:20` and `05:20 م` as `5:20 pm`."""
    if line.isascii():
        return line
    pattern, afternoon = _halves()

    def plain(found: re.Match[str]) -> str:
        clock, half = found["late"] or found["early"], found["before"] or found["after"]
        hours = int(clock.split(":")[0])
        # `午後17:20` is written as well: a clock of 24 hours needs no half.
        return clock if hours > 12 else f"{clock} {'pm' if half in afternoon else 'am'}"

    return pattern.sub(plain, line)
